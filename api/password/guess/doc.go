// Package guess says how hard a password is to guess: how many guesses find it, by
// whoever tries first what people commonly take. It is the method of zxcvbn (Wheeler,
// USENIX Security 2016), without its look for letters in disguise.
//
// A password is cut into pieces so that all of them together take the fewest guesses: a
// common password, name or word (words.go), keys that lie side by side (keyboard.go), a
// run of one character or of the alphabet (runs.go), a date (dates.go), and what is none
// of these, character by character.
//
// The words are sorted text inside the program and are searched where they stand, so
// that the program begins without them and keeps nothing of them. They are those of
// zxcvbn-go (words.license.txt), and the tests hold us to its scores.
package guess

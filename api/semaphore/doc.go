// Package semaphore bounds how many do something at once, by key. Package outbound
// bounds the calls of a connection with it, package signin the completions of an
// attempt and the code exchanges of a client address. It knows no other room.
package semaphore

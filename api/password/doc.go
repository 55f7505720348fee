// Package password hashes and checks passwords: argon2id for our own hashes,
// bcrypt and other argon2id for those that an import brought and that are made
// anew on success.
//
// A hash costs a core and 46 MiB for some 20 ms, so that two are made at a time
// and hold 100 MiB at most together (memory.go), and the others wait in a short
// queue that is fair to addresses and lets known browsers go first (queue.go);
// what does not fit is refused as busy. Sign-ins through a provider never wait
// here.
//
// A check of nobody costs what one of anybody in the organization costs: each does
// the work of all kinds of hash that its people have (kinds.go). An imported hash
// of bcrypt matches nothing but the whole password, of 72 bytes at most, without
// zero bytes (foreign.go); nothing that is typed is trimmed, folded or normalized.
package password

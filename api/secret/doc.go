// Package secret makes and keeps what nobody may guess or read: random ids and
// tokens, the hashes by which tokens are stored, and the ring of encryption keys
// that seals values in the database and in cookies. It imports nothing of ours;
// package config makes the ring, package app lets all processes agree on its keys,
// and whoever stores or sends a sealed value calls it directly.
package secret

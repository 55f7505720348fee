// Package email is the one grammar of e-mail addresses and their domains: what
// may be kept of a user, what is read from a provider, when two are the same, and
// which domains belong to everybody. It is pure and imports nothing of ours;
// package rules turns its answers into problems of a form, package domain proves
// whose a domain is, package mail sends.
//
// Three questions, from the widest answer to the narrowest:
//
//   - [LooksLike]: does somebody mean an address by this text, in any script?
//   - [IsAddress]: may a user have kept it? ASCII, as the contract's pattern has it.
//   - [IsPlain]: has it one reading, whoever reads it? Asked of what a provider says, and of
//     the address of whoever is added or gets another one.
package email

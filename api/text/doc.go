// Package text says which texts may be given to us: by people in forms and
// addresses, by programs over the API, by operators in files. It is the one rule
// of what a name, a label or a note is made of; how long it may be is for the
// contract to say.
//
// Refused is what nobody sees or what changes how other text is read: control
// characters, signs that turn the direction of what follows, most signs without
// a width, code points that are none. A name in Arabic, Persian or Hindi may need
// a joiner between its letters and a mark of direction beside them: there they
// are let through, and nowhere else.
//
// # Where texts come in
//
// What comes from outside is checked once, where it comes in, for type and form;
// behind these it is believed. In brackets the tests with seeds:
//
//   - JSON bodies and queries: rest.readJSON, rest.route.read and checkQuery, beside
//     openapi.yaml (rest.FuzzBody, strictjson.FuzzDecode, TestI4NoBodyIsOurFault)
//   - what a provider sends back with the browser: attempt.ReadAnswer in api/signin (FuzzAnswer)
//   - ID tokens, userinfo, keys and discovery documents of providers: package idp,
//     where each claim has one type; email_verified as a text counts only where a
//     provider is known to write it so (idp.FuzzVerify)
//   - values of SSO applications, also a pasted discovery address: connection.shape
//   - values of people and organizations, whoever brings them: package rules; their
//     addresses: package email
//   - files of people: package peoplefile (peoplefile.FuzzFile), then package rules
//   - the operator's file, in which identifiers and names are texts: apply.Read
//     (apply.FuzzRead)
//   - what a browser says of itself, as its time zone: frontend/src/text/zone.ts;
//     what it kept: frontend/src/browser/memory.ts
//
// A new one is added here, with seeds of what went wrong at the others.
package text

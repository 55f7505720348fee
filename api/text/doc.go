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
package text

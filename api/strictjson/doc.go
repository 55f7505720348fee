// Package strictjson reads JSON of which two readers cannot see two meanings.
// encoding/json accepts duplicate members and matches names without case; ID
// tokens and request bodies go through here (RFC 8259, section 4).
package strictjson

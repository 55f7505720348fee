package rules

import "latchkey/api/fault"

// Organization are the values that somebody wants to write of an organization;
// nil ones stay. How its people sign in is SignInPolicy.
type Organization struct {
	Code, Name *string
}

// Read gives the values as they are kept, and all that is wrong with them, each at
// its member of an object that starts with this pointer.
func (o Organization) Read(at string) (Organization, []fault.Field) {
	var r reader
	r.text(&o.Code, at+"/code", OrganizationCode)
	r.text(&o.Name, at+"/name", Name)
	return o, r.fields
}

package service

import (
	"slices"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// fakeKeys takes key sets that say good, and addresses of https://keys.example and of the
// host of an issuer.
type fakeKeys struct{}

func (fakeKeys) AreUsableKeys(jwks string) bool { return strings.HasPrefix(jwks, "good") }

func (fakeKeys) UsableKeysAt(address, issuer string) bool {
	home, is := strings.CutPrefix(address, "https://")
	host, _, _ := strings.Cut(home, "/")
	return is && (issuer == "" || strings.HasPrefix(issuer, "https://"+host))
}

const ours = "https://sso.example"

func federation() store.Federation {
	return store.Federation{Issuer: "https://issuer.example/v2.0", KeysAt: "https://issuer.example/keys", Subject: "crm", Audience: "api://crm"}
}

// What a service may be: each member that cannot be is named, and by what is wrong with it.
func TestWhatAServiceMayBe(t *testing.T) {
	text := func(s string) *string { return &s }
	with := func(change func(*store.Federation)) Wanted {
		f := federation()
		change(&f)
		return Wanted{Federation: &f}
	}
	long := strings.Repeat("x", 600)
	for name, c := range map[string]struct {
		wanted Wanted
		want   string // pointer and code, "" for nothing
	}{
		"nothing is wanted":             {Wanted{}, ""},
		"a name":                        {Wanted{Name: text(" CRM ")}, ""},
		"no name":                       {Wanted{Name: text(" ")}, "/name required"},
		"a name of two lines":           {Wanted{Name: text("a\nb")}, "/name format"},
		"a long name":                   {Wanted{Name: text(strings.Repeat("é", 61))}, "/name too_long"},
		"the longest name":              {Wanted{Name: text(strings.Repeat("é", 60))}, ""},
		"every scope":                   {Wanted{Scopes: []string{"users:read", "users:write", "connections:read", "connections:write", "log:read", "introspect"}}, ""},
		"no scope":                      {Wanted{Scopes: []string{}}, "/scopes required"},
		"a scope twice":                 {Wanted{Scopes: []string{"log:read", "log:read"}}, "/scopes invalid"},
		"a scope of nobody":             {Wanted{Scopes: []string{"users:*"}}, "/scopes invalid"},
		"a permission of people alone":  {Wanted{Scopes: []string{"services:write"}}, "/scopes invalid"},
		"the policy":                    {Wanted{Scopes: []string{"policy:write"}}, "/scopes invalid"},
		"keys":                          {Wanted{Keys: &Keyring{JWKS: "good"}}, ""},
		"keys elsewhere":                {Wanted{Keys: &Keyring{URI: "https://keys.example/jwks"}}, ""},
		"no keys any more":              {Wanted{Keys: &Keyring{}}, ""},
		"keys here and elsewhere":       {Wanted{Keys: &Keyring{JWKS: "good", URI: "https://keys.example"}}, "/keys invalid"},
		"keys that verify nothing":      {Wanted{Keys: &Keyring{JWKS: "bad"}}, "/keys/jwks invalid"},
		"too many keys":                 {Wanted{Keys: &Keyring{JWKS: "good" + strings.Repeat(" ", 20<<10)}}, "/keys/jwks too_long"},
		"keys without TLS":              {Wanted{Keys: &Keyring{URI: "http://keys.example"}}, "/keys/jwksUri format"},
		"keys far away":                 {Wanted{Keys: &Keyring{URI: "https://keys.example/" + long}}, "/keys/jwksUri format"},
		"a federation":                  {Wanted{Federation: new(federation())}, ""},
		"no federation any more":        {Wanted{Federation: &store.Federation{}}, ""},
		"no issuer":                     {with(func(f *store.Federation) { f.Issuer = "" }), "/federation/issuer required"},
		"no subject":                    {with(func(f *store.Federation) { f.Subject = "" }), "/federation/subject required"},
		"no audience":                   {with(func(f *store.Federation) { f.Audience = "" }), "/federation/audience required"},
		"no address of keys":            {with(func(f *store.Federation) { f.KeysAt = "" }), "/federation/jwksUri required"},
		"a subject with a space":        {with(func(f *store.Federation) { f.Subject = "crm " }), "/federation/subject format"},
		"a long audience":               {with(func(f *store.Federation) { f.Audience = long }), "/federation/audience too_long"},
		"an issuer with a query":        {with(func(f *store.Federation) { f.Issuer += "?a" }), "/federation/issuer format"},
		"an issuer with a fragment":     {with(func(f *store.Federation) { f.Issuer += "#a" }), "/federation/issuer format"},
		"an issuer without TLS":         {with(func(f *store.Federation) { f.Issuer = "http://issuer.example" }), "/federation/issuer format"},
		"ourselves":                     {with(func(f *store.Federation) { f.Issuer, f.KeysAt = ours, ours+"/keys" }), "/federation/issuer invalid"},
		"ourselves, with a slash":       {with(func(f *store.Federation) { f.Issuer, f.KeysAt = ours+"/", ours+"/keys" }), "/federation/issuer invalid"},
		"keys at another than the host": {with(func(f *store.Federation) { f.KeysAt = "https://keys.example/" }), "/federation/jwksUri format"},
		"two that cannot be":            {Wanted{Name: text(""), Scopes: []string{}}, "/name required, /scopes required"},
	} {
		var is Kept
		if got := said(c.wanted.SetOn(fakeKeys{}, ours, &is)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func said(fields []fault.Field) string {
	var list []string
	for _, f := range fields {
		list = append(list, f.Pointer+" "+f.Code)
	}
	return strings.Join(list, ", ")
}

// What is not wanted stays, names are trimmed and scopes have one order; keys or a
// federation of the zero value take away what is there.
func TestWhatStaysOfAService(t *testing.T) {
	was := Kept{store.Client{Name: "CRM"}, store.Service{Scopes: store.Strings{"log:read"}, JWKS: "good", Federation: federation()}}
	is, name := was, " Back end "
	if fields := (Wanted{}).SetOn(fakeKeys{}, ours, &is); len(fields) > 0 || len(was.difference(is)) > 0 {
		t.Errorf("%v changed %v", fields, was.difference(is))
	}
	scopes := []string{"users:write", "users:read"}
	wanted := Wanted{Name: &name, Scopes: scopes, Keys: &Keyring{URI: "https://keys.example"}, Federation: &store.Federation{}}
	if fields := wanted.SetOn(fakeKeys{}, ours, &is); len(fields) > 0 {
		t.Errorf("refused: %v", fields)
	}
	if is.Client.Name != "Back end" || !slices.Equal(is.Service.Scopes, store.Strings{"users:read", "users:write"}) || is.Service.JWKS != "" ||
		is.Service.JWKSURI != "https://keys.example" || is.Service.Federation != (store.Federation{}) {
		t.Errorf("it is %+v", is)
	}
	if scopes[0] != "users:write" || was.Service.Scopes[0] != "log:read" {
		t.Error("what was given, or what was, is another now")
	}
	for _, column := range []string{"name", "scopes", "jwks", "jwks_uri", "federation_issuer"} {
		if was.difference(is)[column] == nil {
			t.Errorf("the log is not told of %s: %v", column, was.difference(is))
		}
	}
}

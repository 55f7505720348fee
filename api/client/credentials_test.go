package client_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"

	"latchkey/api/client"
	"latchkey/api/fault"
)

func basic(id, secret string) []string {
	return []string{"Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))}
}

// RFC 6749, 2.3 and 2.3.1: one way at a time, form-encoded in the header, never in the
// address. 3.2: a parameter without a value is not there.
func TestWhatARequestSaysOfItsClient(t *testing.T) {
	for name, c := range map[string]struct {
		headers     []string
		form, query string
		want        client.Credentials
		code        fault.OAuthCode
	}{
		"nothing at all":                   {code: fault.InvalidClient},
		"a public client":                  {form: "client_id=spa", want: client.Credentials{client.None, "spa", ""}},
		"in the body":                      {form: "client_id=crm&client_secret=s%2Bx", want: client.Credentials{client.Post, "crm", "s+x"}},
		"in the header":                    {headers: basic("crm", "secret"), want: client.Credentials{client.Basic, "crm", "secret"}},
		"in the header, form-encoded":      {headers: basic("c%3Arm", "a+b%2Bc%25"), want: client.Credentials{client.Basic, "c:rm", "a b+c%"}},
		"a scheme in another case":         {headers: []string{"bAsIc" + basic("crm", "x")[0][5:]}, want: client.Credentials{client.Basic, "crm", "x"}},
		"the header and the same id":       {headers: basic("crm", "x"), form: "client_id=crm", want: client.Credentials{client.Basic, "crm", "x"}},
		"the header and another id":        {headers: basic("crm", "x"), form: "client_id=other", code: fault.InvalidRequest},
		"header and body at once":          {headers: basic("crm", "x"), form: "client_id=crm&client_secret=x", code: fault.InvalidRequest},
		"header and an empty secret":       {headers: basic("crm", "x"), form: "client_secret=&client_assertion=&client_assertion_type=", want: client.Credentials{client.Basic, "crm", "x"}},
		"a public one, an empty secret":    {form: "client_id=spa&client_secret=", want: client.Credentials{client.None, "spa", ""}},
		"a secret in the address":          {form: "client_id=crm", query: "client_secret=x", code: fault.InvalidRequest},
		"an assertion in the address":      {form: "client_id=crm", query: "client_assertion=x", code: fault.InvalidRequest},
		"two headers":                      {headers: append(basic("crm", "x"), basic("crm", "x")...), code: fault.InvalidRequest},
		"two ids":                          {form: "client_id=a&client_id=a", code: fault.InvalidRequest},
		"two secrets":                      {form: "client_id=a&client_secret=x&client_secret=y", code: fault.InvalidRequest},
		"a bearer":                         {headers: []string{"Bearer x"}, code: fault.InvalidClient},
		"Basic without a colon":            {headers: []string{"Basic " + base64.StdEncoding.EncodeToString([]byte("crm"))}, code: fault.InvalidClient},
		"Basic that is not base64":         {headers: []string{"Basic crm:x"}, code: fault.InvalidClient},
		"Basic with a broken escape":       {headers: basic("crm", "%zz"), code: fault.InvalidClient},
		"Basic without an id":              {headers: basic("", "x"), code: fault.InvalidClient},
		"an id that is a book":             {form: "client_id=" + strings.Repeat("a", 300), code: fault.InvalidClient},
		"a secret in the body, without id": {form: "client_secret=x", code: fault.InvalidClient},
		"an empty id":                      {form: "client_id=", code: fault.InvalidClient},
		"a header that is empty":           {headers: []string{""}, form: "client_id=a", code: fault.InvalidClient},
	} {
		form, _ := url.ParseQuery(c.form)
		query, _ := url.ParseQuery(c.query)
		got, err := client.ReadCredentials(c.headers, form, query)
		if c.code == "" && (err != nil || got != c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if o, is := errors.AsType[*fault.OAuth](err); c.code != "" && (!is || o.Code != c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

package provider_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"latchkey/api/idp/provider"
)

// What rules of roles may ask of a token: texts and lists of texts, wherever they stand.
func TestClaimsThatAreTexts(t *testing.T) {
	for name, c := range map[string]struct{ payload, want string }{
		"a text":                          {`{"department":"Support"}`, `department=Support alone`},
		"a list":                          {`{"groups":["a","b"]}`, `groups=a,b`},
		"a list of one":                   {`{"groups":["a"]}`, `groups=a alone`},
		"deeper":                          {`{"realm_access":{"roles":["x"]}}`, `realm_access/roles=x alone`},
		"a name that is an address":       {`{"https://acme.example/roles":["x","y"]}`, `https://acme.example/roles=x,y`},
		"numbers and objects never match": {`{"level":7,"on":true,"list":[7,{"a":"b"},"x"],"none":null}`, `list=x`},
		"what is about the token":         {`{"iss":"i","sub":"s","aud":"a","nonce":"n","at_hash":"h"}`, ``},
		"what people write themselves":    {`{"email":"a@b.example","name":"n","preferred_username":"p","upn":"u"}`, ``},
		"too long":                        {`{"x":"` + strings.Repeat("x", 1025) + `"}`, ``},
		"too deep":                        {`{"a":{"b":{"c":{"d":{"e":{"f":"x"}}}}}}`, ``},
	} {
		var payload provider.Payload
		if err := json.Unmarshal([]byte(c.payload), &payload); err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, one := range provider.SaidBy(payload) {
			line := strings.Join(one.Path, "/") + "=" + strings.Join(one.Values, ",")
			if one.Alone {
				line += " alone"
			}
			said = append(said, line)
		}
		if got := strings.Join(said, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// However many values there are, none is left out: whom a rule fits by the last of them would
// lose their role, and which one is the last would be chance.
func TestManyClaims(t *testing.T) {
	list := make([]any, 5000)
	for i := range list {
		list[i] = fmt.Sprint("group ", i)
	}
	for range 20 {
		payload := provider.Payload{"groups": list, "roles": list, "department": "Support"}
		said := provider.SaidBy(payload)
		if len(said) != 3 || len(said[1].Values) != len(list) || len(said[2].Values) != len(list) {
			t.Fatalf("%d claims of three", len(said))
		}
	}
}

// Microsoft leaves groups out above 200 of them, and says so in one of two ways.
func TestClaimsThatWereNotSent(t *testing.T) {
	for payload, want := range map[string][]string{
		`{"_claim_names":{"groups":"src1"},"_claim_sources":{"src1":{"endpoint":"https://graph.example"}}}`: {"groups"},
		`{"hasgroups":true}`:                               {"groups"},
		`{"hasgroups":"true"}`:                             {"groups"},
		`{"roles":["a"],"_claim_names":{"groups":"src1"}}`: {"groups"},
		`{"hasgroups":false}`:                              nil,
		`{"groups":["a"]}`:                                 nil,
		`{"_claim_names":"groups"}`:                        nil,
		`{"_claim_names":{"wids":"s"}}`:                    {"wids"},
	} {
		var p provider.Payload
		if err := json.Unmarshal([]byte(payload), &p); err != nil {
			t.Fatal(err)
		}
		if got := provider.Unsent(p); !reflect.DeepEqual(got, want) && fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", payload, got, want)
		}
	}
}

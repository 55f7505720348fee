package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	call "latchkey/docs/snippets/call/go"

	"latchkey/api/apply"
	"latchkey/api/client"
)

// callCase is what a program of "Call the API" is to try: with which proof it lists the
// people of an organization.
type callCase struct {
	Address      string `json:"address"`
	Organization string `json:"organization"`
	ID           string `json:"id"`
	By           string `json:"by"` // secret, key or federation
	Value        string `json:"value"`
	KeyID        string `json:"kid"`

	name, want string    // want is a pattern of what it says
	way        *inTheWay // nil: the product itself
}

// prover is a service of the operator's file that proves itself in each way, in an
// organization of more people than a page has.
type prover struct {
	machine
	w         *world
	pem, kid  string
	federated string
}

func newProver(t *testing.T) *prover {
	t.Helper()
	w := newWorld(t, setting{plain: true, edit: func(d *apply.Document) {
		for i := range 110 {
			d.Organizations[0].People = append(d.Organizations[0].People, apply.Person{Email: fmt.Sprintf("p%03d@acme.example", i)})
		}
	}})
	c := &prover{machine: machine{id: "crm-backend", key: client.NewSecret(client.ServiceSecret)}, w: w}
	w.secrets.add(c.key)
	folder := t.TempDir()
	jwks := runSnippet(t, "", "node", "call/make-key.mjs", filepath.Join(folder, "key.pem"))
	must(t, os.WriteFile(filepath.Join(folder, "jwks.json"), []byte(jwks), 0o600))
	pem, err := os.ReadFile(filepath.Join(folder, "key.pem"))
	must(t, err)
	var set struct {
		Keys []struct {
			ID string `json:"kid"`
		} `json:"keys"`
	}
	must(t, json.Unmarshal([]byte(jwks), &set))
	c.pem, c.kid = string(pem), set.Keys[0].ID
	issuer := w.provider.GoogleIssuer()
	w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", Services: []apply.Service{{
		ClientID: c.id, Scopes: []string{"users:read"}, Secrets: []apply.ServiceSecret{{Value: c.key}},
		Keys:       &apply.ServiceKeys{File: filepath.Join(folder, "jwks.json")},
		Federation: &apply.ServiceFederation{Issuer: issuer, JWKSURI: issuer + "/keys", Subject: "crm", Audience: "latchkey"},
	}}}}})
	c.federated = signed(t, w.provider.Key(), map[string]any{
		"iss": issuer, "sub": "crm", "aud": "latchkey", "iat": w.clock.now().Unix(), "exp": w.clock.now().Add(time.Hour).Unix(),
	}, nil)
	w.secrets.add(c.federated)
	return c
}

// cases are those that each program tries, and what it must say; the last ones go through
// a server that stands in the way first.
func (c *prover) cases(t *testing.T) []callCase {
	everybody := fmt.Sprintf(`^%d people, \S+@acme\.example$`, c.w.count("SELECT count(*) FROM users WHERE organization_id = (SELECT id FROM organizations WHERE code = 'acme')"))
	poor := c.w.machine("acme", "log:read")
	at := func(name, by, value, want string) callCase {
		return callCase{c.w.url, "acme", c.id, by, value, c.kid, name, want, nil}
	}
	elsewhere := at("another organization", "secret", c.key, `^refused: not_found \w{4}-\w{4}$`)
	elsewhere.Organization = "globex"
	scopeless := at("without the scope", "secret", poor.key, `^refused: insufficient_scope \w{4}-\w{4}$`)
	scopeless.ID = poor.id
	busy := at("too much, and a token that ended", "secret", c.key, everybody)
	busy.stand(t, "1", http.StatusTooManyRequests, http.StatusUnauthorized)
	endless := at("too much all the time", "secret", c.key, `^refused: rate_limited AAAA-0000$`)
	endless.stand(t, "0", 429, 429, 429, 429, 429)
	return []callCase{
		at("a secret", "secret", c.key, everybody),
		at("a key", "key", c.pem, everybody),
		at("federation", "federation", c.federated, everybody),
		at("federation, again", "federation", c.federated, everybody),
		at("another secret", "secret", client.NewSecret(client.ServiceSecret), `^refused: invalid_client `),
		at("another issuer's token", "federation", c.federated[:len(c.federated)-8]+"AAAAAAAA", `^refused: invalid_client `),
		elsewhere, scopeless, busy, endless,
	}
}

// inTheWay is a server before the product that refuses the first operations of a program.
type inTheWay struct {
	refuses []int
	wait    string // Retry-After
	mu      sync.Mutex
	seen    int // operations
	tokens  int // requests for one
	until   time.Time
}

// stand leads a case there.
func (c *callCase) stand(t *testing.T, wait string, refuses ...int) {
	t.Helper()
	product, err := url.Parse(c.Address)
	must(t, err)
	c.way = &inTheWay{refuses: refuses, wait: wait}
	proxy := httputil.NewSingleHostReverseProxy(product)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !c.way.refused(rw, r) {
			proxy.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(server.Close)
	c.Address = server.URL
}

// refused answers what is not to pass. Whoever does not wait is refused for good.
func (i *inTheWay) refused(rw http.ResponseWriter, r *http.Request) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if r.URL.Path == "/oauth/token" {
		i.tokens++
		return false
	}
	early := time.Now().Before(i.until)
	if i.seen++; i.seen > len(i.refuses) && !early {
		return false
	}
	code, status := "impatient", http.StatusBadRequest
	switch {
	case early:
	case i.refuses[i.seen-1] == http.StatusUnauthorized:
		code, status = "unauthenticated", http.StatusUnauthorized
	default:
		code, status = "rate_limited", http.StatusTooManyRequests
		rw.Header().Set("Retry-After", i.wait)
		seconds, _ := time.ParseDuration(i.wait + "s")
		i.until = time.Now().Add(seconds)
	}
	rw.WriteHeader(status)
	fmt.Fprintf(rw, `{"type":"/problems#%[1]s","title":"No","status":%[2]d,"code":%[1]q,"ref":"AAAA-0000"}`, code, status)
	return true
}

// check compares what a program says, a line for each case.
func (c *prover) check(t *testing.T, cases []callCase, lines []string) {
	t.Helper()
	if len(lines) != len(cases) {
		t.Fatalf("it says %q", lines)
	}
	for i, one := range cases {
		if !regexp.MustCompile(one.want).MatchString(lines[i]) {
			t.Errorf("%s: it says %q, want %s", one.name, lines[i], one.want)
		}
		if one.name == "too much, and a token that ended" && one.way.tokens != 2 {
			t.Errorf("it asked for %d tokens", one.way.tokens)
		}
	}
}

// I5: the programs under "Call the API" of the documentation prove themselves in each way,
// read every page, wait where they are told to, get another token when one ends early, and
// say why they are refused. Python and Java: make interop.
func TestI5SnippetsCallTheAPI(t *testing.T) {
	t.Parallel()
	c := newProver(t)
	t.Run("Go", func(t *testing.T) {
		cases := c.cases(t)
		var lines []string
		for _, one := range cases {
			lines = append(lines, one.inGo(t))
		}
		c.check(t, cases, lines)
	})
	t.Run("TypeScript", func(t *testing.T) {
		cases := c.cases(t)
		var input strings.Builder
		for _, one := range cases {
			must(t, json.NewEncoder(&input).Encode(one))
		}
		c.check(t, cases, strings.Split(strings.TrimSpace(runSnippet(t, input.String(), "node", "call/try.mjs")), "\n"))
	})
	t.Run("curl", c.withCurl)
}

func (c *callCase) inGo(t *testing.T) string {
	proof := map[string]call.Proof{
		"secret":     call.BySecret(c.ID, c.Value),
		"key":        call.ByKey(c.ID, c.Address, c.KeyID, []byte(c.Value)),
		"federation": call.ByFederation(c.ID, func() (string, error) { return c.Value, nil }),
	}[c.By]
	people, err := call.New(c.Address, c.Organization, proof).People(t.Context())
	if refusal, is := errors.AsType[call.Refusal](err); is {
		return "refused: " + refusal.Code + " " + refusal.Reference
	}
	must(t, err)
	return fmt.Sprintf("%d people, %s", len(people), people[0].Email)
}

// withCurl: a secret in place of a token, a token by a secret, one by federation.
func (c *prover) withCurl(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	must(t, os.WriteFile(file, []byte(c.federated+"\n"), 0o600))
	with := func(script, secret string) string {
		return c.w.runShell(t, "call/"+script, "ORGANIZATION=acme", "CLIENT_ID="+c.id, "LATCHKEY_SECRET="+secret, "TOKEN_FILE="+file)
	}
	if said := with("people.sh", c.key); !strings.Contains(said, `"email":"maya@acme.example"`) {
		t.Errorf("with the secret: %s", said)
	}
	if said := with("people.sh", client.NewSecret(client.ServiceSecret)); !strings.Contains(said, `"code":"unauthenticated"`) {
		t.Errorf("with another secret: %s", said)
	}
	for _, script := range []string{"token.sh", "federation.sh"} {
		said := with(script, c.key)
		var got struct {
			Token string `json:"access_token"`
		}
		if json.Unmarshal([]byte(said), &got); got.Token == "" {
			t.Errorf("%s: %s", script, said)
			continue
		}
		c.w.secrets.add(got.Token)
		if people := with("people.sh", got.Token); !strings.Contains(people, `"email":"maya@acme.example"`) {
			t.Errorf("with the token of %s: %s", script, people)
		}
	}
}

package e2e_test

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"latchkey/api/idp/idptest"
)

// playProvider makes this test program a provider and nothing else, so that a
// benchmark measures the product alone.
const playProvider = "LATCHKEY_E2E_PROVIDER"

// played says what the provider is like; its JSON is the variable's value.
type played struct {
	Tokens string        // the algorithm; "" is that of Google and Microsoft
	People int           // who have an account
	Answer time.Duration // each answer takes that long
	Base   string        // the address that it is reached at, if something stands before it
}

// serveProvider plays Google with made-up people until its input ends. It
// prints its address first; clients are registered at POST /clients.
func serveProvider() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	base := "http://" + listener.Addr().String()
	var how played
	if err := json.Unmarshal([]byte(os.Getenv(playProvider)), &how); err != nil {
		panic(err)
	}
	key, err := how.key()
	if err != nil {
		panic(err)
	}
	p, err := idptest.New(cmp.Or(how.Base, base), idptest.Options{Key: key})
	if err != nil {
		panic(err)
	}
	p.Script(func(s *idptest.Script) { s.AutoByLoginHint = true })
	for n := range how.People {
		if err := p.AddPerson(idptest.Person{
			Provider: idptest.Google, Subject: benchSubject(n), Email: benchEmail(n), Name: fmt.Sprint("Agent ", n),
			HostedDomain: "acme.example", EmailVerified: true,
		}); err != nil {
			panic(err)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(how.Answer)
		p.ServeHTTP(w, r)
	})
	mux.HandleFunc("POST /clients", func(_ http.ResponseWriter, r *http.Request) {
		var c idptest.Client
		if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
			panic(err)
		}
		p.AddClient(c)
	})
	go func() {
		fmt.Println(base)
		if err := http.Serve(listener, mux); err != nil {
			panic(err)
		}
	}()
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the parent goes
}

// cheapTokens are those of RS256 by a key that signs for next to nothing.
const cheapTokens = "cheap"

func (how played) key() (*idptest.Key, error) {
	if how.Tokens != cheapTokens {
		return idptest.NewKey(cmp.Or(how.Tokens, idptest.RS256))
	}
	signer, err := newCheapKey()
	return &idptest.Key{ID: rand.Text(), Alg: idptest.RS256, Signer: signer}, err
}

func benchSubject(n int) string { return fmt.Sprintf("1%020d", n) }

func benchEmail(n int) string { return "agent" + fmt.Sprint(n) + "@acme.example" }

// benchFile is the organization of the benchmark.
func benchFile(people int) string {
	text := &strings.Builder{}
	text.WriteString("organizations:\n  - code: acme\n    name: Acme\n    connections:\n      - {provider: google, state: enabled, " +
		"clientId: acme-google, secret: {env: ACME_SECRET}, lockedTo: [acme.example]}\n    people:\n")
	for n := range people {
		fmt.Fprintf(text, "      - {email: %s, name: Agent %d}\n", benchEmail(n), n)
	}
	return text.String()
}

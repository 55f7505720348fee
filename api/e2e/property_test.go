package e2e_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Every operation of the contract answers within it and never with 5xx, whatever it is
// sent: values that its schemas allow, the same with something wrong, and what is no JSON
// at all; by super admins, by services and by nobody. What was written by it is read, too.
// The values are the same in every run; make attack draws many more (LATCHKEY_ROUNDS).
func TestI4EveryOperationAnswersWithinTheContract(t *testing.T) {
	rounds, err := strconv.Atoi(cmp.Or(os.Getenv("LATCHKEY_ROUNDS"), "1"))
	must(t, err)
	engines(t, func(t *testing.T, w *world) {
		engine := w.store.Engine()
		for round := range rounds {
			newWorld(t, setting{
				engine: engine, edit: withApplications, generic: true, mail: true, starts: 1_000_000,
				proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
			}).drawRequests(uint64(round))
		}
	})
}

// drawRequests asks each operation in the order of their paths.
func (w *world) drawRequests(seed uint64) {
	w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
	known, sofia := w.meaningful(), ""
	var reads []request
	for _, path := range slices.Sorted(maps.Keys(contract().Paths.Map())) {
		operations := contract().Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			r := request{
				w: w, method: method, template: path, filled: path, op: operations[method], sofia: &sofia, machine: w.machine("acme", serviceScopes()...),
				drawn: &drawn{Rand: rand.New(rand.NewPCG(seed, 1)), known: known},
			}
			if strings.Contains(path, "{") {
				r.filled = strings.Replace(w.anyPath(path), "{request}", "x", 1)
			}
			for n := range 6 {
				r.send(n)
			}
			if method == http.MethodGet {
				reads = append(reads, r)
			}
		}
	}
	for _, r := range reads { // of what is there by now
		r.send(0)
	}
}

// meaningful are values that are somebody's or something's here.
func (w *world) meaningful() map[string][]any {
	live := w.live("acme", "google")
	return map[string][]any{
		"email": {"maya@acme.example", "sofia@acme.example", "nobody@acme.example"}, "password": {everybodysPassword}, "currentPassword": {everybodysPassword},
		"organization": {"acme", "globex"}, "code": {"acme"}, "provider": {"google", "microsoft"}, "connectionId": {live.ID}, "client_id": {"crm", "spa"},
		"redirect_uri": {crmCallback}, "grant_type": {"authorization_code", "refresh_token", "client_credentials"}, "response_type": {"code"},
		"etag": {`"1"`, "", "*"}, "token": {w.setupLink(live)},
		"scope": {"openid", "openid email offline_access"}, "If-Match": {`"1"`, ""}, "Sec-Fetch-Site": {"same-origin"},
	}
}

// setupLink is the token of a link for a connection's provider part.
func (w *world) setupLink(live store.LiveConnection) string {
	w.t.Helper()
	token := secret.NewToken()
	must(w.t, w.store.AddGuestLink(w.t.Context(), store.GuestLink{
		ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, TokenHash: secret.Hash(token), CreatedBy: "usr_" + secret.NewID(),
		CreatedAt: store.At(w.clock.now()), ExpiresAt: store.At(w.clock.now().Add(time.Hour)),
	}))
	return token
}

// request is what one operation is asked with.
type request struct {
	*drawn
	w                *world
	method, template string
	op               *openapi3.Operation
	filled           string // the template with ids that exist; the first request may end that
	machine          machine
	sofia            *string // her access token, until a request ends her session
}

// send draws and sends one. The first is as the contract wants it, half of the others are
// nearly so.
func (r *request) send(n int) {
	spoil := n > 0 && n%2 == 1
	header := http.Header{
		"Sec-Fetch-Site": {"same-origin"}, "Origin": {r.w.url}, "X-Forwarded-For": {fmt.Sprintf("198.51.%d.%d", r.IntN(256), r.IntN(256))},
	}
	body := r.body(header, spoil, n == 5)
	path := r.path(header, spoil)
	if token := r.token(n); token != "" && header.Get("Authorization") == "" {
		header.Set("Authorization", "Bearer "+token)
	}
	a := r.w.browser().send(r.method, path, body, header)
	if a.status == http.StatusUnauthorized || strings.Contains(path, "session") || strings.Contains(path, "password") {
		*r.sofia = ""
	}
	if busy := a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != ""; a.status >= http.StatusInternalServerError && !busy {
		r.w.t.Errorf("%s %s: %d %s\n%s\n%.600q\n%s", r.method, path, a.status, a.body, header.Get("Content-Type"), body, r.w.logOf(a.text("ref")))
	}
}

// token is a super admin's, mostly.
func (r *request) token(n int) string {
	switch {
	case n == 3:
		return ""
	case n == 4:
		return r.machine.key
	case *r.sofia == "":
		b := r.w.browser()
		if a := b.password("acme", "sofia@acme.example", everybodysPassword); a.status == http.StatusOK {
			*r.sofia = b.token()
		}
	}
	return *r.sofia
}

// path fills the template, and adds a query.
func (r *request) path(header http.Header, spoil bool) string {
	path, query := r.template, url.Values{}
	if !spoil || r.IntN(2) == 0 {
		path = r.filled
	}
	for _, p := range slices.Concat(contract().Paths.Value(r.template).Parameters, r.op.Parameters) {
		name := p.Value.Name
		if !p.Value.Required && r.IntN(2) == 0 {
			continue
		}
		value := r.value(name, p.Value.Schema, 1)
		if spoil && r.IntN(2) == 0 {
			value = pick(r.drawn, bad)
		}
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		for _, v := range list {
			text := fmt.Sprint(v)
			switch p.Value.In {
			case "path":
				path = strings.Replace(path, "{"+name+"}", url.PathEscape(text), 1)
			case "query":
				query.Add(name, text)
			case "header":
				header.Set(name, strings.Map(printable, text[:min(len(text), 1000)]))
			}
		}
	}
	if spoil && r.IntN(3) == 0 {
		query.Add(pick(r.drawn, []string{"unknown", "", "cursor", "limit"}), pick(r.drawn, bad))
	}
	encoded := query.Encode()
	if len(encoded) > 16_000 {
		encoded = encoded[:16_000] // a longer one is refused before it reaches us
	}
	if encoded == "" {
		return path
	}
	return path + "?" + encoded
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// body draws the body in one of its kinds; none where there is none.
func (r *request) body(header http.Header, spoil, torn bool) []byte {
	if r.op.RequestBody == nil {
		return nil
	}
	content := r.op.RequestBody.Value.Content
	kind := pick(r.drawn, slices.Sorted(maps.Keys(content)))
	value := r.value("", content[kind].Schema, 4)
	if media := content[kind]; media.Example != nil && r.IntN(3) == 0 {
		value = media.Example
	}
	if spoil {
		value = r.spoiled(value)
	}
	header.Set("Content-Type", kind)
	if torn {
		header.Set("Content-Type", pick(r.drawn, []string{kind, kind + "; charset=latin1", "text/plain", "", "multipart/form-data"}))
	}
	var text []byte
	switch kind {
	case "application/json":
		text = asJSON(value)
	case "application/x-www-form-urlencoded":
		text = r.form(header, value)
	default:
		text = []byte(fmt.Sprint(value))
	}
	if torn {
		text = []byte(r.torn(string(text)))
	}
	return text
}

// asJSON writes a value, letter by letter as it was drawn.
func asJSON(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return text.Bytes()
}

// form writes a value as a form does, mostly by an application that proves itself.
func (r *request) form(header http.Header, value any) []byte {
	form := url.Values{}
	if o, ok := value.(map[string]any); ok {
		for name, v := range o {
			form.Set(name, fmt.Sprint(v))
		}
	}
	if r.IntN(3) > 0 && strings.HasPrefix(r.template, "/oauth/") {
		form.Del("client_id")
		maps.Copy(header, basicHeader("crm", crmSecret))
	}
	return []byte(form.Encode())
}

// logOf is what was logged of an answer.
func (w *world) logOf(ref string) string {
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, ref) && strings.Contains(line, "cause") {
			return line
		}
	}
	return "nothing in the log"
}

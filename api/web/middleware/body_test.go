package middleware

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"latchkey"
	"latchkey/api/fault"
	"latchkey/api/web/contract"
)

// unreached are handlers that panic when they are called.
type unreached struct{ contract.StrictServerInterface }

// edge is all that stands before the handlers, which are never called: what is
// bound is answered with 409.
func edge(t testing.TB) (http.Handler, map[string]*openapi3.Schema) {
	t.Helper()
	refuse := Problems{Log: slog.New(slog.DiscardHandler)}.Refuse
	promised := NewContract(latchkey.OpenAPI)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		defer func() {
			if p := recover(); p != nil && strings.Contains(string(debug.Stack()), "middleware.(*unreached).") {
				refuse(c, fault.Because(fault.Conflict, "bound"))
			} else if p != nil {
				panic(p)
			}
		}()
		r, err := promised.route(c.Request.Method + " " + c.FullPath())
		if err == nil {
			err = r.check(c)
		}
		for _, fields := range ItemsOf(c.Request.Context()).Wrong { // of which the handler answers one by one
			err = &fault.Fault{Code: fault.ValidationFailed, Fields: fields}
		}
		if err != nil {
			refuse(c, err)
		}
		c.Next()
	})
	contract.RegisterHandlers(engine, unreached{}, refuse)
	bodies := map[string]*openapi3.Schema{}
	for name := range promised.lines {
		r, err := promised.route(name)
		if err != nil {
			t.Fatal(err)
		}
		if r.Body != nil {
			bodies[name] = r.Body
		}
	}
	return engine, bodies
}

// oddities are JSON values of every kind, and what nobody should send.
func oddities() []string {
	odd := []string{
		`87.0`, `60.0`, `1e2`, `1.5`, `-0`, `-1`, `1E+2`, `0.0000000000000000000000000000001`, `87.00000000000000000001`,
		`1e400`, `-1e400`, `1e-400`, `1e999999999999`, `123456789012345678901234567890`, `9223372036854775808`, `2147483648`, strings.Repeat("9", 400), "1." + strings.Repeat("0", 400),
		`null`, `true`, `[]`, `{}`, `[null]`, `[{}]`, `[[]]`, `{"a":1}`, `{"":null}`, `[1.0]`,
		`""`, `" "`, `"text"`, `"87"`, `"\u0000"`, `"a\u0002"`, `"\u007f"`, `"\u0085"`, `"\n"`, `"a\u202eb"`, `"a\u200bb"`, `"\ud800"`, `"\udc00\ud800"`, `"\ufffe"`, `"می\u200cخواهم"`,
		`"2026-13-45T99:99:99Z"`, `"2026-12-01T23:59:60Z"`, `"0000-01-01T00:00:00Z"`, `"2026-12-01t08:00:00z"`, `"2026-12-01T08:00:00+99:99"`, `"2026-12-01T08:00:00.123456789123456789Z"`,
	}
	return append(odd, `"`+strings.Repeat("x", 3000)+`"`)
}

// I4, I7: whatever stands in whatever member of whatever body, it is refused by
// pointer or bound; it is never our fault.
func TestI4NoBodyIsOurFault(t *testing.T) {
	t.Parallel()
	handler, bodies := edge(t)
	if len(bodies) < 20 {
		t.Fatalf("%d bodies", len(bodies))
	}
	for name, schema := range bodies {
		for _, odd := range oddities() {
			send(t, handler, name, odd)
			for member, body := range with(schema, odd) {
				a := send(t, handler, name, body)
				if strings.HasPrefix(odd, `"`) && seen(odd) && a.status != http.StatusUnprocessableEntity && !strings.HasSuffix(member, "assword") {
					t.Errorf("%s %s: %s is taken: %d", name, member, odd, a.status)
				}
			}
		}
	}
}

// seen says of those of the texts above that hold what cannot be seen.
func seen(odd string) bool {
	for _, sign := range []string{`\u0000`, `\u0002`, `\u007f`, `\u0085`, `\u202e`, `\u200b`, `\ud800`, `\ufffe`} {
		if strings.Contains(odd, sign) {
			return true
		}
	}
	return false
}

// with gives bodies in which one member, at any depth, is another value.
func with(schema *openapi3.Schema, value string) map[string]string {
	all := map[string]string{}
	for name, property := range schema.Properties {
		change := func(at, part string) {
			members := plain(schema)
			members[name] = json.RawMessage(part)
			all[at] = object(members)
		}
		change(name, value)
		switch inner := property.Value; {
		case inner.Type != nil && inner.Type.Is("object"):
			for at, part := range with(inner, value) {
				change(name+"/"+at, part)
			}
		case inner.Items != nil && inner.Items.Value.Type.Is("object"):
			for at, part := range with(inner.Items.Value, value) {
				change(name+"/0/"+at, "["+part+"]")
			}
		case inner.Items != nil:
			change(name+"/0", "["+value+"]")
		}
	}
	return all
}

// plain is what a schema demands, well filled in.
func plain(schema *openapi3.Schema) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	for _, name := range schema.Required {
		members[name] = json.RawMessage(example(schema.Properties[name].Value))
	}
	return members
}

func example(schema *openapi3.Schema) string {
	switch {
	case len(schema.Enum) > 0:
		return fmt.Sprintf("%q", schema.Enum[0])
	case schema.Type.Is("object"):
		return object(plain(schema))
	case schema.Type.Is("boolean"):
		return "true"
	case schema.Format == "date-time":
		return `"2026-12-01T08:00:00Z"`
	case strings.Contains(schema.Pattern, "@"):
		return `"maya@acme.example"`
	case strings.Contains(schema.Pattern, "{22}"):
		return `"q83vEjRWeJC83rze7e8SNA"`
	}
	return `"acme"`
}

func object(members map[string]json.RawMessage) string {
	parts := []string{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		parts = append(parts, fmt.Sprintf("%q:%s", name, members[name]))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

type validated struct {
	status int
	errors []contract.FieldProblem
}

func send(t *testing.T, edge http.Handler, name, body string) validated {
	t.Helper()
	method, path, _ := strings.Cut(name, " ")
	for parameter, value := range map[string]string{
		":organization": "acme", ":connectionId": "q83vEjRWeJC83rze7e8SNA", ":versionId": "q83vEjRWeJC83rze7e8SNA", ":testId": "q83vEjRWeJC83rze7e8SNA",
		":userId": "usr_q83vEjRWeJC83rze7e8SNA", ":identityId": "idn_q83vEjRWeJC83rze7e8SNA", ":domainId": "dom_q83vEjRWeJC83rze7e8SNA", ":provider": "google", ":step": "G1", ":serviceId": "svc_q83vEjRWeJC83rze7e8SNA", ":roleKey": "help_desk", ":webhookId": "wh_q83vEjRWeJC83rze7e8SNA",
	} {
		path = strings.ReplaceAll(path, parameter, value)
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("If-Match", `"1"`)
	w := httptest.NewRecorder()
	edge.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Body)
	var problem contract.Problem
	if err := json.Unmarshal(text, &problem); err != nil || w.Code >= 500 || w.Code == http.StatusNotFound {
		t.Errorf("%s %.200s: %d %s", name, body, w.Code, text)
	}
	a := validated{status: w.Code}
	if problem.Errors != nil {
		a.errors = *problem.Errors
	}
	if w.Code == http.StatusUnprocessableEntity && len(a.errors) == 0 {
		t.Errorf("%s %.200s: refused and not said where", name, body)
	}
	return a
}

// I4: an integer is one however it is written; what is none is named.
func TestI4Integers(t *testing.T) {
	t.Parallel()
	handler, _ := edge(t)
	for number, want := range map[string]string{
		"87": "", "87.0": "", "60.000": "", "1e2": "", "1.2e2": "", "8700E-2": "",
		"1.5": "type", "87.00000000000000000001": "type", "1e-400": "type", `"87"`: "type", "null": "type", "[87]": "type",
		"1e9": "out_of_range", "6.0": "out_of_range", "-87": "out_of_range", "1e400": "out_of_range", "-1e400": "out_of_range", strings.Repeat("9", 300): "out_of_range",
	} {
		a := send(t, handler, "PATCH /api/v1/organizations/:organization/sign-in-policy", `{"logDays":`+number+`}`)
		got := ""
		for _, e := range a.errors {
			got += e.Pointer + " " + string(e.Code)
		}
		if want != "" {
			want = "/logDays " + want
		}
		if got != want || want == "" && a.status != http.StatusConflict {
			t.Errorf("%s: %d %q, want %q", number, a.status, got, want)
		}
	}
}

// FuzzBody: whatever is sent to the operation with the most kinds of members, it is
// refused or bound.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"logDays":87.0}`, `{"logDays":1e2,"contactText":"\u0002"}`, `{"firstSignIn":[{"connectionId":"\ud800"}]}`, `{"sessionIdleMinutes":1e400}`,
		`{"contactText":"a\r\nb","logDays":null}`, `[]`, `{"logDays":-0}`, "\xff",
	} {
		f.Add(seed)
	}
	handler, _ := edge(f)
	f.Fuzz(func(t *testing.T, body string) {
		send(t, handler, "PATCH /api/v1/organizations/:organization/sign-in-policy", body)
	})
}

package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"latchkey"
)

// contract is openapi.yaml, read once.
var contract = sync.OnceValue(func() *openapi3.T {
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		panic(err)
	}
	return doc
})

// template is a path of the contract, and the form of the paths that it stands for.
type template struct {
	path string
	form *regexp.Regexp
}

// templates are all of them; those with fewer names come first: export is no id.
var templates = sync.OnceValue(func() (all []template) {
	name := regexp.MustCompile(`\\\{[^}]*\\\}`)
	paths := slices.Sorted(maps.Keys(contract().Paths.Map()))
	slices.SortStableFunc(paths, func(a, b string) int { return strings.Count(a, "{") - strings.Count(b, "{") })
	for _, path := range paths {
		all = append(all, template{path, regexp.MustCompile("^" + name.ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")})
	}
	return all
})

// routeOf finds the path of the contract that a path is, and its operation.
func routeOf(method, path string) (*routers.Route, bool) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, t := range templates() {
		if t.form.MatchString(path) {
			item := contract().Paths.Value(t.path)
			return &routers.Route{
				Spec: contract(), Path: t.path, PathItem: item, Method: method, Operation: item.GetOperation(method),
			}, true
		}
	}
	return nil, false
}

func checkContract(req *http.Request, res *http.Response, body []byte) error {
	if req.Method == http.MethodHead {
		if len(body) > 0 {
			return fmt.Errorf("a body for HEAD")
		}
		return nil
	}
	kind := res.Header.Get("Content-Type")
	route, known := routeOf(req.Method, req.URL.Path)
	if !known || route.Operation == nil {
		// Pages, assets, and refusals of what is not in the contract.
		if kind == "application/problem+json" {
			return checkProblem(body)
		}
		if res.StatusCode == http.StatusMethodNotAllowed && strings.HasPrefix(req.URL.Path, "/oauth/") && bytes.HasPrefix(body, []byte(`{"error":"invalid_request",`)) {
			return nil // applications read RFC 6749, 5.2
		}
		if known && req.Method != http.MethodOptions || res.StatusCode >= 400 && !strings.HasPrefix(kind, "text/html") {
			return fmt.Errorf("a refusal in %s", kind)
		}
		return nil
	}
	if kind == "application/problem+json" {
		if err := errors.Join(checkProblem(body), checkRefusal(route.Method, route.Operation, body)); err != nil {
			return err
		}
	}
	if err := checkStatus(req, res, route); err != nil {
		return err
	}
	return checkBody(route, res.StatusCode, kind, body)
}

// checkStatus: the operation promises this status, with these headers.
func checkStatus(req *http.Request, res *http.Response, route *routers.Route) error {
	return openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, Route: route},
		Status:                 res.StatusCode, Header: res.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: true},
	})
}

// checkBody: the body is of a kind that the contract names for the status, and of its
// schema. A status without a kind may have any body.
func checkBody(route *routers.Route, status int, kind string, body []byte) error {
	if kind == "application/yaml" && bytes.Equal(body, latchkey.OpenAPI) {
		return nil
	}
	responses := route.Operation.Responses
	code, response := fmt.Sprint(status), responses.Status(status)
	if response == nil {
		code, response = "default", responses.Default()
	}
	if response == nil || len(response.Value.Content) == 0 {
		return nil
	}
	media, _, _ := strings.Cut(kind, ";")
	named := response.Value.Content[media]
	if named == nil {
		return fmt.Errorf("%d in %q, which it does not promise", status, kind)
	}
	at := response.Ref
	if at == "" {
		at = "#" + pointerTo("paths", route.Path, strings.ToLower(route.Method), "responses", code)
	}
	if named.Schema == nil {
		return nil
	}
	at += pointerTo("content", media, "schema")
	if media == "application/x-ndjson" { // the schema is that of a line
		for line := range bytes.Lines(body) {
			if err := schemas().check(at, line, true); err != nil {
				return err
			}
		}
		return nil
	}
	return schemas().check(at, body, strings.HasSuffix(media, "json"))
}

func checkProblem(body []byte) error {
	return schemas().check("#"+pointerTo("components", "schemas", "Problem"), body, true)
}

func pointerTo(steps ...string) string {
	var p strings.Builder
	for _, step := range steps {
		p.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace(step))
	}
	return p.String()
}

// compiled are the schemas of the contract, each made ready when it is first asked for:
// every answer of every test is held to one, and to make one ready takes far longer.
type compiled struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
}

const contractURL = "https://latchkey.example/openapi.json"

var schemas = sync.OnceValue(func() *compiled {
	text, err := contract().MarshalJSON()
	if err != nil {
		panic(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(contractURL, doc); err != nil {
		panic(err)
	}
	return &compiled{compiler: c}
})

// check holds a body to the schema at a pointer of the contract.
func (c *compiled) check(at string, body []byte, isJSON bool) error {
	c.mu.Lock()
	schema, err := c.compiler.Compile(contractURL + at)
	c.mu.Unlock()
	if err != nil {
		return err
	}
	if !isJSON {
		return schema.Validate(string(body))
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// What the tests of this room rely on: an answer that the contract does not promise is seen.
func TestAnswersBesidesTheContractAreSeen(t *testing.T) {
	problem := `{"type":"about:blank","title":"Not found","status":404,"code":"not_found","ref":"7F3K-92QD"}`
	for name, answer := range map[string]struct {
		status     int
		kind, body string
	}{
		"another kind":         {http.StatusOK, "text/plain", "ok"},
		"no object":            {http.StatusOK, "application/json", `"ok"`},
		"a member is missing":  {http.StatusOK, "application/json", `{}`},
		"a code of nobody":     {http.StatusNotFound, "application/problem+json", strings.Replace(problem, "not_found", "lost", 1)},
		"a refusal in another": {http.StatusNotFound, "application/json", problem},
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/me", nil)
		res := &http.Response{StatusCode: answer.status, Header: http.Header{"Content-Type": {answer.kind}}}
		if checkContract(req, res, []byte(answer.body)) == nil {
			t.Errorf("%s: nothing is said", name)
		}
	}
}

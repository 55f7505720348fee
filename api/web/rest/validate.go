package rest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/strictjson"
)

// Bounds of a request body.
const (
	maxBody  = 64 << 10 // bytes
	maxDepth = 16
)

// validator checks requests against the contract: path and query parameters,
// content type, size and form of the body, then its schema. It never repeats a
// value.
type validator struct{ routes map[string]route }

type route struct {
	permission principal.Permission
	cookie     bool // reads a cookie
	path       []openapi3.Parameter
	query      map[string]*openapi3.Parameter
	body       *openapi3.Schema // nil: no body is read

	revised bool // demands the revision that a change was made from
	limited bool // begins something: each client address may do so only so often
}

// Contract is openapi.yaml, read: what requests are checked against, and its text.
type Contract struct {
	text      []byte
	validator *validator
}

// ReadContract reads openapi.yaml. It takes a while, so it is done once.
func ReadContract(text []byte) (*Contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	v, err := newValidator(doc)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	return &Contract{text: text, validator: v}, nil
}

func newValidator(doc *openapi3.T) (*validator, error) {
	v := &validator{routes: map[string]route{}}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			r, err := routeOf(doc, item, op)
			if err != nil {
				return nil, fmt.Errorf("operation %s: %w", op.OperationID, err)
			}
			v.routes[method+" "+ginPath(path)] = r
		}
	}
	return v, nil
}

func routeOf(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) (route, error) {
	permission, err := permissionOf(doc, item, op)
	if err != nil {
		return route{}, err
	}
	r := route{
		permission: permission, cookie: isOpenedBy(doc, op, "apiKey"),
		query: map[string]*openapi3.Parameter{}, limited: op.Extensions["x-rate-limit"] == "client-address",
	}
	for _, p := range append(append(openapi3.Parameters{}, item.Parameters...), op.Parameters...) {
		switch p.Value.In {
		case openapi3.ParameterInPath:
			r.path = append(r.path, *p.Value)
		case openapi3.ParameterInQuery:
			r.query[p.Value.Name] = p.Value
		case openapi3.ParameterInHeader:
			r.revised = r.revised || p.Value.Name == "If-Match" && p.Value.Required
		}
	}
	if op.RequestBody != nil {
		r.body = op.RequestBody.Value.Content["application/json"].Schema.Value
	}
	return r, nil
}

// ginPath turns {name} into :name.
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// gate lets a request through to its handler if it is what its route demands.
// It stands before the generated code, which would bind parameters first.
func (v *validator) gate(s *Server) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, ok := v.routes[c.Request.Method+" "+c.FullPath()]
		if !ok {
			s.writeProblem(c, fault.Because(fault.InternalError, "route_not_in_contract"))
			return
		}
		for _, check := range []func(*gin.Context) error{s.limitOn(r), r.guardCookie, s.authorizeOn(r), r.check} {
			if err := check(c); err != nil {
				s.writeProblem(c, err)
				return
			}
		}
	}
}

func (r route) check(c *gin.Context) error {
	for _, p := range r.path {
		if c.FullPath() == callbackRoute {
			break // a browser that navigates gets a page, and no such attempt is genuine
		}
		if err := p.Schema.Value.VisitJSON(c.Param(p.Name)); err != nil {
			// An id or code that cannot exist is answered as one that does not.
			return fault.Because(r.notFoundCode(p.Name), "parameter_"+p.Name)
		}
	}
	if err := r.checkQuery(c); err != nil {
		return err
	}
	if err := r.checkBody(c); err != nil {
		return err
	}
	if r.revised && c.GetHeader("If-Match") == "" {
		return fault.Because(fault.PreconditionRequired, "no_if_match")
	}
	return nil
}

func (r route) checkBody(c *gin.Context) error {
	if r.body == nil {
		return nil
	}
	value, err := readJSON(c)
	if err != nil {
		return err
	}
	if value, err = r.read(value); err != nil {
		return err
	}
	c.Request.Body = validBody{value}
	return nil
}

// read gives a body as the handlers read it, or names all that is wrong with it.
func (r route) read(body any) (any, error) {
	values := reader{}
	body = values.read(r.body, body, "")
	var fields []fault.Field
	if err := r.body.VisitJSON(body, openapi3.MultiErrors()); err != nil {
		fields = slices.Concat(unknownMembers(r.body, body, ""), fieldsOf(err))
		if len(fields) == 0 { // a complaint that names no member is one all the same
			fields = []fault.Field{{Pointer: "", Code: "invalid"}}
		}
	}
	if fields = values.with(fields); len(fields) > 0 {
		return nil, &fault.Fault{Code: fault.ValidationFailed, Reason: "schema", Fields: fields}
	}
	return body, nil
}

// notFoundCode: who has signed in is told no more of a code that cannot exist
// than of another organization's.
func (r route) notFoundCode(parameter string) fault.Code {
	if parameter == "organization" && r.permission == principal.Public {
		return fault.OrgNotResolved
	}
	return fault.NotFound
}

// readJSON reads a body of application/json strictly.
func readJSON(c *gin.Context) (any, error) {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "application/json" || c.GetHeader("Content-Encoding") != "" {
		return nil, fault.Because(fault.MediaTypeUnsupported, "content_type")
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxBody))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, fault.Because(fault.BodyTooLarge, "size")
		}
		return nil, fault.Wrap(fault.BodyMalformed, "unreadable", err)
	}
	value, err := strictjson.Decode(data, maxDepth)
	if twice, ok := errors.AsType[strictjson.Duplicate](err); ok {
		return nil, &fault.Fault{
			Code: fault.BodyMalformed, Reason: "duplicate_member",
			Fields: []fault.Field{{Pointer: twice.Pointer, Code: "duplicate"}},
		}
	}
	if err != nil {
		return nil, fault.Wrap(fault.BodyMalformed, "json", err)
	}
	return value, nil
}

// validBody hands the handler what was validated, so that nothing is decoded
// twice and by laxer rules (the generated code looks for ValidatedValue).
type validBody struct{ value any }

func (b validBody) ValidatedValue() any { return b.value }

func (validBody) Read([]byte) (int, error) { return 0, io.EOF }

func (validBody) Close() error { return nil }

// fieldsOf turns the schema's complaints into pointers and short codes.
func fieldsOf(err error) []fault.Field {
	var fields []fault.Field
	seen := map[fault.Field]bool{}
	for _, e := range flatten(err) {
		s, ok := errors.AsType[*openapi3.SchemaError](e)
		if !ok {
			continue
		}
		f := fieldOf(s)
		if f.Code != "unknown" && !seen[f] { // the library does not say which: unknownMembers does
			seen[f] = true
			fields = append(fields, f)
		}
	}
	return fields
}

// unknownMembers names the members that the schema has no place for.
func unknownMembers(schema *openapi3.Schema, value any, at string) []fault.Field {
	var fields []fault.Field
	if list, ok := value.([]any); ok && schema.Items != nil {
		for i, member := range list {
			fields = append(fields, unknownMembers(schema.Items.Value, member, at+"/"+strconv.Itoa(i))...)
		}
		return fields
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		pointer := at + "/" + strictjson.Escape(name)
		property, known := schema.Properties[name]
		if !known {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "unknown"})
			continue
		}
		fields = append(fields, unknownMembers(property.Value, object[name], pointer)...)
	}
	return fields
}

func flatten(err error) []error {
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		return []error{err}
	}
	var flat []error
	for _, e := range many {
		flat = append(flat, flatten(e)...)
	}
	return flat
}

func fieldOf(e *openapi3.SchemaError) fault.Field {
	pointer := ""
	for _, token := range e.JSONPointer() {
		pointer += "/" + strictjson.Escape(token)
	}
	code, known := map[string]string{
		"required": "required", "properties": "unknown", "additionalProperties": "unknown", "type": "type", "nullable": "type",
		"minLength": "too_short", "maxLength": "too_long", "pattern": "format", "format": "format",
		"minimum": "out_of_range", "maximum": "out_of_range", "enum": "invalid", "const": "invalid",
	}[e.SchemaField]
	if !known {
		code = "invalid"
	}
	return fault.Field{Pointer: pointer, Code: code}
}

// noRoute answers paths that are not there: the API with a problem, people with
// a page.
func (s *Server) noRoute(c *gin.Context) {
	path := c.Request.URL.Path
	if c.Request.Method != http.MethodGet || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/.well-known/") ||
		strings.HasPrefix(path, "/assets/") {
		s.writeProblem(c, fault.Because(fault.NotFound, "no_route"))
		return
	}
	if !redirectCorrected(c) {
		s.notFoundPage(c)
	}
}

func (s *Server) noMethod(c *gin.Context) {
	s.writeProblem(c, fault.New(fault.MethodNotAllowed))
}

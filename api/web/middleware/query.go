package middleware

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/text"
)

// checkQuery holds the query string against what the route declares: nothing
// unknown, nothing twice, each value as its schema says. A pointer names the
// parameter; its value is never repeated. A route that declares none ignores
// what it gets, and the callback looks for itself.
func (r *route) checkQuery(c *gin.Context) error {
	if len(r.Query) == 0 || r.Navigated {
		return nil
	}
	values, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return InvalidQuery(fault.Field{Pointer: "?", Code: "format"})
	}
	var fields []fault.Field
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if code := r.queryProblem(name, values[name]); code != "" {
			fields = append(fields, fault.Field{Pointer: "?" + name, Code: code})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Query)) {
		if r.Query[name].Required && !values.Has(name) {
			fields = append(fields, fault.Field{Pointer: "?" + name, Code: "required"})
		}
	}
	if len(fields) > 0 {
		return InvalidQuery(fields...)
	}
	return nil
}

// checkHeaders holds the headers that the route declares and that may be absent against
// their schemas: each comes once.
func (r *route) checkHeaders(c *gin.Context) error {
	var fields []fault.Field
	for _, p := range r.Headers {
		values := c.Request.Header.Values(p.Name)
		if len(values) == 0 {
			continue
		}
		if code := problemOf(p.Schema, values); code != "" {
			fields = append(fields, fault.Field{Pointer: "?" + p.Name, Code: code})
		}
	}
	if len(fields) > 0 {
		return InvalidQuery(fields...)
	}
	return nil
}

// InvalidQuery refuses parameters of the query string, or headers.
func InvalidQuery(fields ...fault.Field) error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "query", Fields: fields}
}

// queryProblem is the code of what is wrong with a parameter, or "".
func (r *route) queryProblem(name string, values []string) string {
	p, known := r.Query[name]
	if !known {
		return "unknown"
	}
	return problemOf(p.Schema, values)
}

// problemOf is the code of what is wrong with the values of a parameter that comes once.
func problemOf(schema *openapi3.Schema, values []string) string {
	if len(values) != 1 {
		return "duplicate"
	}
	value, ok := typed(schema, values[0])
	if !ok {
		return "type"
	}
	if fields := fieldsOf(schema.VisitJSON(value, openapi3.MultiErrors())); len(fields) > 0 {
		return fields[0].Code
	}
	if !text.IsLine(values[0]) {
		return "format"
	}
	if _, err := time.Parse(time.RFC3339, values[0]); schema.Format == "date-time" && err != nil {
		return "format"
	}
	return ""
}

// typed reads the text of a parameter as its schema's type.
func typed(schema *openapi3.Schema, value string) (any, bool) {
	switch {
	case schema.Type.Is("integer"):
		n, err := strconv.ParseInt(value, 10, 32)
		return float64(n), err == nil && strconv.FormatInt(n, 10) == value
	case schema.Type.Is("boolean"):
		return value == "true", value == "true" || value == "false"
	}
	return value, true
}

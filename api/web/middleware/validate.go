package middleware

import (
	"context"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/text"
)

// check holds a request against the contract: path and query parameters, content
// type, size and form of the body, then its schema. It never repeats a value.
func (r *route) check(c *gin.Context) error {
	for _, p := range r.Path {
		if r.Navigated {
			break // a browser that navigates gets a page, and no such attempt is genuine
		}
		if err := p.Schema.VisitJSON(c.Param(p.Name)); err != nil || !text.IsLine(c.Param(p.Name)) {
			// An id or code that cannot exist is answered as one that does not.
			return fault.Because(r.notFoundCode(p.Name), "parameter_"+p.Name)
		}
	}
	if err := r.checkQuery(c); err != nil {
		return err
	}
	if err := r.checkHeaders(c); err != nil {
		return err
	}
	if err := r.checkBody(c); err != nil {
		return err
	}
	if r.Revised && c.GetHeader("If-Match") == "" {
		return fault.Because(fault.PreconditionRequired, "no_if_match")
	}
	return nil
}

func (r *route) checkBody(c *gin.Context) error {
	if len(r.Files) > 0 {
		if !isOf(c, r.Files...) {
			return fault.Because(fault.MediaTypeUnsupported, "content_type")
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, r.MostBody)
		return nil
	}
	if r.Body == nil {
		return nil
	}
	value, err := readJSON(c, r.MostBody)
	if err != nil {
		return err
	}
	value, items, err := r.read(value)
	if err != nil {
		return err
	}
	c.Request.Body = validBody{value}
	if items.Sent > 0 {
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), itemsKey{}, items))
	}
	return nil
}

// read gives a body as the handlers read it, or names all that is wrong with it.
func (r *route) read(body any) (any, Items, error) {
	schema, items := takeWrongItems(r.Body, body)
	body, fields := complaints(schema, body)
	if len(fields) > 0 {
		return nil, Items{}, &fault.Fault{Code: fault.ValidationFailed, Reason: "schema", Fields: fields}
	}
	return body, items, nil
}

// notFoundCode: who has signed in is told no more of a code that cannot exist
// than of another organization's.
func (r *route) notFoundCode(parameter string) fault.Code {
	if parameter == "organization" && r.Permission == principal.Public {
		return fault.OrgNotResolved
	}
	return fault.NotFound
}

// validBody hands the handler what was validated, so that nothing is decoded
// twice and by laxer rules (the generated code looks for ValidatedValue).
type validBody struct{ value any }

func (b validBody) ValidatedValue() any { return b.value }

func (validBody) Read([]byte) (int, error) { return 0, io.EOF }

func (validBody) Close() error { return nil }

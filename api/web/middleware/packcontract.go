package middleware

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// OAuthTag marks the operations of another face, whose form standards say and this
// contract only describes: no gate stands before them.
const OAuthTag = "oauth"

// PackContract gives what openapi.yaml demands of requests in the form that a [Contract]
// is read from.
func PackContract(text []byte) (string, error) {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return "", fmt.Errorf("read the contract: %w", err)
	}
	lines := []string{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if slices.Contains(op.Tags, OAuthTag) {
				continue
			}
			r, err := routeOf(doc, item, op)
			if err != nil {
				return "", fmt.Errorf("read the contract: operation %s: %w", op.OperationID, err)
			}
			line := &bytes.Buffer{}
			fmt.Fprintf(line, "%s %s ", method, ginPath(path))
			to := json.NewEncoder(line) // which ends the line
			to.SetEscapeHTML(false)
			if err := to.Encode(r); err != nil {
				return "", fmt.Errorf("write operation %s: %w", op.OperationID, err)
			}
			lines = append(lines, line.String())
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), nil
}

func routeOf(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) (route, error) {
	permission, err := permissionOf(doc, item, op)
	if err != nil {
		return route{}, err
	}
	services, err := openToServices(doc, op, permission)
	if err != nil {
		return route{}, err
	}
	r := route{
		Permission: permission, Services: services, Cookie: isOpenedBy(doc, op, "apiKey"),
		Query: map[string]*parameter{}, Limited: op.Extensions["x-rate-limit"] == "client-address",
		Navigated: op.Responses.Value("303") != nil, MostBody: maxBody,
	}
	if most, ok := op.Extensions["x-body-limit"].(float64); ok {
		r.MostBody = int64(most)
	}
	for _, p := range append(append(openapi3.Parameters{}, item.Parameters...), op.Parameters...) {
		if err := r.take(p.Value); err != nil {
			return route{}, err
		}
	}
	if op.RequestBody == nil {
		return r, nil
	}
	if media := op.RequestBody.Value.Content["application/json"]; media != nil {
		r.Body, err = whole(media.Schema)
	} else {
		r.Files = slices.Sorted(maps.Keys(op.RequestBody.Value.Content))
	}
	return r, err
}

// take adds a parameter.
func (r *route) take(p *openapi3.Parameter) error {
	schema, err := whole(p.Schema)
	if err != nil {
		return err
	}
	taken := parameter{Name: p.Name, Required: p.Required, Schema: schema}
	switch p.In {
	case openapi3.ParameterInPath:
		r.Path = append(r.Path, taken)
	case openapi3.ParameterInQuery:
		r.Query[p.Name] = &taken
	case openapi3.ParameterInHeader:
		if p.Required {
			r.Revised = r.Revised || p.Name == "If-Match"
		} else {
			r.Keyed = r.Keyed || p.Name == IdempotencyKey
			r.Headers = append(r.Headers, taken)
		}
	}
	return nil
}

// whole is a schema with those that it names in their places, and without what is said of
// it to people: what a request is held against.
func whole(ref *openapi3.SchemaRef) (*openapi3.Schema, error) {
	s, err := wholeWithin(ref, 0)
	if err != nil {
		return nil, err
	}
	return s.Value, nil
}

// deepest is how far schemas stand in each other: one in itself would have no end.
const deepest = 20

func wholeWithin(ref *openapi3.SchemaRef, depth int) (*openapi3.SchemaRef, error) {
	if ref == nil {
		return nil, nil
	}
	if depth > deepest {
		return nil, fmt.Errorf("schema %s stands in itself", ref.Ref)
	}
	s := *ref.Value
	s.Title, s.Description, s.Example, s.Examples = "", "", nil, nil
	var err error
	within := func(part **openapi3.SchemaRef) {
		if err == nil {
			*part, err = wholeWithin(*part, depth+1)
		}
	}
	for _, part := range []**openapi3.SchemaRef{&s.Items, &s.Not, &s.AdditionalProperties.Schema, &s.PropertyNames} {
		within(part)
	}
	for _, parts := range []*openapi3.SchemaRefs{&s.AllOf, &s.AnyOf, &s.OneOf} {
		*parts = slices.Clone(*parts)
		for i := range *parts {
			within(&(*parts)[i])
		}
	}
	s.Properties = maps.Clone(s.Properties)
	for name, property := range s.Properties {
		within(&property)
		s.Properties[name] = property
	}
	return &openapi3.SchemaRef{Value: &s}, err
}

// ginPath turns {name} into :name.
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

package middleware

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/principal"
)

// Contract is openapi.yaml, read: its text, and what it demands of a request to each
// route, by method and path.
type Contract struct {
	text   []byte
	routes map[string]route
}

// Text is openapi.yaml as it was written.
func (c *Contract) Text() []byte { return c.text }

// OAuthTag marks the operations of another face, whose form standards say and this
// contract only describes: no gate stands before them.
const OAuthTag = "oauth"

type route struct {
	permission principal.Permission
	services   bool // a service may, with the permission as its scope
	cookie     bool // reads a cookie
	path       []openapi3.Parameter
	query      map[string]*openapi3.Parameter
	headers    []openapi3.Parameter // that may be absent
	body       *openapi3.Schema     // nil: no body is read
	mostBody   int64                // bytes
	files      []string             // the media types of a body that its handler reads as it comes

	keyed   bool // may be sent again by an Idempotency-Key
	revised bool // demands the revision that a change was made from
	limited bool // begins something: each client address may do so only so often

	navigated bool // browsers are sent here: people see a page, and the handler looks for itself
}

// ReadContract reads openapi.yaml. It takes a while, so it is done once.
func ReadContract(text []byte) (*Contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	c := &Contract{text: text, routes: map[string]route{}}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if slices.Contains(op.Tags, OAuthTag) {
				continue
			}
			r, err := routeOf(doc, item, op)
			if err != nil {
				return nil, fmt.Errorf("read the contract: operation %s: %w", op.OperationID, err)
			}
			c.routes[method+" "+ginPath(path)] = r
		}
	}
	return c, nil
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
		permission: permission, services: services, cookie: isOpenedBy(doc, op, "apiKey"),
		query: map[string]*openapi3.Parameter{}, limited: op.Extensions["x-rate-limit"] == "client-address",
		navigated: op.Responses.Value("303") != nil, mostBody: maxBody,
	}
	if most, ok := op.Extensions["x-body-limit"].(float64); ok {
		r.mostBody = int64(most)
	}
	for _, p := range append(append(openapi3.Parameters{}, item.Parameters...), op.Parameters...) {
		switch p.Value.In {
		case openapi3.ParameterInPath:
			r.path = append(r.path, *p.Value)
		case openapi3.ParameterInQuery:
			r.query[p.Value.Name] = p.Value
		case openapi3.ParameterInHeader:
			if p.Value.Required {
				r.revised = r.revised || p.Value.Name == "If-Match"
			} else {
				r.keyed = r.keyed || p.Value.Name == IdempotencyKey
				r.headers = append(r.headers, *p.Value)
			}
		}
	}
	if op.RequestBody != nil {
		if media := op.RequestBody.Value.Content["application/json"]; media != nil {
			r.body = media.Schema.Value
		} else {
			r.files = slices.Sorted(maps.Keys(op.RequestBody.Value.Content))
		}
	}
	return r, nil
}

// ginPath turns {name} into :name.
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

package middleware

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/fault"
	"latchkey/api/principal"
)

// routes are what the contract demands of a request to each route, a line a route: its
// method, its path, and a [route] as JSON. `make generate` writes it from openapi.yaml,
// since to read that takes longer than all else at the start together.
//
//go:embed routes.gen.txt
var routes string

// Contract is openapi.yaml: its text, and what it demands of a request to each route, by
// method and path. A route is read when somebody first comes to it. Safe for concurrent use.
type Contract struct {
	text  []byte
	lines map[string]string
	read  sync.Map // of *route
}

// NewContract is that of openapi.yaml, whose text is given out as it was written.
func NewContract(text []byte) *Contract { return contractOf(text, routes) }

func contractOf(text []byte, routes string) *Contract {
	c := &Contract{text: text, lines: map[string]string{}}
	for line := range strings.Lines(routes) {
		method, rest, _ := strings.Cut(line, " ")
		path, demands, _ := strings.Cut(rest, " ")
		c.lines[method+" "+path] = demands
	}
	return c
}

// Text is openapi.yaml as it was written.
func (c *Contract) Text() []byte { return c.text }

// route gives what is demanded of a request, by its method and the path of its route.
func (c *Contract) route(name string) (*route, error) {
	if r, ok := c.read.Load(name); ok {
		return r.(*route), nil
	}
	line, ok := c.lines[name]
	if !ok {
		return nil, fault.Because(fault.InternalError, "route_not_in_contract")
	}
	r := &route{}
	if err := json.Unmarshal([]byte(line), r); err != nil {
		return nil, fmt.Errorf("read the contract of %s: %w", name, err)
	}
	c.read.Store(name, r)
	return r, nil
}

type route struct {
	Permission principal.Permission
	Services   bool                  `json:",omitempty"` // a service may, with the permission as its scope
	Cookie     bool                  `json:",omitempty"` // reads a cookie
	Path       []parameter           `json:",omitempty"`
	Query      map[string]*parameter `json:",omitempty"`
	Headers    []parameter           `json:",omitempty"` // that may be absent
	Body       *openapi3.Schema      `json:",omitempty"` // nil: no body is read
	MostBody   int64                 // bytes
	Files      []string              `json:",omitempty"` // the media types of a body that its handler reads as it comes

	Keyed   bool `json:",omitempty"` // may be sent again by an Idempotency-Key
	Revised bool `json:",omitempty"` // demands the revision that a change was made from
	Limited bool `json:",omitempty"` // begins something: each client address may do so only so often

	Navigated bool `json:",omitempty"` // browsers are sent here: people see a page, and the handler looks for itself
}

// parameter is one of the path, the query or the headers.
type parameter struct {
	Name     string
	Required bool `json:",omitempty"`
	Schema   *openapi3.Schema
}

package middleware

import (
	"flag"
	"os"
	"strings"
	"testing"

	"latchkey"
)

var update = flag.Bool("update", false, "write what openapi.yaml demands into routes.gen.txt")

// What a request is held against is what openapi.yaml says, and each line of it can be read.
func TestRoutesAreTheContract(t *testing.T) {
	packed, err := PackContract(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("routes.gen.txt", []byte(packed), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if packed != routes {
		t.Error("routes.gen.txt is not what openapi.yaml says: make generate")
	}
	c := contractOf(nil, packed)
	for name := range c.lines {
		if _, err := c.route(name); err != nil {
			t.Error(err)
		}
	}
	if len(c.lines) != strings.Count(packed, "\n") || len(c.lines) == 0 {
		t.Errorf("%d lines, %d routes", strings.Count(packed, "\n"), len(c.lines))
	}
}

// Nothing of the contract is read before somebody comes to a route, and that route alone then.
func TestRoutesAreReadWhenSomebodyComes(t *testing.T) {
	c := NewContract(nil)
	read := func() (n int) {
		c.read.Range(func(any, any) bool { n++; return true })
		return n
	}
	if read() != 0 {
		t.Error("routes are read at the start")
	}
	for range 2 {
		if r, err := c.route("GET /api/v1/me"); err != nil || r.Permission != "signed-in" || read() != 1 {
			t.Errorf("%+v, %v, %d read", r, err, read())
		}
	}
	if _, err := c.route("GET /nowhere"); err == nil || read() != 1 {
		t.Error("a route that is not in the contract is read")
	}
}

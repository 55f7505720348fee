package fault_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"latchkey/api/fault"
)

// declared reads the codes as the source declares them.
func declared(t *testing.T) []fault.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []fault.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, fault.Code(text))
		}
		return true
	})
	return codes
}

func TestCatalogueHasEveryCodeOnce(t *testing.T) {
	var listed []fault.Code
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for _, e := range fault.Catalogue() {
		listed = append(listed, e.Code)
		if !form.MatchString(string(e.Code)) || e.Title == "" || e.Status < 400 || e.Status > 599 || http.StatusText(e.Status) == "" {
			t.Errorf("bad entry %+v", e)
		}
		if fault.Lookup(e.Code) != e {
			t.Errorf("%s is looked up as %+v", e.Code, fault.Lookup(e.Code))
		}
	}
	codes := declared(t)
	if len(codes) < 40 || !slices.Equal(codes, listed) {
		t.Errorf("declared and listed codes differ:\n%v\n%v", codes, listed)
	}
	slices.Sort(listed)
	if len(slices.Compact(listed)) != len(codes) {
		t.Error("a code is listed twice")
	}
	if e := fault.Lookup("no_such_code"); e.Code != fault.InternalError || e.Status != http.StatusInternalServerError {
		t.Errorf("an unknown code is %+v", e)
	}
}

func TestFaultSaysCodeAndReasonAndKeepsItsCause(t *testing.T) {
	cause := fmt.Errorf("canary: %w", io.ErrUnexpectedEOF)
	for name, c := range map[string]struct {
		fault *fault.Fault
		want  fault.Fault
		text  string
	}{
		"new":      {fault.New(fault.Busy), fault.Fault{Code: fault.Busy}, "busy"},
		"because":  {fault.Because(fault.Busy, "why"), fault.Fault{Code: fault.Busy, Reason: "why"}, "busy (why)"},
		"mismatch": {fault.Mismatch(fault.Busy, "why", "a", "b"), fault.Fault{Code: fault.Busy, Reason: "why", Expected: "a", Received: "b"}, "busy (why)"},
		"wrap":     {fault.Wrap(fault.Busy, "why", cause), fault.Fault{Code: fault.Busy, Reason: "why"}, "busy (why)"},
	} {
		f := c.fault
		if f.Code != c.want.Code || f.Reason != c.want.Reason || f.Expected != c.want.Expected || f.Received != c.want.Received || f.Error() != c.text {
			t.Errorf("%s: %+v says %q", name, f, f.Error())
		}
		if errors.Is(f, io.ErrUnexpectedEOF) != (name == "wrap") {
			t.Errorf("%s: unwraps to %v", name, errors.Unwrap(f))
		}
	}
}

func TestOfFindsTheFaultOrMakesAnInternalError(t *testing.T) {
	f := fault.New(fault.NotFound)
	for _, err := range []error{f, fmt.Errorf("read: %w", f), errors.Join(io.EOF, f)} {
		if fault.Of(err) != f {
			t.Errorf("%v: got %v", err, fault.Of(err))
		}
	}
	got := fault.Of(io.ErrUnexpectedEOF)
	if got.Code != fault.InternalError || !errors.Is(got, io.ErrUnexpectedEOF) || got.Error() != "internal_error (unexpected)" {
		t.Errorf("got %v", got)
	}
}

// References are read out on the phone: product, "Sign-in inspector".
func TestReferenceForm(t *testing.T) {
	form, seen := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`), map[string]bool{}
	for range 1000 {
		ref := fault.NewReference()
		if !form.MatchString(ref) {
			t.Fatalf("made %q", ref)
		}
		seen[ref] = true
	}
	if len(seen) < 999 { // 40 bits: two of a thousand are the same once in two million runs
		t.Errorf("%d of 1000 are different", len(seen))
	}
}

package apply

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Read decodes a document. It takes a value as what it is, never as what it could
// be turned into: a text must be a text in the file, so that 0012 is not read as
// the number ten and somebody else. All that is wrong is listed, each with its
// line and without what stands there, which may be a password hash.
func Read(r io.Reader) (*Document, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("line 1: the file is not UTF-8")
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, errors.New(position(yaml.FormatError(err, false, false)))
	}
	var d Document
	var nodes reader
	for n, document := range file.Docs {
		switch {
		case document.Body == nil:
		case n > 0:
			nodes.refuse(document.Body, "a second document: write one")
		default:
			nodes.read(document.Body, reflect.ValueOf(&d).Elem())
		}
	}
	return &d, errors.Join(nodes.problems...)
}

// position turns the library's "[3:5] ..." into "line 3: ...".
func position(text string) string {
	return regexp.MustCompile(`^\[(\d+):\d+\] `).ReplaceAllString(text, "line $1: ")
}

// reader puts nodes of YAML into the fields of a document, by their kinds.
type reader struct {
	problems []error
	key      string // of the document, whose value is read: several may stand in a line
}

func (r *reader) refuse(n ast.Node, what string) {
	if r.key != "" {
		what = r.key + ": " + what
	}
	r.problems = append(r.problems, fmt.Errorf("line %d: %s", n.GetToken().Position.Line, what))
}

// read reads one node into a value of its kind.
func (r *reader) read(n ast.Node, into reflect.Value) {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		r.refuse(n, "anchors, aliases and merge keys are not read: write the value where it belongs")
		return
	case *ast.TagNode:
		r.refuse(n, "tags are not read: leave it out, and quote a text")
		return
	}
	if own, is := into.Addr().Interface().(nodeReader); is {
		own.readNode(r, n)
		return
	}
	if length, is := into.Addr().Interface().(*time.Duration); is {
		r.length(n, length)
		return
	}
	switch into.Kind() { //nolint:exhaustive // a document has no others
	case reflect.Pointer:
		value := reflect.New(into.Type().Elem())
		r.read(n, value.Elem())
		into.Set(value)
	case reflect.String:
		r.text(n, into)
	case reflect.Bool:
		r.truth(n, into)
	case reflect.Int:
		r.number(n, into)
	case reflect.Slice:
		r.list(n, into)
	case reflect.Struct:
		r.mapping(n, into)
	default:
		r.refuse(n, "this program cannot read "+into.Kind().String())
	}
}

// nodeReader is a value that may be written in several ways.
type nodeReader interface{ readNode(r *reader, n ast.Node) }

// readInto reads one node into a value.
func readInto[T any](r *reader, n ast.Node, into *T) { r.read(n, reflect.ValueOf(into).Elem()) }

// text takes a quoted text, a block, or a plain one that no reader of YAML, 1.1 or
// 1.2, takes for anything else.
func (r *reader) text(n ast.Node, into reflect.Value) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		into.SetString(n.Value.Value)
	case *ast.StringNode:
		plain := n.Token.Value == n.Value && n.Token.Type.String() == "String"
		switch {
		case plain && ambiguous(n.Value):
			r.refuse(n, "want a text: quote it")
			return
		case plain && cutShort(n.Token):
			r.refuse(n, cutShortText)
			return
		}
		into.SetString(n.Value)
	case *ast.MappingNode: // our reader takes users:read for one, in a list inside of braces
		r.refuse(n, "want a text here, not a mapping: quote what has a colon in it")
	case *ast.SequenceNode:
		r.refuse(n, "want a text here, not a list")
	default:
		r.refuse(n, "want a text: quote it")
	}
}

const cutShortText = "YAML takes what stands from the # on for a comment: quote the whole text, or write a comment as # and a space"

// cutShort says whether a plain scalar may be meant to go on behind its last space,
// as in CRM #12: there a # begins a comment, and the rest would be lost unseen. What
// is plainly a comment has a space after its # and says something.
func cutShort(scalar *token.Token) bool {
	next := scalar.Next
	if next == nil || next.Type != token.CommentType {
		return false
	}
	between := scalar.Origin[len(strings.TrimRight(scalar.Origin, " \t\r\n")):]
	return !strings.ContainsAny(between, "\r\n") && !regexp.MustCompile(`^#*[ \t]+\S`).MatchString(next.Value)
}

// manyReadings is made when a file is read: few starts of the program read one.
var manyReadings = sync.OnceValue(func() *regexp.Regexp { //nolint:gochecknoglobals // made once
	return regexp.MustCompile(`^(?i:` +
		`[-+]?[0-9][0-9_,]*` + // 0012, 08, 1_000
		`|[-+]?0[xob][0-9a-f_]+` +
		`|[-+]?([0-9][0-9_]*)?\.?[0-9_]*(e[-+]?[0-9]+)?` + // 1.10, 1e3; also the empty text
		`|[-+]?\.(inf|nan)` +
		`|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?` + // sexagesimal
		`|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t\s].*)?` +
		`|y|n|yes|no|on|off|true|false|null|~|=|<<)$`)
})

// ambiguous says whether a plain scalar is a number, a time, a truth or nothing in
// some version of YAML.
func ambiguous(text string) bool { return manyReadings().MatchString(text) }

func (r *reader) truth(n ast.Node, into reflect.Value) {
	truth, ok := n.(*ast.BoolNode)
	if !ok {
		r.refuse(n, "want true or false")
		return
	}
	if cutShort(truth.GetToken()) {
		r.refuse(n, cutShortText)
		return
	}
	into.SetBool(truth.Value)
}

// number reads one in plain decimal digits, as all readers of YAML read it.
func (r *reader) number(n ast.Node, into reflect.Value) {
	digits := n.GetToken().Value
	value, err := strconv.Atoi(digits)
	if _, ok := n.(*ast.IntegerNode); !ok || err != nil || strconv.Itoa(value) != digits {
		r.refuse(n, "want a number, such as 90")
		return
	}
	if cutShort(n.GetToken()) {
		r.refuse(n, cutShortText)
		return
	}
	into.SetInt(int64(value))
}

// length reads a length of time, a text with its unit.
func (r *reader) length(n ast.Node, into *time.Duration) {
	var text string
	known := len(r.problems)
	if readInto(r, n, &text); len(r.problems) > known {
		return
	}
	length, err := time.ParseDuration(text)
	if err != nil {
		r.refuse(n, "want a length of time, such as 8h or 30m")
		return
	}
	*into = length
}

// list reads a list; nothing at all is the one without entries.
func (r *reader) list(n ast.Node, into reflect.Value) {
	if _, nothing := n.(*ast.NullNode); nothing {
		return
	}
	entries, ok := n.(*ast.SequenceNode)
	if !ok {
		r.refuse(n, "want a list")
		return
	}
	list := reflect.MakeSlice(into.Type(), len(entries.Values), len(entries.Values))
	for i, entry := range entries.Values {
		r.read(entry, list.Index(i))
	}
	into.Set(list)
}

// mapping reads a mapping whose keys are those that the document knows, each once.
func (r *reader) mapping(n ast.Node, into reflect.Value) {
	pairs, ok := n.(*ast.MappingNode)
	if !ok {
		r.refuse(n, "want a mapping, such as code: acme")
		return
	}
	seen := map[string]bool{}
	within := r.key
	defer func() { r.key = within }()
	for _, pair := range pairs.Values {
		r.key = within
		key, ok := pair.Key.(*ast.StringNode)
		if !ok {
			r.refuse(pair, "a key must be a plain text; anchors, aliases and merge keys are not read")
			continue
		}
		field, known := fieldOf(into, key.Value)
		switch {
		case !known:
			r.refuse(key, "unknown key")
		case seen[key.Value]:
			r.refuse(key, "the key stands there twice")
		default:
			seen[key.Value] = true
			r.key = key.Value
			r.read(pair.Value, field)
		}
	}
}

// fieldOf finds the field of a key, letter by letter, also of a struct that stands in another without a key.
func fieldOf(of reflect.Value, key string) (reflect.Value, bool) {
	for i := range of.NumField() {
		field := of.Type().Field(i)
		if field.Anonymous {
			if within, known := fieldOf(of.Field(i), key); known {
				return within, true
			}
		}
		if tag := field.Tag.Get("yaml"); tag == key && tag != "-" && tag != "" {
			return of.Field(i), true
		}
	}
	return reflect.Value{}, false
}

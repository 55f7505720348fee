package strictjson

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What is refused, apart from a [Duplicate]. No error repeats the input.
var (
	ErrSyntax = errors.New("not one well formed JSON value")
	ErrDepth  = errors.New("JSON nested too deep")
)

// Duplicate is an object that names a member twice, letter by letter or in
// another case. Pointer is the JSON pointer (RFC 6901) of the second.
type Duplicate struct{ Pointer string }

func (Duplicate) Error() string { return "JSON object names a member twice" }

// Decode reads exactly one JSON value, in valid UTF-8, nested at most maxDepth
// objects and arrays deep: map[string]any, []any, string, json.Number, bool, nil.
func Decode(data []byte, maxDepth int) (any, error) {
	// encoding/json checks the grammar; it would repair broken UTF-8, so that
	// is looked at first. What is left is to walk a text known to be good.
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, ErrSyntax
	}
	w := walker{data: data}
	return w.value(maxDepth)
}

// Object is [Decode] for a value that must be an object.
func Object(data []byte, maxDepth int) (map[string]any, error) {
	return object(data, maxDepth, nil)
}

// ObjectOf is [Object] for a text that others fill as they like: of its members
// only those that are read, by their folded names, may not be there in another
// case as well, and what lies deeper is looked at by nobody. The same name twice
// is refused everywhere.
func ObjectOf(data []byte, maxDepth int, reads func(folded string) bool) (map[string]any, error) {
	return object(data, maxDepth, reads)
}

func object(data []byte, maxDepth int, reads func(string) bool) (map[string]any, error) {
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, ErrSyntax
	}
	w := walker{data: data, reads: reads, top: maxDepth - 1}
	v, err := w.value(maxDepth)
	if err != nil {
		return nil, err
	}
	o, ok := v.(map[string]any)
	if !ok {
		return nil, ErrSyntax
	}
	return o, nil
}

// walker reads a valid JSON text. Standing on its own it is five times as fast
// as the tokens of encoding/json, and every sign-in reads three such texts.
type walker struct {
	data  []byte
	at    int
	reads func(string) bool // see [ObjectOf]; nil: everything
	top   int               // the depth of the outermost members
}

// next skips white space and returns the byte there.
func (w *walker) next() byte {
	for w.data[w.at] <= ' ' {
		w.at++
	}
	return w.data[w.at]
}

func (w *walker) value(depth int) (any, error) {
	switch w.next() {
	case '{', '[':
		if depth == 0 {
			return nil, ErrDepth
		}
		if w.data[w.at] == '[' {
			return w.list(depth - 1)
		}
		return w.members(depth - 1)
	case '"':
		return w.text()
	case 't':
		w.at += len("true")
		return true, nil
	case 'f':
		w.at += len("false")
		return false, nil
	case 'n':
		w.at += len("null")
		return nil, nil
	}
	return w.number(), nil
}

func (w *walker) list(depth int) (any, error) {
	list := []any{}
	for w.at++; w.next() != ']'; {
		v, err := w.value(depth)
		if err != nil {
			return nil, below(strconv.Itoa(len(list)), err)
		}
		list = append(list, v)
		if w.next() == ',' {
			w.at++
		}
	}
	w.at++
	return list, nil
}

// room is for how many members an object is made: one that fills a long text, as the claims of a
// token do, is not made larger one by one, and a short one takes no more than it needs.
func (w *walker) room() int {
	const long, many = 128, 14 // a map of 15 takes twice as much as one of 14
	if len(w.data)-w.at < long {
		return 0
	}
	return many
}

func (w *walker) members(depth int) (any, error) {
	o := make(map[string]any, w.room())
	var variants map[string]string // folded name -> name, of names that are not written so
	for w.at++; w.next() != '}'; {
		name, err := w.text()
		if err != nil {
			return nil, err
		}
		folded := fold(name)
		_, twice := o[name]
		if _, variant := variants[folded]; twice || variant {
			return nil, Duplicate{"/" + Escape(name)}
		}
		if folded != name && (w.reads == nil || depth == w.top && w.reads(folded)) {
			if variants == nil {
				variants = map[string]string{}
			}
			variants[folded] = name
		}
		w.next()
		w.at++ // the colon
		if o[name], err = w.value(depth); err != nil {
			return nil, below(Escape(name), err)
		}
		if w.next() == ',' {
			w.at++
		}
	}
	w.at++
	for folded, name := range variants {
		if _, twice := o[folded]; twice {
			return nil, Duplicate{"/" + Escape(name)}
		}
	}
	return o, nil
}

// text reads a string; only one with escapes needs decoding.
func (w *walker) text() (string, error) {
	start, escaped := w.at, false
	for w.at++; w.data[w.at] != '"'; w.at++ {
		if w.data[w.at] == '\\' {
			escaped = true
			w.at++
		}
	}
	w.at++
	if !escaped {
		return string(w.data[start+1 : w.at-1]), nil
	}
	var s string
	if err := json.Unmarshal(w.data[start:w.at], &s); err != nil {
		return "", ErrSyntax
	}
	return s, nil
}

func (w *walker) number() json.Number {
	start := w.at
	for w.at < len(w.data) && strings.IndexByte("+-.eE0123456789", w.data[w.at]) >= 0 {
		w.at++
	}
	return json.Number(w.data[start:w.at])
}

// below puts a step in front of the pointer of a Duplicate further down.
func below(step string, err error) error {
	if d, ok := errors.AsType[Duplicate](err); ok {
		return Duplicate{"/" + step + d.Pointer}
	}
	return err
}

// Escape writes a member's name as one step of a JSON pointer.
func Escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

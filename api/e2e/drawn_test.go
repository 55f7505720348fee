package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// drawn makes values by schemas of the contract, always the same ones for a seed.
type drawn struct {
	*rand.Rand
	known map[string][]any // values that mean something here, by the name of a member
}

// bad are texts that a schema may allow and a program may stumble over.
var bad = []string{
	"", " ", "\x00", "a\x00b", "\u202eabc", "\ufeff", "'; DROP TABLE users; --", "%00", "../../etc/passwd", "<script>alert(1)</script>",
	"=1+1", "null", "0012", "1e999", "\U0010ffff", "é\u0301", "ｆｕｌｌ", "a\r\nSet-Cookie: x=y", "${jndi:ldap://x}", "{{7*7}}", strings.Repeat("x", 70_000),
	"\u0130stanbul", "javascript:alert(1)", "//evil.example", "https://evil.example\\@acme.example/",
}

// value draws what the schema allows.
func (d *drawn) value(name string, ref *openapi3.SchemaRef, depth int) any {
	if ref == nil || ref.Value == nil {
		return d.any(depth)
	}
	s := ref.Value
	if known := d.known[name]; len(known) > 0 && d.IntN(4) > 0 {
		return pick(d, known)
	}
	switch {
	case s.Const != nil:
		return s.Const
	case len(s.Enum) > 0:
		return pick(d, s.Enum)
	case len(s.OneOf) > 0:
		return d.value(name, pick(d, s.OneOf), depth)
	case len(s.AnyOf) > 0:
		return d.value(name, pick(d, s.AnyOf), depth)
	case len(s.AllOf) > 0:
		all := map[string]any{}
		for _, part := range s.AllOf {
			if o, ok := d.value(name, part, depth).(map[string]any); ok {
				maps.Copy(all, o)
			}
		}
		return all
	case s.Type == nil:
		return d.any(depth)
	}
	switch kind := pick(d, s.Type.Slice()); kind {
	case "object":
		return d.object(s, depth)
	case "array":
		return d.array(name, s, depth)
	case "string":
		return d.text(s)
	case "boolean":
		return d.IntN(2) == 0
	case "integer", "number":
		return d.number(s)
	}
	return nil
}

func (d *drawn) object(s *openapi3.Schema, depth int) any {
	o := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		needed := slices.Contains(s.Required, name)
		if needed || depth > 0 && d.IntN(3) == 0 || uint64(len(o)) < s.MinProps {
			o[name] = d.value(name, s.Properties[name], depth-1)
		}
	}
	if more := s.AdditionalProperties.Schema; more != nil && depth > 0 {
		o["more"] = d.value("more", more, depth-1)
	}
	return o
}

func (d *drawn) array(name string, s *openapi3.Schema, depth int) any {
	n := int(s.MinItems) + d.IntN(3)
	if s.MaxItems != nil {
		n = min(n, int(*s.MaxItems))
	}
	list := make([]any, n)
	for i := range list {
		list[i] = d.value(name, s.Items, depth-1)
	}
	return list
}

func (d *drawn) number(s *openapi3.Schema) any {
	low, high := -5.0, 100_000.0
	if s.Min != nil {
		low = *s.Min
	}
	if s.Max != nil {
		high = *s.Max
	}
	n := pick(d, []float64{low, high, low + 1, high - 1, low + float64(d.IntN(int(max(1, high-low))))})
	if d.IntN(4) == 0 {
		return json.Number(fmt.Sprintf("%.1f", n)) // 87.0 is an integer, too
	}
	return json.Number(fmt.Sprintf("%.0f", n))
}

// text draws what pattern and lengths allow.
func (d *drawn) text(s *openapi3.Schema) string {
	text := "text" + fmt.Sprint(d.IntN(1000))
	switch {
	case s.Pattern != "":
		form, err := syntax.Parse(s.Pattern, syntax.Perl)
		if err != nil {
			panic(err)
		}
		text = d.like(form.Simplify())
	case s.Format == "date-time":
		text = pick(d, []string{"2026-11-02T08:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999+14:00", "2026-11-02T08:00:00-00:30"})
	case s.Format == "uri":
		text = pick(d, []string{"https://crm.example/", "https://[::1]/", "https://user@crm.example/a?b#c", "urn:a"})
	case d.IntN(3) == 0:
		text = pick(d, bad)
	}
	for uint64(utf8.RuneCountInString(text)) < s.MinLength {
		text += pick(d, []string{"a", "Z", "9"})
	}
	if runes := []rune(text); s.MaxLength != nil && uint64(len(runes)) > *s.MaxLength {
		text = string(runes[:*s.MaxLength])
	}
	return text
}

// like draws a text that a pattern matches.
func (d *drawn) like(form *syntax.Regexp) string {
	var text strings.Builder
	switch form.Op {
	case syntax.OpLiteral:
		return string(form.Rune)
	case syntax.OpCharClass:
		span := d.IntN(len(form.Rune)/2) * 2
		from, to := form.Rune[span], min(form.Rune[span+1], form.Rune[span]+60)
		return string(from + rune(d.IntN(int(to-from)+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return pick(d, []string{"a", "ß", "7", " "})
	case syntax.OpCapture:
		return d.like(form.Sub[0])
	case syntax.OpConcat:
		for _, part := range form.Sub {
			text.WriteString(d.like(part))
		}
	case syntax.OpAlternate:
		return d.like(pick(d, form.Sub))
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		low, high := 0, 3
		switch form.Op {
		case syntax.OpPlus:
			low, high = 1, 5
		case syntax.OpQuest:
			high = 1
		case syntax.OpRepeat:
			low, high = form.Min, max(form.Min, form.Max)
		}
		for range low + d.IntN(high-low+1) {
			text.WriteString(d.like(form.Sub[0]))
		}
	}
	return text.String()
}

// any draws what no schema asks for.
func (d *drawn) any(depth int) any {
	all := []any{nil, true, json.Number("-1"), json.Number("1e400"), json.Number("9007199254740993"), json.Number("0.1"), pick(d, bad), []any{}, map[string]any{}}
	if depth > 0 {
		all = append(all, []any{d.any(depth - 1)}, map[string]any{pick(d, bad): d.any(depth - 1)})
	}
	return pick(d, all)
}

// spoiled is the value with one thing about it that may be wrong.
func (d *drawn) spoiled(value any) any {
	switch v := value.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		o := maps.Clone(v)
		switch way := d.IntN(4); {
		case way == 0 || len(names) == 0:
			o[pick(d, []string{"organizationId", "role", "isAdmin", "__proto__", "", "ID", "\x00"})] = d.any(2)
		case way == 1:
			delete(o, pick(d, names))
		default:
			name := pick(d, names)
			o[name] = d.spoiled(o[name])
		}
		return o
	case []any:
		if len(v) == 0 || d.IntN(3) == 0 {
			return append(slices.Clone(v), d.any(2))
		}
		list := slices.Clone(v)
		at := d.IntN(len(list))
		list[at] = d.spoiled(list[at])
		return list
	case string:
		return pick(d, []any{pick(d, bad), v + pick(d, bad), strings.ToUpper(v), v + "\x00", nil, json.Number("7"), []any{v}})
	case nil:
		return pick(d, []any{"", json.Number("0"), map[string]any{}, false})
	}
	return d.any(2)
}

// torn is a text of JSON that is damaged as a text.
func (d *drawn) torn(text string) string {
	at := d.IntN(len(text) + 1)
	return pick(d, []string{
		text[:at], text + text, text + "\n{}", text[:at] + "\x00" + text[at:], text[:at] + "\xff" + text[at:], text[:at] + `\ud800` + text[at:],
		strings.Repeat("[", 9_000) + text, "\ufeff" + text, strings.Replace(text, "{", `{"email":"a@b.example","email":"c@d.example",`, 1), "", "nul",
	})
}

func pick[T any](d *drawn, of []T) T { return of[d.IntN(len(of))] }

package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"latchkey/api/strictjson"
)

func TestDecode(t *testing.T) {
	for _, s := range []string{
		`{}`, `[]`, `1`, `-1.5e+3`, `true`, `false`, "{ \"a\" :\t[ 1 ,\n2 ] , \"b\" : \"x\\\"\\\\\" }", `"x"`, `null`, ` {"a":1} `, `{"a":{"a":1},"b":[{"a":1},{"a":2}]}`, `{"a":1,"b":1e3,"c":-0.5}`, `{"é":1,"e":2}`, `{"":1}`,
	} {
		if _, err := strictjson.Decode([]byte(s), 4); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	for _, s := range []string{
		``, ` `, `{`, `{}{}`, `{} x`, `{"a":1,}`, `[1,]`, `{a:1}`, `{'a':1}`, `{"a":01}`, `{"a":NaN}`, "{\"a\":\"\n\"}", "\xef\xbb\xbf{}",
		`{"a":1,"a":1}`, `{"a":1,"A":1}`, `{"A":1,"a":1}`, `{"aB":1,"Ab":1}`, `{"a":1,"\u0061":1}`, `[{"a":1,"a":2}]`, `{"x":{"a":1,"A":2}}`,
		`{"k":1,"` + "\u212a" + `":1}`, `{"s":1,"` + "\u017f" + `":1}`, `{"É":1,"é":1}`, "{\"a\":\"\xff\"}", `{"":1,"":2}`,
		`[[[[[]]]]]`, `{"a":{"a":{"a":{"a":{}}}}}`, strings.Repeat("[", 100000), strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
	} {
		if _, err := strictjson.Decode([]byte(s), 4); err == nil {
			t.Errorf("%.60s: accepted", s)
		}
	}
}

// Whatever Decode accepts, encoding/json accepts and reads in one way only.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1,"A":2}`, `{"a":[{"b":null}]}`, `[1e308,-0,"\ud800"]`, `{"\u0061":1,"a":2}`, "{\"\u212a\":1,\"k\":2}", `{} {}`, "\xff", `{"a":1}]`,
		`{"logDays":87.0}`, `{"logDays":1e2}`, `1e999999999`, `{"contactText":"\u0002"}`, `{"email_verified":"true"}`, `"\udc00\ud800"`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		strict, err := strictjson.Decode(data, 8)
		if err != nil {
			return
		}
		var lax any
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if err := dec.Decode(&lax); err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		if got, want := written(t, strict), written(t, lax); !bytes.Equal(got, want) {
			t.Fatalf("read %s where encoding/json reads %s", got, want)
		}
	})
}

func written(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDuplicateIsNamedByPointer(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"a":2}`:                "/a",
		`{"x":{"a":1,"A":2}}`:          "/x/A",
		`[0,{"a/b":1,"a/b":2}]`:        "/1/a~1b",
		`{"x":[{"y~":{"q":1,"Q":2}}]}`: "/x/0/y~0/Q",
	} {
		_, err := strictjson.Decode([]byte(text), 8)
		twice, ok := errors.AsType[strictjson.Duplicate](err)
		if !ok || twice.Pointer != want {
			t.Errorf("%s: got %v, want a duplicate at %s", text, err, want)
		}
	}
}

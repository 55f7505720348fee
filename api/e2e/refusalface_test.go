package e2e_test

import (
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"latchkey/api/apply"
)

// faceOf is everything that a browser sees of a refusal, apart from what must
// differ: the reference and the name of the attempt cookie.
func faceOf(a answer) map[string]string {
	face := map[string]string{"status": http.StatusText(a.status), "body": string(a.body)}
	for name, values := range a.header {
		face[name] = strings.Join(values, "\n")
	}
	delete(face, "Date")
	face["Location"] = regexp.MustCompile(`ref=[^&]*`).ReplaceAllString(face["Location"], "ref=")
	face["Set-Cookie"] = regexp.MustCompile(`attempt-[A-Za-z0-9_-]*`).ReplaceAllString(face["Set-Cookie"], "attempt-")
	return face
}

// Messages 28-32: one face for every reason that would tell something about
// people, and nothing is created.
func TestMessages28To32HaveOneFace(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", People: []apply.Person{{Email: "maya@acme.example", Active: ptr(false)}},
		}}})
		var first map[string]string
		for _, c := range []struct{ name, who, reason string }{
			{"B20 an unknown user", "stranger@acme.example", "no_user"},
			{"a user of another organization only", "eve@acme.example", "no_user"},
			{"deactivated", "omar@acme.example", "user_inactive"},
			{"B32 linked, then deactivated", "maya@acme.example", "user_inactive"},
			{"D02 a recycled mailbox", recycled, "already_linked_other"},
		} {
			before := w.rows()
			b := w.browser()
			a := b.signIn("acme", "google", c.who)
			a.wantRefused("user_not_authorized")
			if code, reason := w.lastSignIn(); code != "user_not_authorized" || reason != c.reason {
				t.Errorf("%s: the row says %s (%s), want %s", c.name, code, reason, c.reason)
			}
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s: it wrote %v", c.name, grown)
			}
			if len(b.cookies) > 0 {
				t.Errorf("%s: cookies are left: %v", c.name, b.cookies)
			}
			if face := faceOf(a); first == nil {
				first = face
			} else if !maps.Equal(first, face) {
				t.Errorf("%s shows\n%v\nand not\n%v", c.name, face, first)
			}
		}
		if !strings.Contains(w.log.String(), `"reason":"other_org"`) {
			t.Error("the operator's log does not say that the address belongs elsewhere")
		}
	})
}

// Where the table says ask, the link page is shown alike whether or not there
// is an account, and the address in it is masked alike.
func TestWeakProofAsksWithoutAnOracle(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var faces []map[string]string
		var pages []map[string]any
		for _, who := range []string{"gita@partner.example", "nobody@partner.example"} {
			b := w.browser()
			a := b.signIn("acme", "microsoft", who)
			if a.status != http.StatusSeeOther || a.header.Get("Location") != "/o/acme/link-account" || b.session() != "" {
				t.Fatalf("%s: %d to %q", who, a.status, a.header.Get("Location"))
			}
			face := faceOf(a)
			face["Set-Cookie"] = regexp.MustCompile(`link=[^;]*`).ReplaceAllString(face["Set-Cookie"], "link=")
			page := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
			page.want(http.StatusOK, "")
			o := page.object()
			delete(o, "expiresAt")
			if shown, _ := o["providerEmail"].(string); shown != who[:1]+"••••@partner.example" || o["email"] != nil {
				t.Errorf("%s: shown %v", who, o)
			}
			delete(o, "providerEmail")
			faces, pages = append(faces, face), append(pages, o)
		}
		if !maps.Equal(faces[0], faces[1]) || !reflect.DeepEqual(pages[0], pages[1]) {
			t.Errorf("with an account %v %v\nwithout %v %v", faces[0], pages[0], faces[1], pages[1])
		}
	})
}

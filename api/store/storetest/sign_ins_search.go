package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func begins(text, typed string) bool {
	return strings.HasPrefix(strings.ToLower(text), strings.ToLower(strings.TrimSpace(typed)))
}

// anyWordBegins says whether a word of somebody's name, or of their address before its @, begins so.
func anyWordBegins(address, name, typed string) bool {
	text, domain := address+" "+name, strings.IndexByte(address, '@')
	for at, before := 0, ' '; at < len(text); {
		if !unicode.IsLetter(before) && !unicode.IsDigit(before) && (at <= domain || at > len(address)) && begins(text[at:], typed) {
			return true
		}
		c, size := utf8.DecodeRuneInString(text[at:])
		at, before = at+size, c
	}
	return false
}

// searchWhatever: whoever signs in under whatever address, and whatever address and name people get meanwhile,
// a search finds the rows that one would find by reading them all (G1).
func searchWhatever(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("search")
	seed := rand.Uint64()
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	random := rand.New(rand.NewPCG(seed, 0))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	address := func() string {
		return one("ana", "Anna", "maya", "b_b", "nobody") + one("", "1", ".x") + one("@acme.example", "@home.example")
	}
	type line struct{ id, email, user string }
	var log []line // newest first
	people := map[string]store.User{}
	returns := map[string]func() store.ReturningSignIn{}
	for range 6 {
		i, comes := w.returns(p)
		u, err := w.db.UserByID(ctx, p.ID, i.UserID)
		w.must(err)
		people[u.ID], returns[u.ID] = u, comes
	}
	anybody := func() store.User {
		for _, u := range people {
			return u
		}
		return store.User{}
	}
	for n := range 120 {
		u, at := anybody(), store.At(noon().Add(time.Duration(n)*time.Minute))
		switch random.IntN(4) {
		case 0: // their address or name changes
			email := secret.NewID()[:3] + address()
			if random.IntN(2) == 0 {
				email = address()
			}
			for _, other := range slices.AppendSeq([]store.User{p.ana}, maps.Values(people)) {
				if other.ID != u.ID && strings.EqualFold(other.Email, email) {
					email = u.Email
				}
			}
			changed := store.NewUser(p.ID, email, one("Ana ", "Maya ", "Zoë ", "ÉVA ")+one("Annan", "Bo", "O'Bo", "de Anda-Zo"), store.Agent, noon())
			u.Email, u.EmailLower, u.Name = changed.Email, changed.EmailLower, changed.Name
			w.must(w.db.UpdateUser(ctx, u))
			people[u.ID] = u
		case 1: // somebody whom nobody knows, or who is refused
			id := ""
			s := w.logged(p, func(s *store.SignIn) {
				s.Email, s.FinishedAt, s.Code = address(), at, one("user_not_authorized", "")
				if random.IntN(2) == 0 {
					s.UserID, id = &u.ID, u.ID
				}
			})
			log = append([]line{{s.ID, s.Email, id}}, log...)
		default: // who comes back, with the address that is theirs or with another one
			in := returns[u.ID]()
			in.Row.Email, in.Row.FinishedAt, in.Use.At = one(u.Email, strings.ToUpper(u.Email), address()), at, at.Time
			w.must(w.db.CommitReturning(ctx, in))
			log = append([]line{{in.Row.ID, in.Row.Email, u.ID}}, log...)
		}
		typed := one("ana", "ANNA", "maya", "b_b", "bxb", "zo", "anda", "anda-z", "x@", "acme", "zoë", "ZOË", "éva", "Éva ", "bo", "annan", "nobody.x@home", strings.ToUpper(anybody().Email[:3]), anybody().Email)
		want := []string{}
		for _, l := range log {
			u := people[l.user]
			if begins(l.email, typed) || l.user != "" && anyWordBegins(u.Email, u.Name, typed) {
				want = append(want, l.id)
			}
		}
		same(t, fmt.Sprintf("%d: %q", n, typed), w.found(p, store.SignInFilter{Search: typed}, 7), want)
		if t.Failed() {
			return
		}
	}
}

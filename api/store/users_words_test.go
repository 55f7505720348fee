package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// wordsOf are the words of everybody as the rows of the users say them, a line each.
func wordsOf(t *testing.T, raw *sqlx.DB, engine store.Engine) (lines []string) {
	t.Helper()
	address := `email_lower`
	if engine == store.SQLite {
		address = `lower(email_lower)`
	}
	var users []struct {
		ID, Name, Address, Lower string
		OrganizationID           string `db:"organization_id"`
	}
	if err := raw.Select(&users, `SELECT id, organization_id, name, `+address+` AS address, lower(name) AS lower FROM users`); err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		text, local := []rune(u.Address+" "+u.Lower), len([]rune(u.Address[:strings.IndexByte(u.Address, '@')]))
		for at := range text {
			begins := at == 0 || at <= local && parts(text[at-1]) || at > len([]rune(u.Address)) && parts(text[at-1])
			if begins && text[at] != ' ' {
				lines = append(lines, fmt.Sprintf("%s|%s|%s|%s", u.OrganizationID, string(text[at:min(at+40, len(text))]), u.ID, u.Name))
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// wantInStep compares the tables that find people with those that they are made of.
func wantInStep(t *testing.T, raw *sqlx.DB, engine store.Engine) {
	t.Helper()
	kept, different, theirs := []string{}, []string{}, []string{}
	if err := errors.Join(
		raw.Select(&kept, `SELECT organization_id || '|' || word || '|' || user_id || '|' || name FROM user_words`),
		raw.Select(&different, `SELECT organization_id || '|' || user_id || '|' || identity_id FROM different_emails`),
		raw.Select(&theirs, `SELECT i.organization_id || '|' || i.user_id || '|' || i.id FROM identities i JOIN users u ON u.id = i.user_id
			WHERE i.email <> '' AND lower(i.email) <> lower(u.email)`),
	); err != nil {
		t.Fatal(err)
	}
	slices.Sort(kept)
	slices.Sort(different)
	slices.Sort(theirs)
	if want := wordsOf(t, raw, engine); !slices.Equal(kept, want) {
		t.Errorf("words\n%s\nwant\n%s", strings.Join(kept, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(different, theirs) {
		t.Errorf("different e-mails %v, want %v", different, theirs)
	}
}

// parts says whether a word may begin behind a character.
func parts(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) }

// wordWriter changes some people of an organization in all ways there are.
type wordWriter struct {
	db     *store.Store
	raw    *sqlx.DB
	random *rand.Rand
	who    int
	c      store.Connection
	users  []store.User
	linked map[string]store.Identity
}

func (w *wordWriter) name() string {
	words := []string{"Ana", "maria", "", "Ángel", "O'Hara", "Reyes-Ortiz", "d’Été", "(Dr.", "--x", "A/B・C", "山田 太郎", "Ana", "de", "_%\\", "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Second"}
	name := words[w.random.IntN(len(words))]
	for range w.random.IntN(4) {
		name += " " + words[w.random.IntN(len(words))]
	}
	return name
}

func (w *wordWriter) address() string {
	return fmt.Sprintf("%c%d.x-%d@Acme.example", 'a'+w.random.IntN(3), w.random.IntN(1000), w.who)
}

func (w *wordWriter) one() *store.User { return &w.users[w.random.IntN(len(w.users))] }

// step does one thing; a conflict is none.
func (w *wordWriter) step(t *testing.T) error {
	ctx, org := t.Context(), w.c.OrganizationID
	if len(w.users) == 0 || w.random.IntN(8) == 0 {
		u := store.NewUser(org, w.address(), w.name(), store.Agent, time.UnixMicro(1))
		err := w.db.AddUser(ctx, u)
		if err == nil {
			w.users = append(w.users, u)
		}
		return err
	}
	u := w.one()
	read := func() store.User { now, _ := w.db.UserByID(ctx, org, u.ID); return now }
	switch w.random.IntN(10) {
	case 0: // an import of new people and of some who are there
		fresh := []store.User{store.NewUser(org, w.address(), w.name(), store.Agent, time.UnixMicro(1)), store.NewUser(org, w.address(), w.name(), store.Agent, time.UnixMicro(1))}
		err := w.db.AddUsers(ctx, fresh)
		if err == nil {
			w.users = append(w.users, fresh...)
		}
		return err
	case 1:
		changed := read()
		changed.Name, changed.Email = w.name(), w.address()
		changed.EmailLower = strings.ToLower(changed.Email)
		return w.db.ChangeUsers(ctx, []store.User{changed})
	case 2:
		changed := read()
		changed.Name, changed.Email = w.name(), w.address()
		return w.db.ChangeUser(ctx, changed)
	case 3:
		changed := read()
		changed.Name = w.name()
		return w.db.ChangeProfile(ctx, changed)
	case 4:
		changed := read()
		changed.Active = !changed.Active
		return w.db.UpdateUser(ctx, changed)
	case 5: // two exchange their addresses
		return w.db.InTx(ctx, func(rows store.Rows) error {
			a, err := rows.UserByID(ctx, org, u.ID)
			b, wrong := rows.UserByID(ctx, org, w.one().ID)
			if err = errors.Join(err, wrong); err != nil || a.ID == b.ID {
				return err
			}
			a.Email, b.Email = b.Email, a.Email
			return errors.Join(rows.ReleaseEmail(ctx, b), rows.ChangeUser(ctx, a), rows.ChangeUser(ctx, b))
		})
	case 6: // signs in with an account, for the first time or again, perhaps with another address
		i, again := w.linked[u.ID]
		at := time.UnixMicro(int64(w.random.IntN(1000)))
		email := []string{"", u.Email, strings.ToUpper(u.Email), "another@elsewhere.example"}[w.random.IntN(4)]
		if again {
			return w.db.InTx(ctx, func(rows store.Rows) error {
				return rows.TouchIdentity(ctx, store.IdentityUse{OrganizationID: org, IdentityID: i.ID, UserID: u.ID, OldSubject: u.ID, Subject: u.ID, Email: email, At: at})
			})
		}
		i = store.Identity{ID: "i" + u.ID, OrganizationID: org, UserID: u.ID, ConnectionID: w.c.ID, Issuer: "i", Subject: u.ID, Email: email, LinkedAt: store.At(at), LastUsedAt: store.At(at)}
		w.linked[u.ID] = i
		return w.db.AddIdentity(ctx, i)
	case 7:
		i, is := w.linked[u.ID]
		if !is {
			return nil
		}
		delete(w.linked, u.ID)
		return w.db.InTx(ctx, func(rows store.Rows) error {
			_, err := rows.Unlink(ctx, org, u.ID, i.ID, time.UnixMicro(1))
			return err
		})
	case 8: // a program of before, which knows no words
		_, err := w.raw.ExecContext(ctx, w.raw.Rebind(`UPDATE users SET name = ?, revision = revision + 1 WHERE id = ?`), w.name(), u.ID)
		return err
	}
	return errors.Join(w.db.InTx(ctx, func(rows store.Rows) error {
		changed, err := rows.UserByID(ctx, org, u.ID)
		changed.Name = w.name()
		return errors.Join(err, rows.ChangeProfile(ctx, changed), errUndone)
	}))
}

var errUndone = errors.New("undone")

// Spec "Faults", G1: the words by which a search finds people, and who has another address at
// a provider, are in step with the rows they are made of, whoever writes these, all at once.
func TestWordsAreInStepWithPeople(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		db := storetest.Connect(t, source)
		c := connectionOf(t, db, "acme")
		var all sync.WaitGroup
		for who := range 4 {
			w := &wordWriter{db: db, raw: raw, random: rand.New(rand.NewPCG(48, uint64(who))), who: who, c: c, linked: map[string]store.Identity{}}
			all.Go(func() {
				for range 60 {
					if err := w.step(t); err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, errUndone) && !errors.Is(err, store.ErrNotFound) {
						t.Errorf("step: %v", err)
					}
				}
			})
		}
		all.Wait()
		wantInStep(t, raw, engine)
		if people := wordsOf(t, raw, engine); len(people) < 50 {
			t.Errorf("only %d words", len(people))
		}
		raw.MustExec(`DELETE FROM user_words`)
		raw.MustExec(`DELETE FROM different_emails`)
		raw.MustExec(`DELETE FROM later_steps WHERE name IN ('user_word_starts', 'different_emails')`)
		storetest.Connect(t, source) // fills them anew
		wantInStep(t, raw, engine)
		raw.MustExec(`DELETE FROM unlinked`)
		raw.MustExec(`DELETE FROM identities`)
		raw.MustExec(`DELETE FROM users`)
		wantInStep(t, raw, engine)
	})
}

func connectionOf(t *testing.T, db *store.Store, code string) store.Connection {
	t.Helper()
	o := store.NewOrganization(code, "Acme", time.UnixMicro(1))
	c := store.NewConnection(o.ID, "google", time.UnixMicro(1))
	c.State = store.Enabled
	if err := errors.Join(db.AddOrganization(t.Context(), o), db.AddConnection(t.Context(), c)); err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever an operator opens the database with can read it: SQLite's parser of before 2024 takes
// no text that is nested too deep, and refuses the whole database for one trigger.
func TestNoTriggerIsTooDeep(t *testing.T) {
	source, raw := empty(t, store.SQLite)
	storetest.Connect(t, source)
	var schema []struct{ Name, SQL string }
	if err := raw.Select(&schema, `SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL`); err != nil || len(schema) < 50 {
		t.Fatal(len(schema), err)
	}
	for _, one := range schema {
		depth, deepest, quoted := 0, 0, false
		for _, c := range one.SQL {
			switch {
			case c == '\'':
				quoted = !quoted
			case quoted:
			case c == '(':
				depth++
				deepest = max(deepest, depth)
			case c == ')':
				depth--
			}
		}
		if deepest > 15 {
			t.Errorf("%s: %d parentheses deep", one.Name, deepest)
		}
	}
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// returns is a new person at a place with an account, and how they come back with it.
func (w *world) returns(p place) (store.Identity, func() store.ReturningSignIn) {
	w.t.Helper()
	ctx, subject := w.t.Context(), secret.NewID()
	i := w.link(w.identity(p, w.newUser(p.Organization, subject+"@acme.example"), subject))
	return i, func() store.ReturningSignIn {
		w.t.Helper()
		at, row := noon().Add(time.Hour), w.signIn(p)
		found, err := w.db.FindReturning(ctx, store.ProviderAccount{
			OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: subject,
		}, row.ID, "")
		w.must(err)
		s := w.session(p, p.ana)
		s.UserID, s.Method, s.Provider, s.ConnectionID, s.IdentityID = i.UserID, "sso", "google", &p.google.ID, &i.ID
		row.UserID, row.FinishedAt = &i.UserID, store.At(at)
		return store.ReturningSignIn{Row: row, Session: s, Found: found, Use: store.IdentityUse{
			OrganizationID: p.ID, IdentityID: i.ID, UserID: i.UserID, OldSubject: subject, Subject: subject, ClientID: "client-2",
			Email: i.Email, HostedDomain: "new.example", RoleFacts: ptr(`{"r":1}`), GroupsUnsent: true, At: at,
		}}
	}
}

// written is what there is of a sign-in that comes back: the row of the log, the session,
// and whether the account was used.
func (w *world) written(in store.ReturningSignIn) [3]bool {
	w.t.Helper()
	ctx := w.t.Context()
	_, noRow := w.db.SignInByID(ctx, in.Row.OrganizationID, in.Row.ID)
	_, noSession := w.db.SessionPrincipal(ctx, in.Session.ID)
	accounts, err := w.db.IdentitiesOf(ctx, in.Row.OrganizationID, in.Found.Person.ID)
	w.must(err)
	return [3]bool{noRow == nil, noSession == nil, len(accounts) == 1 && accounts[0].LastUsedAt == store.At(in.Use.At)}
}

// returning: who comes back is found by unique keys and written at once, or not at all.
func returning(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	nothing, all := [3]bool{}, [3]bool{true, true, true}

	t.Run("what is found is what is there", func(t *testing.T) {
		i, comes := w.returns(p)
		live, err := w.db.LiveByID(ctx, p.ID, p.google.ID)
		w.must(err)
		u, err := w.db.UserByID(ctx, p.ID, i.UserID)
		w.must(err)
		same(t, "found", comes().Found, store.Returning{
			Returned: store.Returned{LiveConnection: live},
			Account:  store.Account{ID: i.ID, Subject: i.Subject, ClientID: i.ClientID, Email: i.Email},
			Person:   store.Returnee{ID: u.ID, Email: u.Email, EmailLower: u.EmailLower, Role: u.Role, Active: true, Revision: u.Revision},
		})
		account := store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: i.Subject}
		read(t, "recognized", comes().Found)(w.db.Recognize(ctx, live, account, ""))
		absent[store.Returning](t, "the account of nobody")(w.db.Recognize(ctx, live, store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID}, ""))
		account.OrganizationID = w.globex.ID
		absent[store.Returning](t, "recognized by another organization")(w.db.Recognize(ctx, live, account, ""))
		nobody := store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID}
		read(t, "an account without a subject is nobody's", store.Returning{Returned: store.Returned{LiveConnection: live}})(w.db.FindReturning(ctx, nobody, "", ""))
		absent[store.Returning](t, "another organization's connection")(w.db.FindReturning(ctx, store.ProviderAccount{
			OrganizationID: w.globex.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: i.Subject,
		}, "", ""))
	})
	t.Run("who has the object, and a session that stands", func(t *testing.T) {
		object := w.identity(p, w.newUser(p.Organization, secret.NewID()+"@acme.example"), secret.NewID())
		object.TenantID, object.ObjectID = ptr("t-1"), ptr("o-1")
		w.link(object)
		session := w.begin(w.session(p, p.ana))
		ask := func(tenant, objectID, session string) (owner string, stands bool) {
			account := store.ProviderAccount{
				OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: object.Issuer, Subject: object.Subject, TenantID: tenant, ObjectID: objectID,
			}
			found, err := w.db.FindReturning(ctx, account, "", session)
			w.must(err)
			read(t, "recognized", found)(w.db.Recognize(ctx, found.LiveConnection, account, session))
			if found.ObjectOwner != nil {
				owner = *found.ObjectOwner
			}
			return owner, found.Stands
		}
		owner, stands := ask("t-1", "o-1", session.ID)
		same(t, "both", []any{owner, stands}, []any{object.UserID, true})
		_, err := w.db.EndSession(ctx, session.ID, "signed_out", noon())
		w.must(err)
		for _, other := range [][2]string{{"t-1", ""}, {"", "o-1"}, {"", ""}, {"t-2", "o-1"}} {
			owner, stands = ask(other[0], other[1], session.ID)
			same(t, "neither", []any{owner, stands}, []any{"", false})
		}
	})
	t.Run("it is written as a sign-in is, part by part", func(t *testing.T) {
		i, comes := w.returns(p)
		in := comes()
		w.must(w.db.CommitReturning(ctx, in))
		read(t, "the row", in.Row)(w.db.SignInByID(ctx, p.ID, in.Row.ID))
		h, err := w.db.SessionPrincipal(ctx, in.Session.ID)
		w.must(err)
		same(t, "the session", h.Session, in.Session)
		i.ClientID, i.HostedDomain, i.RoleFacts, i.GroupsUnsent, i.LastUsedAt = "client-2", "new.example", `{"r":1}`, true, store.At(in.Use.At)
		read(t, "the account", []store.Identity{i})(w.db.IdentitiesOf(ctx, p.ID, i.UserID))
		list, err := w.db.UserLines(ctx, p.ID, store.UserQuery{Search: in.Found.Person.Email, Now: noon()}, nil, 2)
		w.must(err)
		same(t, "the person", fmt.Sprint(len(list), list[0].LastSignInAt.Equal(in.Use.At), list[0].LastSignInWith), "1 truegoogle")
		u, err := w.db.UserByID(ctx, p.ID, i.UserID)
		same(t, "is not changed by it", []any{u.Revision, err}, []any{int64(1), error(nil)})
	})
	t.Run("nothing is written where anything is not as it was", func(t *testing.T) {
		for what, change := range map[string]func(p place, i store.Identity, in *store.ReturningSignIn) error{
			"the attempt is spent (B04)": func(_ place, _ store.Identity, in *store.ReturningSignIn) error {
				row := in.Row
				row.Code = "link_required"
				return w.db.SpendAttempt(ctx, row)
			},
			"the code of the attempt was refused elsewhere": func(_ place, _ store.Identity, in *store.ReturningSignIn) error {
				row := in.Row
				row.Code, row.Step = "code_rejected", "exchange"
				return w.db.SpendAttempt(ctx, row)
			},
			"deactivated (D08)": func(p place, i store.Identity, _ *store.ReturningSignIn) error {
				u, err := w.db.UserByID(ctx, p.ID, i.UserID)
				w.must(err)
				u.Active = false
				return w.db.ChangeUser(ctx, u)
			},
			"another role": func(p place, i store.Identity, _ *store.ReturningSignIn) error {
				u, err := w.db.UserByID(ctx, p.ID, i.UserID)
				w.must(err)
				u.Role = store.SuperAdmin
				return w.db.ChangeUser(ctx, u)
			},
			"disconnected": func(p place, i store.Identity, _ *store.ReturningSignIn) error {
				_, err := w.db.Unlink(ctx, p.ID, i.UserID, i.ID, noon())
				return err
			},
			"the account healed": func(p place, i store.Identity, in *store.ReturningSignIn) error {
				use := in.Use
				use.Subject, use.At = "healed-"+i.Subject, noon()
				return w.db.TouchIdentity(ctx, use)
			},
			"turned off (D09)": func(p place, _ store.Identity, _ *store.ReturningSignIn) error {
				p.google.State = store.Disabled
				return w.db.UpdateConnection(ctx, p.google)
			},
			"the connection changed": func(p place, _ store.Identity, _ *store.ReturningSignIn) error {
				return w.db.UpdateConnection(ctx, p.google)
			},
			"another version": func(_ place, _ store.Identity, in *store.ReturningSignIn) error {
				in.Found.VersionID = "other"
				return nil
			},
			"the organization suspended": func(p place, _ store.Identity, _ *store.ReturningSignIn) error {
				p.Active = false
				return w.db.UpdateOrganization(ctx, p.Organization)
			},
			"other rules of roles": func(p place, _ store.Identity, _ *store.ReturningSignIn) error {
				return w.db.SaveRoleRules(ctx, store.RoleRuleSet{OrganizationID: p.ID, Mode: "automatic", Otherwise: "keep", SeenFrom: 1, Revision: 1, ChangedBy: "x"}, nil)
			},
			"a later sign-in": func(p place, i store.Identity, in *store.ReturningSignIn) error {
				use := in.Use
				use.At = use.At.Add(time.Minute)
				return w.db.TouchIdentity(ctx, use)
			},
			"another address of the account": func(_ place, _ store.Identity, in *store.ReturningSignIn) error {
				in.Use.Email = "new@acme.example"
				return nil
			},
			"another organization": func(_ place, _ store.Identity, in *store.ReturningSignIn) error {
				in.Found.OrganizationID = w.globex.ID
				return nil
			},
		} {
			t.Run(what, func(t *testing.T) {
				p := w.newPlace("returning")
				i, comes := w.returns(p)
				in := comes()
				w.must(change(p, i, &in))
				wants(t, "commit", w.db.CommitReturning(ctx, in), store.ErrConflict)
				got := w.written(in)
				got[0] = false // its attempt may be spent by another
				same(t, "written", got, nothing)
			})
		}
	})
	t.Run("it ends the session that it replaces, if that is what was read", func(t *testing.T) {
		for what, change := range map[string]func(old store.Session) error{
			"": func(store.Session) error { return nil },
			"it has ended": func(old store.Session) error {
				_, err := w.db.EndSession(ctx, old.ID, "signed_out", noon())
				return err
			},
			"an application got something": func(old store.Session) error { return w.db.HoldSession(ctx, old.ID) },
		} {
			_, comes := w.returns(p)
			in, old := comes(), w.begin(w.session(p, p.ana))
			in.Ends = old.ID
			w.must(change(old))
			if what != "" {
				wants(t, what, w.db.CommitReturning(ctx, in), store.ErrConflict)
				same(t, what, w.written(in), nothing)
				continue
			}
			w.must(w.db.CommitReturning(ctx, in))
			same(t, "the one before and the new one", []string{w.ended(old), w.ended(in.Session)}, []string{"replaced", ""})
		}
	})
	t.Run("of many that bring one attempt, one is written (B04)", func(t *testing.T) {
		_, comes := w.returns(p)
		in := comes()
		oneWinner(t, "commit", store.ErrConflict, func(int) error {
			mine := in
			mine.Session.ID = secret.NewID()
			return w.db.CommitReturning(ctx, mine)
		})
	})
	t.Run("many attempts of one person are all written", func(t *testing.T) {
		_, comes := w.returns(p)
		in := comes()
		won := race(t, store.ErrConflict, func(int) error {
			mine := in
			mine.Row.ID, mine.Session.ID = secret.NewID(), secret.NewID()
			return w.db.CommitReturning(ctx, mine)
		})
		same(t, "written", won, racers)
	})
	// What is changed and not committed yet when they come: whoever waits for it finds it.
	t.Run("who is changed at the same time is not signed in, and nothing is half written", func(t *testing.T) {
		for what, change := range map[string]func(rows store.Rows, i store.Identity) error{
			"deactivated": func(rows store.Rows, i store.Identity) error {
				u, err := rows.UserByID(ctx, p.ID, i.UserID)
				w.must(err)
				u.Active = false
				return rows.ChangeUser(ctx, u)
			},
			"disconnected": func(rows store.Rows, i store.Identity) error {
				_, err := rows.Unlink(ctx, p.ID, i.UserID, i.ID, noon())
				return err
			},
			"only the account is gone": func(rows store.Rows, i store.Identity) error {
				_, err := rows.Displace(ctx, p.ID, i.UserID, i.ID)
				return err
			},
		} {
			for range 5 {
				i, comes := w.returns(p)
				in, ended := comes(), make(chan error, 1)
				w.must(w.db.InTx(ctx, func(rows store.Rows) error {
					err := change(rows, i)
					begun := make(chan struct{})
					go func() { close(begun); ended <- w.db.CommitReturning(context.WithoutCancel(ctx), in) }()
					<-begun
					return err
				}))
				wants(t, what, <-ended, store.ErrConflict)
				same(t, what, w.written(in), nothing)
			}
		}
		i, comes := w.returns(p)
		in := comes()
		errs := together(2, func(n int) error { // or it comes first, and what follows finds its session
			if n == 0 {
				return w.db.CommitReturning(ctx, in)
			}
			return w.db.InTx(ctx, func(rows store.Rows) error {
				if _, err := rows.Unlink(ctx, p.ID, i.UserID, i.ID, noon()); err != nil {
					return err
				}
				_, err := rows.EndSessionsOfIdentity(ctx, p.ID, i.ID, "", "unlinked", noon())
				return err
			})
		})
		switch {
		case errs[0] == nil && errs[1] == nil:
			same(t, "the session ends", w.ended(in.Session), "unlinked")
		case errs[0] == nil: // the other gave way, and is asked again
			same(t, "it gave way", store.Unavailable(errs[1]), true)
		default:
			same(t, "refused, or gave way", errors.Is(errs[0], store.ErrConflict) || store.Unavailable(errs[0]), true)
			same(t, "nothing", w.written(in), nothing)
			w.must(errs[1])
		}
	})
	_, comes := w.returns(p)
	in := comes()
	w.must(w.db.CommitReturning(ctx, in))
	same(t, "all of it", w.written(in), all)
	t.Run("who comes while the connection is turned off keeps no session (D09)", func(t *testing.T) { turnedOff(t, w) })
}

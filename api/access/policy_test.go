package access_test

import (
	"testing"
	"time"

	"latchkey/api/access"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func TestChangePolicy(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.events()
		r.clock.add(time.Minute)
		p, err := r.room.ChangePolicy(ctx, r.by(r.sofia), r.revision(), access.PolicyChange{
			SessionIdle: ptr(time.Hour), SessionAbsolute: ptr(2 * time.Hour), ContactText: ptr("  Extension 4100. "), LogDays: ptr(30),
			FirstSignIn: []access.FirstSignIn{{ConnectionID: r.google.ID, Linking: ptr(store.LinkConfirm), WeakProof: ptr(store.WeakRefuse), DifferentEmail: ptr(true)}},
		})
		r.must(err)
		c := p.Connections[0]
		r.same("changed", []any{p.SessionIdleSeconds, p.SessionAbsoluteSeconds, p.ContactText, p.LogDays, p.Revision, p.ChangedName, p.ChangedAt.Time},
			[]any{int64(3600), int64(7200), "Extension 4100.", int64(30), int64(2), "sofia", r.clock.now()})
		r.same("first sign-ins", []any{c.Linking, c.WeakProof, c.DifferentEmail, c.State, c.LiveVersionID, c.Revision, c.ChangedBy},
			[]any{store.LinkConfirm, store.WeakRefuse, true, store.Enabled, r.google.LiveVersionID, r.google.Revision + 1, r.sofia.ID})
		r.same("events", written(), []string{"policy.changed", "policy.changed"})

		p, err = r.room.ChangePolicy(ctx, r.by(r.sofia), 2, access.PolicyChange{
			ContactText: ptr("Extension 4100."), FirstSignIn: []access.FirstSignIn{{ConnectionID: r.google.ID, Linking: ptr(store.LinkConfirm)}},
		})
		r.must(err)
		r.same("a change of nothing", []any{p.Revision, len(written())}, []any{int64(2), 2})
		p, err = r.room.ChangePolicy(ctx, r.by(r.sofia), 2, access.PolicyChange{FirstSignIn: []access.FirstSignIn{{ConnectionID: r.google.ID, DifferentEmail: ptr(false)}}})
		r.must(err)
		r.same("a connection alone changes the policy", []any{p.Revision, len(written())}, []any{int64(3), 3})
	})
}

func TestPoliciesThatAreRefused(t *testing.T) {
	onBoth(t, func(r *rig) {
		removed, theirs := r.connection(r.acme, "microsoft"), r.connection(r.globex, "google")
		removed.State = store.Removed
		r.must(r.db.UpdateConnection(t.Context(), removed))
		first := func(ids ...string) access.PolicyChange {
			c := access.PolicyChange{ContactText: ptr("written")}
			for _, id := range ids {
				c.FirstSignIn = append(c.FirstSignIn, access.FirstSignIn{ConnectionID: id, Linking: ptr(store.LinkProfileOnly)})
			}
			return c
		}
		for what, c := range map[string]struct {
			change access.PolicyChange
			want   string
		}{
			"idle for longer than it lives":    {access.PolicyChange{SessionIdle: ptr(8 * time.Hour), SessionAbsolute: ptr(time.Hour)}, "/sessionIdleMinutes out_of_range"},
			"a life that is shorter than idle": {access.PolicyChange{SessionAbsolute: ptr(time.Hour)}, "/sessionAbsoluteMinutes out_of_range"},
			"an unknown connection":            {first(r.google.ID, secret.NewID()), "/firstSignIn/1/connectionId invalid"},
			"a removed one":                    {first(removed.ID), "/firstSignIn/0/connectionId invalid"},
			"another organization's (E01)":     {first(theirs.ID), "/firstSignIn/0/connectionId invalid"},
			"one twice":                        {first(r.google.ID, r.google.ID), "/firstSignIn/1/connectionId duplicate"},
		} {
			_, err := r.room.ChangePolicy(t.Context(), r.by(r.sofia), r.revision(), c.change)
			r.refused(what, err, fault.ValidationFailed, c.want)
		}
		p, err := r.room.Policy(t.Context(), r.acme.ID)
		r.must(err)
		r.same("nothing is half done", []any{p.Revision, p.ContactText, p.Connections[0].Linking, len(p.Connections), p.ChangedName},
			[]any{int64(1), "", store.LinkAutomatic, 1, "The operator"})
		_, err = r.room.ChangePolicy(t.Context(), r.by(r.sofia), 0, first())
		r.refused("a lost update", err, fault.ConfigChanged)
		r.same("by whom", fault.Of(err).ChangedBy, "The operator")
	})
}

// S11, F12: both proofs, each of a day at most, and each of the right person.
func TestRequireSSO(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, now := t.Context(), r.clock.now()
		require := func(by store.User, from time.Time, exempt ...string) error {
			_, err := r.room.Require(ctx, r.by(by), r.revision(), from, exempt)
			return err
		}
		for what, from := range map[string]time.Time{
			"too far in the past": now.Add(-access.LateBy - time.Second), "more than a year ahead": now.AddDate(1, 0, 0).Add(time.Second), "no time": {},
		} {
			r.refused(what, require(r.sofia, from), fault.ValidationFailed, "/from out_of_range")
		}
		r.refused("people who are not there", require(r.sofia, now, r.maya.ID, r.gloria.ID, "usr_x"), fault.ValidationFailed, "/exempt/1 invalid", "/exempt/2 invalid")
		second := r.user(r.acme, "second", store.SuperAdmin, true)
		r.refused("without an own account", require(second, now), fault.OwnSignInRequired)
		r.clock.add(access.ProvenFor + time.Second)
		r.refused("signed in too long ago", require(r.sofia, r.clock.now()), fault.OwnSignInRequired)
		r.use(r.person(r.sofia).Links[0])
		r.refused("no password used lately", require(r.sofia, r.clock.now()), fault.BreakGlassRequired)
		r.must(r.db.RecordPasswordUse(ctx, second, r.clock.now()))
		r.refused("one that is not exempt", require(r.sofia, r.clock.now()), fault.BreakGlassRequired)
		_, err := r.room.Require(ctx, r.by(r.sofia), 99, r.clock.now(), nil)
		r.refused("a lost update", err, fault.ConfigChanged)
		r.same("nobody was exempted by a refusal", r.person(r.sofia).Exempt, false)

		written, from := r.events(), r.clock.now().Add(48*time.Hour)
		r.must(require(r.sofia, from, second.ID, r.maya.ID))
		p, err := r.room.Policy(ctx, r.acme.ID)
		r.must(err)
		exempt := []string{}
		for _, u := range p.Exempt {
			exempt = append(exempt, u.Name)
		}
		r.same("required", []any{p.SSORequiredAt.Time, p.PasswordSignIn, p.ChangedName, exempt}, []any{from, true, "sofia", []string{"maya", "second", "sofia"}})
		r.same("events", written(), []string{"policy.sso_required", "user.changed", "user.changed", "user.changed"})
		r.must(require(r.sofia, from))
		r.same("again", len(written()), 4)

		p, err = r.room.AllowPasswords(ctx, r.by(r.sofia), r.revision())
		r.must(err)
		r.same("allowed", []any{p.PasswordSignIn, p.SSORequiredAt.IsZero(), len(p.Exempt), written()[0]}, []any{true, true, 3, "policy.passwords_allowed"})
		_, err = r.room.AllowPasswords(ctx, r.by(r.sofia), 1)
		r.refused("allowed, a lost update", err, fault.ConfigChanged)
		before := r.revision()
		_, err = r.room.AllowPasswords(ctx, r.by(r.sofia), before)
		r.must(err)
		r.same("allowed again", []any{r.revision(), len(written())}, []any{before, 5})
	})
}

// use is a sign-in through a link now.
func (r *rig) use(l store.Link) {
	r.t.Helper()
	r.must(r.db.TouchIdentity(r.t.Context(), store.Seen{
		OrganizationID: l.OrganizationID, IdentityID: l.ID, UserID: l.UserID, OldSubject: l.Subject, Subject: l.Subject,
		ClientID: l.ClientID, Email: l.Email, HostedDomain: l.HostedDomain, At: r.clock.now(),
	}))
}

// A link that a super admin made proves no sign-in, and one that was turned off
// is no way in.
func TestWhatIsNoOwnSignIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		_, err := r.room.Connect(ctx, r.by(r.sofia), r.ben.ID, r.attempt(nil).ID)
		r.must(err)
		p, err := r.change(r.ben, access.UserChange{Role: ptr(store.SuperAdmin)})
		r.must(err)
		_, err = r.room.Require(ctx, r.by(p.User), r.revision(), r.clock.now(), nil)
		r.refused("a link that was never used", err, fault.OwnSignInRequired)
		google := r.fresh(r.google)
		google.State = store.Disabled
		r.must(r.db.UpdateConnection(ctx, google))
		is, err := r.room.Requirement(ctx, r.by(r.sofia))
		r.must(err)
		r.same("turned off", []any{is.OwnSignIn == nil, is.Reach}, []any{true, store.Reach{People: 3, NotConnected: 3}})
		_, err = r.room.Require(ctx, r.by(r.sofia), r.revision(), r.clock.now(), nil)
		r.refused("through a connection that is off", err, fault.OwnSignInRequired)
	})
}

func TestProveBreakGlass(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.events()
		r.clock.add(48 * time.Hour)
		is, err := r.room.Requirement(ctx, r.by(r.sofia))
		r.must(err)
		r.same("before", []any{is.OwnSignIn == nil, len(is.BreakGlass), is.Reach, len(is.NotConnected)}, []any{true, 0, store.Reach{People: 3, NotConnected: 1}, 1})
		stale := r.sofia
		stale.PasswordHash = ptr("an older one")
		gone := r.user(r.acme, "gone", store.SuperAdmin, true)
		_, err = r.change(gone, access.UserChange{Active: ptr(false)})
		r.must(err)
		for what, u := range map[string]store.User{"an agent": r.maya, "a deactivated one": gone, "a password that was replaced": stale} {
			_, err := r.room.ProveBreakGlass(ctx, r.by(r.sofia), u)
			r.refused(what, err, fault.CredentialsInvalid)
			r.same(what+" is exempt", r.person(u).Exempt, false)
		}
		_, err = r.room.ProveBreakGlass(ctx, r.by(r.sofia), r.gloria)
		r.refused("another organization's", err, fault.NotFound)
		is, err = r.room.ProveBreakGlass(ctx, r.by(r.sofia), r.sofia)
		r.must(err)
		proven := is.BreakGlass[0]
		r.same("proven", []any{proven.ID, proven.Exempt, proven.PasswordUsedAt.Time}, []any{r.sofia.ID, true, r.clock.now()})
		r.same("events", written(), []string{"policy.break_glass_proven", "user.changed", "user.changed"})
	})
}

// S15: only an active super admin of an active organization gets a link.
func TestNewBypass(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.events()
		token, err := r.room.NewBypass(ctx, "acme", "SOFIA@acme.example")
		r.must(err)
		r.same("events", written(), []string{"bypass.created"})
		gone := r.user(r.acme, "gone", store.SuperAdmin, true)
		_, err = r.change(gone, access.UserChange{Active: ptr(false)})
		r.must(err)
		for _, c := range []struct{ organization, email, want string }{
			{"nobody", "sofia@acme.example", `there is no organization "nobody"`},
			{"acme", "gloria@acme.example", `organization "acme" has no user "gloria@acme.example"`},
			{"acme", "maya@acme.example", `maya@acme.example is no super admin of "acme"`},
			{"acme", "gone@acme.example", "gone@acme.example is deactivated"},
		} {
			if _, err := r.room.NewBypass(ctx, c.organization, c.email); err == nil || err.Error() != c.want {
				t.Errorf("%s: %v", c.email, err)
			}
		}
		r.policy(func(o *store.Organization) { o.Active = false })
		if _, err := r.room.NewBypass(ctx, "acme", r.sofia.Email); err == nil || err.Error() != `organization "acme" is suspended` {
			t.Errorf("suspended: %v", err)
		}
		l, err := r.db.TakeBypassLink(ctx, r.acme.ID, secret.Hash(token), r.clock.now().Add(access.BypassLife-time.Second))
		r.same("the link", []any{l.UserID, l.ExpiresAt.Time, err}, []any{r.sofia.ID, r.clock.now().Add(5 * time.Minute), error(nil)})
	})
}

// Whoever came in by a bypass link can repair what nobody could get into.
func TestALockedOutOrganizationIsRepaired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.policy(func(o *store.Organization) { o.PasswordSignIn, o.SSORequiredAt = false, store.At(r.clock.now()) })
		google := r.fresh(r.google)
		google.State = store.Disabled
		r.must(r.db.UpdateConnection(t.Context(), google))
		p, err := r.room.AllowPasswords(t.Context(), r.by(r.sofia), r.revision())
		r.must(err)
		r.same("open", p.PasswordsOpen(r.clock.now()), true)
	})
}

package policy_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/rules"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func TestChangePolicy(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		r.Clock.Add(time.Minute)
		p, err := r.Policies.Change(ctx, r.By(r.Sofia), r.Revision(), policy.Change{
			SignInPolicy: rules.SignInPolicy{
				SessionIdle: new(time.Hour), SessionAbsolute: new(2 * time.Hour), ContactText: new("  Extension 4100. "), LogDays: new(30), AuditDays: new(400),
			},
			FirstSignIn: []policy.FirstSignIn{{ConnectionID: r.Google.ID, Linking: new(store.LinkConfirm), WeakProof: new(store.WeakRefuse), DifferentEmail: new(true)}},
		})
		r.Must(err)
		c := p.Connections[0]
		r.Same("changed", []any{p.SessionIdleSeconds, p.SessionAbsoluteSeconds, p.ContactText, p.LogDays, p.AuditDays, p.Revision, p.ChangedName, p.ChangedAt.Time},
			[]any{int64(3600), int64(7200), "Extension 4100.", int64(30), int64(400), int64(2), "sofia", r.Clock.Now()})
		r.Same("first sign-ins", []any{c.Linking, c.WeakProof, c.DifferentEmail, c.State, c.LiveVersionID, c.Revision, c.ChangedBy},
			[]any{store.LinkConfirm, store.WeakRefuse, true, store.Enabled, r.Google.LiveVersionID, r.Google.Revision + 1, r.Sofia.ID})
		r.Same("events", written(), []string{"policy.changed", "policy.changed"})

		p, err = r.Policies.Change(ctx, r.By(r.Sofia), 2, policy.Change{
			SignInPolicy: rules.SignInPolicy{ContactText: new("Extension 4100.")}, FirstSignIn: []policy.FirstSignIn{{ConnectionID: r.Google.ID, Linking: new(store.LinkConfirm)}},
		})
		r.Must(err)
		r.Same("a change of nothing", []any{p.Revision, len(written())}, []any{int64(2), 2})
		p, err = r.Policies.Change(ctx, r.By(r.Sofia), 2, policy.Change{FirstSignIn: []policy.FirstSignIn{{ConnectionID: r.Google.ID, DifferentEmail: new(false)}}})
		r.Must(err)
		r.Same("a connection alone changes the policy", []any{p.Revision, len(written())}, []any{int64(3), 3})
	})
}

func TestPoliciesThatAreRefused(t *testing.T) {
	onBoth(t, func(r *rig) {
		removed, theirs := r.Connection(r.Acme, "microsoft"), r.Connection(r.Globex, "google")
		removed.State = store.Removed
		r.Must(r.DB.UpdateConnection(t.Context(), removed))
		first := func(ids ...string) policy.Change {
			c := policy.Change{SignInPolicy: rules.SignInPolicy{ContactText: new("written")}}
			for _, id := range ids {
				c.FirstSignIn = append(c.FirstSignIn, policy.FirstSignIn{ConnectionID: id, Linking: new(store.LinkProfileOnly)})
			}
			return c
		}
		for what, c := range map[string]struct {
			change policy.Change
			want   string
		}{
			"idle for longer than it lives":    {policy.Change{SignInPolicy: rules.SignInPolicy{SessionIdle: new(8 * time.Hour), SessionAbsolute: new(time.Hour)}}, "/sessionIdleMinutes out_of_range"},
			"a life that is shorter than idle": {policy.Change{SignInPolicy: rules.SignInPolicy{SessionAbsolute: new(time.Hour)}}, "/sessionAbsoluteMinutes out_of_range"},
			"an unknown connection":            {first(r.Google.ID, secret.NewID()), "/firstSignIn/1/connectionId invalid"},
			"a removed one":                    {first(removed.ID), "/firstSignIn/0/connectionId invalid"},
			"another organization's (E01)":     {first(theirs.ID), "/firstSignIn/0/connectionId invalid"},
			"one twice":                        {first(r.Google.ID, r.Google.ID), "/firstSignIn/1/connectionId duplicate"},
		} {
			_, err := r.Policies.Change(t.Context(), r.By(r.Sofia), r.Revision(), c.change)
			r.Refused(what, err, fault.ValidationFailed, c.want)
		}
		p, err := r.Policies.Read(t.Context(), r.Acme.ID)
		r.Must(err)
		r.Same("nothing is half done", []any{p.Revision, p.ContactText, p.Connections[0].Linking, len(p.Connections), p.ChangedName},
			[]any{int64(1), "", store.LinkAutomatic, 1, "The operator"})
		_, err = r.Policies.Change(t.Context(), r.By(r.Sofia), 0, first())
		r.Refused("a lost update", err, fault.ConfigChanged)
		r.Same("by whom", fault.Of(err).ChangedBy, "The operator")
	})
}

// S11, F12: both proofs, each of a day at most, and each of the right person.
func TestRequireSSO(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, now := t.Context(), r.Clock.Now()
		require := func(by store.User, from time.Time, exempt ...string) error {
			_, err := r.Policies.Require(ctx, r.By(by), r.Revision(), from, exempt)
			return err
		}
		for what, from := range map[string]time.Time{
			"too far in the past": now.Add(-policy.LateBy - time.Second), "more than a year ahead": now.AddDate(1, 0, 0).Add(time.Second), "no time": {},
		} {
			r.Refused(what, require(r.Sofia, from), fault.ValidationFailed, "/from out_of_range")
		}
		r.Refused("people who are not there", require(r.Sofia, now, r.Maya.ID, r.Gloria.ID, "usr_x"), fault.ValidationFailed, "/exempt/1 invalid", "/exempt/2 invalid")
		second := r.User(r.Acme, "second", store.SuperAdmin, true)
		r.Refused("without an own account", require(second, now), fault.OwnSignInRequired)
		r.Clock.Add(policy.ProvenFor + time.Second)
		r.Refused("signed in too long ago", require(r.Sofia, r.Clock.Now()), fault.OwnSignInRequired)
		r.use(r.Person(r.Sofia).Links[0])
		r.Refused("no password used lately", require(r.Sofia, r.Clock.Now()), fault.BreakGlassRequired)
		r.Must(r.DB.RecordPasswordUse(ctx, second, r.Clock.Now()))
		r.Refused("one that is not exempt", require(r.Sofia, r.Clock.Now()), fault.BreakGlassRequired)
		_, err := r.Policies.Require(ctx, r.By(r.Sofia), 99, r.Clock.Now(), nil)
		r.Refused("a lost update", err, fault.ConfigChanged)
		r.Same("nobody was exempted by a refusal", r.Person(r.Sofia).Exempt, false)

		written, from := r.Events(), r.Clock.Now().Add(48*time.Hour)
		r.Must(require(r.Sofia, from, second.ID, r.Maya.ID))
		p, err := r.Policies.Read(ctx, r.Acme.ID)
		r.Must(err)
		exempt := []string{}
		for _, u := range p.Exempt {
			exempt = append(exempt, u.Name)
		}
		r.Same("required", []any{p.SSORequiredAt.Time, p.PasswordSignIn, p.ChangedName, exempt}, []any{from, true, "sofia", []string{"maya", "second", "sofia"}})
		r.Same("events", written(), []string{"policy.sso_required", "user.changed", "user.changed", "user.changed"})
		r.Must(require(r.Sofia, from))
		r.Same("again", len(written()), 4)

		p, err = r.Policies.AllowPasswords(ctx, r.By(r.Sofia), r.Revision())
		r.Must(err)
		r.Same("allowed", []any{p.PasswordSignIn, p.SSORequiredAt.IsZero(), len(p.Exempt), written()[0]}, []any{true, true, 3, "policy.passwords_allowed"})
		_, err = r.Policies.AllowPasswords(ctx, r.By(r.Sofia), 1)
		r.Refused("allowed, a lost update", err, fault.ConfigChanged)
		before := r.Revision()
		_, err = r.Policies.AllowPasswords(ctx, r.By(r.Sofia), before)
		r.Must(err)
		r.Same("allowed again", []any{r.Revision(), len(written())}, []any{before, 5})
	})
}

// use is a sign-in through a link now.
func (r *rig) use(l store.Link) {
	r.T.Helper()
	r.Must(r.DB.TouchIdentity(r.T.Context(), store.IdentityUse{
		OrganizationID: l.OrganizationID, IdentityID: l.ID, UserID: l.UserID, OldSubject: l.Subject, Subject: l.Subject,
		ClientID: l.ClientID, Email: l.Email, HostedDomain: l.HostedDomain, At: r.Clock.Now(),
	}))
}

// A link that a super admin made proves no sign-in, and one that was turned off
// is no sign-in method.
func TestWhatIsNoOwnSignIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		_, err := r.People.Connect(ctx, r.By(r.Sofia), r.Ben.ID, r.Attempt(nil).ID)
		r.Must(err)
		p, err := r.Change(r.Ben, people.Change{Role: new(store.SuperAdmin)})
		r.Must(err)
		_, err = r.Policies.Require(ctx, r.By(p.User), r.Revision(), r.Clock.Now(), nil)
		r.Refused("a link that was never used", err, fault.OwnSignInRequired)
		google := r.Fresh(r.Google)
		google.State = store.Disabled
		r.Must(r.DB.UpdateConnection(ctx, google))
		is, err := r.Policies.Requirement(ctx, r.By(r.Sofia))
		r.Must(err)
		r.Same("turned off", []any{is.RecentSSOSignIn == nil, is.Reach}, []any{true, store.Reach{People: 3, NotConnected: 3}})
		_, err = r.Policies.Require(ctx, r.By(r.Sofia), r.Revision(), r.Clock.Now(), nil)
		r.Refused("through a connection that is off", err, fault.OwnSignInRequired)
	})
}

func TestProveBreakGlass(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		r.Clock.Add(48 * time.Hour)
		is, err := r.Policies.Requirement(ctx, r.By(r.Sofia))
		r.Must(err)
		r.Same("before", []any{is.RecentSSOSignIn == nil, len(is.BreakGlass), is.Reach, len(is.NotConnected)}, []any{true, 0, store.Reach{People: 3, NotConnected: 1}, 1})
		stale := r.Sofia
		stale.PasswordHash = new("an older one")
		gone := r.User(r.Acme, "gone", store.SuperAdmin, true)
		_, err = r.Change(gone, people.Change{Active: new(false)})
		r.Must(err)
		for what, u := range map[string]store.User{"an agent": r.Maya, "a deactivated one": gone, "a password that was replaced": stale} {
			_, err := r.Policies.ProveBreakGlass(ctx, r.By(r.Sofia), u)
			r.Refused(what, err, fault.CredentialsInvalid)
			r.Same(what+" is exempt", r.Person(u).Exempt, false)
		}
		_, err = r.Policies.ProveBreakGlass(ctx, r.By(r.Sofia), r.Gloria)
		r.Refused("another organization's", err, fault.NotFound)
		is, err = r.Policies.ProveBreakGlass(ctx, r.By(r.Sofia), r.Sofia)
		r.Must(err)
		proven := is.BreakGlass[0]
		r.Same("proven", []any{proven.ID, proven.Exempt, proven.PasswordUsedAt.Time}, []any{r.Sofia.ID, true, r.Clock.Now()})
		r.Same("events", written(), []string{"policy.break_glass_proven", "user.changed", "user.changed"})
	})
}

// S15: only an active super admin of an active organization gets a link.
func TestNewBypass(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		token, err := r.Policies.NewBypass(ctx, "acme", "SOFIA@acme.example")
		r.Must(err)
		r.Same("events", written(), []string{"bypass.created"})
		gone := r.User(r.Acme, "gone", store.SuperAdmin, true)
		_, err = r.Change(gone, people.Change{Active: new(false)})
		r.Must(err)
		for _, c := range []struct{ organization, email, want string }{
			{"nobody", "sofia@acme.example", `there is no organization "nobody"`},
			{"acme", "gloria@acme.example", `organization "acme" has no user "gloria@acme.example"`},
			{"acme", "maya@acme.example", `maya@acme.example is no super admin of "acme"`},
			{"acme", "gone@acme.example", "gone@acme.example is deactivated"},
		} {
			if _, err := r.Policies.NewBypass(ctx, c.organization, c.email); err == nil || err.Error() != c.want {
				t.Errorf("%s: %v", c.email, err)
			}
		}
		r.EditOrganization(func(o *store.Organization) { o.Active = false })
		if _, err := r.Policies.NewBypass(ctx, "acme", r.Sofia.Email); err == nil || err.Error() != `organization "acme" is suspended` {
			t.Errorf("suspended: %v", err)
		}
		l, err := r.DB.TakeBypassLink(ctx, r.Acme.ID, secret.Hash(token), r.Clock.Now().Add(policy.BypassLife-time.Second))
		r.Same("the link", []any{l.UserID, l.ExpiresAt.Time, err}, []any{r.Sofia.ID, r.Clock.Now().Add(5 * time.Minute), error(nil)})
	})
}

// Whoever signed in by a bypass link can repair what nobody could sign in to.
func TestALockedOutOrganizationIsRepaired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.EditOrganization(func(o *store.Organization) { o.PasswordSignIn, o.SSORequiredAt = false, store.At(r.Clock.Now()) })
		google := r.Fresh(r.Google)
		google.State = store.Disabled
		r.Must(r.DB.UpdateConnection(t.Context(), google))
		p, err := r.Policies.AllowPasswords(t.Context(), r.By(r.Sofia), r.Revision())
		r.Must(err)
		r.Same("open", p.PasswordsOpen(r.Clock.Now()), true)
	})
}

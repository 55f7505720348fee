package connection_test

import (
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func (r *rig) enable(v connection.View, consent connection.Consent, personal int) func() error {
	return func() error {
		_, err := r.Enable(r.t.Context(), r.at(v), consent, personal)
		return err
	}
}

func unlocked(typed string) connection.Consent {
	return connection.Consent{Unlocked: connection.Confirmation{Name: "Acme Support", Typed: typed}}
}

func TestTurningOn(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.create("google")
		r.refuses("without a version", fault.TestRequired, nil, r.enable(v, unlocked("Acme Support"), 0))
		v = r.save(v, keys(clientA, secretA))
		r.refuses("without a test", fault.TestRequired, nil, r.enable(v, unlocked("Acme Support"), 0))
		v = r.tested(v)
		confirm := func(code string) []fault.Field { return []fault.Field{{Pointer: "/confirm", Code: code}} }
		r.refuses("unlocked, nothing typed", fault.ValidationFailed, confirm("required"), r.enable(v, unlocked(" "), 0))
		r.refuses("unlocked, another name typed", fault.ValidationFailed, confirm("invalid"), r.enable(v, unlocked("acme support"), 0))
		r.refuses("a name that is not there is never typed", fault.ValidationFailed, confirm("required"), r.enable(v, connection.Consent{}, 0))
		private := fault.Field{Pointer: "/personalAddresses", Code: "required"}
		r.refuses("private addresses", fault.ValidationFailed, []fault.Field{private}, r.enable(v, unlocked("Acme Support"), 2))
		r.refuses("both", fault.ValidationFailed, append(confirm("invalid"), private), r.enable(v, unlocked("x"), 2))
		consent := unlocked(" Acme Support ")
		consent.PersonalAddresses = true
		audited := r.audited()
		v = r.made(r.Enable(r.t.Context(), r.at(v), consent, 2))
		r.same("on", []any{v.Status(), v.Live.State, v.Draft == nil, r.since(audited)},
			[]any{connection.StatusEnabled, store.VersionLive, true, []string{"enabled", "live"}})
		r.refuses("on again", fault.Conflict, nil, r.enable(v, consent, 0))
	})
}

// What is turned on is the newest version, and it must have passed.
func TestTurningOnAgain(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.made(r.Disable(r.t.Context(), r.at(r.on()), false))
		live := v.Live.ID
		r.refuses("off again", fault.Conflict, nil, func() error { _, err := r.Disable(r.t.Context(), r.at(v), false); return err })
		v = r.save(v, keys(clientA, secretB))
		r.refuses("with an untested draft", fault.TestRequired, nil, r.enable(v, connection.Consent{}, 0))
		v = r.made(r.DiscardDraft(r.t.Context(), r.at(v)))
		audited := r.audited()
		v = r.made(r.Enable(r.t.Context(), r.at(v), connection.Consent{}, 0))
		r.same("the live one again", []any{v.Live.ID, r.since(audited)}, []any{live, []string{"enabled"}})
		v = r.save(r.made(r.Disable(r.t.Context(), r.at(v), false)), keys(clientA, secretB))
		v = r.made(r.Enable(r.t.Context(), r.at(r.tested(v)), connection.Consent{}, 0))
		r.same("the draft, once it has passed", []any{v.Live.Number, v.Draft == nil}, []any{int64(3), true})
	})
}

func TestTurningOffEndsOrKeepsSessions(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		through, other := r.session(v), r.session(r.create("microsoft"))
		v = r.made(r.Disable(r.t.Context(), r.at(v), true))
		r.same("kept", []any{v.Status(), through()}, []any{connection.StatusDisabled, ""})
		v = r.made(r.Enable(r.t.Context(), r.at(v), connection.Consent{}, 0))
		r.made(r.Disable(r.t.Context(), r.at(v), false))
		r.same("ended", []any{through(), other()}, []any{"connection_turned_off", ""})
	})
}

// Removing keeps the row and the links; setting up again revives them (S11).
func TestRemoveAndRevive(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.promote(r.save(r.on(), connection.Change{ClientSecret: ptr(secretB), KeepOldUntil: ptr(r.now.Add(time.Hour))}))
		v = r.save(v, keys(clientB, secretB))
		draft, ended := v.Draft.ID, r.session(v)
		link := r.linked(v, r.sofia, "acme.example")
		remove := func(typed string) func() error {
			return func() error {
				return r.Remove(r.t.Context(), r.at(v), connection.Confirmation{Name: "Acme Support", Typed: typed})
			}
		}
		r.refuses("nothing typed", fault.ValidationFailed, []fault.Field{{Pointer: "/confirm", Code: "required"}}, remove(""))
		r.refuses("another name typed", fault.ValidationFailed, []fault.Field{{Pointer: "/confirm", Code: "invalid"}}, remove("Globex"))
		audited := r.audited()
		r.must(remove("Acme Support")())
		row := r.row(v.ID)
		r.same("removed", []any{row.State, row.DraftVersionID == nil, row.FallbackVersionID == nil, *row.LiveVersionID, ended(), r.since(audited)},
			[]any{store.Removed, true, true, v.Live.ID, "connection_removed", []string{"removed"}})
		d, err := r.db.VersionOf(r.t.Context(), r.acme.ID, draft)
		r.must(err)
		r.same("its draft", d.State, store.VersionRetired)
		list, err := r.List(r.t.Context(), r.acme.ID)
		r.must(err)
		r.same("listed", len(list), 0)
		r.refuses("removed again", fault.NotFound, nil, remove("Acme Support"))
		r.refuses("changed", fault.NotFound, nil, func() error {
			_, err := r.Change(r.t.Context(), r.at(v), keys(clientA, secretA))
			return err
		})
		audited = r.audited()
		again := r.create("google")
		r.same("revived", []any{again.ID, again.State, again.Live == nil, again.Draft == nil, again.LockedTo, again.Connected, r.RedirectURI(again.ID), r.since(audited)},
			[]any{v.ID, store.Draft, true, true, v.LockedTo, int64(1), r.RedirectURI(v.ID), []string{"revived"}})
		links, err := r.db.IdentitiesOf(r.t.Context(), r.acme.ID, r.sofia.ID)
		r.must(err)
		r.same("links", []any{len(links), links[0].ID}, []any{1, link.ID})
		r.same("numbers go on", r.save(again, keys(clientA, secretA)).Draft.Number, int64(4))
	})
}

// One click back: a version that worked is live again at once.
func TestRestore(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		first := v.Live.ID
		v = r.promote(r.save(v, connection.Change{ClientSecret: ptr(secretB), KeepOldUntil: ptr(r.now.Add(time.Hour))}))
		second := v.Live.ID
		v = r.save(v, keys(clientB, secretA))
		restore := func(id string) func() error {
			return func() error { _, err := r.Restore(r.t.Context(), r.at(v), id); return err }
		}
		r.refuses("what is live", fault.Conflict, nil, restore(second))
		r.refuses("what never passed", fault.TestRequired, nil, restore(v.Draft.ID))
		r.refuses("what is not there", fault.NotFound, nil, restore(secret.NewID()))
		other := r.tested(r.save(r.create("okta"), connection.Change{ClientID: ptr("a"), ClientSecret: ptr("b"), Issuer: ptr("https://idp.example")}))
		r.refuses("another connection's", fault.NotFound, nil, restore(other.Draft.ID))
		audited := r.audited()
		v = r.made(r.Restore(r.t.Context(), r.at(v), first))
		r.same("back", []any{v.Live.ID, v.Draft.Number, v.Fallback == nil, v.Status(), r.since(audited)},
			[]any{first, int64(3), true, connection.StatusEnabled, []string{"restored"}})
		v = r.made(r.Disable(r.t.Context(), r.at(v), false))
		r.same("off, it stays off", r.made(r.Restore(r.t.Context(), r.at(v), second)).Status(), connection.StatusDisabled)
	})
}

// No change leaves an organization without a super admin who can sign in.
func TestLastSignInMethodStays(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		r.onlyThrough(v, "acme.example")
		lock := func(to ...string) func() error {
			return func() error {
				_, err := r.Change(r.t.Context(), r.at(v), connection.Change{
					LockedTo: &to, Unlocked: connection.Confirmation{Name: "a", Typed: "a"},
				})
				return err
			}
		}
		r.refuses("turned off", fault.LastSuperAdmin, nil, func() error { _, err := r.Disable(r.t.Context(), r.at(v), true); return err })
		r.refuses("removed", fault.LastSuperAdmin, nil, func() error {
			return r.Remove(r.t.Context(), r.at(v), connection.Confirmation{Name: "a", Typed: "a"})
		})
		r.refuses("locked out", fault.LastSuperAdmin, nil, lock("other.example"))
		r.must(lock("other.example", "acme.example")())
		r.must(lock()())
		r.acme.PasswordSignIn = true
		r.must(r.db.UpdateOrganization(r.t.Context(), r.acme))
		r.must(lock("other.example")())
		r.made(r.Disable(r.t.Context(), r.at(v), false))
	})
}

// To another organization a connection is not there, whatever is done (E01).
func TestConnectionsOfOthersAreNotThere(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.save(r.on(), keys(clientA, secretB))
		ctx, there := r.t.Context(), r.at(v)
		there.By.OrganizationID = r.globex.ID
		name := connection.Confirmation{Name: "a", Typed: "a"}
		for what, do := range map[string]func() error{
			"read":     func() error { _, err := r.Read(ctx, r.globex.ID, v.ID); return err },
			"impact":   func() error { _, err := r.Impact(ctx, r.globex.ID, v.ID); return err },
			"versions": func() error { _, err := r.Versions(ctx, r.globex.ID, v.ID); return err },
			"change":   func() error { _, err := r.Change(ctx, there, keys(clientA, secretA)); return err },
			"enable":   func() error { _, err := r.Enable(ctx, there, connection.Consent{Unlocked: name}, 0); return err },
			"disable":  func() error { _, err := r.Disable(ctx, there, false); return err },
			"remove":   func() error { return r.Remove(ctx, there, name) },
			"discard":  func() error { _, err := r.DiscardDraft(ctx, there); return err },
			"tick":     func() error { _, err := r.TickGuide(ctx, r.globex.ID, v.ID, "G1", true); return err },
			"end":      func() error { _, err := r.EndRotation(ctx, there); return err },
			"restore":  func() error { _, err := r.Restore(ctx, there, v.Live.ID); return err },
		} {
			r.refuses(what, fault.NotFound, nil, do)
		}
		list, err := r.List(ctx, r.globex.ID)
		r.must(err)
		r.same("listed", len(list), 0)
		mine, err := r.Create(ctx, connection.Beginning{OrganizationID: r.globex.ID, Provider: "google", By: r.sofia.ID})
		r.must(err)
		foreign := connection.Target{By: change.Actor{OrganizationID: r.globex.ID, ID: r.sofia.ID}, ConnectionID: mine.ID, Revision: 1}
		r.refuses("a version of another's", fault.NotFound, nil, func() error { _, err := r.Restore(ctx, foreign, v.Live.ID); return err })
	})
}

func TestViewTellsWhatTheSettingsShow(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		r.linked(v, r.sofia, "acme.example")
		ended := r.session(v)
		test := store.ConnectionTest{
			ID: secret.NewID(), OrganizationID: r.acme.ID, ConnectionID: v.ID, VersionID: v.Live.ID, VersionNumber: 1,
			StartedBy: r.sofia.ID, StartedAt: store.At(r.now), State: store.TestRunning,
		}
		r.must(r.db.AddConnectionTest(r.t.Context(), test))
		r.must(r.db.AddStartCounts(r.t.Context(), []store.StartCount{
			{OrganizationID: r.acme.ID, Provider: "google", Outcome: "started", Quarter: store.Quarter(r.now), N: 3},
		}))
		for range 2 {
			_, err := r.db.MarkRefused(r.t.Context(), store.CredentialsRefused{OrganizationID: r.acme.ID, ConnectionID: v.ID, VersionID: v.Live.ID, Reason: "client_secret_expired", At: r.now}, time.Minute)
			r.must(err)
		}
		v = r.made(r.Read(r.t.Context(), r.acme.ID, v.ID))
		r.same("view", []any{v.Status(), v.Connected, v.LastGood.Equal(r.now), v.LastTest.ID, v.LastTest.StartedByName, v.LastDay.Started},
			[]any{connection.StatusDegraded, int64(1), true, test.ID, "Sofia of Acme Support", int64(3)})
		impact, err := r.Impact(r.t.Context(), r.acme.ID, v.ID)
		r.must(err)
		r.same("impact", []any{impact.Impact, len(impact.People), ended()}, []any{store.Impact{Connected: 1, Sessions: 1}, 0, ""})
	})
}

package connection_test

import (
	"testing"
	"time"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/store"
)

func TestVersions(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		n, audited := v.Revision, r.audited()
		for name, ch := range map[string]connection.Change{
			"the same values": keys(clientA, secretA), "the same id": {ClientID: ptr(clientA)}, "the same lock": {LockedTo: &[]string{"ACME.example "}},
			"nothing to keep": {KeepOldUntil: &time.Time{}}, "no expiry": {SecretExpires: &time.Time{}},
		} {
			if got := r.save(v, ch); got.Revision != n || got.Draft != nil || len(r.since(audited)) > 0 {
				r.t.Errorf("%s changed something: %+v", name, got)
			}
		}
		r.refuses("another id needs its secret", fault.ValidationFailed, []fault.Field{{Pointer: "/clientSecret", Code: "needs_secret"}}, func() error {
			_, err := r.Change(r.t.Context(), r.at(v), connection.Change{ClientID: ptr(clientB)})
			return err
		})
		expiry := r.now.AddDate(1, 0, 0)
		v = r.save(v, connection.Change{SecretExpires: &expiry})
		r.same("a note makes no version", []any{v.Draft == nil, v.Live.SecretExpires.Equal(expiry), v.Revision, r.since(audited)},
			[]any{true, true, n + 1, []string{"changed"}})

		live := v.Live.ID
		v = r.save(v, keys(clientA, secretB))
		r.same("another secret", []any{v.Live.ID, v.Draft.Number, v.Draft.SecretExpires.IsZero(), v.Status()}, []any{live, int64(2), true, connection.StatusEnabled})
		first := v.Draft.ID
		v = r.save(v, keys(clientB, secretB))
		versions, err := r.Versions(r.t.Context(), r.acme.ID, v.ID)
		r.must(err)
		r.same("the draft before it retires", []any{len(versions), versions[1].ID, versions[1].State, v.Draft.Number, v.Live.ID},
			[]any{3, first, store.VersionRetired, int64(3), live})

		v = r.made(r.DiscardDraft(r.t.Context(), r.at(v)))
		r.same("discarded", []any{v.Draft == nil, v.Live.ID}, []any{true, live})
		r.refuses("discarded again", fault.NotFound, nil, func() error { _, err := r.DiscardDraft(r.t.Context(), r.at(v)); return err })
		r.same("audited", r.since(audited), []string{"changed", "draft_discarded", "version", "version"})
	})
}

// A rotation keeps the old secret beside the new one, of the same application
// and for a while.
func TestRotation(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		until := r.now.AddDate(0, 0, 30)
		old := v.Live.Version
		r.refuses("of another application", fault.ValidationFailed, []fault.Field{{Pointer: "/keepOldSecretUntil", Code: "invalid"}}, func() error {
			_, err := r.Change(r.t.Context(), r.at(v), connection.Change{ClientID: ptr(clientB), ClientSecret: ptr(secretB), KeepOldUntil: &until})
			return err
		})
		v = r.save(v, connection.Change{ClientSecret: ptr("GOCSPX-CANARYSECRET-typo"), KeepOldUntil: &until})
		v = r.save(v, connection.Change{ClientSecret: ptr(secretB)})
		r.same("a corrected draft is the same rotation", v.Draft.KeepOldUntil.Equal(until), true)
		sooner := r.now.AddDate(0, 0, 7)
		v = r.save(v, connection.Change{KeepOldUntil: &sooner})
		r.same("its end can be moved", []any{v.Draft.Number, v.Draft.KeepOldUntil.Equal(sooner), v.Fallback == nil}, []any{int64(3), true, true})
		_, err := r.db.MarkRefused(r.t.Context(), store.CredentialsRefused{OrganizationID: r.acme.ID, ConnectionID: v.ID, VersionID: old.ID, Reason: "client_secret_expired", At: r.now}, time.Minute)
		r.must(err)
		audited := r.audited()
		v = r.promote(v)
		r.same("live", []any{v.Live.Number, v.Draft == nil, v.Fallback.ID, v.FallbackUntil.Equal(sooner), v.Health.Health, v.State, r.since(audited)},
			[]any{int64(3), true, old.ID, true, store.HealthOK, store.Enabled, []string{"live"}})
		r.same("the old one", v.Fallback.State, store.VersionRetired)
		r.now = sooner
		r.same("over", r.made(r.Read(r.t.Context(), r.acme.ID, v.ID)).Fallback == nil, true)
		v = r.made(r.EndRotation(r.t.Context(), r.at(v)))
		r.same("ended", r.row(v.ID).FallbackVersionID == nil, true)
		r.refuses("ended again", fault.NotFound, nil, func() error { _, err := r.EndRotation(r.t.Context(), r.at(v)); return err })

		v = r.promote(r.save(v, keys(clientB, secretB)))
		r.same("another application keeps nothing", []any{v.Live.ClientID, v.Fallback == nil}, []any{clientB, true})
		v = r.save(v, connection.Change{ClientSecret: ptr(secretA), KeepOldUntil: ptr(r.now.Add(time.Hour))})
		r.now = r.now.Add(2 * time.Hour)
		r.same("promoted too late, it keeps nothing", r.promote(v).Fallback == nil, true)
	})
}

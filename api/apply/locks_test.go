package apply_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A file that turns a connection off holds up whoever signs in (D09), in other organizations
// too: somebody who holds one of these, which the file wants next, and wants to sign in is
// not in each other's way with it for ever.
func TestAFileWaitsForOthersBeforeTheyWaitForIt(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(world + "  - code: beta\n")
		beta, err := r.db.OrganizationByCode(t.Context(), "beta")
		r.must(err)
		held, others := make(chan struct{}), make(chan error, 1)
		go func() {
			others <- r.db.InTx(t.Context(), func(rows store.Rows) error {
				err := rows.LockOrganization(t.Context(), beta.ID)
				close(held)
				time.Sleep(200 * time.Millisecond)                                               // the file has come as far as it can
				_, ending := rows.EndSessionsThrough(t.Context(), beta.ID, "none", "off", r.now) // waits for whoever signs in, as they for it
				return errors.Join(err, ending)
			})
		}()
		<-held
		r.apply(google("state: disabled") + "  - {code: beta, contactText: Ask Bob}\n")
		r.must(<-others)
	})
}

// signsIn signs Sofia in at acme for the first time, as far as the database is asked.
func (r *rig) signsIn(live store.LiveConnection) (session string, err error) {
	r.t.Helper()
	u, session := r.user("sofia@acme.example"), secret.NewID()
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Second)
	defer cancel()
	return session, r.db.InTx(ctx, func(rows store.Rows) error {
		row := store.SignIn{ID: secret.NewID(), OrganizationID: u.OrganizationID, Step: "commit", UserID: &u.ID, StartedAt: store.At(r.now), FinishedAt: store.At(r.now)}
		if err := rows.SpendAttemptUnder(ctx, row, live); err != nil {
			return err
		}
		return rows.AddSession(ctx, store.Session{
			ID: session, OrganizationID: u.OrganizationID, UserID: u.ID, Method: "sso", ConnectionID: &live.ID, Generation: 1,
			AuthenticatedAt: store.At(r.now), LastUsedAt: store.At(r.now),
			IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
		})
	})
}

// However long a file takes, people sign in meanwhile, and those whose connection or
// organization it turns off have no session when it is done.
func TestPeopleSignInWhileAFileIsApplied(t *testing.T) {
	for name, file := range map[string]struct{ text, reason string }{
		"a connection is turned off":    {google("state: disabled") + "  - {code: globex, contactText: Ask Bob}\n", "connection_turned_off"},
		"an organization is turned off": {"organizations: [{code: acme, active: false}, {code: globex, contactText: Ask Bob}]", "organization_suspended"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storetest.Open(t, store.Postgres))
			r.apply(world)
			live, began := r.google(), []string(nil)
			r.Now = func() time.Time { // is asked all along
				session, err := r.signsIn(live)
				r.must(err)
				began = append(began, session)
				return r.now
			}
			r.apply(file.text)
			for _, session := range began {
				if p, err := r.db.SessionPrincipal(t.Context(), session); err != nil || p.EndReason != file.reason {
					t.Errorf("of %d who came meanwhile one ended by %q, %v", len(began), p.EndReason, err)
				}
			}
		})
	}
}

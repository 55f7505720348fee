package storetest

import (
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Run is what every engine must do alike. open gives a new, migrated database.
func Run(t *testing.T, open func() *store.Store) {
	t.Helper()
	shared := open()
	for name, test := range map[string]func(*testing.T, *world){
		"users":         users,
		"user list":     userList,
		"bulk changes":  bulkChanges,
		"requirement":   requirement,
		"refused":       refusedAccounts,
		"organizations": organizations,
		"connections":   connections,
		"identities":    identities,
		"find":          find,
		"returning":     returning, "many who return": manyReturn,
		"first sign-ins": first,
		"unlinked":       unlinked,
		"begun":          begun,
		"L4: redeemed":   redeemed,
		"clients":        clients,
		"services":       services,
		"roles":          roles,
		"events":         events,
		"role rules":     roleRules,
		"webhooks":       webhooks,
		"codes":          codes,
		"user imports":   userImports,
		"many users":     manyUsers,
		"guest links":    guestLinks,
		"keyed requests": keyedRequests, "whole": whole,
		"live":           live,
		"health":         health,
		"sign-ins":       signIns,
		"own sign-ins":   ownSignIns,
		"counts":         startCounts,
		"S8: old counts": foldedCounts, "the log's counts": cutCounts,
		"sign-in log":        signInLog,
		"zone counts":        zoneCounts,
		"sessions":           sessions,
		"pending links":      pendingLinks,
		"link codes":         linkCodes,
		"mails asked":        mailsAsked,
		"tries":              tries,
		"password kinds":     passwordKinds,
		"audit":              audit,
		"transactions":       transactions,
		"guarded":            guarded,
		"sign-in methods":    signInMethods,
		"locked out of many": lockedOutOfMany,
		"tests":              connectionTests,
		"fallback":           fallback,
		"forecast":           forecast,
		"domains":            domains,
		"references":         references,
		"settings":           overview,
		"impact":             impact,
		"impact of many":     impactOfMany,
		"isolation, E09":     isolation,
	} {
		t.Run(name, func(t *testing.T) { test(t, newWorld(t, shared)) })
	}
	// These look at the whole database, so each has one of its own.
	t.Run("deployment", func(t *testing.T) { deployment(t, open()) })
	t.Run("token keys", func(t *testing.T) { tokenKeys(t, open()) })
	t.Run("domain checks", func(t *testing.T) { domainChecks(t, newWorld(t, open())) })
	t.Run("of all organizations", func(t *testing.T) { deploymentWide(t, newWorld(t, open())) })
	t.Run("probes", func(t *testing.T) { probes(t, newWorld(t, open())) })
	t.Run("last days", func(t *testing.T) { lastDays(t, newWorld(t, open())) })
	t.Run("password resets", func(t *testing.T) { passwordResets(t, newWorld(t, open())) })
	t.Run("bypass links", func(t *testing.T) { bypassLinks(t, newWorld(t, open())) })
	t.Run("daily checks", func(t *testing.T) { checks(t, newWorld(t, open())) })
	t.Run("super admin mailed", func(t *testing.T) { superAdminMailed(t, newWorld(t, open())) })
	t.Run("mails", func(t *testing.T) { mails(t, newWorld(t, open())) })
	t.Run("queues", func(t *testing.T) { leases(t, newWorld(t, open())) })
	t.Run("job notes", func(t *testing.T) { jobNotes(t, open()) })
	t.Run("key warnings", func(t *testing.T) { keyWarnings(t, newWorld(t, open())) })
	t.Run("secret warnings", func(t *testing.T) { secretWarnings(t, newWorld(t, open())) })
	t.Run("pruned mails", func(t *testing.T) { prunedMails(t, newWorld(t, open())) })
	t.Run("sealed (J03, R24)", func(t *testing.T) { sealed(t, newWorld(t, open())) })
	t.Run("sealing (J05)", func(t *testing.T) { sealing(t, newWorld(t, open())) })
	t.Run("restored (L15)", func(t *testing.T) { restored(t, newWorld(t, open())) })
	t.Run("applied (F41, O2)", func(t *testing.T) { applied(t, newWorld(t, open())) })
	t.Run("logouts", func(t *testing.T) { logouts(t, newWorld(t, open())) })
	t.Run("logout races", func(t *testing.T) { logoutRaces(t, newWorld(t, open())) })
	t.Run("logout tries", func(t *testing.T) { logoutTries(t, newWorld(t, open())) })
	t.Run("offline grants", func(t *testing.T) { offlineGrants(t, newWorld(t, open())) })
	t.Run("woken webhooks", func(t *testing.T) { wokenWebhooks(t, newWorld(t, open())) })
	t.Run("event races", func(t *testing.T) { eventRaces(t, newWorld(t, open())) })
	t.Run("events kept", func(t *testing.T) { eventsKept(t, newWorld(t, open())) })
	t.Run("expiring secrets", func(t *testing.T) { expiringSecrets(t, newWorld(t, open())) })
	t.Run("prune", func(t *testing.T) { prune(t, newWorld(t, open())) })
	t.Run("retention", func(t *testing.T) { retention(t, newWorld(t, open())) })
}

// Gathered are the parts of the suite that hold as well where several who come back are always
// served by one statement ([store.Store.Gather] of its tests).
func Gathered(t *testing.T, db *store.Store) {
	t.Run("returning", func(t *testing.T) { returning(t, newWorld(t, db)) })
	t.Run("many who return", func(t *testing.T) { manyReturn(t, newWorld(t, db)) })
}

// noon is when everything happens unless a test says otherwise.
func noon() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 123456000, time.UTC) }

// world is two organizations that know nothing of each other.
type world struct {
	t            *testing.T
	db           *store.Store
	acme, globex place
}

// place is an organization with a user and a live Google connection.
type place struct {
	store.Organization
	ana     store.User
	google  store.Connection
	version store.Version
}

func newWorld(t *testing.T, db *store.Store) *world {
	t.Helper()
	w := &world{t: t, db: db}
	w.acme, w.globex = w.newPlace("acme"), w.newPlace("globex")
	return w
}

func (w *world) newPlace(name string) place {
	w.t.Helper()
	p := place{Organization: store.NewOrganization(name+"-"+secret.NewID(), name, noon())}
	w.must(w.db.AddOrganization(w.t.Context(), p.Organization))
	p.ana = w.newUser(p.Organization, "Ana@acme.example")
	p.google = store.NewConnection(p.ID, "google", noon())
	p.google.State = store.Enabled
	w.must(w.db.AddConnection(w.t.Context(), p.google))
	p.version = w.newVersion(p.google)
	p.google.LiveVersionID = &p.version.ID
	w.must(w.db.UpdateConnection(w.t.Context(), p.google))
	p.google.Revision++
	return p
}

func (w *world) newUser(o store.Organization, email string) store.User {
	w.t.Helper()
	u := store.NewUser(o.ID, email, "Ana Señor", store.Agent, noon())
	w.must(w.db.AddUser(w.t.Context(), u))
	return u
}

func (w *world) newVersion(c store.Connection) store.Version {
	w.t.Helper()
	v := store.Version{
		ID: secret.NewID(), OrganizationID: c.OrganizationID, ConnectionID: c.ID, Issuer: "https://idp.example",
		ClientID: "client-1", SecretSealed: "k1.sealed", Number: w.number(c), State: store.VersionLive,
		CreatedAt: store.At(noon()), CreatedBy: store.ActorOperator,
	}
	w.must(w.db.AddVersion(w.t.Context(), v))
	return v
}

func (w *world) number(c store.Connection) int64 {
	w.t.Helper()
	n, err := w.db.NextVersionNumber(w.t.Context(), c.OrganizationID, c.ID)
	w.must(err)
	return n
}

// must wants no error in making the world.
func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

// same wants what was read to be what was written.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// read is same for a method's two results.
func read[T any](t *testing.T, what string, want T) func(T, error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		same(t, what, got, want)
	}
}

// wants checks an error by kind; nil wants none.
func wants(t *testing.T, what string, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

// absent wants nothing to be found, and nothing half made beside that.
func absent[T any](t *testing.T, what string) func(T, error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if !errors.Is(err, store.ErrNotFound) || !reflect.ValueOf(got).IsZero() {
			t.Errorf("%s: got %+v and %v, want ErrNotFound", what, got, err)
		}
	}
}

// racers is how many come at once.
const racers = 20

// race lets racers call at once, all with the same wish, and says how many
// won; every other one must lose by the error named.
func race(t *testing.T, losing error, call func(n int) error) int {
	t.Helper()
	won := 0
	for _, err := range together(racers, call) {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, losing):
			t.Errorf("a racer failed otherwise: %v", err)
		}
	}
	return won
}

// together lets so many call at once and gives their errors.
func together(many int, call func(n int) error) []error {
	start, results := make(chan struct{}), make([]error, many)
	var all sync.WaitGroup
	for n := range many {
		all.Go(func() {
			<-start
			results[n] = call(n)
		})
	}
	close(start)
	all.Wait()
	return results
}

// oneWinner is race for what may happen once.
func oneWinner(t *testing.T, what string, losing error, call func(n int) error) {
	t.Helper()
	if won := race(t, losing, call); won != 1 {
		t.Errorf("%s: %d of %d won, want 1", what, won, racers)
	}
}

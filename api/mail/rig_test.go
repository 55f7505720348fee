package mail_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/mail"
	"latchkey/api/mail/mailtest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// rig is an organization with people to write to.
type rig struct {
	*testing.T
	db        *store.Store
	box       *mailtest.Server
	org       store.Organization
	ana       store.User
	now       time.Time
	log       *strings.Builder
	mu        sync.Mutex
	counts    map[string]int
	renderers map[mail.Kind]mail.SecretRenderer
}

// onBoth runs a test on each engine.
func onBoth(t *testing.T, o mailtest.Options, test func(r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		test(newRig(t, open(), o))
	})
}

func newRig(t *testing.T, db *store.Store, o mailtest.Options) *rig {
	t.Helper()
	r := &rig{
		T: t, db: db, box: mailtest.StartWith(t, o), now: time.Date(2026, 11, 22, 8, 14, 0, 0, time.UTC),
		log: &strings.Builder{}, counts: map[string]int{}, renderers: map[mail.Kind]mail.SecretRenderer{},
	}
	r.org = store.NewOrganization("acme", "Acme", r.now)
	r.must(db.AddOrganization(t.Context(), r.org))
	r.ana = store.NewUser(r.org.ID, "ana@acme.example", "Ana Señor", store.Agent, r.now)
	r.must(db.AddUser(t.Context(), r.ana))
	return r
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) outbox() mail.Outbox {
	return mail.Outbox{On: true, Now: func() time.Time { return r.now }}
}

// add writes a notice to somebody.
func (r *rig) add(to string) {
	r.Helper()
	r.must(r.outbox().Add(r.Context(), r.db.Rows, mail.Message{
		Kind: mail.Linked, OrganizationID: r.org.ID, UserID: r.ana.ID, To: to,
		Values: map[string]string{"provider": "google", "account": "canary-account@acme.example", "how": "silent"},
	}))
}

// post is a worker that sends to an address.
func (r *rig) post(url string, edit func(*mail.Server)) *mail.Sender {
	r.Helper()
	server, err := mail.ReadServer(url)
	r.must(err)
	if edit != nil {
		edit(server)
	}
	from, err := mail.ReadSender("Latchkey <sso@latchkey.example>")
	r.must(err)
	p, err := mail.New(mail.Options{
		Store: r.db, Server: server, From: from, PublicURL: "https://sso.example.com", SecretRenderers: r.renderers,
		Log: slog.New(slog.NewTextHandler(r, nil)), Now: func() time.Time { return r.now },
		Count: func(result string) { r.mu.Lock(); r.counts[result]++; r.mu.Unlock() },
	})
	r.must(err)
	return p
}

// Write takes the log.
func (r *rig) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(line)
}

func (r *rig) send() {
	r.Helper()
	r.must(r.post(r.box.URL(), nil).Send(r.Context()))
}

// mails are the rows, newest first.
func (r *rig) mails() []store.Mail {
	r.Helper()
	list, err := r.db.MailsOf(r.Context(), r.org.ID, "")
	r.must(err)
	return list
}

// only is the one row.
func (r *rig) only() store.Mail {
	r.Helper()
	list := r.mails()
	if len(list) != 1 {
		r.Fatalf("%d mails", len(list))
	}
	return list[0]
}

// wants checks how the one row stands.
func (r *rig) wants(state, problem string, tries int64, due time.Duration) {
	r.Helper()
	m := r.only()
	wait := time.Duration(0)
	if !m.DueAt.IsZero() {
		wait = m.DueAt.Sub(r.now)
	}
	if m.State != state || m.Problem != problem || m.Tries != tries || wait != due || m.FinishedAt.IsZero() != (state == store.MailWaiting) {
		r.Errorf("%s %q after %d tries, due in %v, finished %v", m.State, m.Problem, m.Tries, wait, m.FinishedAt)
	}
}

// renders makes secrets that tell how often it was asked.
func (r *rig) renders(kind mail.Kind, make func(n int) (mail.Made, bool)) *int {
	n := 0
	r.renderers[kind] = func(context.Context, store.Rows, store.Mail) (mail.Made, bool, error) {
		n++
		made, is := make(n)
		return made, is, nil
	}
	return &n
}

func newTextLog(r *rig) *slog.Logger { return slog.New(slog.NewTextHandler(r, nil)) }

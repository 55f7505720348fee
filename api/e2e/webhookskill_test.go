package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
)

// Whatever was told is sent at least once, under one id: the process is killed while it sends
// the one, and before it begins with the other.
func TestWebhooksAreSentAfterAKill(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			i := newInstallOn(t, engine)
			i.settings["CRM_SECRET"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = crmSecret, "127.0.0.1/32"
			i.secrets.add(crmSecret)
			if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(enteredFile, crmCallback, crmCallback, everybodysHash()))); !ok {
				t.Fatal(text)
			}
			p := i.serve()
			w := p.browser(t).w
			w.clock = &clock{}
			sofia, crm := w.office(t, "acme", "sofia@acme.example"), newHooked(t)
			asked, answer := make(chan struct{}), make(chan struct{})
			crm.answers(func(rw http.ResponseWriter) {
				select {
				case <-asked:
				default:
					close(asked)
				}
				<-answer
				rw.WriteHeader(http.StatusOK)
			})
			_, secret := sofia.hook(crm.url)
			sofia.change("maya@acme.example", members{"name": "Maya"}).want(http.StatusOK, "")
			<-asked
			sofia.change("ben@acme.example", members{"name": "Ben"}).want(http.StatusOK, "")
			p.kill()
			close(answer)
			if n := i.hurryWebhooks(); n != 2 {
				t.Errorf("%d deliveries are kept, want 2", n)
			}
			p = i.serve()
			for range 200 {
				if time.Sleep(50 * time.Millisecond); i.hurryWebhooks() == 0 {
					break
				}
			}
			p.stop()
			types, ids := crm.verified(t, secret)
			slices.Sort(ids)
			if distinct := slices.Compact(slices.Clone(ids)); len(types) != 3 || len(distinct) != 2 { // one came twice, by the same id
				t.Errorf("got %v %v", types, ids)
			}
		})
	}
}

// hurryWebhooks counts what webhooks have not taken, and makes its time come, if nobody
// works on it: a lease of a process that died runs for minutes.
func (i *install) hurryWebhooks() (n int64) {
	i.t.Helper()
	driver, address := "postgres", i.settings["LATCHKEY_DATABASE_URL"]
	if address == "" {
		driver, address = "sqlite", "file:"+i.settings["LATCHKEY_DATA_DIR"]+"/latchkey.db?_pragma=busy_timeout(5000)"
	}
	db, err := sqlx.Connect(driver, address)
	must(i.t, err)
	defer db.Close()
	_, err = db.Exec(db.Rebind("UPDATE webhooks SET due_at = ? WHERE due_at > ?"), store.At(time.Now()), store.At(time.Now().Add(2*time.Minute)))
	must(i.t, err)
	must(i.t, db.Get(&n, "SELECT COUNT(*) FROM webhook_deliveries WHERE due_at IS NOT NULL"))
	return n
}

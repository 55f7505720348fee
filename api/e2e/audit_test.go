package e2e_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// J05: the real program seals what is changed; whoever edits or deletes a row in the database is
// found out by latchkey audit verify and by latchkey doctor, which name it. On both engines.
func TestJ05AuditVerify(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			i := newInstall(t)
			driver, address := "sqlite", "file:"+filepath.Join(i.settings["LATCHKEY_DATA_DIR"], "latchkey.db")+"?_pragma=busy_timeout(5000)"
			if engine == store.Postgres {
				driver, address = "postgres", storetest.Address(t)
				i.settings["LATCHKEY_DATABASE_URL"], i.settings["LATCHKEY_ENCRYPTION_KEYS"] = restricted(t, i, address), newKey("k1")
			}
			i.setUp(i.providerFor())
			raw, err := sqlx.Open(driver, address)
			must(t, err)
			t.Cleanup(func() { _ = raw.Close() })
			text, ok := i.run("audit", "verify")
			if i.says(text, "Nothing is sealed yet", "wait for their seal"); !ok {
				t.Error("before anything is sealed it ends badly")
			}
			head := sealedHead(t, i)
			text, ok = i.run("audit", "verify", "--head", head)
			if i.says(text, head, "whether each has a seal"); !ok || strings.Contains(text, "BAD") {
				t.Fatal(text)
			}
			hand := func(query string) { t.Helper(); _, err := raw.Exec(query); must(t, err) }
			i.found(hand, "the event was changed after it was sealed",
				`UPDATE audit_events SET detail = detail || ' ' WHERE id = (SELECT event_id FROM audit_seals WHERE number = 2)`, `UPDATE audit_events SET detail = TRIM(detail)`)
			i.found(hand, "the event was deleted, and not by retention", `DELETE FROM audit_events WHERE id = (SELECT event_id FROM audit_seals WHERE number = 2)`, "")
		})
	}
}

// restricted gives the address of a role that cannot change the log, as docs/operations/audit.md makes it:
// the program has no other.
func restricted(t *testing.T, i *install, address string) string {
	t.Helper()
	i.settings["LATCHKEY_DATABASE_URL"], i.settings["LATCHKEY_ENCRYPTION_KEYS"] = address, newKey("k1")
	if text, ok := i.run("migrate"); !ok {
		t.Fatal(text)
	}
	page, err := os.ReadFile("../../docs/operations/audit.md")
	must(t, err)
	block := regexp.MustCompile("(?s)```sql\n(GRANT USAGE.*?)```").FindStringSubmatch(string(page))
	role := "latchkey_app_" + strings.ToLower(regexp.MustCompile(`\W`).ReplaceAllString(secret.NewID(), ""))
	owner, err := sqlx.Open("postgres", address)
	must(t, err)
	t.Cleanup(func() {
		_, err := owner.Exec(`DROP OWNED BY ` + role + `; DROP ROLE ` + role)
		must(t, errors.Join(err, owner.Close()))
	})
	_, err = owner.Exec(`CREATE ROLE ` + role + ` LOGIN PASSWORD 'of-a-test'; ` + strings.ReplaceAll(block[1], "latchkey_app", role))
	must(t, err)
	at, err := url.Parse(address)
	must(t, err)
	at.User = url.UserPassword(role, "of-a-test")
	return at.String()
}

// sealedHead starts the program until it has sealed what there is, and gives the head of its log.
func sealedHead(t *testing.T, i *install) string {
	t.Helper()
	p := i.serve()
	defer p.stop()
	line := regexp.MustCompile(`"head":"(\d+:[0-9a-f]{64})"`)
	for range 300 {
		if m := line.FindStringSubmatch(p.log.String()); m != nil {
			return m[1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nothing was sealed:\n%s", p.log)
	return ""
}

// found has the check and the doctor name the second seal's event after a hand was at work, and undoes that.
func (i *install) found(hand func(string), problem, does, undoes string) {
	i.t.Helper()
	hand(does)
	text, ok := i.run("audit", "verify")
	if i.says(text, "BAD  seal 2, event aud_", "of acme", problem, "first: seal 2, event"); ok {
		i.t.Errorf("it ended well:\n%s", text)
	}
	text, ok = i.run("audit", "verify", "--json")
	if i.says(text, `"number": 2`, `"bad": 1`, `"organization": "acme"`, problem); ok {
		i.t.Errorf("it ended well:\n%s", text)
	}
	text, _ = i.run("doctor")
	i.says(text, "FAIL audit        seal 2, event aud_", problem)
	if undoes == "" {
		return
	}
	hand(undoes)
	if text, ok := i.run("audit", "verify"); !ok {
		i.t.Errorf("put back:\n%s", text)
	}
}

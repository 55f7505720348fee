package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
)

// file sends a file about the organization.
func (o *office) file(path, kind, text string) answer {
	o.t.Helper()
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {"Bearer " + o.token}, "Content-Type": {kind}}
	return o.w.browser().send(http.MethodPost, "/api/v1/organizations/"+o.organization+"/"+path, []byte(text), h)
}

// Section 2 of people: a file over HTTP, its progress and its report.
func TestUserImport(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, crm := w.office(t, "acme", "sofia@acme.example"), w.machine("acme", "users:read", "users:write").office(t, w, "acme")
		const table = "\ufeffE-Mail;Name;Phone\r\nzoe@acme.example;Zoë;1\r\nmaya@acme.example;Maya M.;2\r\nnobody;;3\r\n"
		started := sofia.file("user-imports?fileName=staff.csv", "text/csv; charset=utf-8", table)
		started.want(http.StatusAccepted, "")
		at := strings.TrimPrefix(started.header.Get("Location"), "/api/v1/organizations/acme/")
		if started.text("state") != "waiting" || at != "user-imports/"+started.text("id") {
			t.Errorf("started %s %s", started.body, at)
		}
		must(t, w.app.People.RunImports(t.Context()))
		is := sofia.get(at)
		for member, want := range map[string]any{
			"state": "finished", "rows": 3.0, "done": 3.0, "added": 1.0, "changed": 1.0, "same": 0.0, "wrong": 1.0, "fileName": "staff.csv", "dryRun": false,
		} {
			if is[member] != want {
				t.Errorf("%s is %v, want %v", member, is[member], want)
			}
		}
		if text := fmt.Sprint(is["firstWrong"], is["unknownColumns"]); text != "[map[code:validation_failed column:email problem:format row:4]] [Phone]" {
			t.Error(text)
		}
		report := sofia.ask(http.MethodGet, at+"/report", nil, "")
		report.want(http.StatusOK, "")
		const head = "\ufeffrow,effect,code,column,problem,id\r\n1,ignored,,Phone,unknown,\r\n2,added,,,,usr_"
		if text := string(report.body); !strings.HasPrefix(text, head) || !strings.HasSuffix(text, "\r\n4,wrong,validation_failed,email,format,\r\n") {
			t.Errorf("report %q", text)
		}
		if a := sofia.ask(http.MethodPost, at+"/cancel", nil, ""); a.status != http.StatusConflict {
			t.Errorf("cancelled when it was over: %d %s", a.status, a.body)
		}
		lines := crm.file("user-imports?dryRun=true", "application/x-ndjson", `{"email":"yan@acme.example","name":"Yan"}`)
		lines.want(http.StatusAccepted, "")
		crm.ask(http.MethodPost, "user-imports/"+lines.text("id")+"/cancel", nil, "").want(http.StatusOK, "")
		if list := crm.get("user-imports")["items"].([]any); len(list) != 2 || list[0].(map[string]any)["state"] != "cancelled" {
			t.Errorf("listed %v", list)
		}
		for name, c := range map[string]struct {
			query, kind, file string
			status            int
			pointer           string
		}{
			"JSON":               {"", "application/json", `{"email":"a@acme.example"}`, http.StatusUnsupportedMediaType, ""},
			"a form":             {"", "multipart/form-data; boundary=a", table, http.StatusUnsupportedMediaType, ""},
			"no column name":     {"", "text/csv", "email\na@acme.example\n", http.StatusUnprocessableEntity, "/columns/name required"},
			"no row":             {"", "text/csv", "email,name\n", http.StatusUnprocessableEntity, "/rows required"},
			"an open quote":      {"", "text/csv", "email,name\na@acme.example,\"A\nb@acme.example,B\n", http.StatusBadRequest, "/rows/2 format"},
			"invitations":        {"?invite=true", "text/csv", table, http.StatusUnprocessableEntity, "?invite invalid"},
			"what is no boolean": {"?dryRun=perhaps", "text/csv", table, http.StatusUnprocessableEntity, "?dryRun type"},
			"too many rows":      {"", "text/csv", "email,name\n" + strings.Repeat("a@acme.example,A\n", 100_001), http.StatusRequestEntityTooLarge, "/rows too_long"},
			"far too many rows":  {"", "text/csv", "email,name\n" + strings.Repeat("a@acme.example,A\n", 1_000_000), http.StatusRequestEntityTooLarge, "/rows too_long"},
			"too many bytes":     {"", "application/x-ndjson", strings.Repeat("\n", 65<<20), http.StatusRequestEntityTooLarge, " too_long"},
		} {
			a := sofia.file("user-imports"+c.query, c.kind, c.file)
			if a.status != c.status || c.pointer != "" && strings.Join(a.pointers(), " ") != c.pointer {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if n := w.count("SELECT count(*) FROM user_imports WHERE state = 'receiving'") + w.count("SELECT count(*) FROM user_import_chunks"); n != 0 {
			t.Errorf("%d rows are left of what was refused", n)
		}
	})
}

// An import that is killed in the middle goes on elsewhere: nobody is lost, nothing is done,
// told or reported twice.
func TestImportGoesOnAfterAKill(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			i := newInstallOn(t, engine)
			const staff = "organizations:\n  - {code: acme, name: Acme, people: [{email: sofia@acme.example, role: super_admin, passwordHash: %q}]}\n"
			if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(staff, everybodysHash()))); !ok {
				t.Fatal(text)
			}
			p := i.serve()
			office := func() *office {
				w := p.browser(t).w
				w.clock = &clock{}
				return w.office(t, "acme", "sofia@acme.example")
			}
			const rows = 8_000
			var file strings.Builder
			file.WriteString("external_id,email,name\n")
			for n := range rows {
				fmt.Fprintf(&file, "crm-%d,p%d@acme.example,Person %d\n", n, n, n)
			}
			sofia := office()
			started := sofia.file("user-imports", "text/csv", file.String())
			started.want(http.StatusAccepted, "")
			at := "user-imports/" + started.text("id")
			kills := 0
			for deadline := time.Now().Add(2 * time.Minute); ; {
				is := sofia.get(at)
				if is["state"] == "finished" || time.Now().After(deadline) {
					break
				}
				if done, _ := is["done"].(float64); kills < 2 && done > float64(kills*2000) && done < rows {
					p.kill()
					kills++
					i.hurry("UPDATE user_imports SET due_at = ? WHERE due_at IS NOT NULL")
					p = i.serve()
					sofia = office()
				}
			}
			is := sofia.get(at)
			report := sofia.ask(http.MethodGet, at+"/report", nil, "")
			got := fmt.Sprint(kills, is["state"], is["done"], is["added"], is["same"], strings.Count(string(report.body), "\n"),
				i.counts("SELECT COUNT(*) FROM users"), i.counts("SELECT COUNT(*) FROM audit_events WHERE action = 'user.created' AND actor <> 'operator'"),
				i.counts("SELECT COUNT(*) FROM audit_events WHERE action = 'user.imported'"))
			if want := fmt.Sprint(2, "finished", rows, rows, 0, rows+1, rows+1, rows, 1); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

func (i *install) database() *sqlx.DB {
	i.t.Helper()
	driver, address := "postgres", i.settings["LATCHKEY_DATABASE_URL"]
	if address == "" {
		driver, address = "sqlite", (&url.URL{Scheme: "file", Path: filepath.Join(i.settings["LATCHKEY_DATA_DIR"], "latchkey.db")}).String() // a test's name may have a #
	}
	db, err := sqlx.Connect(driver, address)
	must(i.t, err)
	return db
}

// hurry makes the time of rows come: a lease of a process that died runs on. It says how many they are.
func (i *install) hurry(query string) int64 {
	i.t.Helper()
	db := i.database()
	defer db.Close()
	done, err := db.Exec(db.Rebind(query), store.At(time.Now()))
	must(i.t, err)
	n, err := done.RowsAffected()
	must(i.t, err)
	return n
}

func (i *install) counts(query string) (n int64) {
	i.t.Helper()
	db := i.database()
	defer db.Close()
	must(i.t, db.Get(&n, query))
	return n
}

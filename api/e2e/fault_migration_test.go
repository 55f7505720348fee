//go:build fault

package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// before is a database of the version before, as its dump has it.
func before(t *testing.T, engine store.Engine) *install {
	t.Helper()
	i := newInstall(t)
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	dumps, err := filepath.Glob("testdata/databases/*." + string(engine) + ".sql")
	must(t, err)
	text, err := os.ReadFile(dumps[len(dumps)-1])
	must(t, err)
	if engine == store.Postgres {
		i.settings["LATCHKEY_DATABASE_URL"] = storetest.Address(t)
	} else {
		file, err := os.Create(filepath.Join(i.settings["LATCHKEY_DATA_DIR"], "latchkey.db"))
		must(t, err)
		must(t, file.Close())
	}
	db := i.database()
	_, err = db.ExecContext(t.Context(), string(text))
	must(t, err)
	must(t, db.Close())
	return i
}

func killedMigrations(t *testing.T, engine store.Engine) string {
	whole := before(t, engine)
	_, err := binary() // its making is no part of it
	must(t, err)
	began := time.Now()
	text, ok := whole.run("migrate")
	if !ok {
		t.Fatal(text)
	}
	takes := time.Since(began)
	want := whole.schema(t, engine)
	killed := 0
	for range 25 {
		i := before(t, engine)
		for n := 0; ; n++ {
			cmd := i.command("migrate")
			must(t, cmd.Start())
			done := make(chan error, 1)
			go func() { done <- cmd.Wait() }()
			select {
			case err := <-done:
				if err != nil {
					t.Fatalf("after %d kills: %v", n, err)
				}
			case <-time.After(time.Duration(rand.Int64N(int64(takes)))):
				_ = cmd.Process.Kill()
				<-done
				if killed++; n < 5 {
					continue
				}
				if text, ok := i.run("migrate"); !ok {
					t.Fatal(text)
				}
			}
			break
		}
		if got := i.schema(t, engine); got != want {
			t.Fatalf("the schema is\n%s\nand not\n%s", got, want)
		}
	}
	return fmt.Sprintf("%d kills, a migration takes %d ms; always the same schema, nothing by hand", killed, takes.Milliseconds())
}

// killedLargeMigration kills the program again and again while it migrates a million rows, which goes on
// from where it was; then what a small database has is there, and every row.
func killedLargeMigration(t *testing.T, engine store.Engine) string {
	small := before(t, engine)
	if text, ok := small.run("migrate"); !ok {
		t.Fatal(text)
	}
	want := small.schema(t, engine)
	i := before(t, engine)
	i.aMillionSignIns(t, engine)
	rows := i.counts("SELECT count(*) FROM sign_ins")
	killed := 0
	for range 12 {
		cmd := i.command("migrate")
		must(t, cmd.Start())
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case err := <-done:
			must(t, err)
		case <-time.After(rand.N(time.Second)):
			_ = cmd.Process.Kill()
			<-done
			killed++
		}
	}
	began := time.Now()
	if text, err := i.command("migrate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	took := time.Since(began)
	if got := i.schema(t, engine); got != want {
		t.Errorf("the schema is\n%s\nand not\n%s", got, want)
	}
	if n := i.counts("SELECT count(*) FROM sign_ins"); n != rows || killed == 0 {
		t.Errorf("%d rows of %d, %d kills", int(n), int(rows), killed)
	}
	return fmt.Sprintf("%d kills, then done in %d ms; %d rows, the same schema", killed, took.Milliseconds(), int(rows))
}

// schema is every table, column and index.
func (i *install) schema(t *testing.T, engine store.Engine) string {
	t.Helper()
	query := "SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY name"
	if engine == store.Postgres {
		query = `SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`
	}
	db := i.database()
	defer db.Close()
	var lines []string
	must(t, db.Select(&lines, query))
	return strings.Join(lines, "\n")
}

func eightMigrate(t *testing.T) string {
	slowest := time.Duration(0)
	for range 3 {
		i := before(t, store.Postgres)
		var all []*process
		began := time.Now()
		for range 8 {
			one := newInstall(t)
			for name, value := range i.settings {
				if name != "LATCHKEY_DATA_DIR" {
					one.settings[name] = value
				}
			}
			one.settings["LATCHKEY_PUBLIC_URL"] = "http://localhost:1"
			all = append(all, one.launch())
		}
		for _, p := range all {
			p.ready()
		}
		slowest = max(slowest, time.Since(began))
		for _, p := range all {
			if strings.Contains(p.log.String(), `"level":"ERROR"`) {
				t.Errorf("%.600s", p.log)
			}
			p.kill()
		}
	}
	if slowest > 30*time.Second {
		t.Errorf("ready after %v", slowest)
	}
	return fmt.Sprintf("all ready within %d ms, 0 crashes", slowest.Milliseconds())
}

package reencrypt_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/reencrypt"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const (
	many  = 450                   // own keys: more than two batches
	child = "LATCHKEY_TEST_CHILD" // engine and place of the database that a process of the test works on
)

func TestMain(m *testing.M) {
	if engine, where, ok := strings.Cut(os.Getenv(child), " "); ok {
		if err := workAsChild(store.Engine(engine), where); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// workAsChild re-encrypts as the command does, and says so after each batch.
func workAsChild(engine store.Engine, where string) error {
	source, err := store.URL(where)
	if engine == store.SQLite {
		source, err = store.File(where), nil
	}
	if err != nil {
		return err
	}
	db, err := store.Open(context.Background(), source)
	if err != nil {
		return err
	}
	ring, err := secret.NewRing([]string{entry("k2"), entry("k1")})
	if err != nil {
		return err
	}
	work := reencrypt.Work{Store: db, Ring: ring, Now: noon, Tell: func(p reencrypt.Progress) { fmt.Println(p.Done, "of", p.Total) }}
	_, err = work.Do(context.Background())
	return errors.Join(err, db.Close())
}

func noon() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }

// entry is a key of a ring, made of the last letter of its id.
func entry(id string) string {
	return id + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{id[len(id)-1]}, secret.KeySize))
}

// world is a database whose values k1 sealed.
type world struct {
	t       *testing.T
	db      *store.Store
	version store.Version
	hook    store.Webhook
}

func ring(t *testing.T, ids ...string) *secret.Ring {
	t.Helper()
	var entries []string
	for _, id := range ids {
		entries = append(entries, entry(id))
	}
	r, err := secret.NewRing(entries)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newWorld(t *testing.T, db *store.Store) *world {
	t.Helper()
	w, k1 := &world{t: t, db: db}, ring(t, "k1")
	o := store.NewOrganization("acme", "Acme", noon())
	w.must(db.AddOrganization(t.Context(), o))
	c := store.NewConnection(o.ID, "google", noon())
	w.must(db.AddConnection(t.Context(), c))
	w.version = store.Version{ID: secret.NewID(), OrganizationID: o.ID, ConnectionID: c.ID, Number: 1, State: store.VersionLive, CreatedAt: store.At(noon())}
	w.version.SecretSealed = k1.SealRow(w.version.SecretPlace(), []byte("of the connection"))
	w.must(db.AddVersion(t.Context(), w.version))
	w.hook = store.Webhook{ID: "wh", OrganizationID: o.ID, State: store.WebhookOn, Revision: 1, CreatedAt: store.At(noon()), ChangedAt: store.At(noon()), OldUntil: store.At(noon().Add(time.Hour))}
	w.hook.SecretSealed = k1.SealRow(w.hook.SecretPlace(), []byte("of the webhook"))
	w.hook.OldSealed = k1.SealRow(w.hook.SecretPlace(), []byte("the one before"))
	w.must(db.AddWebhook(t.Context(), w.hook))
	w.must(db.InTx(t.Context(), func(tx store.Rows) error {
		for n := range many {
			key := store.TokenKey{ID: secret.NewID(), Purpose: "signing", Serial: int64(n + 1), CreatedAt: store.At(noon()), SignsFrom: store.At(noon())}
			key.Sealed = k1.SealRow(key.Place(), []byte(key.ID))
			if err := tx.AddTokenKey(t.Context(), key); err != nil {
				return err
			}
		}
		return nil
	}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// all counts the values that everybody needs by their keys, and opens each.
func (w *world) all(r *secret.Ring) map[string]int {
	w.t.Helper()
	keys, err := w.db.TokenKeys(w.t.Context())
	w.must(err)
	counted := map[string]int{}
	opens := func(place, sealed, want string) {
		w.t.Helper()
		if value, err := r.OpenRow(place, sealed); err != nil || string(value) != want {
			w.t.Fatalf("%s: opened %q, %v", place, value, err)
		}
		counted[secret.KeyOf(sealed)]++
	}
	for _, key := range keys {
		opens(key.Place(), key.Sealed, key.ID)
	}
	v, err := w.db.VersionOf(w.t.Context(), w.version.OrganizationID, w.version.ID)
	w.must(err)
	opens(v.SecretPlace(), v.SecretSealed, "of the connection")
	h, err := w.db.WebhookByID(w.t.Context(), w.hook.OrganizationID, w.hook.ID)
	w.must(err)
	opens(h.SecretPlace(), h.SecretSealed, "of the webhook")
	opens(h.SecretPlace(), h.OldSealed, "the one before")
	return counted
}

func (w *world) work(ctx context.Context, tell func(reencrypt.Progress)) (reencrypt.Result, error) {
	w.t.Helper()
	return reencrypt.Work{Store: w.db, Ring: ring(w.t, "k2", "k1"), Now: noon, Tell: tell}.Do(ctx)
}

// R24, J03: a run is killed, another is broken off, the next does the rest and no more.
func TestR24ReencryptionIsResumed(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			source, where := storetest.Migrated(t, engine)
			w := newWorld(t, storetest.Connect(t, source))
			kill(t, engine, where)
			opened := w.all(ring(t, "k2", "k1"))
			if opened["k2"]+opened["k1"] != many+3 || opened["k2"] == 0 {
				t.Fatalf("after the kill: %v", opened)
			}
			before := opened["k1"]
			ctx, cancel := context.WithCancel(t.Context())
			if _, err := w.work(ctx, func(reencrypt.Progress) { cancel() }); before > 0 && !errors.Is(err, context.Canceled) {
				t.Fatalf("broken off: %v", err)
			}
			opened = w.all(ring(t, "k2", "k1"))
			var heard []reencrypt.Progress
			done, err := w.work(t.Context(), func(p reencrypt.Progress) { heard = append(heard, p) })
			if err != nil || done.Resealed != int64(opened["k1"]) || done.Left != 0 || done.Damaged != nil {
				t.Fatalf("the rest: %+v, %v; there were %v", done, err, opened)
			}
			if last := len(heard) - 1; last >= 0 && heard[last] != (reencrypt.Progress{Column: "webhooks.old_sealed", Done: 1, Total: 1}) {
				t.Errorf("heard %v", heard)
			}
			if opened := w.all(ring(t, "k2")); opened["k2"] != many+3 { // without the old key
				t.Errorf("at the end: %v", opened)
			}
			sealed, err := w.db.SealedValues(t.Context(), noon())
			if missing := ring(t, "k2").Missing(sealed); err != nil || missing != nil || len(sealed) != many+3 {
				t.Errorf("a start would miss %v of %d, %v", missing, len(sealed), err)
			}
			if done, err := w.work(t.Context(), func(reencrypt.Progress) { t.Error("it tells of nothing") }); err != nil || done.Resealed != 0 {
				t.Errorf("again: %+v, %v", done, err)
			}
		})
	}
}

// kill runs the work in a process of its own and kills it (SIGKILL) after its first batch.
func kill(t *testing.T, engine store.Engine, where string) {
	t.Helper()
	if engine == store.SQLite {
		where = strings.TrimSuffix(where, "/latchkey.db")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), child+"="+string(engine)+" "+where)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if killed := cmd.Process.Kill(); err != nil || killed != nil || line != "200 of 450\n" {
		t.Fatalf("said %q, %v, %v", line, err, killed)
	}
	_ = cmd.Wait()
}

// What does not open is told of if somebody needs it, and stays as it is.
func TestWhatDoesNotOpenStays(t *testing.T) {
	w := newWorld(t, storetest.Open(t, store.SQLite))
	retired := w.version
	retired.ID, retired.Number, retired.State, retired.SecretSealed = secret.NewID(), 2, store.VersionRetired, "k0.gone"
	w.must(w.db.AddVersion(t.Context(), retired))
	columns := store.SealedColumns()
	at := slices.IndexFunc(columns, func(c store.SealedColumn) bool { return c.String() == "webhooks.old_sealed" })
	if ok, err := w.db.Reseal(t.Context(), columns[at], store.SealedRow{ID: w.hook.ID, Sealed: w.hook.OldSealed}, "k1.damaged"); err != nil || !ok {
		t.Fatal(ok, err)
	}
	done, err := w.work(t.Context(), func(reencrypt.Progress) {})
	if err != nil || done.Resealed != many+2 || done.Left != 1 || !slices.Equal(done.Damaged, []string{"webhooks.old_sealed wh"}) {
		t.Errorf("%+v, %v", done, err)
	}
}

// L14: a key that a running process lacks seals nothing.
func TestL14AKeyThatIsNotEverywhereSealsNothing(t *testing.T) {
	w := newWorld(t, storetest.Open(t, store.SQLite))
	w.must(w.db.AnnounceReplica(t.Context(), store.Replica{ID: "a", Keys: store.Strings{"k2", "k1"}, SeenAt: store.At(noon())}))
	w.must(w.db.AnnounceReplica(t.Context(), store.Replica{ID: "b", Keys: store.Strings{"k1"}, SeenAt: store.At(noon())}))
	_, err := w.work(t.Context(), func(reencrypt.Progress) {})
	if err == nil || !strings.Contains(err.Error(), "1 of 2 running processes lack the encryption key k2") {
		t.Errorf("got %v", err)
	}
	if opened := w.all(ring(t, "k1")); opened["k1"] != many+3 {
		t.Errorf("sealed: %v", opened)
	}
}

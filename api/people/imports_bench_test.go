package people_test

import (
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/mail"
	"latchkey/api/people"
	"latchkey/api/people/peoplefile"
	"latchkey/api/people/peopletest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// BenchmarkImport is a file of the most people that there may be: added, then imported again
// as it is, then each changed. Of each it says how long it took from the first byte to the
// end, and how much the heap grew meanwhile.
func BenchmarkImport(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		db := storetest.Open(b, engine)
		now := time.Now
		acme := store.NewOrganization("acme", "Acme", now())
		sofia := store.NewUser(acme.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, now())
		for _, err := range []error{db.AddOrganization(b.Context(), acme), db.AddUser(b.Context(), sofia)} {
			if err != nil {
				b.Fatal(err)
			}
		}
		p := people.New(people.Options{Store: db, Mail: mail.Outbox{}, Now: now})
		by := change.Actor{OrganizationID: acme.ID, ID: sofia.ID, Recent: peopletest.Proven}
		for _, what := range []struct{ name, person string }{{"added", "Person"}, {"same", "Person"}, {"changed", "Somebody"}} {
			b.Run(string(engine)+"/"+what.name, func(b *testing.B) {
				for b.Loop() {
					grown := heapWhile(func() { importPeople(b, p, by, what.person) })
					b.ReportMetric(float64(grown)/(1<<20), "MB")
				}
			})
		}
	}
}

func importPeople(b *testing.B, p *people.People, by change.Actor, person string) {
	b.Helper()
	began := time.Now()
	i, err := p.StartImport(b.Context(), by, people.Import{}, func() (peoplefile.Reader, error) {
		return peoplefile.Open(peoplefile.CSV, &manyPeople{person: person, rest: "external_id,email,name\n"})
	})
	if err != nil {
		b.Fatal(err)
	}
	received := time.Since(began)
	if err := p.RunImports(b.Context()); err != nil {
		b.Fatal(err)
	}
	i, err = p.UserImport(b.Context(), by.OrganizationID, i.ID)
	if err != nil || i.Done != peoplefile.MostRows || i.Wrong > 0 {
		b.Fatal(came(i), err)
	}
	b.ReportMetric(received.Seconds(), "s-to-receive")
}

// manyPeople is a file of the most people, made as it is read.
type manyPeople struct {
	person, rest string
	n            int
}

func (m *manyPeople) Read(into []byte) (int, error) {
	if m.rest == "" {
		if m.n == peoplefile.MostRows {
			return 0, io.EOF
		}
		m.rest = fmt.Sprintf("crm-%d,person.%d@acme.example,%s %d\n", m.n, m.n, m.person, m.n)
		m.n++
	}
	n := copy(into, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// heapWhile is how much the heap grew while something was done.
func heapWhile(do func()) uint64 {
	runtime.GC()
	var before, during runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&during)
				most.Store(max(most.Load(), during.HeapInuse))
			}
		}
	}()
	do()
	close(done)
	<-stopped
	return max(most.Load(), before.HeapInuse) - before.HeapInuse
}

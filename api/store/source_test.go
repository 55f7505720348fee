package store_test

import (
	"net/url"
	"strings"
	"testing"

	"latchkey/api/store"
)

// J06: a server that is not on this machine must prove who it is.
func TestServerIsVerifiedUnlessOnThisMachine(t *testing.T) {
	for name, c := range map[string]struct{ address, sslmode string }{
		"a remote server":             {"postgres://u:canary-p%40ss@db.example.com/x", "verify-full"},
		"asked to be verified":        {"postgres://u:canary-p%40ss@db.example.com/x?sslmode=verify-full", "verify-full"},
		"the other scheme":            {"postgresql://db.example.com:5433/x", "verify-full"},
		"an address of the network":   {"postgres://10.0.0.5/x", "verify-full"},
		"several hosts":               {"postgres://localhost,db.example.com/x", "verify-full"},
		"a name that looks local":     {"postgres://localhost.example.com/x", "verify-full"},
		"the host in the query":       {"postgres:///x?host=db.example.com", "verify-full"},
		"localhost":                   {"postgres://u:canary-p%40ss@localhost/x", "disable"},
		"127.0.0.1":                   {"postgres://127.0.0.1:5432/x", "disable"},
		"another address of loopback": {"postgres://127.9.9.9/x", "disable"},
		"::1":                         {"postgres://[::1]:5432/x", "disable"},
		"a socket":                    {"postgres:///x?host=/var/run/postgresql", "disable"},
		"localhost, verified":         {"postgres://localhost/x?sslmode=verify-full", "verify-full"},
		"localhost, encrypted":        {"postgres://localhost/x?sslmode=require", "require"},
	} {
		source, err := store.URL(c.address)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		dsn, err := url.Parse(source.DSN())
		if err != nil || dsn.Query().Get("sslmode") != c.sslmode || source.Engine != store.Postgres {
			t.Errorf("%s: %s, %v", name, source.DSN(), err)
		}
	}
}

// J06, J07.
func TestAddressIsRefusedWithoutRepeatingIt(t *testing.T) {
	for name, address := range map[string]string{
		"not verified":                  "postgres://u:canary-p%40ss@db.example.com/x?sslmode=require",
		"not encrypted":                 "postgres://u:canary-p%40ss@db.example.com/x?sslmode=disable",
		"checked by half":               "postgres://u:canary-p%40ss@db.example.com/x?sslmode=verify-ca",
		"maybe encrypted":               "postgres://u:canary-p%40ss@db.example.com/x?sslmode=prefer",
		"two forms in one":              "postgres://db.example.com/x?sslmode=require password=canary-p%40ss",
		"another database":              "mysql://u:canary-p%40ss@db.example.com/x",
		"no scheme":                     "u:canary-p%40ss@db.example.com/x",
		"words":                         "host=db.example.com password=canary-p%40ss",
		"a bad escape":                  "postgres://u:canary-p%40ss%zz@db.example.com/x",
		"a bad port":                    "postgres://u:canary-p%40ss@db.example.com:canary/x",
		"a port that is none":           "postgres://u:canary-p%40ss@db.example.com:99999/x",
		"port 0":                        "postgres://u:canary-p%40ss@db.example.com:0/x",
		"such a port in the query":      "postgres://u:canary-p%40ss@db.example.com/x?port=99999",
		"nothing":                       "",
		"two hosts, the first is local": "postgres://u:canary-p%40ss@localhost/x?host=db.example.com",
		"two hosts, the last is local":  "postgres://u:canary-p%40ss@zeta.example.com/x?host=localhost",
		"an address beside the host":    "postgres://u:canary-p%40ss@localhost/x?hostaddr=10.0.0.5",
		"a service file":                "postgres://u:canary-p%40ss@localhost/x?service=crm",
	} {
		_, err := store.URL(address)
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %q repeats the address", name, err)
		}
	}
}

// F25: whatever stands unescaped in a password, no piece of it is repeated: neither
// by us nor by the resolver or the server that would be asked for it.
func TestF25UnescapedPasswordIsRefusedWithoutAPiece(t *testing.T) {
	for _, password := range []string{
		"can/ary", "can?ary", "can#ary", "12/ary", "12?ary", "12#ary", "12?can=ary", "can@x/ary", "12@x?ary", "can@x#ary",
		"can%ary", "can%zzary", "can[ary", "can]ary", "can ary", "#", "/", "?", "1/", "1?", "1#",
	} {
		for _, address := range []string{
			"postgres://usr:" + password + "@db.example.com/x", "postgres://usr:" + password + "@db.example.com:5432/x?sslmode=verify-full",
			"postgres://usr:" + password + "@localhost/x",
		} {
			_, err := store.URL(address)
			if err == nil || !strings.Contains(err.Error(), "escape the password") {
				t.Errorf("%s: %v", address, err)
			} else if said := err.Error(); strings.Contains(said, "can") || strings.Contains(said, "ary") || strings.Contains(said, "usr") {
				t.Errorf("%s: %q repeats a piece", address, said)
			}
		}
	}
	for _, address := range []string{
		"postgres://usr:can%2Fary%23%3F%40@localhost/x", "postgres://localhost:localhost@localhost/x%40y?application_name=a%40b",
	} {
		if _, err := store.URL(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestHostComesFromNowhereElse(t *testing.T) {
	t.Setenv("PGHOST", "db.example.com")
	source, err := store.URL("postgres:///x")
	if err != nil || !strings.Contains(source.DSN(), "host=localhost") {
		t.Errorf("got %s, %v", source.DSN(), err)
	}
}

// J07, R01: a server that is away is said to be away, and no password with it.
func TestUnreachableServer(t *testing.T) {
	source, err := store.URL("postgres://u:canary-p%40ss@127.0.0.1:1/x")
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), source)
	if err == nil || strings.Contains(err.Error(), "canary") || !store.Unavailable(err) {
		t.Errorf("got %v", err)
	}
}

func TestEmbeddedDatabaseIsDurableAndKeepsItsReferences(t *testing.T) {
	dsn := store.File("a folder?#%").DSN()
	for _, part := range []string{
		"file:a%20folder%3F%23%25/latchkey.db?", "synchronous%28FULL%29", "foreign_keys%281%29", "journal_mode%28WAL%29", "_txlock=immediate",
	} {
		if !strings.Contains(dsn, part) {
			t.Errorf("%s lacks %s", dsn, part)
		}
	}
}

// A server's connections are as the operator says, and never too few for the cores; those of
// the embedded database, which are memory of this process, are few.
func TestHowManyConnectionsAreOpen(t *testing.T) {
	server := store.Source{Engine: store.Postgres, MaxConnections: 16}
	for cores, want := range map[int][2]int{1: {16, 4}, 2: {16, 6}, 8: {32, 18}} {
		if is := [2]int{server.Connections(cores), store.File(t.TempDir()).Connections(cores)}; is != want {
			t.Errorf("%d cores: %v, want %v", cores, is, want)
		}
	}
}

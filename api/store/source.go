package store

import (
	"cmp"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"latchkey/api/store/postgres"
)

// Engine is a kind of database.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

func (e Engine) driver() string { return string(e) }

// Source says where the database is.
type Source struct {
	Engine         Engine
	MaxConnections int // to a server, and at least four per core whatever it says
	// Usable says which hashes of passwords can be checked; nil: all. Whoever has
	// another one has no password (S6).
	Usable   func(hash string) bool
	location string
	limits   postgres.Options
	mode     string // of the embedded database: "" makes it, "rw" and "ro" do not
}

// File is the embedded database in a folder.
func File(folder string) Source {
	return Source{Engine: SQLite, location: filepath.Join(folder, "latchkey.db")}
}

// URL is a PostgreSQL server, postgres://user:password@host/name. The server's
// certificate is verified (verify-full) unless it is on loopback or a socket:
// lib/pq's defaults do not verify it. The error never repeats the address,
// which may hold a password.
func URL(address string) (Source, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return Source{}, errors.New("not an address of the form postgres://user:password@host:port/name; " + escapeIt)
	}
	// A / ? or # of a password ends the host: its other half is then a path, a
	// parameter or a fragment, the first a host or a port, and all would be repeated.
	if strings.Contains(u.EscapedPath()+u.RawQuery, "@") || strings.Contains(address, "#") {
		return Source{}, errors.New("the address has an @ or # in a place where none belongs; " + escapeIt)
	}
	q := u.Query()
	host, err := hostOf(u, q)
	if err != nil {
		return Source{}, err
	}
	if !isPort(u.Port()) || !isPort(q.Get("port")) {
		return Source{}, errors.New("the port of the address is none: want a number from 1 to 65535")
	}
	mode := q.Get("sslmode")
	switch {
	case onThisMachine(host):
		if mode == "" {
			q.Set("sslmode", "disable")
		}
	case mode == "":
		q.Set("sslmode", "verify-full")
	case mode != "verify-full":
		return Source{}, errors.New("this sslmode does not verify the server: use verify-full")
	}
	setDefault(q, "statement_timeout", millis(statementWithin))
	setDefault(q, "lock_timeout", millis(lockWithin))
	setDefault(q, "application_name", "latchkey")
	// One round trip a query instead of two: parameters go as text with it.
	setDefault(q, "binary_parameters", "yes")
	u.RawQuery = q.Encode()
	return Source{Engine: Postgres, location: u.String(), limits: usualLimits()}, nil
}

const escapeIt = "escape the password: % is written %25, and : / ? # [ ] @ likewise by their percent codes"

// hostOf names the one host that will be reached. The driver would take it from
// several places, the environment too, and not always from the one we looked at.
func hostOf(u *url.URL, q url.Values) (string, error) {
	inPath, inQuery := u.Hostname(), q.Get("host")
	switch {
	case q.Has("hostaddr") || q.Has("service"):
		return "", errors.New("name the host in the address, without hostaddr and service")
	case inPath != "" && inQuery != "":
		return "", errors.New("the address names two hosts")
	case inQuery != "":
		return inQuery, nil
	case inPath == "":
		q.Set("host", "localhost") // or PGHOST would decide
	}
	return inPath, nil
}

// isPort says whether a port is one, or was not given.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

func setDefault(q url.Values, key, value string) {
	if !q.Has(key) {
		q.Set(key, value)
	}
}

func onThisMachine(host string) bool {
	if host == "" || host == "localhost" || strings.HasPrefix(host, "/") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (s Source) dsn() string { return s.dsnWith(nil) }

// dsnWith is what the driver gets, with other settings than the usual ones.
func (s Source) dsnWith(settings map[string]string) string {
	if s.Engine == Postgres {
		return withQuery(s.location, settings)
	}
	busy := cmp.Or(settings["busy_timeout"], millis(busyWithin))
	q := url.Values(s.fileQuery(busy))
	return "file:" + (&url.URL{Path: s.location}).EscapedPath() + "?" + q.Encode()
}

func withQuery(address string, settings map[string]string) string {
	u, err := url.Parse(address)
	if err != nil || len(settings) == 0 {
		return address
	}
	q := u.Query()
	for name, value := range settings {
		q.Set(name, value)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func millis(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// Existing is the source for commands that make no database: the embedded one
// must be there.
func (s Source) Existing() Source { s.mode = "rw"; return s }

// Reading is the source for commands that write nothing at all.
func (s Source) Reading() Source { s.mode = "ro"; return s }

// cacheOfEach lets each of several connections keep half of what is usual, 1 MB of pages: the
// system keeps the file in memory anyway, once.
const cacheOfEach = "-1000"

// checkpointAfter is how many pages are written to the journal, 32 MB of them, before they are
// brought into the file. With the usual thousand an import wrote the same pages of its
// indexes into the file chunk by chunk, and took a quarter longer.
const checkpointAfter = "8000"

// fileQuery is how the embedded database is opened.
func (s Source) fileQuery(busy string) map[string][]string {
	q := map[string][]string{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(" + busy + ")", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)", "cache_size(" + cacheOfEach + ")", "wal_autocheckpoint(" + checkpointAfter + ")"},
	}
	switch s.mode {
	case "rw":
		q["mode"] = []string{"rw"}
	case "ro":
		q = map[string][]string{"mode": {"ro"}, "_pragma": {"busy_timeout(" + busy + ")"}}
		if _, err := os.Stat(s.location + "-wal"); err != nil {
			q["immutable"] = []string{"1"} // nobody has it open: or the files of a reader would be made beside it
		}
	}
	return q
}

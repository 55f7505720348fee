//go:build attack

package e2e_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// leakChecker looks for secrets in every answer but those whose purpose is to give them.
type leakChecker struct {
	s    *siege
	next *answerChecker
	book *ledger
}

// RoundTrip sends and looks.
func (c *leakChecker) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	c.book.note(req, res)
	gives := []string{"/api/v1/sign-in/sso", "/api/v1/session/token", "/oauth/token", "/oauth/authorize", "/oauth/logout"}
	if slices.Contains(gives, req.URL.Path) || strings.HasPrefix(req.URL.Path, "/oauth/continue/") || strings.HasSuffix(req.URL.Path, "/step-up/google") {
		return res, nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if found := c.s.secrets.in(string(body) + res.Header.Get("Location")); len(found) > 0 && req.URL.Path != "/api/v1/me/identities/google" {
		c.next.w.t.Errorf("%s %s: secrets in the answer: %q", req.Method, req.URL.Path, found)
	}
	return res, nil
}

// dump is everything that somebody with the database has.
func (s *siege) dump(t *testing.T) string {
	t.Helper()
	text := &strings.Builder{}
	if s.engine == store.SQLite {
		files, err := filepath.Glob(filepath.Join(s.i.settings["LATCHKEY_DATA_DIR"], "latchkey.db*"))
		must(t, err)
		for _, path := range files {
			raw, err := os.ReadFile(path)
			must(t, err)
			text.Write(raw)
		}
	}
	return text.String() + s.tables(t)
}

// tables are all values of all rows.
func (s *siege) tables(t *testing.T) string {
	t.Helper()
	text := &strings.Builder{}
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.engine == store.Postgres {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	var names []string
	must(t, s.raw.Select(&names, tables))
	for _, name := range names {
		rows, err := s.raw.Queryx("SELECT * FROM " + name)
		must(t, err)
		for rows.Next() {
			values, err := rows.SliceScan()
			must(t, err)
			for _, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintln(text, v)
			}
		}
		must(t, rows.Err())
	}
	return text.String()
}

// secretsAreKept is J01 with G15: neither the database nor the log holds what any row has seen.
func (s *siege) secretsAreKept(t *testing.T) {
	t.Helper()
	if len(s.secrets.list) < 200 {
		t.Errorf("only %d secrets were seen", len(s.secrets.list))
	}
	if found := s.secrets.in(s.dump(t)); len(found) > 0 {
		t.Errorf("in the database: %q", found)
	}
	if found := s.secrets.in(s.p.log.String() + s.p.out.String()); len(found) > 0 {
		t.Errorf("in the log: %q", found)
	}
	if strings.Contains(s.dump(t), secret.Hash(everybodysPassword)) {
		t.Error("a password is kept by a fast hash")
	}
	checkLogText(t, s.p.log.String(), &s.secrets)
}

//go:build fault

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func restored(t *testing.T) string {
	c := newCluster(t)
	d := deploy(t, 1, onPostgres(c.address(c.port)))
	out, stays := d.person(1), d.person(2)
	must(t, out.visits())
	must(t, stays.visits())
	p := d.replicas[0]
	p.stop()
	must(t, c.stop("fast"))
	backup := filepath.Join(c.folder, "backup")
	copyFolder(t, c.data, backup)
	must(t, c.start())
	d.replicas = nil
	d.add("")
	d.balance()
	_, err := out.do(http.MethodDelete, out.base+"/api/v1/session", nil, http.StatusNoContent)
	must(t, err)
	cookies := map[string]string{}
	for name, value := range stays.cookies {
		cookies[name] = value
	}
	must(t, stays.is())
	must(t, stays.is()) // two generations on: an old backup takes them for reuse
	for n := 3; n < 20; n++ {
		must(t, d.visit(n))
	}
	d.replicas[0].stop()
	must(t, c.stop("immediate"))
	began := time.Now()
	must(t, os.RemoveAll(c.data))
	must(t, os.Mkdir(c.data, 0o700))
	must(t, os.Chown(c.data, ownerOf(c), ownerOf(c)))
	copyFolder(t, backup, c.data)
	must(t, c.start())
	text, ok := d.i.run("restored")
	if !ok || !strings.Contains(text, "sessions ended") {
		t.Errorf("latchkey restored: %s", text)
	}
	d.replicas = nil
	d.add("")
	d.balance()
	must(t, d.visit(30))
	took := time.Since(began)
	for name, u := range map[string]*user{"signed out after the backup": out, "who stayed": stays} {
		if err := u.is(); err == nil {
			t.Errorf("%s: alive", name)
		}
	}
	if n := d.count("SELECT count(*) FROM audit_events WHERE action = 'session.reused'"); n != 0 {
		t.Errorf("%d people are called thieves", n)
	}
	must(t, stays.visits())
	d.invariants(t)
	ended := regexp.MustCompile(`\d+ sessions ended`).FindString(text)
	return fmt.Sprintf("back after %d ms; %s, nobody is called a thief", took.Milliseconds(), ended)
}

func ownerOf(*cluster) int {
	if os.Getuid() == 0 {
		return nobody
	}
	return os.Getuid()
}

//go:build fault

package e2e_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// olderBinary builds the version before: LATCHKEY_BEFORE names its commit.
func olderBinary(t *testing.T) string {
	t.Helper()
	commit := os.Getenv("LATCHKEY_BEFORE")
	if commit == "" {
		t.Fatal("LATCHKEY_BEFORE names the commit of the version before: the changelog has none")
	}
	tree := filepath.Join(t.TempDir(), "before")
	if text, err := exec.CommandContext(t.Context(), "git", "worktree", "add", "--detach", tree, commit).CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	t.Cleanup(func() { _ = exec.Command("git", "worktree", "remove", "--force", tree).Run() })
	path := filepath.Join(buildFolder, "latchkey-before")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-trimpath", "-tags", "nomsgpack", "-o", path, "./api")
	build.Dir, build.Env = tree, append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	return path
}

func rollingUpgrade(t *testing.T) string {
	older := olderBinary(t)
	c := newCluster(t)
	// The older one makes its tables first.
	i := newInstall(t)
	i.settings["LATCHKEY_DATABASE_URL"], i.settings["LATCHKEY_ENCRYPTION_KEYS"] = c.address(c.port), newKey("k1")
	cmd := i.command("migrate")
	cmd.Path, cmd.Args[0] = older, older
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	d := deployOlder(t, older, onPostgres(c.address(c.port)))
	y, stop := d.crowd(20, d.visit)
	time.Sleep(2 * time.Second)
	for _, to := range []string{"", older} { // up, and back
		for range 2 {
			one := d.replicas[0]
			d.replicas = d.replicas[1:]
			d.add(to)
			d.balance()
			marked(t, "a replica is replaced")
			one.stop()
			time.Sleep(2 * time.Second)
		}
	}
	stop()
	if y.failures() > 0 {
		t.Errorf("%v", y.failed)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not", y.in, y.failures())
}

// deployOlder is a deployment of two replicas of an older binary, whose file it applied itself.
func deployOlder(t *testing.T, older string, edit func(map[string]string)) *deployment {
	t.Helper()
	d := deployWith(t, older, edit, played{People: visitors, Tokens: "ES256"})
	d.add(older)
	d.add(older)
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
	return d
}

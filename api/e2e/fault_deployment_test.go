//go:build fault

package e2e_test

import (
	"maps"
	"net"
	"sync/atomic"
	"testing"
)

// deployment is replicas of the binary with a provider, one database, and what stands before them.
type deployment struct {
	t        *testing.T
	i        *install // the settings of all
	provider string   // its address
	front    *balancer
	replicas []*process
	visits   atomic.Int64
}

const visitors = 4_000

// deploy sets a deployment up; edit changes the settings before anything starts.
func deploy(t *testing.T, replicas int, edit func(settings map[string]string), how ...played) *deployment {
	t.Helper()
	like := played{People: visitors, Tokens: "ES256"}
	if len(how) > 0 {
		like = how[0]
	}
	d := deployWith(t, "", edit, like)
	if replicas > 0 {
		d.start(replicas)
	}
	return d
}

// start starts so many replicas, and makes them known at the provider.
func (d *deployment) start(replicas int) {
	for range replicas {
		d.add("")
	}
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
}

// deployWith is a deployment without replicas; the binary at a path applies its file.
func deployWith(t *testing.T, path string, edit func(settings map[string]string), like played) *deployment {
	t.Helper()
	d := &deployment{t: t, i: newInstall(t)}
	d.i.settings["LATCHKEY_SHUTDOWN_DELAY"] = "1s"
	d.i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	d.i.settings["LATCHKEY_TRUSTED_PROXIES"] = "127.0.0.1/32"
	d.i.settings["LATCHKEY_STARTS_PER_MINUTE"] = "1000000"
	d.i.settings["ACME_SECRET"] = clientSecret
	d.i.secrets.add(clientSecret)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	d.front = newBalancer(t, listener)
	d.i.settings["LATCHKEY_PUBLIC_URL"] = d.front.url
	d.provider = d.i.providerProcess(like)
	if edit != nil {
		edit(d.i.settings)
	}
	cmd := d.i.command("apply", "-f", d.i.file("acme.yaml", benchFile(like.People)))
	if path != "" {
		cmd.Path, cmd.Args[0] = path, path
	}
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	return d
}

// add starts one more replica, of the binary at a path, or of this version.
func (d *deployment) add(path string) *process {
	d.t.Helper()
	one := newInstall(d.t)
	folder := one.settings["LATCHKEY_DATA_DIR"]
	one.settings = maps.Clone(d.i.settings)
	if one.settings["LATCHKEY_DATABASE_URL"] != "" {
		one.settings["LATCHKEY_DATA_DIR"] = folder
	}
	one.settings["LATCHKEY_LISTEN"] = freeAddress(d.t)
	p := one.launchOf(path)
	p.ready()
	d.replicas = append(d.replicas, p)
	return p
}

// launchOf starts the binary at a path.
func (i *install) launchOf(path string) *process {
	i.t.Helper()
	if path == "" {
		return i.launch()
	}
	p := &process{i: i, cmd: i.command("serve"), url: "http://" + i.settings["LATCHKEY_LISTEN"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	p.cmd.Path, p.cmd.Args[0] = path, path
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	must(i.t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	i.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// balance puts the replicas that there are behind the balancer.
func (d *deployment) balance() {
	var urls []string
	for _, p := range d.replicas {
		urls = append(urls, p.url)
	}
	d.front.behind(urls...)
}

// onPostgres takes a database of its own.
func onPostgres(address string) func(settings map[string]string) {
	return func(settings map[string]string) { settings["LATCHKEY_DATABASE_URL"] = address }
}

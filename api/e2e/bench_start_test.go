package e2e_test

import (
	"errors"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"
)

// BenchmarkStart measures from the start of the process to its first answer on
// an existing database, and what it takes when idle.
func BenchmarkStart(b *testing.B) {
	i := newInstall(b)
	i.settings["ACME_SECRET"] = clientSecret
	// Nobody asks it, but ids and secrets need not look like Google's.
	i.settings["LATCHKEY_GOOGLE_ISSUER"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "http://127.0.0.1:9/google", "127.0.0.1/32"
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", benchFile(benchUsers))); !ok {
		b.Fatal(text)
	}
	path, err := binary()
	must(b, err)
	info, err := os.Stat(path)
	must(b, err)
	i.settings["LATCHKEY_LISTEN"] = freeAddress(b)
	i.settings["LATCHKEY_PUBLIC_URL"] = "http://" + i.settings["LATCHKEY_LISTEN"]
	const runs = 7
	var took []time.Duration
	var rss int64
	for range runs {
		cmd := i.command("serve")
		p := &process{i: i, cmd: cmd, url: i.settings["LATCHKEY_PUBLIC_URL"]}
		began := time.Now()
		must(b, cmd.Start())
		for {
			res, err := http.Get(p.url + "/o/acme/sign-in")
			if err == nil {
				_ = res.Body.Close()
				if res.StatusCode == http.StatusOK {
					break
				}
			}
			if err != nil && time.Since(began) > 10*time.Second {
				b.Fatal(errors.New("it does not start"), err)
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(began))
		time.Sleep(300 * time.Millisecond)
		rss = p.memory("VmRSS")
		must(b, cmd.Process.Kill())
		_ = cmd.Wait()
	}
	slices.Sort(took)
	r := report{b: b, row: "start on an existing database, idle"}
	r.add(milliseconds(took[runs/2]), "ms-to-first-page")
	r.add(float64(rss)/1024, "rss-MB")
	r.add(float64(info.Size())/(1<<20), "binary-MB")
	b.ReportMetric(0, "ns/op")
}

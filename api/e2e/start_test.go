package e2e_test

import (
	"regexp"
	"strconv"
	"testing"
)

// Most that the start may allocate, in bytes: what it takes today and half of that. Dictionaries,
// a contract, texts and pages that are read before somebody wants them do not fit in.
const (
	mostByInit  = 5 << 20 // before main, of which a library's JSON Schemas are 1.7 MB
	mostByStart = 9 << 20 // until it is ready
)

// The program is ready without having loaded what it may never need.
func TestStartLoadsLittle(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_METRICS_LISTEN"] = freeAddress(t)
	if text, ok := i.run("migrate"); !ok {
		t.Fatal(text)
	}
	p := i.serve()
	if got := p.metric("go_memstats_alloc_bytes_total"); got == 0 || got > mostByStart {
		t.Errorf("%d bytes until it was ready", got)
	}
	p.stop()
	cmd := i.command("version")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	trace, err := cmd.CombinedOutput()
	must(t, err)
	var sum int
	for _, line := range regexp.MustCompile(`(?m)^init (\S+) .*?(\d+) bytes`).FindAllStringSubmatch(string(trace), -1) {
		n, err := strconv.Atoi(line[2])
		must(t, err)
		sum += n
		if n > mostByInit/2 {
			t.Errorf("%s alone takes %d bytes before main", line[1], n)
		}
	}
	if sum == 0 || sum > mostByInit {
		t.Errorf("%d bytes before main", sum)
	}
}

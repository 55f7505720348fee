package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// follower reads the feed on and on, by a cursor of its own.
type follower struct {
	siem  *office
	after string
	query string  // beside the cursor
	from  float64 // the number of the last event before it began
	got   []map[string]any
}

// readers are followers who begin at different places, and take different steps.
func (c *throng) readers(begun string) []*follower {
	before := float64(c.count("SELECT MAX(sequence) FROM events WHERE organization_id = ?", c.id))
	list := []*follower{
		{query: "limit=1"},
		{query: "limit=3"},
		{query: "limit=200"},
		{query: "limit=7&wait=1", after: begun, from: before},
		{query: "limit=2&types=user.created,identity.linked,user.role_changed"},
	}
	for _, f := range list { // each a service of its own: one may ask 1,200 times a minute
		f.siem = c.machine("acme", "events:read").office(c.t, c.world, "acme")
	}
	return list
}

// follow reads until all is over, and then to the end.
func (f *follower) follow(over <-chan struct{}) {
	for last := false; ; {
		got, more := f.read()
		if last && len(got) == 0 && !more {
			return
		}
		if !more {
			select {
			case <-over:
				last = true
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
}

func (f *follower) read() (list []any, more bool) {
	query := f.query
	if f.after != "" {
		query += "&after=" + f.after
	}
	a := f.siem.ask(http.MethodGet, "events?"+query, nil, "")
	if a.status == http.StatusServiceUnavailable {
		return nil, true
	}
	a.want(http.StatusOK, "")
	list, _ = a.object()["items"].([]any)
	for _, one := range list {
		f.got = append(f.got, one.(map[string]any))
	}
	f.after = a.text("next")
	return list, len(list) > 0
}

// wantOneFeed reads the feed from its beginning, and compares it with what others read of it
// while it was written.
func (c *throng) wantOneFeed(siem *office, readers []*follower) []map[string]any {
	c.t.Helper()
	over := make(chan struct{})
	close(over)
	whole := &follower{siem: siem, query: "limit=200"}
	whole.follow(over)
	for i, e := range whole.got {
		if e["sequence"] != float64(i+1) {
			c.t.Errorf("event %d has number %v", i+1, e["sequence"])
			break
		}
	}
	if len(whole.got) < 4*walkers {
		c.t.Errorf("only %d events", len(whole.got))
	}
	for _, r := range readers {
		r.follow(over) // what jobs did when they were ended
		want := slices.DeleteFunc(slices.Clone(whole.got), func(e map[string]any) bool {
			_, types, some := strings.Cut(r.query, "types=")
			return e["sequence"].(float64) <= r.from || some && !slices.Contains(strings.Split(types, ","), e["type"].(string))
		})
		if !reflect.DeepEqual(r.got, want) {
			c.t.Errorf("who read with %s got %v, want %v", r.query, numbersOf(r.got), numbersOf(want))
		}
	}
	return whole.got
}

func numbersOf(list []map[string]any) (numbers []any) {
	for _, e := range list {
		numbers = append(numbers, e["sequence"])
	}
	return numbers
}

// wantPeopleOf makes people of the events, from nothing, and compares them with the tables.
func (c *throng) wantPeopleOf(all []map[string]any) {
	c.t.Helper()
	people, links := map[string]map[string]any{}, map[string]string{}
	for _, e := range all {
		data := e["data"].(map[string]any)
		u, is := data["user"].(map[string]any)
		if !is {
			continue
		}
		if was := people[idOf(u)]; was == nil || was["version"].(float64) <= u["version"].(float64) {
			people[idOf(u)] = u
		}
		identity, _ := data["identity"].(map[string]any)
		switch e["type"] {
		case "identity.linked":
			links[idOf(identity)] = idOf(u)
		case "identity.unlinked":
			delete(links, idOf(identity))
		}
	}
	var rows []struct {
		ID         string
		Email      string
		Name       string
		Role       string
		Active     bool
		ExternalID *string `db:"external_id"`
		Revision   int64
	}
	must(c.t, c.raw.Select(&rows, c.raw.Rebind("SELECT id, email, name, role, active, external_id, revision FROM users WHERE organization_id = ?"), c.id))
	if len(rows) != len(people) {
		c.t.Errorf("%d people, the events make %d", len(rows), len(people))
	}
	for _, u := range rows {
		var external any
		if u.ExternalID != nil {
			external = *u.ExternalID
		}
		want := fmt.Sprint(u.Email, " ", u.Name, " ", u.Role, " ", u.Active, " ", external)
		is := people[u.ID]
		got := fmt.Sprint(is["email"], " ", is["name"], " ", is["role"], " ", is["active"], " ", is["externalId"])
		if got != want || is["version"].(float64) > float64(u.Revision) { // what is in no event has a version, too
			c.t.Errorf("a person is %s v%d, the events make %s v%v", want, u.Revision, got, is["version"])
		}
	}
	var linked []struct {
		ID     string
		UserID string `db:"user_id"`
	}
	must(c.t, c.raw.Select(&linked, c.raw.Rebind("SELECT id, user_id FROM identities WHERE organization_id = ?"), c.id))
	want := map[string]string{}
	for _, i := range linked {
		want[i.ID] = i.UserID
	}
	if !reflect.DeepEqual(links, want) {
		c.t.Errorf("linked are %v, the events make %v", want, links)
	}
}

// wantDelivered compares what the webhook got with the feed: each event, as it is there.
func (c *throng) wantDelivered(siem *office, hook *hooked, secret, begun string) {
	c.t.Helper()
	over := make(chan struct{})
	close(over)
	told := &follower{siem: siem, query: "limit=200", after: begun}
	told.follow(over)
	verifier, err := standard.NewWebhook(secret)
	must(c.t, err)
	type message struct {
		Type, Timestamp string
		Data            map[string]any
	}
	arrived := map[string]message{}
	for i, body := range hook.bodies {
		if err := verifier.VerifyIgnoringTimestamp(body, hook.got[i]); err != nil {
			c.t.Errorf("%s: %v", body, err)
		}
		var m message
		must(c.t, json.Unmarshal(body, &m))
		id, _, _ := strings.Cut(strings.TrimPrefix(hook.got[i].Get("Webhook-Id"), "msg_"), "_wh")
		if was, again := arrived[hook.got[i].Get("Webhook-Id")]; again && !reflect.DeepEqual(was, m) {
			c.t.Errorf("%s said %v, and then %v", id, was, m)
		}
		arrived[hook.got[i].Get("Webhook-Id")] = m
	}
	if len(arrived) != len(told.got) {
		c.t.Errorf("%d events arrived of %d", len(arrived), len(told.got))
	}
	for _, e := range told.got {
		found := false
		for id, m := range arrived {
			if strings.HasPrefix(id, "msg_"+strings.TrimPrefix(idOf(e), "evt_")+"_") {
				found = true
				if m.Type != e["type"] || m.Timestamp != e["occurredAt"] || !reflect.DeepEqual(m.Data, e["data"]) {
					c.t.Errorf("the feed has %v, there arrived %v", e, m)
				}
			}
		}
		if !found {
			c.t.Errorf("%v %v did not arrive", e["sequence"], e["type"])
		}
	}
}

// wantLog compares the stream of the log, read by two step widths, with what was written.
func (c *throng) wantLog(siem *office) {
	c.t.Helper()
	c.clock.add(time.Minute)
	read := func(limit string) (cursors []string) {
		for query := limit; ; {
			lines, next := siem.stream(query)
			if len(lines) == 0 {
				return cursors
			}
			for _, l := range lines {
				cursors = append(cursors, l["cursor"].(string))
			}
			query = next
		}
	}
	whole := read("limit=1000")
	if n := c.count("SELECT count(*) FROM sign_ins WHERE organization_id = ?", c.id); len(whole) != n || n == 0 {
		c.t.Errorf("%d lines of %d sign-ins", len(whole), n)
	}
	if !slices.Equal(whole, read("limit=17")) {
		c.t.Error("another step reads another log")
	}
}

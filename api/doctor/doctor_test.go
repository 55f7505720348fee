package doctor_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/doctor"
	"latchkey/api/fault"
	"latchkey/api/store"
)

func TestAWellDeployment(t *testing.T) {
	d := well()
	text, r := d.diagnose(t)
	if r.Failed() || strings.Count(text, "look ") != 1 { // the proxy's headers, always
		t.Errorf("\n%s", text)
	}
	for _, line := range []string{
		"ok   public_url   https://sso.example.com answers\n", "ok   database     reachable, at version 3\n", "ok   keys ",
		"ok   connection   acme google: the provider does not refuse its credentials\n", "ok   connection   acme okta:", "ok   mail         mail.example.com:587 takes", "ok   secret ", "ok   domain ", "ok   lockout ", "ok   audit        the newest 0 of the log of changes",
		"ok   queue        nothing waits longer than 15 min\n", "ok   job          none of 0 fails\n",
		"ok   clock        fits that of https://accounts.google.com\n", "ok   clock        fits that of https://okta.example\n",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
	if d.asked != 2 {
		t.Errorf("%d clocks of 2 providers were asked", d.asked)
	}
}

// Every trouble by itself: how it is taken, what it says, what to do.
func TestWhatIsFound(t *testing.T) {
	in := func(days float64) store.Time {
		return store.At(today().Add(time.Duration(days * 24 * float64(time.Hour))))
	}
	expires := func(days float64) func(*deployment) {
		return func(d *deployment) {
			d.expiries = []store.SecretExpiry{{OrganizationCode: "acme", Provider: "google", ExpiresAt: in(days)}}
		}
	}
	refused := func(code fault.Code, reason string) func(*deployment) {
		return func(d *deployment) { d.probe = fault.Because(code, reason) }
	}
	health := func(v store.Verdict) func(*deployment) {
		return func(d *deployment) { d.lives[0].Health.Health, d.lives[0].HealthReason = v, "client_secret_invalid" }
	}
	for name, c := range map[string]struct {
		spoil  func(*deployment)
		result doctor.Result
		check  string
		says   string
		do     string
	}{
		"J05: another key of the log":     {logOf(changes{chain: &store.AuditChain{Sealed: "k1.other"}}), doctor.Fail, "audit", "does not open", "latchkey audit verify"},
		"J05: the log's chain is gone":    {logOf(changes{ends: store.AuditEnds{Greatest: 7}}), doctor.Fail, "audit", "the row of the chain is gone", "latchkey audit verify"},
		"J05: changes that nobody sealed": {logOf(changes{ends: store.AuditEnds{Waiting: 3, Since: in(-1)}}), doctor.Look, "audit", "3 changes wait for their seals, the oldest of 2026-05-03 09:00 UTC", "seal_audit_events"},
		"plain http":                      {func(d *deployment) { d.url, d.proxies = "http://localhost:8080", false }, doctor.Look, "public_url", "reaches this machine only", "LATCHKEY_PUBLIC_URL"},
		"an unknown host":                 {func(d *deployment) { d.unknownHost = true }, doctor.Fail, "public_url", "does not resolve", "DNS"},
		"not reachable":                   {func(d *deployment) { d.webErr = errors.New("refused") }, doctor.Fail, "public_url", "cannot be reached from this machine", "latchkey serve"},
		"an untrusted certificate":        {func(d *deployment) { d.webErr = &url.Error{Err: &tls.CertificateVerificationError{}} }, doctor.Fail, "public_url", "does not trust", "chain"},
		"a redirect":                      {func(d *deployment) { d.status = 301 }, doctor.Fail, "public_url", "answers 301", "proxy"},
		"a proxy's page":                  {func(d *deployment) { d.body = "<html>canary</html>" }, doctor.Fail, "public_url", "something else", "proxy"},
		"another's health":                {func(d *deployment) { d.body = `{"status":"fine"}` }, doctor.Fail, "public_url", "something else", "proxy"},
		"F46: no proxy there":             {proxied("proxy_unreachable"), doctor.Fail, "outbound", "does not answer as one", "LATCHKEY_OUTBOUND_PROXY"},
		"F46: another password":           {proxied("proxy_auth"), doctor.Fail, "outbound", "does not take our user", "escaped"},
		"F46: its rules":                  {proxied("proxy_refused"), doctor.Look, "outbound", "accounts.google.com:443", "allow CONNECT"},
		"F46: it has no way out":          {proxied("proxy_gateway"), doctor.Look, "outbound", "proxy_gateway", "DNS"},
		"F46: behind the proxy":           {refused(fault.OutboundUnavailable, "token_proxy_refused"), doctor.Fail, "connection", "token_proxy_refused", "allow CONNECT"},
		"F46: behind a dead proxy":        {refused(fault.OutboundUnavailable, "token_proxy_unreachable"), doctor.Fail, "connection", "token_proxy_unreachable", "start the proxy, or correct LATCHKEY_OUTBOUND_PROXY"},
		"no mail":                         {func(d *deployment) { d.noMail = true }, doctor.Look, "mail", "forgotten passwords", "LATCHKEY_SMTP_URL"},
		"a wrong mail password":           {func(d *deployment) { d.mailErr = advised{errors.New("it refuses the greeting with 535")} }, doctor.Fail, "mail", "with 535", "correct the password"},
		"F13: the server's words":         {func(d *deployment) { d.mailErr = advised{errors.New("refused")} }, doctor.Fail, "mail", "refused; it says: 535 5.7.8 bad credentials", "correct"},
		"a mail server that is odd":       {func(d *deployment) { d.mailErr = errors.New("odd") }, doctor.Fail, "mail", "odd", "its log"},
		"no trusted proxy":                {func(d *deployment) { d.proxies = false }, doctor.Look, "proxy", "no proxy is trusted", "LATCHKEY_TRUSTED_PROXIES"},
		"a database that is away":         {func(d *deployment) { d.dbErr = errors.New("connection\nrefused") }, doctor.Fail, "database", "not read: connection refused", "database"},
		"an empty database":               {func(d *deployment) { d.schema.Version = 0 }, doctor.Look, "database", "empty", "serve"},
		"pending migrations":              {func(d *deployment) { d.schema.Version = 1 }, doctor.Look, "database", "2 migrations are pending", "migrate"},
		"a newer database":                {func(d *deployment) { d.schema.Version = 9 }, doctor.Look, "database", "at version 9", "newer"},
		"a demo's database":               {func(d *deployment) { d.kind = "demo" }, doctor.Look, "database", "latchkey demo", "LATCHKEY_DATA_DIR"},
		"a missing key":                   {func(d *deployment) { d.sealed = append(d.sealed, "k0.x") }, doctor.Fail, "keys", "missing encryption keys k0", "LATCHKEY_ENCRYPTION_KEYS"},
		"R24: an older key that is needed": {func(d *deployment) {
			d.ids, d.sealed = []string{"k1", "k0"}, []string{"k1.x", "k0.x", "k0.y"}
		}, doctor.Look, "keys", "the older encryption key k0 is needed: 2 values", "latchkey reencrypt"},
		"R24: an older key that is not": {func(d *deployment) { d.ids = []string{"k1", "k0"} }, doctor.OK, "keys", "nothing needs the older encryption key k0", ""},
		"L14: a key not everywhere": {func(d *deployment) {
			d.replicas = []store.Replica{{Keys: store.Strings{"k1"}}, {Keys: store.Strings{"k0"}}}
		}, doctor.Look, "keys", "1 of 2 running processes lack the encryption key k1", "restart them"},
		"the wrong key":           {func(d *deployment) { d.keys[0].Sealed = "k1.other" }, doctor.Fail, "keys", "has the right name", "LATCHKEY_ENCRYPTION_KEYS"},
		"a secret that is shut":   {func(d *deployment) { d.lives[0].SecretSealed = "k1.other" }, doctor.Fail, "connection", "acme google: its stored secret does not open", "save the secret again"},
		"a wrong secret":          {refused(fault.SSOAppInvalid, "client_secret_invalid"), doctor.Fail, "connection", "acme okta: the provider refuses its credentials", "new secret"},
		"an expired secret":       {refused(fault.SSOAppInvalid, "client_secret_expired"), doctor.Fail, "connection", "client_secret_expired", "new secret"},
		"another issuer":          {refused(fault.SSOAppInvalid, "issuer_mismatch"), doctor.Fail, "connection", "issuer_mismatch", "issuer"},
		"a provider that is away": {refused(fault.ProviderUnreachable, "discovery_dns"), doctor.Fail, "connection", "discovery_dns", "LATCHKEY_OUTBOUND_ALLOW"},
		"an odd provider":         {refused(fault.ProviderOther, "probe_accepted"), doctor.Look, "connection", "probe_accepted", "test"},
		"degraded, works again":   {health(store.HealthDegraded), doctor.Look, "connection", "does not refuse its credentials now", "recovers"},
		"suspect":                 {health(store.HealthSuspect), doctor.Look, "connection", "refused it once", "probe"},
		"a clock ahead":           {func(d *deployment) { d.offset = 61 * time.Second }, doctor.Fail, "clock", "1m1s ahead of ours", "NTP"},
		"a clock behind":          {func(d *deployment) { d.offset = -61 * time.Second }, doctor.Fail, "clock", "1m1s behind ours", "NTP"},
		"a clock a little ahead":  {func(d *deployment) { d.offset = 11 * time.Second }, doctor.Look, "clock", "11s ahead", "NTP"},
		"expired":                 {expires(-0.1), doctor.Fail, "secret", "acme google: expired on 2026-05-04", "new secret"},
		"expires in hours":        {expires(0.9), doctor.Look, "secret", "within a day", "new secret"},
		"expires in a week":       {expires(6.9), doctor.Look, "secret", "within 7 days", "new secret"},
		"expires in two weeks":    {expires(13.9), doctor.Look, "secret", "expires on 2026-05-18, within 14 days", "new secret"},
		"expires in a month":      {expires(29.9), doctor.Look, "secret", "within 30 days", "new secret"},
		"a lost domain":           {func(d *deployment) { d.lost = []store.LostDomain{{OrganizationCode: "acme", Domain: "acme.example"}} }, doctor.Look, "domain", "acme: acme.example", "TXT"},
		"locked out by SSO":       {func(d *deployment) { d.locked = []store.LockedOut{{Code: "acme", SSORequired: true}} }, doctor.Fail, "lockout", "acme: SSO is required", "latchkey bypass --organization acme"},
		"S6: hashes over the limits": {func(d *deployment) {
			d.hashes = []store.KindCount{
				{OrganizationCode: "acme", Kind: "$2y$12$", N: 40},
				{OrganizationCode: "acme", Kind: "$2y$22$", N: 2},
				{OrganizationCode: "acme", Kind: "$argon2id$v=19$m=65536,t=9,p=1$", N: 1},
				{OrganizationCode: "acme", Kind: "md5", N: 4},
				{OrganizationCode: "globex", Kind: "$argon2id$v=19$m=65536,t=3,p=4$", N: 9},
			}
		}, doctor.Look, "password", "acme: 7 active people", "--reset-passwords"},
		"no super admin": {func(d *deployment) { d.locked = []store.LockedOut{{Code: "acme"}} }, doctor.Look, "lockout", "acme: it has no super admin", "latchkey apply"},
	} {
		d := well()
		c.spoil(d)
		text, r := d.diagnose(t)
		if !slices.ContainsFunc(r.Findings, func(f doctor.Finding) bool {
			return f.Result == c.result && f.Check == c.check && strings.Contains(f.Text, c.says) && strings.Contains(f.Do, c.do)
		}) {
			t.Errorf("%s: not found in\n%s", name, text)
		}
		if r.Failed() != (c.result == doctor.Fail) {
			t.Errorf("%s: failed %v\n%s", name, r.Failed(), text)
		}
	}
}

// What cannot be looked at does not keep the rest from being looked at.
func TestTheRestIsLookedAt(t *testing.T) {
	d := well()
	d.unknownHost, d.probe, d.clockErr = true, fault.Because(fault.ProviderUnreachable, "discovery_timeout"), errors.New("away")
	d.locked = []store.LockedOut{{Code: "acme", SSORequired: true}}
	if text, _ := d.diagnose(t); strings.Count(text, "FAIL") != 5 || strings.Contains(text, "clock") {
		t.Errorf("\n%s", text)
	}
	d = well()
	d.none = true
	if text, r := d.diagnose(t); r.Failed() || strings.Contains(text, "database") {
		t.Errorf("\n%s", text)
	}
	d = well()
	d.lives = nil
	if text, r := d.diagnose(t); r.Failed() || !strings.Contains(text, "no connection is on") {
		t.Errorf("\n%s", text)
	}
}

func TestJSON(t *testing.T) {
	d := well()
	d.lost = []store.LostDomain{{OrganizationCode: "acme", Domain: "acme.example"}}
	d.probe = fault.Because(fault.SSOAppInvalid, "client_secret_invalid")
	_, r := d.diagnose(t)
	var text bytes.Buffer
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Failed   bool
		Findings []doctor.Finding
	}
	if err := json.Unmarshal(text.Bytes(), &got); err != nil || !got.Failed || !slices.Equal(got.Findings, r.Findings) {
		t.Errorf("%v\n%s", err, &text)
	}
}

// G3: whoever has 10,000 organizations reads what is worst, not 20,000 lines.
func TestG3OfManyTheWorstAreWritten(t *testing.T) {
	var r doctor.Report
	r.Add(doctor.OK, "settings", "well", "")
	for n := range 10_000 {
		result := doctor.Look
		if n%2_000 == 1_999 {
			result = doctor.Fail
		}
		r.Add(result, "lockout", fmt.Sprintf("org-%d", n), "repair it")
		r.Add(doctor.OK, "connection", fmt.Sprintf("org-%d", n), "")
	}
	for n := range 10 {
		r.Add(doctor.OK, "clock", fmt.Sprint("of ", n), "")
	}
	r.Add(doctor.Look, "last", "of all", "")
	written := func(all bool) []string {
		var text bytes.Buffer
		if err := r.Write(&text, all); err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(text.String()), "\n")
	}
	lines := written(false)
	if len(lines) != 1+11+11+10+1 {
		t.Errorf("%d lines:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for _, line := range []string{
		"look lockout      org-0 -> repair it", "look lockout      org-4 -> repair it", "FAIL lockout      org-1999 -> repair it", "FAIL lockout      org-9999 -> repair it",
		"look lockout      and 9990 more (9990 look): see them with --all or --json", "ok   connection   and 9990 more (9990 ok): see them with --all or --json",
		"ok   clock        of 9", "look last         of all",
	} {
		if !slices.Contains(lines, line) {
			t.Errorf("no %q in\n%s", line, strings.Join(lines, "\n"))
		}
	}
	if all := written(true); len(all) != len(r.Findings) {
		t.Errorf("%d lines of %d findings", len(all), len(r.Findings))
	}
	var machines bytes.Buffer
	var read struct{ Findings []doctor.Finding }
	if err := r.WriteJSON(&machines); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(machines.Bytes(), &read); err != nil || !slices.Equal(read.Findings, r.Findings) {
		t.Errorf("JSON has %d of %d, %v", len(read.Findings), len(r.Findings), err)
	}
}

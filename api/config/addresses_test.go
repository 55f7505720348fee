package config

import (
	"strings"
	"testing"
)

// deployment is the settings of an embedded database in a folder, as they are read
// without any environment.
func deployment(folder string) *Settings {
	return &Settings{Listen: "localhost:0", PublicURL: "http://localhost:8080", DataDir: folder, StartsPerMinute: 1}
}

// list writes each problem on a line of its own.
func list(err error) (text string) {
	for _, problem := range Problems(err) {
		text += "\n  " + problem.Error()
	}
	return text
}

// O3: what is used late, or stands beside a mistake, is reported with all the rest.
func TestO3_AddressesAndMailTogether(t *testing.T) {
	t.Parallel()
	s := *deployment(t.TempDir())
	s.Listen, s.MetricsListen, s.DNSServer = "nonsense", "9090", "10.0.0.53"
	s.GoogleIssuer, s.MicrosoftAuthority = "accounts.canary.example", "http://login.canary.example"
	s.SMTPURL, s.MailFrom, s.SMTPHelo = "http://u:canary@mail.example.com", "nobody", "a b"
	_, err := s.parse(false)
	listed := list(err)
	for _, name := range []string{"LISTEN", "METRICS_LISTEN", "DNS_SERVER", "GOOGLE_ISSUER", "MICROSOFT_AUTHORITY", "SMTP_URL", "MAIL_FROM", "SMTP_HELO"} {
		if strings.Count(listed, "\n  LATCHKEY_"+name+": ") != 1 {
			t.Errorf("not reported once: %s", name)
		}
	}
	if len(Problems(err)) != 8 || strings.Contains(listed, "canary") {
		t.Errorf("listed as\n%s", listed)
	}
	s = *deployment(t.TempDir())
	s.MailFrom, s.SMTPHelo = "Latchkey <sso@example.com>", "sso.example.com"
	if _, err := s.parse(false); strings.Count(list(err), "set LATCHKEY_SMTP_URL too") != 2 {
		t.Errorf("without a server: %v", err)
	}
	s = *deployment(t.TempDir())
	s.Listen, s.MetricsListen, s.DNSServer = ":http", "[::1]:9090", "dns.example:53"
	s.GoogleIssuer, s.MicrosoftAuthority = "https://google.example", "https://login.microsoftonline.us"
	s.SMTPURL, s.MailFrom = "smtp://mail.example.com", "Latchkey <sso@example.com>"
	if c, err := s.parse(false); err != nil || c.MailServer.Helo == "" {
		t.Errorf("got %v", err)
	}
}

package useragent_test

import (
	"testing"

	"latchkey/api/useragent"
)

func TestBrowsersAreNamed(t *testing.T) {
	const webkit, gecko = "AppleWebKit/537.36 (KHTML, like Gecko) ", "Gecko/20100101 "
	for agent, want := range map[string]useragent.Name{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + webkit + "Chrome/141.0.0.0 Safari/537.36 Edg/141.0":                      {"Edge", "Windows"},
		"Mozilla/5.0 (Linux; Android 15) " + webkit + "Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0":                        {"Edge", "Android"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + webkit + "Version/18.0 EdgiOS/141.0 Mobile Safari/604.1":    {"Edge", "iPhone"},
		"Mozilla/5.0 (Windows NT 10.0) " + webkit + "Chrome/141.0.0.0 Safari/537.36 OPR/120.0":                                  {"Opera", "Windows"},
		"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) " + webkit + "SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": {"Samsung Internet", "Android"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + webkit + "Version/18.1 Safari/605.1.15":                            {"Safari", "macOS"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + webkit + "Version/18.1 Mobile/15E148 Safari/604.1":          {"Safari", "iPhone"},
		"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) " + webkit + "CriOS/141.0 Mobile/15E148 Safari/604.1":                    {"Chrome", "iPad"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + webkit + "FxiOS/140.0 Mobile/15E148 Safari/605.1.15":        {"Firefox", "iPhone"},
		"Mozilla/5.0 (X11; Linux x86_64; rv:144.0) " + gecko + "Firefox/144.0":                                                  {"Firefox", "Linux"},
		"Mozilla/5.0 (Linux; Android 15) " + webkit + "Chrome/141.0 Mobile Safari/537.36":                                       {"Chrome", "Android"},
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + webkit + "Chrome/141.0.0.0 Safari/537.36":                                 {"Chrome", "ChromeOS"},
		"Mozilla/5.0 (X11; Linux x86_64) " + webkit + "HeadlessChrome/141.0.0.0 Safari/537.36":                                  {"Chrome", "Linux"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + webkit + "Mobile/15E148":                                    {"", "iPhone"}, // inside of an app
		"curl/8.9":    {"curl", ""},
		"Mozilla/5.0": {},
		"":            {},
		"Your account is closed, call +1 555 0100": {}, // nothing of what somebody chose
		"callus/5550100": {},
	} {
		if got := useragent.Read(agent); got != want {
			t.Errorf("%s: %+v, want %+v", agent, got, want)
		}
	}
}

func TestNamesInSentences(t *testing.T) {
	for want, n := range map[string]useragent.Name{
		"Firefox, Windows": {"Firefox", "Windows"}, "curl": {Browser: "curl"}, "iPhone": {System: "iPhone"}, "": {},
	} {
		if got := n.String(); got != want {
			t.Errorf("%+v: %q, want %q", n, got, want)
		}
	}
}

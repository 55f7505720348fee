package connection_test

import (
	"testing"

	"latchkey/api/connection"
)

// F24: what providers offer to copy is the address of their metadata.
func TestF24_APastedDiscoveryURLIsItsIssuer(t *testing.T) {
	for pasted, want := range map[string]string{
		"https://id.example/realms/a/.well-known/openid-configuration":     "https://id.example/realms/a",
		"https://id.example/.well-known/openid-configuration":              "https://id.example",
		"https://id.example/.well-known/openid-configuration/":             "https://id.example",
		"https://id.example/v2.0/.well-known/openid-configuration?appid=1": "https://id.example/v2.0",
		"https://id.example/": "https://id.example/", // the slash belongs to it
		"https://id.example/.well-known/openid-configuration.example": "https://id.example/.well-known/openid-configuration.example",
		"https://id.example/?.well-known/openid-configuration":        "https://id.example/?.well-known/openid-configuration",
	} {
		if got := connection.Described(pasted); got != want {
			t.Errorf("%s: %s, want %s", pasted, got, want)
		}
	}
}

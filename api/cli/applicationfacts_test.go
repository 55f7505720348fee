package cli

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/api/client"
	"latchkey/api/store"
)

// Whoever asks why an application is not among an organization's sees whom it is for, who
// switched it off, and where sign-outs go.
func TestApplicationFacts(t *testing.T) {
	app := store.NewApplication("crm")
	app.AllOrganizations = false
	app.OrganizationIDs = store.Strings{"org_1", "org_2"}
	app.SwitchedOff = store.Strings{"org_2"}
	app.RedirectURIs = store.Strings{"https://crm.example/callback"}
	app.PostLogoutRedirectURIs = store.Strings{"https://crm.example/"}
	app.BackchannelLogoutURI = "https://crm.example/logout"
	codes := map[string]string{"org_1": "acme", "org_2": "globex"}
	facts := func() string {
		c := client.Client{Client: store.Client{ID: "crm", Name: "Acme CRM", State: "enabled"}, Application: &app}
		return fmt.Sprint(applicationFacts(c, "https://sso.example", func(id string) string { return codes[id] }))
	}
	for _, want := range []string{
		"[for acme globex]", "[switched off globex]", "[after sign-out https://crm.example/]", "[back-channel https://crm.example/logout]",
		"[redirect URIs https://crm.example/callback]", "[ID token RS256]",
	} {
		if !strings.Contains(facts(), want) {
			t.Errorf("%s is missing in %s", want, facts())
		}
	}
	if strings.Contains(facts(), "home URL") {
		t.Errorf("nothing is said of what there is not: %s", facts())
	}
	app.OrganizationIDs = nil
	if !strings.Contains(facts(), "[for no organization]") {
		t.Error(facts())
	}
	app.AllOrganizations = true
	if !strings.Contains(facts(), "[for all organizations]") {
		t.Error(facts())
	}
}

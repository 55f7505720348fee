package cli

import (
	"context"
	"strconv"
	"strings"

	"latchkey/api/client"
	"latchkey/api/store"
)

// applicationFacts lists what an application is registered with, under the words of the
// operator's file: what was left at nothing is left out. code names an organization.
func applicationFacts(c client.Client, issuer string, code func(id string) string) [][2]string {
	app := c.Application
	facts := [][2]string{
		{"issuer", issuer},
		{"client id", c.ID},
		{"name", c.Name},
		{"state", string(c.State)},
		{"type", string(app.Type)},
		{"for", forWhom(app, code)},
		{"switched off", inCodes(app.SwitchedOff, code)},
		{"home URL", app.HomeURL},
		{"initiate login", app.InitiateLoginURI},
		{"redirect URIs", strings.Join(app.RedirectURIs, " ")},
		{"after sign-out", strings.Join(app.PostLogoutRedirectURIs, " ")},
		{"back-channel", app.BackchannelLogoutURI},
		{"resources", strings.Join(app.Resources, " ")},
		{"ID token", app.IDTokenAlg},
		{"refresh", string(app.Refresh)},
		{"PKCE required", strconv.FormatBool(app.RequirePKCE)},
		{"last used", day(c.LastUsedAt, "never")},
	}
	kept := facts[:0]
	for _, fact := range facts {
		if fact[1] != "" {
			kept = append(kept, fact)
		}
	}
	return kept
}

func forWhom(app *store.Application, code func(string) string) string {
	switch {
	case app.AllOrganizations:
		return "all organizations"
	case len(app.OrganizationIDs) == 0:
		return "no organization"
	}
	return inCodes(app.OrganizationIDs, code)
}

func inCodes(ids []string, code func(string) string) string {
	codes := make([]string, len(ids))
	for i, id := range ids {
		codes[i] = code(id)
	}
	return strings.Join(codes, " ")
}

// codesOf names organizations by their codes; by its id one that cannot be read.
func codesOf(ctx context.Context, db *store.Store) func(id string) string {
	return func(id string) string {
		if organization, err := db.OrganizationByID(ctx, id); err == nil {
			return organization.Code
		}
		return id
	}
}

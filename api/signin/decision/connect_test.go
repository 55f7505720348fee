package decision

import (
	"testing"
	"time"

	"latchkey/api/fault"
)

// Spec "Link from Security Setting", row by row.
func TestDecideConnect(t *testing.T) {
	mine := Candidate{ID: "ana", Active: true, IdentityID: "i-ana", SeenWith: "app-0"}
	sameClient := mine
	sameClient.SeenWith = "app-1"
	bobs := Candidate{ID: "bob", Active: true, IdentityID: "i-bob", SeenWith: "app-0"}
	ana := ConnectRequest{UserID: "ana", Email: "ana@acme.example", AccountEmail: "Ana@ACME.example", ClientID: "app-1"}
	with := func(edit func(*ConnectRequest)) ConnectRequest { c := ana; edit(&c); return c }
	link := Decision{User: Candidate{ID: "ana"}, Link: true}
	for name, c := range map[string]struct {
		request ConnectRequest
		found   Found
		want    Decision
		code    fault.Code
		reason  string
	}{
		"a new account of the same e-mail is linked":          {ana, Found{}, link, "", ""},
		"the same account once more is no new link":           {ana, Found{Linked: &mine}, Decision{User: mine}, "", ""},
		"the same account at a new application heals":         {ana, Found{ByObject: &mine}, Decision{User: mine, Heal: true}, "", ""},
		"another user's account (D18)":                        {ana, Found{Linked: &bobs}, Decision{}, fault.AlreadyLinkedOtherUser, ""},
		"another user's account, by its object (D18)":         {ana, Found{ByObject: &bobs}, Decision{}, fault.AlreadyLinkedOtherUser, ""},
		"one account each":                                    {with(func(c *ConnectRequest) { c.HasOther = true }), Found{}, Decision{}, fault.AlreadyLinkedOther, ""},
		"a new subject at the same application is another":    {with(func(c *ConnectRequest) { c.HasOther = true }), Found{ByObject: &sameClient}, Decision{}, fault.AlreadyLinkedOther, ""},
		"another e-mail":                                      {with(func(c *ConnectRequest) { c.AccountEmail = "ana@home.example" }), Found{}, Decision{}, fault.EmailMismatch, "other_email"},
		"no e-mail":                                           {with(func(c *ConnectRequest) { c.AccountEmail = "" }), Found{}, Decision{}, fault.EmailMismatch, "no_email"},
		"no e-mail of either":                                 {with(func(c *ConnectRequest) { c.AccountEmail, c.Email = "", "" }), Found{}, Decision{}, fault.EmailMismatch, "no_email"},
		"another e-mail where the connection allows it":       {with(func(c *ConnectRequest) { c.AccountEmail, c.DifferentEmail = "x@home.example", true }), Found{}, link, "", ""},
		"whose the e-mail is does not matter":                 {ana, Found{Candidates: []Candidate{bobs}}, link, "", ""},
		"what was disconnected may be connected by its owner": {ana, Found{Unlinked: true}, link, "", ""},
	} {
		got, err := DecideConnect(c.request, c.found)
		if got != c.want {
			t.Errorf("%s: got %+v", name, got)
		}
		checkFault(t, name, err, c.code, c.reason)
	}
}

func TestDecideStepUp(t *testing.T) {
	mine, bobs := Candidate{ID: "ana", SeenWith: "app-0"}, Candidate{ID: "bob", SeenWith: "app-0"}
	mine.Active = true
	sameClient := mine
	sameClient.SeenWith = "app-1"
	for name, c := range map[string]struct {
		found  Found
		want   Decision
		code   fault.Code
		reason string
	}{
		"their own account":                          {Found{Linked: &mine}, Decision{User: mine}, "", ""},
		"their own account, healed":                  {Found{ByObject: &mine}, Decision{User: mine, Heal: true}, "", ""},
		"another account of their directory's entry": {Found{ByObject: &sameClient}, Decision{}, fault.UserNotAuthorized, "not_connected"},
		"another user's account":                     {Found{Linked: &bobs}, Decision{}, fault.AlreadyLinkedOtherUser, ""},
		"an account of nobody":                       {Found{}, Decision{}, fault.UserNotAuthorized, "not_connected"},
		"their e-mail alone":                         {Found{Candidates: []Candidate{mine}}, Decision{}, fault.UserNotAuthorized, "not_connected"},
	} {
		got, err := DecideStepUp("ana", "app-1", c.found)
		if got != c.want {
			t.Errorf("%s: got %+v", name, got)
		}
		checkFault(t, name, err, c.code, c.reason)
	}
}

func TestAuthenticatedSince(t *testing.T) {
	since := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	now := since.Add(5 * time.Minute)
	for name, c := range map[string]struct {
		at     time.Time
		code   fault.Code
		reason string
	}{
		"just now":                     {now, "", ""},
		"as it began":                  {since, "", ""},
		"within the skew of clocks":    {since.Add(-authTimeSkew), "", ""},
		"before it began":              {since.Add(-authTimeSkew - time.Second), fault.ReauthRequired, "auth_time_old"},
		"in the future within a skew":  {now.Add(authTimeSkew), "", ""},
		"in the future":                {now.Add(authTimeSkew + time.Second), fault.ReauthRequired, "auth_time_future"},
		"the provider does not say it": {time.Time{}, fault.ReauthRequired, "auth_time_missing"},
	} {
		checkFault(t, name, AuthenticatedSince(c.at, since, now), c.code, c.reason)
	}
}

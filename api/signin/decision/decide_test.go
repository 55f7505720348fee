package decision

import (
	"testing"

	"latchkey/api/fault"
)

// The policies that the rows name.
var (
	automatic   = Rules{LinkAutomatic, WeakAsk}
	weakRefused = Rules{LinkAutomatic, WeakRefuse}
	confirm     = Rules{LinkConfirm, WeakAsk}
	profileOnly = Rules{LinkProfileOnly, WeakAsk}
)

// Spec "Who is it?", row by row.
func TestDecide(t *testing.T) {
	ana := Candidate{ID: "ana", Active: true}
	bob := Candidate{ID: "bob", Active: true, IdentityID: "i-bob", Subject: "s-bob", SeenWith: "app-1"}
	gone := Candidate{ID: "gone"}
	goneLinked := Candidate{ID: "gone", IdentityID: "i-gone", Subject: "s-gone", SeenWith: "app-0"}
	boss := Candidate{ID: "boss", SuperAdmin: true, Active: true}
	bossLinked := Candidate{ID: "boss", SuperAdmin: true, Active: true, IdentityID: "i-boss", Subject: "s-boss", SeenWith: "app-1"}
	moved := bob
	moved.SeenWith = "app-0"
	unseen := bob
	unseen.SeenWith = ""
	seen, noEmail := ProviderAccount{HasEmail: true, ClientID: "app-1"}, ProviderAccount{ClientID: "app-1"}
	emails := func(p ...Candidate) Found { return Found{Candidates: p} }
	in := func(p Candidate) Decision { return Decision{User: p} }
	link := Decision{User: ana, Link: true}
	heal := Decision{User: moved, Heal: true}
	ask, askAgain := Decision{Ask: true}, Decision{Ask: true, Again: true}
	left := Candidate{ID: "left", Active: true, Unlinked: true}
	leftBoss := Candidate{ID: "boss", SuperAdmin: true, Active: true, Unlinked: true}
	leftGone := Candidate{ID: "gone", Unlinked: true}
	leftOther := bob
	leftOther.Unlinked = true
	account := func(p ...Candidate) Found { return Found{Candidates: p, Unlinked: true} }

	for name, c := range map[string]struct {
		policy Rules
		proof  Proof
		seen   ProviderAccount
		found  Found
		want   Decision
		code   fault.Code
		reason string
	}{
		// 1. By link first.
		"a linked account goes by its link (B25)":                            {automatic, Strong, seen, Found{Linked: &bob}, in(bob), "", ""},
		"a linked account needs no e-mail and no proof (B27)":                {automatic, Weak, noEmail, Found{Linked: &bob}, in(bob), "", ""},
		"a linked subject wins over the e-mail (B26, B28)":                   {automatic, Strong, seen, Found{Linked: &bob, Candidates: []Candidate{ana}}, in(bob), "", ""},
		"a linked account enters where links are made in profile only":       {profileOnly, Weak, seen, Found{Linked: &bob}, in(bob), "", ""},
		"a linked account enters where links are confirmed":                  {confirm, Weak, seen, Found{Linked: &bob}, in(bob), "", ""},
		"a linked account enters where weak proof is refused":                {weakRefused, Weak, seen, Found{Linked: &bob}, in(bob), "", ""},
		"a linked super admin enters":                                        {automatic, Strong, seen, Found{Linked: &bossLinked}, in(bossLinked), "", ""},
		"a linked but deactivated user has no access (B32)":                  {automatic, Strong, seen, Found{Linked: &goneLinked, Candidates: []Candidate{ana}}, Decision{}, fault.UserNotAuthorized, "user_inactive"},
		"subject and object of one user are one link":                        {automatic, Strong, seen, Found{Linked: &bob, ByObject: &bob}, in(bob), "", ""},
		"subject and object of two users are refused":                        {automatic, Strong, seen, Found{Linked: &bob, ByObject: &bossLinked}, Decision{}, fault.UserNotAuthorized, "already_linked_other"},
		"a new subject of a known object heals after a new registration":     {automatic, Strong, seen, Found{ByObject: &moved}, heal, "", ""},
		"healing needs no proof and no e-mail":                               {profileOnly, Weak, noEmail, Found{ByObject: &moved, Candidates: []Candidate{ana}}, heal, "", ""},
		"the same registration heals nothing":                                {automatic, Strong, seen, Found{ByObject: &bob}, Decision{}, fault.UserNotAuthorized, "already_linked_other"},
		"an unknown registration heals nothing":                              {automatic, Strong, seen, Found{ByObject: &unseen}, Decision{}, fault.UserNotAuthorized, "already_linked_other"},
		"healing does not revive a deactivated user (B32)":                   {automatic, Strong, seen, Found{ByObject: &goneLinked}, Decision{}, fault.UserNotAuthorized, "user_inactive"},
		"an object that is not healed is not re-linked by its e-mail either": {automatic, Strong, seen, Found{ByObject: &bob, Candidates: []Candidate{ana}}, Decision{}, fault.UserNotAuthorized, "already_linked_other"},

		// 2 and 3. Else by e-mail, once, as the policy and the proof decide.
		"first sign-in with strong proof links the e-mail's owner (B24)":    {automatic, Strong, seen, emails(ana), link, "", ""},
		"strong proof links where weak proof is refused":                    {weakRefused, Strong, seen, emails(ana), link, "", ""},
		"an unknown user with strong proof is refused, never created (B20)": {automatic, Strong, seen, emails(), Decision{}, fault.UserNotAuthorized, "no_user"},
		"a deactivated owner is refused alike (B22)":                        {automatic, Strong, seen, emails(gone), Decision{}, fault.UserNotAuthorized, "user_inactive"},
		"an owner of another account is refused alike (D02, D04)":           {automatic, Strong, seen, emails(bob), Decision{}, fault.UserNotAuthorized, "already_linked_other"},
		"two owners are refused alike (D07)":                                {automatic, Strong, seen, emails(ana, gone), Decision{}, fault.UserNotAuthorized, "ambiguous"},
		"a super admin is never linked silently, but asked":                 {automatic, Strong, seen, emails(boss), ask, "", ""},
		"a super admin with another account is asked, too":                  {automatic, Strong, seen, emails(bossLinked), ask, "", ""},
		"weak proof with a candidate is asked (A41)":                        {automatic, Weak, seen, emails(ana), ask, "", ""},
		"weak proof without a candidate is asked alike (B23)":               {automatic, Weak, seen, emails(), ask, "", ""},
		"weak proof with a deactivated candidate is asked alike":            {automatic, Weak, seen, emails(gone), ask, "", ""},
		"no e-mail is asked":                             {automatic, Weak, noEmail, emails(), ask, "", ""},
		"weak proof is refused with one code, candidate": {weakRefused, Weak, seen, emails(ana), Decision{}, fault.EmailNotVerified, ""},
		"weak proof is refused with one code, or none":   {weakRefused, Weak, seen, emails(), Decision{}, fault.EmailNotVerified, ""},
		"no e-mail is refused with its own code":         {weakRefused, Weak, noEmail, emails(), Decision{}, fault.EmailMissing, ""},
		"confirm asks the owner":                         {confirm, Strong, seen, emails(ana), ask, "", ""},
		"confirm asks an unknown user alike":             {confirm, Strong, seen, emails(), ask, "", ""},
		"confirm asks the weak alike":                    {confirm, Weak, seen, emails(gone), ask, "", ""},
		"profile only refuses the owner":                 {profileOnly, Strong, seen, emails(ana), Decision{}, fault.LinkInProfileFirst, ""},
		"profile only refuses an unknown user alike":     {profileOnly, Weak, noEmail, emails(), Decision{}, fault.LinkInProfileFirst, ""},

		// S12: what was disconnected is linked by a proof alone.
		"S12: the account that was disconnected is asked":                    {automatic, Strong, seen, account(left), askAgain, "", ""},
		"S12: another account of that person is asked":                       {automatic, Strong, seen, emails(left), askAgain, "", ""},
		"S12: the account is asked, whoever has its address now":             {automatic, Strong, seen, account(ana), askAgain, "", ""},
		"S12: the account is asked alike, though nobody has its address":     {automatic, Strong, seen, account(), askAgain, "", ""},
		"S12: the account is asked alike, though its owner is deactivated":   {automatic, Strong, seen, account(leftGone), askAgain, "", ""},
		"S12: another account of somebody deactivated learns nothing":        {automatic, Strong, seen, emails(leftGone), Decision{}, fault.UserNotAuthorized, "user_inactive"},
		"S12: another account of somebody who has one by now learns nothing": {automatic, Strong, seen, emails(leftOther), Decision{}, fault.UserNotAuthorized, "already_linked_other"},
		"S12: a super admin is asked as ever":                                {automatic, Strong, seen, emails(leftBoss), ask, "", ""},
		"S12: a proof that linked it again opens":                            {automatic, Strong, seen, Found{Linked: &leftOther, Unlinked: true}, in(leftOther), "", ""},
		"S12: strong proof is asked, too, where weak proof is refused":       {weakRefused, Strong, seen, account(left), askAgain, "", ""},
		"S12: weak proof stays refused with its one code":                    {weakRefused, Weak, seen, account(left), Decision{}, fault.EmailNotVerified, ""},
		"S12: no e-mail stays refused with its own code":                     {weakRefused, Weak, noEmail, account(), Decision{}, fault.EmailMissing, ""},
		"S12: weak proof is asked as ever":                                   {automatic, Weak, seen, account(left), ask, "", ""},
		"S12: confirm asks as ever":                                          {confirm, Strong, seen, account(left), ask, "", ""},
		"S12: profile only refuses as ever":                                  {profileOnly, Strong, seen, account(left), Decision{}, fault.LinkInProfileFirst, ""},

		// What cannot be, opens nothing.
		"an unknown policy is our error":          {Rules{"other", WeakAsk}, Strong, seen, emails(ana), Decision{}, fault.InternalError, "unknown_linking_policy"},
		"no policy is our error":                  {Rules{}, Strong, seen, emails(ana), Decision{}, fault.InternalError, "unknown_linking_policy"},
		"an unknown proof is weak":                {automatic, "", seen, emails(ana), ask, "", ""},
		"an unknown way of weak proof is asked":   {Rules{Linking: LinkAutomatic}, Weak, seen, emails(ana), ask, "", ""},
		"a claim of a role changes nothing (D29)": {automatic, Strong, ProviderAccount{HasEmail: true, ClientID: "super_admin"}, emails(ana), link, "", ""},
	} {
		got, err := Decide(c.policy, c.proof, c.seen, c.found)
		if got != c.want {
			t.Errorf("%s: got %+v", name, got)
		}
		checkFault(t, name, err, c.code, c.reason)
	}
}

// checkFault wants a refusal, or none for code "".
func checkFault(t *testing.T, name string, err error, code fault.Code, reason string) {
	t.Helper()
	if err == nil && code == "" {
		return
	}
	if f := fault.Of(err); err == nil || f.Code != code || f.Reason != reason {
		t.Errorf("%s: got %v, want %q (%s)", name, err, code, reason)
	}
}

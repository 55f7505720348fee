package conntest

import (
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// report is what a test has seen so far. It is kept, so it never holds a secret, a code
// or a token.
type report struct {
	checks map[string]store.TestCheck
	kept   store.TestReport // all but the checks
	code   fault.Code       // of the refusal that ended the test, or ""
	auth   idp.ClientAuth   // in which the secret was accepted, where it is not the version's
}

// newReport begins with the state of the connection: a test does not require that it
// is on.
func newReport(l store.LiveConnection) *report {
	rep := &report{checks: map[string]store.TestCheck{}}
	rep.checks["redirect"] = store.TestCheck{Result: store.CheckPassed, Facts: map[string]string{"state": string(l.State)}}
	return rep
}

// done lists the checks of this stage in their order; one that was not reached says so.
func (rep *report) done() store.TestReport {
	out := rep.kept
	for _, name := range []string{"redirect", "token", "signature", "nonce", "lock", "email", "proof", "person", "roles"} {
		c, ok := rep.checks[name]
		if !ok {
			c.Result = store.CheckNotReached
		}
		c.Stage, c.Name = "person", name
		out.Checks = append(out.Checks, c)
	}
	return out
}

func (rep *report) passed(names ...string) {
	for _, name := range names {
		c := rep.checks[name]
		c.Result = store.CheckPassed
		rep.checks[name] = c
	}
}

// failed marks the check that a refusal fails; the first one ends the test.
func (rep *report) failed(name string, f *fault.Fault) *report {
	c := rep.checks[name]
	c.Result, c.Reason, c.Expected, c.Received = store.CheckFailed, f.Reason, f.Expected, f.Received
	rep.checks[name] = c
	if rep.code == "" {
		rep.code = f.Code
	}
	return rep
}

// refused marks the check that the exchange or what came before it failed at,
// and those that it had passed by then.
func (rep *report) refused(f *fault.Fault) *report {
	name, before := failedCheck(f)
	rep.passed(before...)
	return rep.failed(name, f)
}

// failedCheck says which check a refusal of package idp belongs to, and which ones come
// before it in the order of its verifier.
func failedCheck(f *fault.Fault) (name string, before []string) {
	signed := []string{"token", "signature"}
	switch {
	case f.Reason == "iss_mismatch":
		return "redirect", nil
	case f.Reason == "provider_answer", f.Reason == "token_answer": // an account refused there, not here
		return "token", nil
	case f.Code == fault.WrongTenant:
		return "lock", append(signed, "nonce")
	case strings.HasPrefix(f.Reason, "userinfo_"):
		return "email", append(signed, "nonce")
	case (f.Code == fault.ProviderUnreachable || f.Code == fault.OutboundUnavailable) && strings.HasPrefix(f.Reason, "keys_"):
		return "signature", []string{"token"}
	case f.Code == fault.ClockSkew:
		return "token", []string{"signature"}
	case f.Code != fault.TokenInvalid:
		return "token", nil
	}
	switch f.Reason {
	case "signature", "key_unknown":
		return "signature", []string{"token"}
	case "nonce":
		return "nonce", signed
	case "at_hash":
		return "token", []string{"signature", "nonce"}
	case "iss", "tid_mismatch", "aud", "azp", "sub", "iat", "exp", "exp_missing", "expired", "lifetime", "nbf":
		return "token", []string{"signature"}
	}
	return "token", nil // taken apart, not yet verified
}

// leftOut notes the parameters that the provider was not sent, because it does not
// announce them or refused them.
func (rep *report) leftOut(parameters []string) {
	if len(parameters) == 0 {
		return
	}
	c := rep.checks["redirect"]
	c.Reason, c.Facts["parameters"] = "left_out", strings.Join(parameters, " ")
	rep.checks["redirect"] = c
}

// clientAuth notes that the secret was accepted in another way than the version's: the
// version keeps that way from now on.
func (rep *report) clientAuth(way idp.ClientAuth) {
	if way == idp.AuthAutomatic {
		return
	}
	rep.auth = way
	rep.checks["token"] = store.TestCheck{Reason: "auth_" + string(way)}
}

// verified notes a verified token: its claims, and what it says of roles.
func (rep *report) verified(disclosed []idp.Disclosed, of provider.Descriptor, c idp.Claims) {
	rep.passed("token", "signature", "nonce")
	roles := store.TestCheck{Result: store.CheckInfo, Reason: "no_roles", Facts: map[string]string{}}
	for _, claim := range disclosed {
		rep.kept.Claims = append(rep.kept.Claims, store.TestClaim{Name: claim.Name, Value: claim.Value})
		if slices.Contains([]string{"roles", "groups"}, claim.Name) {
			roles.Reason, roles.Facts[claim.Name] = "", claim.Value
		}
	}
	rep.checks["roles"] = roles
	rep.kept.Learned, rep.kept.Account = learnedLock(of, c), seenAccount(c)
}

// learnedLock is what the connection could be locked to: the tenant or domain of this
// account, if it has one.
func learnedLock(of provider.Descriptor, c idp.Claims) *store.LearnedLock {
	lock := store.LearnedLock{Value: email.Fold(of.Place(c))}
	if of.ByTenant() {
		lock.Domain = email.Domain(c.Email)
	}
	if lock.Value == "" {
		return nil
	}
	return &lock
}

// seenAccount is how the provider described the account, for forecasts.
func seenAccount(c idp.Claims) *store.SeenAccount {
	edov := map[provider.EDOV]string{provider.No: "no", provider.Yes: "yes"}
	var said []store.SaidClaim
	for _, one := range c.Said {
		said = append(said, store.SaidClaim(one))
	}
	return &store.SeenAccount{
		Said: said, Unsent: c.Unsent,
		Domain: email.Domain(c.Email), EmailVerified: c.EmailVerified, HostedDomain: email.Fold(c.HostedDomain),
		TenantID: c.TenantID, Guest: c.Guest, EDOV: edov[c.EDOV], Username: email.LooksLike(c.PreferredUsername),
	}
}

// lock notes whether the account is within the lock, and whether there is one.
func (rep *report) lock(l store.LiveConnection, outside *fault.Fault) {
	switch {
	case outside != nil:
		rep.failed("lock", outside)
	case len(l.LockedTo) > 0:
		rep.checks["lock"] = store.TestCheck{Result: store.CheckPassed, Expected: strings.Join(l.LockedTo, ", ")}
	default:
		rep.checks["lock"] = store.TestCheck{Result: store.CheckLook, Reason: provider.Of(provider.Key(l.Provider)).OpenReason}
	}
}

// proof notes the address and how well it is proven.
func (rep *report) proof(c idp.Claims, proof decision.Proof, weakness string) {
	rep.checks["email"] = store.TestCheck{Result: store.CheckPassed, Received: c.Email}
	if c.Email == "" {
		rep.checks["email"] = store.TestCheck{Result: store.CheckLook, Reason: "no_email"}
	}
	rep.checks["proof"] = store.TestCheck{Result: store.CheckPassed, Received: string(proof)}
	if proof != decision.Strong {
		rep.checks["proof"] = store.TestCheck{Result: store.CheckLook, Reason: weakness, Expected: string(decision.Strong), Received: string(proof)}
	}
}

// person notes whose sign-in it would be. That nobody matches is no failure of the
// connection: it is for the super admin to look at.
func (rep *report) person(p decision.Prediction, who *store.Match, me string) {
	rep.kept.Person = &store.TestPerson{Outcome: string(p.Outcome), Code: string(p.Code), Reason: p.Reason}
	facts := map[string]string{"outcome": string(p.Outcome)}
	if who != nil {
		rep.kept.Person.Name, rep.kept.Person.IsMe = who.Name, who.UserID == me
	}
	result := store.CheckLook
	switch {
	case p.Outcome == decision.Linked, p.Outcome == decision.Silent:
		result = store.CheckPassed
	case p.Outcome == decision.Asked && p.Reason == decision.SuperAdminAsked:
		result = store.CheckInfo // it is so for every one of them
	}
	rep.checks["person"] = store.TestCheck{Result: result, Reason: p.Reason, Facts: facts}
}

// outside notes that nobody signs in from outside of the lock, linked or not.
func (rep *report) outside(f *fault.Fault) {
	rep.kept.Person = &store.TestPerson{Outcome: string(decision.Refused), Code: string(f.Code), Reason: decision.OutsideReason(f)}
}

// matched is the user whom a decision is about: the one it chose, else the one who has
// the account or its e-mail.
func matched(d decision.Decision, matches []store.Match) *store.Match {
	for i, m := range matches {
		if d.User.ID != "" && m.UserID == d.User.ID {
			return &matches[i]
		}
	}
	if len(matches) > 0 {
		return &matches[0]
	}
	return nil
}

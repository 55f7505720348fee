package doctor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/api/password"
)

const day = 24 * time.Hour

// secrets looks for those that have expired or will within 30 days.
func (d *Doctor) secrets(ctx context.Context, r *Report) {
	const check = "secret"
	now := d.Now()
	list, err := d.Database.SecretExpiries(ctx, now.Add(30*day))
	if err != nil {
		unreadable(r, check, err)
		return
	}
	for _, e := range list {
		name, left := e.OrganizationCode+" "+e.Provider, e.ExpiresAt.Sub(now)
		const do = "let a super admin make a new secret at the provider and save it in SSO settings"
		if left <= 0 {
			r.Add(Fail, check, name+": expired on "+e.ExpiresAt.Format(time.DateOnly), do)
			continue
		}
		r.Add(Look, check, fmt.Sprintf("%s: expires on %s, %s", name, e.ExpiresAt.Format(time.DateOnly), urgency(left)), do)
	}
	if len(list) == 0 {
		r.Add(OK, check, "none is known to expire within 30 days", "")
	}
}

// urgency names the step of the warnings that a time left has reached.
func urgency(left time.Duration) string {
	if left <= day {
		return "within a day"
	}
	for _, days := range []time.Duration{7, 14} {
		if left <= days*day {
			return fmt.Sprintf("within %d days", days)
		}
	}
	return "within 30 days"
}

// domains looks for those that organizations have lost.
func (d *Doctor) domains(ctx context.Context, r *Report) {
	lost, err := d.Database.LostDomains(ctx)
	if err != nil {
		unreadable(r, "domain", err)
		return
	}
	for _, l := range lost {
		r.Add(Look, "domain", l.OrganizationCode+": "+l.Domain+" is no longer verified, its record is gone",
			"let a super admin publish the TXT record again that SSO settings show, or remove the domain")
	}
	if len(lost) == 0 {
		r.Add(OK, "domain", "none was lost", "")
	}
}

// lockedOut looks for organizations that none of their super admins can sign in to.
func (d *Doctor) lockedOut(ctx context.Context, r *Report) {
	const check = "lockout"
	list, err := d.Database.LockedOut(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	for _, o := range list {
		if o.SSORequired {
			r.Add(Fail, check, o.Code+": SSO is required and no super admin can sign in",
				"latchkey bypass --organization "+o.Code+" --email <an active super admin> prints a one-time link; then repair the connection or exempt somebody")
			continue
		}
		r.Add(Look, check, o.Code+": it has no super admin who can sign in", "give one a passwordHash or the role super_admin by latchkey apply")
	}
	if len(list) == 0 {
		r.Add(OK, check, "every organization has a super admin who can sign in", "")
	}
}

// passwords looks for hashes that nobody signs in with: they are never checked.
func (d *Doctor) passwords(ctx context.Context, r *Report) {
	const check = "password"
	kinds, err := d.Database.AnyPasswordKinds(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	counts, err := d.Database.PasswordKindCounts(ctx, slices.DeleteFunc(kinds, password.UsableKind))
	if err != nil {
		unreadable(r, check, err)
		return
	}
	var people int64 // of the organization so far
	for i, k := range counts {
		people += k.N
		if i < len(counts)-1 && counts[i+1].OrganizationCode == k.OrganizationCode {
			continue
		}
		r.Add(Look, check, fmt.Sprintf("%s: %d active people have a password hash that is not checked, of an unknown kind or over the limits", k.OrganizationCode, people),
			"they need a new password: they ask for a reset, or latchkey apply --reset-passwords gives them another passwordHash ("+password.Limits+")")
		people = 0
	}
	if len(counts) == 0 {
		r.Add(OK, check, "every password hash can be checked", "")
	}
}

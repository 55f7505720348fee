package role

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/rules"
	"latchkey/api/store"
	"latchkey/api/strictjson"
)

// claimsDeep is how deep pasted claims may be, as an ID token.
const claimsDeep = 16

// Step is whether one rule fits.
type Step struct {
	Rule int // from 1 on
	Fit  rule.Fit
}

// OneAccount is what rules say of an account.
type OneAccount struct {
	rule.Answer
	Refused bool
	Steps   []Step
	Claims  []rule.Text // that rules could ask for
	Unsent  []string
}

// Everybody is what rules would do to all active people, by their last sign-ins.
type Everybody struct {
	People, Unknown, Changes, Refused int
	Fits                              []int // by rule: how many it fits first
	List                              []Differs
}

// wanted reads rules that are not saved yet.
func (r *Roles) wanted(ctx context.Context, organizationID string, w WantedRules) (rule.Set, []Warning, error) {
	w, fields := w.Read("/rules")
	if len(fields) > 0 {
		return rule.Set{}, nil, fault.Invalid(fields...)
	}
	if err := Known(ctx, r.store.Rows, organizationID, w, "/rules"); err != nil {
		return rule.Set{}, nil, err
	}
	warnings, err := r.warnings(ctx, organizationID, w.Set)
	return w.Set, warnings, err
}

// PreviewClaims says what rules would make of somebody with these claims, as they stand in
// an ID token of a connection, "" for any.
func (r *Roles) PreviewClaims(ctx context.Context, organizationID, connectionID string, w WantedRules, claims string) (OneAccount, []Warning, error) {
	set, warnings, err := r.wanted(ctx, organizationID, w)
	if err != nil {
		return OneAccount{}, nil, err
	}
	said, err := strictjson.Object([]byte(claims), claimsDeep)
	if err != nil {
		return OneAccount{}, nil, fault.Invalid(fault.Field{Pointer: "/claims", Code: rules.Format})
	}
	p := provider.Payload(said)
	f := assign.Facts(connectionID, provider.SaidBy(p), provider.Unsent(p))
	f.Domain = email.Fold(email.Domain(p.Text("email")))
	return asked(set, f), warnings, nil
}

// PreviewTest says it of the account of the last test of a connection that passed.
func (r *Roles) PreviewTest(ctx context.Context, organizationID, connectionID string, w WantedRules) (OneAccount, []Warning, error) {
	set, warnings, err := r.wanted(ctx, organizationID, w)
	if err != nil {
		return OneAccount{}, nil, err
	}
	report, err := r.store.LastPassedTest(ctx, organizationID, connectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && report.Account == nil {
		return OneAccount{}, nil, fault.Because(fault.TestRequired, "none_passed")
	}
	if err != nil {
		return OneAccount{}, nil, fmt.Errorf("read the last test: %w", err)
	}
	a := report.Account
	f := rule.Facts{Connection: connectionID, Domain: a.Domain, Unsent: a.Unsent}
	for _, one := range a.Said {
		f.Texts = append(f.Texts, rule.Text{Path: one.Path, Values: one.Values, Alone: one.Alone})
	}
	return asked(set, f), warnings, nil
}

// asked asks rules about one account, and each of them alone.
func asked(set rule.Set, f rule.Facts) OneAccount {
	one := OneAccount{Answer: set.Answer(f), Claims: f.Texts, Unsent: f.Unsent}
	one.Refused = one.Fit == rule.No && set.Otherwise == rule.Refuse
	for i, r := range set.Rules {
		one.Steps = append(one.Steps, Step{i + 1, r.Fits(f)})
	}
	return one
}

// PreviewPeople says what rules would do to everybody at their next sign-in, as far as
// their last one tells. In the mode "off" it says what "automatic" would do.
func (r *Roles) PreviewPeople(ctx context.Context, organizationID string, w WantedRules) (Everybody, []Warning, error) {
	set, warnings, err := r.wanted(ctx, organizationID, w)
	if err != nil {
		return Everybody{}, nil, err
	}
	saved, err := assign.Read(ctx, r.store.Rows, organizationID)
	if err != nil {
		return Everybody{}, nil, err
	}
	from := saved.Row.SeenFrom
	if set.AsksMore(saved.Set) {
		from = saved.Row.Revision + 1 // nobody has signed in since
	}
	if !acts(set.Mode) {
		set.Mode = rule.Automatic
	}
	all := Everybody{Fits: make([]int, len(set.Rules))}
	err = r.each(ctx, organizationID, set, from, func(p store.RolePerson, d rule.Decision, known bool) {
		all.People++
		if !known || d.Fit == rule.Unknown {
			all.Unknown++
			return
		}
		if d.Position > 0 {
			all.Fits[d.Position-1]++
		}
		changes := d.Person.Role != string(p.Role)
		if d.Refuse {
			all.Refused++
		}
		if changes {
			all.Changes++
		}
		if (changes || d.Refuse) && len(all.List) < mostShown {
			all.List = append(all.List, Differs{p, d})
		}
	})
	slices.SortFunc(all.List, func(a, b Differs) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all, warnings, err
}

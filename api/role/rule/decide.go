package rule

// The roles that every organization has, as far as rules care.
const superAdmin = "super_admin"

// Came is where somebody's role comes from.
type Came string

// The origins of a role.
const (
	Manual    Came = "manual"
	ByRule    Came = "rule"
	BySCIM    Came = "scim"
	ByDefault Came = "default"
)

// Answer is what rules say of somebody.
type Answer struct {
	Fit      Fit    // No: no rule fits, and the default is to keep the role or to refuse
	Role     string // of Yes
	Rule     string // the id of the rule; "" of the default
	Position int    // of the rule that fits or that nobody can tell, from 1 on
}

// Answer asks the rules, in their order. One that nobody can tell ends it: whatever stands
// below it might be wrong.
func (s Set) Answer(f Facts) Answer {
	for i, r := range s.Rules {
		switch r.Fits(f) {
		case Yes:
			return Answer{Fit: Yes, Role: r.Role, Rule: r.ID, Position: i + 1}
		case Unknown:
			return Answer{Fit: Unknown, Rule: r.ID, Position: i + 1}
		}
	}
	if s.Otherwise == Role {
		return Answer{Fit: Yes, Role: s.Role}
	}
	return Answer{}
}

// Person is whose role it is.
type Person struct {
	Role   string
	Came   Came
	Rule   string // the id of the rule that gave it
	Exempt bool   // break-glass: they get in whatever the provider does
}

// Held is why rules do not change somebody's role, although they say another one.
type Held string

// The reasons.
const (
	NotHeld        Held = ""
	HeldOff        Held = "off"
	HeldSuggest    Held = "suggest"
	HeldManual     Held = "manual"
	HeldBreakGlass Held = "break_glass"
)

// Decision is what rules do to somebody.
type Decision struct {
	Answer
	Person Person // as they are from now on
	Refuse bool   // no rule fits, and the organization refuses such people
	Held   Held
}

// Changes says whether something of the person is written.
func (d Decision) Changes(was Person) bool { return d.Person != was }

// Decide says which role somebody has from now on, or that they are refused. A break-glass
// person keeps theirs, and a super admin is never refused: rules lock nobody out who could
// mend them.
func Decide(s Set, p Person, f Facts) Decision {
	d := Decision{Answer: s.Answer(f), Person: p, Held: held(s.Mode, p)}
	switch {
	case d.Fit == Unknown:
	case d.Fit == No:
		d.Refuse = s.Otherwise == Refuse && d.Held == NotHeld && p.Role != superAdmin
	case d.Held == NotHeld:
		d.Person = Person{Role: d.Role, Came: ByRule, Rule: d.Rule, Exempt: p.Exempt}
		if d.Rule == "" {
			d.Person.Came = ByDefault
		}
	}
	if d.Fit != Yes || d.Role == p.Role {
		d.Held = NotHeld
	}
	return d
}

func held(m Mode, p Person) Held {
	switch {
	case m == Suggest:
		return HeldSuggest
	case m != Automatic && m != ProviderWins:
		return HeldOff
	case p.Exempt:
		return HeldBreakGlass
	case m == Automatic && p.Came == Manual:
		return HeldManual
	}
	return NotHeld
}

package apply_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/email"
	"latchkey/api/mail"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// change changes a user as a super admin does on the screens.
func (r *rig) change(address string, change func(u *store.User)) store.User {
	r.t.Helper()
	u := r.user(address)
	change(&u)
	u.EmailLower = email.Fold(u.Email)
	r.must(r.db.UpdateUser(r.t.Context(), u))
	return r.user(u.Email)
}

func moveTo(address string) func(*store.User) { return func(u *store.User) { u.Email = address } }

const acmePeople = "organizations:\n  - code: acme\n    people:\n"

// F41: the same words mean the same row, whoever has its address or external id by now:
// a file that is applied again gives no power back and revives no password.
func TestF41_TheSameWordsMeanTheSameRow(t *testing.T) {
	for name, c := range map[string]struct {
		file, want string
		between    func(r *rig)
	}{
		"she left, and her address is free": {
			acmePeople + `      - {email: anna@acme.example, role: super_admin, passwordHash: "` + hashA + `"}`,
			"= left@acme.example in acme: kept email",
			func(r *rig) {
				r.change("anna@acme.example", func(u *store.User) { u.Active, u.Email = false, "left@acme.example" })
			},
		},
		"the address passed on": {
			acmePeople + "      - {email: desk@acme.example, role: super_admin, exempt: true}\n      - {email: bruno@acme.example}",
			"= anna@acme.example in acme: kept email as somebody made it since the file said the same\n= desk@acme.example in acme: kept email",
			func(r *rig) {
				r.change("desk@acme.example", moveTo("anna@acme.example"))
				r.change("bruno@acme.example", moveTo("desk@acme.example"))
			},
		},
		"external id taken away, and another address": {
			acmePeople + `      - {email: anna@acme.example, externalId: "10", role: super_admin}`,
			"= anna2@acme.example in acme: kept email, externalId",
			func(r *rig) {
				r.change("anna@acme.example", func(u *store.User) { u.ExternalID, u.Email = nil, "anna2@acme.example" })
			},
		},
		"external id and address passed on": {
			acmePeople + "      - {email: anna@acme.example, externalId: \"10\", role: super_admin}\n      - {email: bruno@acme.example}",
			"= anna2@acme.example in acme: kept email, role, externalId as somebody made it since the file said the same\n= anna@acme.example in acme: kept email",
			func(r *rig) {
				r.change("anna@acme.example", func(u *store.User) {
					u.ExternalID, u.Email, u.Role = nil, "anna2@acme.example", store.Agent
				})
				r.change("bruno@acme.example", func(u *store.User) { u.ExternalID, u.Email = new("10"), "anna@acme.example" })
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
				r := newRig(t, open())
				r.apply(c.file)
				c.between(r)
				before, audited := r.everybody(), r.audit()
				for _, allowed := range []bool{false, true} {
					r.IdentityChanges = allowed
					said := r.apply(c.file)
					if !strings.HasPrefix(said, c.want) || strings.Contains(said, "\n~") || strings.Contains(said, "\n+") {
						t.Errorf("said\n%s", said)
					}
				}
				if r.everybody() != before || r.audit() != audited {
					t.Errorf("people were\n%s\nare\n%s", before, r.everybody())
				}
			})
		})
	}
}

// everybody is who is in acme, as they are kept.
func (r *rig) everybody() string {
	r.t.Helper()
	lines, err := r.db.UserLines(r.t.Context(), r.acme().ID, store.UserQuery{Now: r.now}, nil, 100)
	r.must(err)
	text := ""
	for _, l := range lines {
		text += fmt.Sprintln(l.ID, l.Email, l.Role, l.Active, l.Exempt, l.Revision)
	}
	return text
}

// mails are the super admins' mails that are due.
func (r *rig) mails() string {
	r.t.Helper()
	due, err := r.db.TakeMails(r.t.Context(), r.now, r.now.Add(time.Hour), 100)
	r.must(err)
	lines := []string{}
	for _, m := range due {
		values, err := mail.ValuesOf(m.Mail)
		r.must(err)
		lines = append(lines, fmt.Sprintf("%s: %s %s by %s", m.Recipient, values["email"], values["what"], values["by"]))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// F41: new words about an address that meant another row before say who somebody is.
func TestF41_NewWordsOfAnAddressThatMovedAreAnIdentityChange(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(acmePeople + "      - {email: anna@acme.example}")
		old := r.change("anna@acme.example", moveTo("left@acme.example"))
		file := acmePeople + "      - {email: anna@acme.example, role: super_admin}"
		r.refuses(file, "anna@acme.example in acme: meant left@acme.example before, and another person now")
		r.IdentityChanges = true
		r.apply(file)
		if is := r.user("anna@acme.example"); is.ID == old.ID || is.Role != store.SuperAdmin {
			t.Errorf("made %+v", is)
		}
		r.IdentityChanges = false
		if again := r.apply(file); again != "" {
			t.Errorf("again: %s", again)
		}
	})
}

// --overwrite gives the address back to the row that the file means, and says so.
func TestF41_OverwriteGivesTheAddressBack(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		file := acmePeople + "      - {email: anna@acme.example}"
		r.apply(file)
		id := r.change("anna@acme.example", moveTo("anna2@acme.example")).ID
		r.Overwrite = true
		r.refuses(file, "~ anna2@acme.example becomes anna@acme.example")
		r.IdentityChanges = true
		r.apply(file)
		if is := r.user("anna@acme.example"); is.ID != id {
			t.Errorf("is %+v", is)
		}
	})
}

// S1: the super admins are told of power that a file gives, in the transaction of it.
func TestS1SuperAdminsAreToldOfTheFilesPower(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.Mail = mail.Outbox{On: true, Now: r.Now}
		r.apply(acmePeople + "      - {email: anna@acme.example, role: super_admin}")
		if got := r.mails(); got != "" {
			t.Errorf("a new organization: %s", got)
		}
		r.apply(acmePeople + "      - {email: bruno@acme.example}")
		file := acmePeople + "      - {email: bruno@acme.example, role: super_admin}"
		_, err := r.Apply(t.Context(), r.document(file), true)
		r.must(err)
		r.apply(file)
		r.apply(file)
		const want = "anna@acme.example: bruno@acme.example promoted by The operator\n" +
			"bruno@acme.example: bruno@acme.example promoted by The operator"
		if got := r.mails(); got != want {
			t.Errorf("got\n%s", got)
		}
	})
}

package people_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/people/peoplefile"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// starts sends a file.
func (r *rig) starts(by change.Actor, n people.Import, file string) (store.ImportLine, error) {
	r.T.Helper()
	if n.FileName == "" {
		n.FileName = "people.csv"
	}
	return r.People.StartImport(r.T.Context(), by, n, func() (peoplefile.Reader, error) {
		return peoplefile.Open(peoplefile.CSV, strings.NewReader(file))
	})
}

// imports sends a file as Sofia and gives what came of it, and its report.
func (r *rig) imports(n people.Import, file string) (store.ImportLine, string) {
	r.T.Helper()
	return r.importsBy(r.By(r.Sofia), n, file)
}

func (r *rig) importsBy(by change.Actor, n people.Import, file string) (store.ImportLine, string) {
	r.T.Helper()
	i, err := r.starts(by, n, file)
	r.Must(err)
	r.Must(r.People.RunImports(r.T.Context()))
	i, err = r.People.UserImport(r.T.Context(), by.OrganizationID, i.ID)
	r.Must(err)
	return i, r.report(i.ID)
}

func (r *rig) report(id string) string {
	r.T.Helper()
	all := ""
	for last := int64(-1); ; {
		number, lines, err := r.DB.ImportReport(r.T.Context(), id, last)
		if err != nil {
			return all
		}
		all, last = all+lines, number
	}
}

// came is what came of an import, in short.
func came(i store.ImportLine) string {
	return fmt.Sprintf("%s: %d of %d, %d added, %d changed, %d same, %d wrong", i.State, i.Done, i.Total, i.Added, i.Changed, i.Same, i.Wrong)
}

// withoutIDs is a report without the last column.
func withoutIDs(report string) []string {
	var lines []string
	for line := range strings.Lines(report) {
		line = strings.TrimSpace(line)
		lines = append(lines, line[:strings.LastIndex(line, ",")])
	}
	return lines
}

const mixed = `external_id,email,name,role,active
crm-1,one@acme.example,One,,
crm-2,two@acme.example,Two,help_desk,
crm-3,three@acme.example,Three,,no
crm-4,maya@acme.example,Maya Two,,
,ben@acme.example,Ben B,,
,new@acme.example,New,,
crm-5,not an address,Five,,
crm-6,six@acme.example,,,
crm-7,seven@acme.example,Seven,nothing,
crm-8,one@acme.example,Eight,,
crm-1,nine@acme.example,Nine,,
crm-9,boss@acme.example,Boss,super_admin,
,sofia@acme.example,sofia,agent,
`

// Section 2: an import adds and changes by the rules of all others, goes on after a wrong row,
// and changes nothing the second time; a dry run says the same before, and writes nothing.
func TestImport(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ownRole("help_desk")
		dry, dryReport := r.imports(people.Import{DryRun: true}, mixed)
		r.Same("a dry run", came(dry), "finished: 13 of 13, 5 added, 2 changed, 0 same, 6 wrong")
		count, err := r.DB.CountActiveUsers(t.Context(), r.Acme.ID)
		r.Must(err)
		r.Same("writes nobody", count, int64(3))

		written, session := r.Events(), r.Session(r.Maya, nil)
		i, report := r.imports(people.Import{}, mixed)
		r.Same("it", came(i), "finished: 13 of 13, 5 added, 2 changed, 0 same, 6 wrong")
		want := []string{
			"2,added,,,", "3,added,,,", "4,added,,,", "5,changed,,,", "8,wrong,validation_failed,email,format", "9,wrong,validation_failed,name,required",
			"10,wrong,validation_failed,role,invalid", "11,wrong,validation_failed,email,duplicate", "12,wrong,validation_failed,externalId,duplicate",
			"13,added,,,", "6,changed,,,", "7,added,,,", "14,wrong,last_super_admin,,",
		}
		r.Same("its report", withoutIDs(report), want)
		would := strings.NewReplacer(",added,", ",would_be_added,", ",changed,", ",would_be_changed,")
		for n := range want {
			want[n] = would.Replace(want[n])
		}
		r.Same("the dry run's says what would be", withoutIDs(dryReport), want)
		r.Same("which names nobody who is not there", strings.Contains(dryReport, "2,would_be_added,,,,\r\n"), true)
		r.Same("events", written(), []string{
			"user.changed", "user.changed", "user.created", "user.created", "user.created", "user.created", "user.created", "user.imported",
		})
		three, err := r.People.UserByExternalID(t.Context(), r.Acme.ID, "crm-3")
		r.Must(err)
		r.Same("who is not to be active", three.Active, false)
		maya := r.Person(r.Maya)
		r.Same("who had no id has one", []any{*maya.ExternalID, maya.Name, maya.Revision}, []any{"crm-4", "Maya Two", int64(2)})
		r.Same("and goes on", r.Ended(session), "")
		wrong, err := people.FirstWrong(i.UserImport)
		r.Must(err)
		r.Same("the first wrong one", wrong[0], people.WrongRow{Row: 8, Code: "validation_failed", Column: "email", Problem: "format"})

		quiet := r.Events()
		again, _ := r.imports(people.Import{}, mixed)
		r.Same("the same file", came(again), "finished: 13 of 13, 0 added, 0 changed, 7 same, 6 wrong")
		r.Same("changes nothing", quiet(), []string{"user.imported"})
		left, err := r.DB.ImportChunks(t.Context(), i.ID, 0, 1<<40, 10)
		r.Must(err)
		r.Same("the file is gone", left, []store.ImportChunk(nil))
		other, err := r.DB.UserImports(t.Context(), r.Globex.ID, 10)
		r.Must(err)
		r.Same("nobody else's", other, []store.ImportLine(nil))
	})
}

func (r *rig) ownRole(key store.Role) {
	r.T.Helper()
	r.Must(r.DB.AddRole(r.T.Context(), store.RoleRow{OrganizationID: r.Acme.ID, Key: key, Name: string(key), Revision: 1, ChangedBy: store.ActorOperator}))
}

// Addresses that move from one person to another find their place whatever the order of the
// rows, even far apart, and the file changes nothing the second time.
func TestImportMovesAddresses(t *testing.T) {
	onBoth(t, func(r *rig) {
		const everybody = 1300
		file := func(shift int) string {
			var b strings.Builder
			b.WriteString("external_id,email,name\n")
			for n := range everybody {
				fmt.Fprintf(&b, "crm-%d,p%d@acme.example,Person\n", n, n+shift)
			}
			return b.String()
		}
		i, _ := r.imports(people.Import{}, file(0))
		r.Same("first", came(i), "finished: 1300 of 1300, 1300 added, 0 changed, 0 same, 0 wrong")
		i, _ = r.imports(people.Import{}, file(1))
		r.Same("each gets the next one's", came(i), "finished: 1300 of 1300, 0 added, 1300 changed, 0 same, 0 wrong")
		i, report := r.imports(people.Import{}, file(1))
		r.Same("again", came(i), "finished: 1300 of 1300, 0 added, 0 changed, 1300 same, 0 wrong")
		r.Same("each row is reported once", strings.Count(report, "\n"), 1300)
		i, _ = r.imports(people.Import{}, "external_id,email,name\ncrm-0,p2@acme.example,Person\ncrm-1,p1@acme.example,Person\n")
		r.Same("who would change places", came(i), "finished: 2 of 2, 0 added, 0 changed, 0 same, 2 wrong")
	})
}

// Who is not in the file is deactivated where that is asked for, as long as they are few.
func TestImportDeactivatesWhoIsMissing(t *testing.T) {
	onBoth(t, func(r *rig) {
		var b strings.Builder
		b.WriteString("email,name\nmaya@acme.example,maya\n")
		for n := range 30 {
			fmt.Fprintf(&b, "p%d@acme.example,Person %d\n", n, n)
		}
		few := b.String()
		r.Clock.Add(time.Hour)
		i, _ := r.imports(people.Import{DeactivateMissing: true}, few)
		r.Same("Ben, one of three", []any{came(i), *i.Missing, *i.Ceiling, i.Deactivated}, []any{"finished: 31 of 31, 30 added, 0 changed, 1 same, 0 wrong", int64(1), int64(0), int64(0)})
		r.Clock.Add(time.Hour)
		session := r.Session(r.Ben, nil)
		i, report := r.imports(people.Import{DeactivateMissing: true, DryRun: true}, few)
		r.Same("of many, for show", []any{*i.Missing, *i.Ceiling, i.Deactivated, r.Person(r.Ben).Active}, []any{int64(1), int64(3), int64(0), true})
		r.Same("reported", strings.HasSuffix(report, ",would_be_deactivated,,,,"+r.Ben.ID+"\r\n"), true)
		i, report = r.imports(people.Import{DeactivateMissing: true}, few)
		r.Same("and then", []any{*i.Missing, i.Deactivated, r.Person(r.Ben).Active, r.Ended(session)}, []any{int64(1), int64(1), false, "user_deactivated"})
		r.Same("reported", strings.HasSuffix(report, ",deactivated,,,,"+r.Ben.ID+"\r\n"), true)
		r.Same("super admins stay", r.Person(r.Sofia).Active, true)
		i, report = r.imports(people.Import{DeactivateMissing: true}, "email,name\nmaya@acme.example,\n")
		r.Same("a file of one, and that one wrong", []any{*i.Missing, *i.Ceiling, i.Deactivated}, []any{int64(30), int64(3), int64(0)})
		r.Same("who stays is reported", strings.Count(report, ",missing,"), 30)
	})
}

// Who sends a file does with it what they may do without.
func TestImportIsByWhoSentIt(t *testing.T) {
	onBoth(t, func(r *rig) {
		stale := change.Actor{OrganizationID: r.Acme.ID, ID: r.Sofia.ID}
		_, err := r.starts(stale, people.Import{}, mixed)
		r.Refused("without a proof", err, fault.ReauthRequired)
		_, err = r.starts(stale, people.Import{DryRun: true}, mixed)
		r.Must(err)
		r.Must(r.People.RunImports(t.Context()))
		_, err = r.starts(r.By(r.Sofia), people.Import{Invite: true}, mixed)
		r.Refused("invitations without mail", err, fault.ValidationFailed, "?invite invalid")
		_, err = r.starts(r.By(r.Sofia), people.Import{}, "email\n")
		r.Refused("without a column", err, fault.ValidationFailed, "/columns/name required")
		_, err = r.starts(r.By(r.Sofia), people.Import{}, "email,name\n")
		r.Refused("without rows", err, fault.ValidationFailed, "/rows required")

		service := r.service("users:write")
		i, report := r.importsBy(service, people.Import{}, "email,name,role,active\nnew@acme.example,New,,\nsofia@acme.example,S,,\nmaya@acme.example,Maya,super_admin,\nben@acme.example,Ben B,,\n")
		r.Same("a machine", came(i), "finished: 4 of 4, 1 added, 1 changed, 0 same, 2 wrong")
		r.Same("reported", withoutIDs(report), []string{"2,added,,,", "3,wrong,person_required,,", "4,wrong,person_required,,", "5,changed,,,"})
		r.Clock.Add(time.Second)
		_, err = r.starts(r.service("users:read"), people.Import{}, mixed)
		r.Must(err)
		r.Must(r.People.RunImports(t.Context()))
		list, err := r.DB.UserImports(t.Context(), r.Acme.ID, 10)
		r.Must(err)
		r.Same("one whose scope was taken away", []any{string(list[0].State), list[0].Problem}, []any{"failed", "forbidden"})
		for range 5 {
			_, err = r.starts(r.By(r.Sofia), people.Import{DryRun: true}, mixed)
			r.Must(err)
		}
		_, err = r.starts(r.By(r.Sofia), people.Import{DryRun: true}, mixed)
		r.Refused("too many at once", err, fault.Busy)
	})
}

func (r *rig) service(scope string) change.Actor {
	r.T.Helper()
	ctx, id, at := r.T.Context(), "svc_"+secret.NewID(), store.At(r.Clock.Now())
	r.Must(r.DB.AddClient(ctx, store.Client{ID: id, Kind: "service", OrganizationID: &r.Acme.ID, Name: "CRM", State: "enabled", CreatedAt: at, UpdatedAt: at, CreatedBy: r.Sofia.ID}))
	r.Must(r.DB.AddService(ctx, store.Service{ClientID: id, OrganizationID: r.Acme.ID, Scopes: store.Strings{scope}, Revision: 1, ChangedBy: r.Sofia.ID}))
	return change.Actor{OrganizationID: r.Acme.ID, ID: id, Service: true, Recent: func(context.Context, store.Rows) error {
		return fault.Because(fault.PersonRequired, "not_recent")
	}}
}

// Whoever is invited gets one mail, and nobody else gets any.
func TestImportInvites(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		r.imports(people.Import{}, "email,name\nquiet@acme.example,Quiet\nben@acme.example,Ben B\n")
		r.Same("unasked", len(r.mails()), 0)
		r.imports(people.Import{Invite: true}, "email,name,active\nnew@acme.example,New,\nquiet@acme.example,Quiet Q,\ngone@acme.example,Gone,no\n")
		mails := r.mails()
		r.Same("asked", len(mails), 1)
		r.Same("to whom", []string{mails[0].Recipient, mails[0].Kind}, []string{"new@acme.example", "invitation"})
	})
}

// What is cancelled stops where it is.
func TestImportIsCancelled(t *testing.T) {
	onBoth(t, func(r *rig) {
		i, err := r.starts(r.By(r.Sofia), people.Import{}, mixed)
		r.Must(err)
		_, err = r.People.CancelImport(t.Context(), r.By(r.Gloria), i.ID)
		r.Refused("by another organization", err, fault.NotFound)
		i, err = r.People.CancelImport(t.Context(), r.By(r.Sofia), i.ID)
		r.Must(err)
		r.Same("state", came(i), "cancelled: 0 of 13, 0 added, 0 changed, 0 same, 0 wrong")
		r.Must(r.People.RunImports(t.Context()))
		i, err = r.People.UserImport(t.Context(), r.Acme.ID, i.ID)
		r.Must(err)
		r.Same("later", came(i), "cancelled: 0 of 13, 0 added, 0 changed, 0 same, 0 wrong")
		_, err = r.People.CancelImport(t.Context(), r.By(r.Sofia), i.ID)
		r.Refused("twice", err, fault.Conflict)
	})
}

// mails takes the mails that are due within an hour.
func (r *rig) mails() []store.DueMail {
	r.T.Helper()
	now := r.Clock.Now().Add(time.Hour)
	due, err := r.DB.TakeMails(r.T.Context(), now, now.Add(time.Hour), 100)
	r.Must(err)
	return due
}

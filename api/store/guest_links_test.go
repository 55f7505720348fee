package store_test

import (
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// What an older program has left of links whose creators had lost their power is withdrawn.
func TestLinksOfWhoLostTheirPowerAreWithdrawn(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 51)
		c := connectionOf(t, db, "acme")
		for id, is := range map[string]string{"boss": "'super_admin', TRUE", "gone": "'super_admin', FALSE", "agent": "'agent', TRUE"} {
			raw.MustExec(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, created_at, updated_at)
				VALUES ('` + id + `', '` + c.OrganizationID + `', '` + id + `', '` + id + `', 'A', ` + is + `, 1, 7)`)
		}
		for _, link := range []struct{ id, creator, revoked string }{
			{"works", "boss", "NULL"}, {"of one deactivated", "gone", "NULL"}, {"of an agent", "agent", "NULL"}, {"of nobody", "none", "NULL"}, {"revoked", "gone", "5"},
		} {
			raw.MustExec(`INSERT INTO guest_links (id, organization_id, connection_id, token_hash, guest, created_by, created_at, expires_at, revoked_at)
				VALUES ('` + link.id + `', '` + c.OrganizationID + `', '` + c.ID + `', '` + link.id + `', '', '` + link.creator + `', 3, 100, ` + link.revoked + `)`)
		}
		storetest.Connect(t, source) // migrates
		lines, err := db.GuestLinksOf(t.Context(), c.OrganizationID, c.ID, time.UnixMicro(50))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		for _, l := range lines {
			if !l.WithdrawnAt.IsZero() {
				got[l.ID] = l.WithdrawnAt.UnixMicro()
			}
		}
		if len(lines) != 5 || len(got) != 3 || got["of one deactivated"] != 7 || got["of an agent"] != 7 || got["of nobody"] != 3 {
			t.Errorf("withdrawn of %d: %v", len(lines), got)
		}
	})
}

package e2e_test

import (
	"strings"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// anyPath fills a path of the contract with ids of acme that exist, new ones
// each time where a call may use them up.
func (w *world) anyPath(template string) string {
	w.t.Helper()
	ctx, live := w.t.Context(), w.live("acme", "google")
	var signIn string
	must(w.t, w.raw.GetContext(ctx, &signIn, "SELECT id FROM sign_ins WHERE organization_id = '"+live.OrganizationID+"' LIMIT 1"))
	user := store.NewUser(live.OrganizationID, secret.NewID()+"@acme.example", "Somebody", store.Agent, w.clock.now())
	user.ExternalID = &user.ID
	link := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: user.OrganizationID, UserID: user.ID, ConnectionID: live.ID, Issuer: live.Issuer,
		Subject: secret.NewID(), ClientID: live.ClientID, LinkedAt: user.CreatedAt, LastUsedAt: user.CreatedAt,
	}
	test := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, VersionID: live.VersionID,
		StartedBy: user.ID, StartedAt: user.CreatedAt, State: store.TestRunning,
	}
	domain := store.Domain{
		ID: "dom_" + secret.NewID(), OrganizationID: live.OrganizationID, Domain: strings.ToLower(user.ID[4:]) + ".example",
		Token: "t", State: store.DomainPending, CreatedAt: user.CreatedAt, CreatedBy: user.ID,
	}
	must(w.t, w.store.AddUser(ctx, user))
	must(w.t, w.store.AddIdentity(ctx, link))
	must(w.t, w.store.AddConnectionTest(ctx, test))
	must(w.t, w.store.AddDomain(ctx, domain))
	m := w.machine("acme", "users:read")
	role := store.RoleRow{OrganizationID: live.OrganizationID, Key: store.Role("r" + strings.ToLower(user.ID[4:])), Name: "Desk", Permissions: store.Strings{}, Revision: 1, ChangedBy: user.ID}
	must(w.t, w.store.AddRole(ctx, role))
	bulk := store.NewBulkChange(live.OrganizationID, "deactivate", "", user.ID, false, w.clock.now())
	must(w.t, w.store.InTx(ctx, func(rows store.Rows) error {
		_, err := rows.AddBulkChange(ctx, bulk, store.Selection{IDs: []string{user.ID}})
		return err
	}))
	file := store.UserImport{
		ID: "imp_" + secret.NewID(), OrganizationID: live.OrganizationID, State: store.ImportFinished, FirstWrong: "[]", CreatedBy: user.ID, CreatedAt: user.CreatedAt,
	}
	must(w.t, w.store.AddUserImport(ctx, file))
	guest := store.GuestLink{
		ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, TokenHash: secret.NewID(), CreatedBy: user.ID,
		CreatedAt: user.CreatedAt, ExpiresAt: store.At(user.CreatedAt.Add(time.Hour)),
	}
	must(w.t, w.store.AddGuestLink(ctx, guest))
	application := store.NewApplication("app-" + user.ID[4:]) // of acme alone
	application.AllOrganizations, application.OrganizationIDs = false, []string{live.OrganizationID}
	must(w.t, w.store.AddClient(ctx, store.Client{
		ID: application.ClientID, Kind: store.KindApplication, Name: "CRM", State: store.ClientEnabled,
		CreatedAt: user.CreatedAt, CreatedBy: store.ActorOperator, UpdatedAt: user.CreatedAt,
	}))
	must(w.t, w.store.SetApplication(ctx, application))
	return strings.NewReplacer(
		"{organization}", "acme", "{connectionId}", live.ID, "{signInId}", signIn, "{userId}", user.ID, "{importId}", file.ID, "{externalId}", *user.ExternalID, "{identityId}", link.ID,
		"{provider}", "google", "{sessionId}", secret.NewID(), "{testId}", test.ID, "{versionId}", live.VersionID, "{domainId}", domain.ID,
		"{step}", "G1", "{serviceId}", m.id, "{secretId}", m.secretID, "{clientId}", application.ClientID, "{roleKey}", string(role.Key), "{bulkChangeId}", bulk.ID, "{webhookId}", w.plainHook(),
		"{linkId}", guest.ID,
	).Replace(template)
}

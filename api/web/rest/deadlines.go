package rest

import (
	"time"

	"latchkey/api/web/middleware"
)

// CallbackPath is below which the callbacks of all connections are.
const CallbackPath = "/api/v1/sso/callback/"

// The routes that wait for somebody else than the database.
const (
	callbackRoute = CallbackPath + ":connectionId"
	startRoute    = "/api/v1/sign-in/sso"
	linkRoute     = "/api/v1/me/identities/:provider"
	replaceRoute  = linkRoute + "/replacement"
	stepUpRoute   = "/api/v1/me/step-up/:provider"

	connectionRoute  = "/api/v1/organizations/:organization/connections/:connectionId"
	testRoute        = connectionRoute + "/tests"
	checkDomainRoute = "/api/v1/organizations/:organization/domains/:domainId/check"
	exportRoute      = "/api/v1/organizations/:organization/sign-in-log/export"
	changesRoute     = "/api/v1/organizations/:organization/audit-events/export"
	eventsRoute      = "/api/v1/organizations/:organization/events"
	batchRoute       = "/api/v1/organizations/:organization/users/batch"
	peopleRoute      = "/api/v1/organizations/:organization/users/export"
	bulkRoute        = "/api/v1/organizations/:organization/user-bulk-changes"
	reportRoute      = bulkRoute + "/:bulkChangeId/report"
	importRoute      = "/api/v1/organizations/:organization/user-imports"

	importReportRoute = importRoute + "/:importId/report"
)

// batchWithin bounds a batch of a thousand operations; it takes a second or two.
const batchWithin = 20 * time.Second

// eventsWithin bounds a request that waits for events: 20 s, and what reads them.
const eventsWithin = 25 * time.Second

// Deadlines bounds the requests that wait longer than others: a callback for a
// provider (8 s), and so may a change of a connection; a look at a domain waits for
// DNS (5 s). A batch is one long transaction, and so is the beginning of a change of many people.
// A file of people may come slowly; each part of it has the database's limit. A file that is
// handed out has no limit in all: each page of it has the database's, and see [flowing].
func Deadlines() map[string]time.Duration {
	within := map[string]time.Duration{
		connectionRoute: changeWithin,
		batchRoute:      batchWithin, eventsRoute: eventsWithin, bulkRoute: batchWithin, importRoute: importWithin,
	}
	for _, route := range []string{callbackRoute, startRoute, testRoute, checkDomainRoute, linkRoute, replaceRoute, stepUpRoute} {
		within[route] = 12 * time.Second
	}
	for _, route := range []string{exportRoute, changesRoute, peopleRoute, reportRoute, importReportRoute} {
		within[route] = middleware.Unlimited
	}
	return within
}

package apply_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"latchkey"
	"latchkey/api/apply"
)

// keys are the members of request bodies that set what a key of the file sets.
func keys() map[string]string {
	return map[string]string{
		"changeMe name": "people.name", "changeMe language": "people.language",
		"createConnection provider": "connections.provider", "createConnection label": "connections.label",
		"createConnection preset": "connections.preset",
		"changeConnection label":  "connections.label", "changeConnection lockedTo": "connections.lockedTo",
		"changeConnection clientId": "connections.clientId", "changeConnection clientSecret": "connections.secret",
		"changeConnection tenant": "connections.tenant", "changeConnection issuer": "connections.issuer",
		"changeConnection clientAuth":     "connections.clientAuth",
		"changePolicy sessionIdleMinutes": "sessionIdle", "changePolicy sessionAbsoluteMinutes": "sessionAbsolute",
		"changePolicy contactText": "contactText", "changePolicy logDays": "logDays", "changePolicy auditDays": "auditDays", "changePolicy straightToProvider": "straightToProvider",
		"changePolicy firstSignIn.connectionId": "connections.provider", "changePolicy firstSignIn.linking": "connections.linking",
		"changePolicy firstSignIn.weakProof": "connections.weakProof", "changePolicy firstSignIn.differentEmail": "connections.differentEmail",
		"changeBranding name": "branding.name", "changeBranding accent": "branding.accent", "changeBranding welcome": "branding.welcome",
		"changeBranding logo": "branding.logo",
		"requireSso exempt":   "people.exempt",
		"createUser email":    "people.email", "createUser name": "people.name", "createUser role": "people.role", "createUser externalId": "people.externalId",
		"changeUser email": "people.email", "changeUser name": "people.name", "changeUser role": "people.role", "changeUser externalId": "people.externalId",
		"createRole key": "roles.key", "createRole name": "roles.name", "createRole description": "roles.description", "createRole permissions": "roles.permissions",
		"changeRole name": "roles.name", "changeRole description": "roles.description", "changeRole permissions": "roles.permissions",
		"putRoleRules mode": "roleRules.mode", "putRoleRules otherwise": "roleRules.otherwise", "putRoleRules otherwiseRole": "roleRules.otherwiseRole",
		"putRoleRules rules.connectionId": "roleRules.rules.connection", "putRoleRules rules.source": "roleRules.rules.emailDomain",
		"putRoleRules rules.path": "roleRules.rules.claim", "putRoleRules rules.op": "roleRules.rules.op", "putRoleRules rules.values": "roleRules.rules.values",
		"putRoleRules rules.ignoreCase": "roleRules.rules.ignoreCase", "putRoleRules rules.role": "roleRules.rules.role",
		"changeUser active": "people.active", "changeUser exempt": "people.exempt",
		"putUserByExternalID email": "people.email", "putUserByExternalID name": "people.name", "putUserByExternalID role": "people.role",
		"putUserByExternalID active":  "people.active",
		"batchUsers operations.email": "people.email", "batchUsers operations.name": "people.name", "batchUsers operations.role": "people.role",
		"batchUsers operations.externalId": "people.externalId", "batchUsers operations.active": "people.active",
		"createService name": "services.name", "createService scopes": "services.scopes",
		"createService lifetime": "services.secrets.lifetime", "createService never": "services.secrets.lifetime",
		"createService keys.jwks.keys": "services.keys.file", "createService keys.jwksUri": "services.keys.jwksUri",
		"createService federation.issuer": "services.federation.issuer", "createService federation.jwksUri": "services.federation.jwksUri",
		"createService federation.subject": "services.federation.subject", "createService federation.audience": "services.federation.audience",
		"changeService name": "services.name", "changeService scopes": "services.scopes",
		"changeService keys": "services.keys", "changeService federation": "services.federation",
		"addServiceSecret lifetime": "services.secrets.lifetime", "addServiceSecret never": "services.secrets.lifetime",
		"completeSetup organization.code": "code", "completeSetup organization.name": "name",
		"completeSetup superAdmin.name": "people.name", "completeSetup superAdmin.email": "people.email",
		"changeMyPassword newPassword": "people.passwordHash", "completeSetup superAdmin.password": "people.passwordHash", "resetPassword newPassword": "people.passwordHash",
	}
}

// reasons are why the other members have no key.
func reasons() map[string]string {
	const typed = "shows that a person means it; the operator applies a file, and sees it first with --dry-run"
	const proves = "proves who somebody is"
	return map[string]string{
		"changeMe timeZone":                   "the clock of the place where a person sits is their own to set",
		"changeConnection secretExpiresAt":    "is noted of one secret; a file names the place of a secret, and outlives many",
		"changeConnection keepOldSecretUntil": "the old secret stands by while a new one is tested; what a file brings is live at once",
		"changeConnection confirm":            typed,
		"enableConnection confirm":            typed,
		"enableConnection personalAddresses":  typed,
		"disableConnection keepSessions":      "keeps people in who came through a connection that is turned off; by a file it is off for all of them",
		"removeConnection confirm":            typed,
		"completeSetup token":                 proves,
		"requireSso from":                     "needs a sign-in and a break-glass account that a super admin has tried, and tells everybody by mail; a file has passwordSignIn",
		"previewRequirement":                  "writes nothing",
		"previewRoleRules":                    "writes nothing",
		"putRoleRules rules.id":               "tells a rule that was moved from a new one; a file brings all of them",
		"putRoleRules rules.superAdmin":       typed,
		"putRoleRules confirmSuperAdmin":      typed,
		"putRoleChoice":                       "lets people choose for themselves; a file says who has which role",
		"decideRoleDrift":                     "decides about what a screen showed of one person; a file says who has which role",
		"createUser invite":                   "mails somebody; a file that is applied twice must not",
		"batchUsers operations.do":            "says what is done to a person; a file says how they are",
		"createUserBulkChange":                "changes whom a list finds at that moment; a file names each person",
		"putUserByExternalID invite":          "mails somebody; a file that is applied twice must not",
		"tickGuideStep":                       "notes how far people are with the provider's console; a file brings what comes of it",
		"connectUser":                         "takes an account from a refused sign-in, which only the log knows",
		"addDomain":                           "a domain counts once its owner has proven it, by a record that the screens name",
		"changeMyPassword currentPassword":    proves,
		"changeMyPassword endOtherSessions":   "is for the person who is there; by a file all sessions end",
		"proveBreakGlass":                     proves,
		"reauthenticate":                      proves,
		"createWebhook":                       "its secret is made here and shown once, to whoever puts it in place at the other side",
		"changeWebhook":                       "is of a webhook that a super admin made",
		"redeliver":                           "sends again what the log names",
		"createSetupLink":                     "hands a connection to somebody for some days; whoever has the file sets it up by that",
		"openSetupLink":                       "belongs to a setup link", "saveBySetupLink": "belongs to a setup link", "signOffSetupLink": "belongs to a setup link",
		"resetPassword token":        proves,
		"resetPassword organization": proves,
		"discoverOrganization":       "belongs to a sign-in", "startSignIn": "belongs to a sign-in", "signInWithPassword": "belongs to a sign-in",
		"proveLink": "belongs to a sign-in", "sendLinkCode": "belongs to a sign-in", "requestPasswordReset": "belongs to a sign-in",
		"requestBypassLink": "belongs to a sign-in", "useBypassLink": "belongs to a sign-in",
	}
}

// What the API can set of an organization, a connection or a person, the operator's
// file can set too, or there is a reason. A new member of a request body belongs in
// one of the two lists.
func TestWhatTheAPISetsIsAKeyOrHasAReason(t *testing.T) {
	var contract map[string]any
	if err := yaml.Unmarshal(latchkey.OpenAPI, &contract); err != nil {
		t.Fatal(err)
	}
	key, reason, known := keys(), reasons(), keysOf(reflect.TypeFor[apply.Organization](), "")
	used := map[string]bool{}
	for _, member := range bodyMembers(contract) {
		operation, _, _ := strings.Cut(member, " ")
		name := member
		if reason[operation] != "" {
			name = operation
		}
		used[name] = true
		switch {
		case (key[name] == "") == (reason[name] == ""):
			t.Errorf("%s is in neither list or in both", member)
		case key[name] != "" && !slices.Contains(known, key[name]):
			t.Errorf("%s: the file has no key %s", member, key[name])
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(key)), slices.Collect(maps.Keys(reason))...) {
		if !used[name] {
			t.Errorf("the API does not set %s", name)
		}
	}
}

// keysOf lists the keys that a struct of the document knows, those of its lists too.
func keysOf(of reflect.Type, at string) []string {
	var list []string
	for f := range of.Fields() {
		if f.Anonymous {
			list = append(list, keysOf(f.Type, at)...)
			continue
		}
		name := at + f.Tag.Get("yaml")
		list = append(list, name)
		if k := f.Type.Kind(); (k == reflect.Slice || k == reflect.Pointer) && f.Type.Elem().Kind() == reflect.Struct {
			list = append(list, keysOf(f.Type.Elem(), name+".")...)
		}
	}
	return list
}

// bodyMembers lists the members of all request bodies of a contract, each after the
// id of its operation; those of objects and of lists of objects after their names.
func bodyMembers(contract map[string]any) []string {
	var list []string
	for _, path := range at(contract, "paths") {
		for _, operation := range path.(map[string]any) {
			operation, _ := operation.(map[string]any)
			schema := at(operation, "requestBody", "content", "application/json", "schema")
			for _, member := range members(contract, schema) {
				list = append(list, operation["operationId"].(string)+" "+member)
			}
		}
	}
	slices.Sort(list)
	return list
}

func members(contract, schema map[string]any) []string {
	schema = resolved(contract, schema)
	if items := at(schema, "items"); items != nil {
		return members(contract, items)
	}
	var list []string
	for name, property := range at(schema, "properties") {
		within := members(contract, property.(map[string]any))
		if len(within) == 0 {
			list = append(list, name)
		}
		for _, member := range within {
			list = append(list, name+"."+member)
		}
	}
	return list
}

func resolved(contract, schema map[string]any) map[string]any {
	if ref, is := schema["$ref"].(string); is {
		return at(contract, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	return schema
}

// at follows a path of members; nil where there is none.
func at(object map[string]any, path ...string) map[string]any {
	for _, name := range path {
		object, _ = object[name].(map[string]any)
	}
	return object
}

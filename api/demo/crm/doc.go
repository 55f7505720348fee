// Package crm is a small CRM that signs people in through an OpenID Provider: an
// application as a customer would write one, with go-oidc and x/oauth2. It knows nothing
// of Latchkey but the five settings of [Config] that any OpenID library takes; the linter
// holds that it imports no room of ours.
//
//	crm.go       its settings and its routes
//	signin.go    to the provider, and back with a code
//	sessions.go  who is signed in here, in memory
//	signout.go   by the person, or by the provider (OpenID Connect Back-Channel Logout)
//	pages.go     what people see, with the contacts of contacts.go
package crm

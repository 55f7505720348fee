package event

// Kind says what was done. The first word is what it was done to.
type Kind string

// What is done to organizations and their policy. Detail holds what changed, by
// name: the value before and the value after.
const (
	OrganizationCreated Kind = "organization.created" // code; name, or by for one that was set up by link
	OrganizationChanged Kind = "organization.changed"
	PolicyChanged       Kind = "policy.changed"
	SSORequired         Kind = "policy.sso_required"
	PasswordsAllowed    Kind = "policy.passwords_allowed"
	BreakGlassProven    Kind = "policy.break_glass_proven"
	BrandingChanged     Kind = "branding.changed"
)

// What is done to people and their sign-ins.
const (
	UserCreated         Kind = "user.created" // email, name, role
	UserChanged         Kind = "user.changed" // before and after
	UserPasswordChanged Kind = "user.password_changed"
	UserPasswordReset   Kind = "user.password_reset"
	UserSessionsEnded   Kind = "user.sessions_ended" // ended: how many
	UserInvited         Kind = "user.invited"        // email
	UsersImported       Kind = "user.imported"       // of an import: file, outcome, added, changed, same, wrong, deactivated
	BypassCreated       Kind = "bypass.created"
	BypassUsed          Kind = "bypass.used"
	SessionReused       Kind = "session.reused" // a refresh token came twice; user
)

// What is done to the accounts that people sign in with: user, provider, email.
const (
	IdentityLinked   Kind = "identity.linked" // and how
	IdentityUnlinked Kind = "identity.unlinked"
	IdentityReplaced Kind = "identity.replaced" // and what it replaced
	IdentityHealed   Kind = "identity.healed"   // the provider's newer name for it is kept
)

// What is done to connections and their versions.
const (
	ConnectionCreated        Kind = "connection.created" // provider, label
	ConnectionChanged        Kind = "connection.changed" // before and after
	ConnectionEnabled        Kind = "connection.enabled"
	ConnectionDisabled       Kind = "connection.disabled"
	ConnectionRemoved        Kind = "connection.removed"
	ConnectionRevived        Kind = "connection.revived"
	ConnectionVersion        Kind = "connection.version"
	ConnectionDraftDiscarded Kind = "connection.draft_discarded"
	ConnectionTestPassed     Kind = "connection.test_passed" // test, version
	ConnectionTestFailed     Kind = "connection.test_failed" // test, version, code
	ConnectionLive           Kind = "connection.live"
	ConnectionRestored       Kind = "connection.restored"
	ConnectionRotationEnded  Kind = "connection.rotation_ended"
	GuestLinkMade            Kind = "connection.setup_link_made"   // guest: for whom
	GuestLinkOpened          Kind = "connection.setup_link_opened" // guest; the first time
	GuestLinkSignedOff       Kind = "connection.setup_link_used"   // guest; they have done their part
	GuestLinkRevoked         Kind = "connection.setup_link_revoked"
)

// What super admins do to applications that the operator registered: state.
const (
	ApplicationSwitchedOff Kind = "application.switched_off"
	ApplicationSwitchedOn  Kind = "application.switched_on"
)

// What is done to e-mail domains: domain.
const (
	DomainAdded    Kind = "domain.added"
	DomainVerified Kind = "domain.verified"
	DomainLost     Kind = "domain.lost"
	DomainRemoved  Kind = "domain.removed" // and its state before
)

// What is done to roles: role (its key), name, description, permissions.
const (
	RoleCreated Kind = "role.created"
	RoleChanged Kind = "role.changed" // before and after
	RoleDeleted Kind = "role.deleted"
	// Of the rules that give roles: mode, otherwise, rules; before and after.
	RoleRulesChanged Kind = "role_rules.changed"
)

// What is done to services: clients that are machines of an organization.
const (
	ServiceCreated       Kind = "service.created" // name, scopes, and how it proves itself
	ServiceChanged       Kind = "service.changed" // before and after
	ServiceRevoked       Kind = "service.revoked"
	ServiceSecretAdded   Kind = "service.secret_added"   // key: its first characters; expires_at
	ServiceSecretRevoked Kind = "service.secret_revoked" // key
)

// What is done to webhooks: address, the host alone, as its path may be secret; types.
const (
	WebhookCreated       Kind = "webhook.created"
	WebhookChanged       Kind = "webhook.changed" // before and after
	WebhookDeleted       Kind = "webhook.deleted"
	WebhookSecretRotated Kind = "webhook.secret_rotated"
	WebhookTurnedOff     Kind = "webhook.turned_off" // reason: gone or failing
	WebhookTested        Kind = "webhook.tested"
	WebhookRedelivered   Kind = "webhook.redelivered" // events, how many; delivery, of one alone; since, of all that failed
)

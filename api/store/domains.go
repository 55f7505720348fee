package store

import (
	"context"
	"time"
)

// DomainState is what is believed of a claimed domain.
type DomainState string

// The states of a domain.
const (
	DomainPending  DomainState = "pending" // claimed, never proven
	DomainVerified DomainState = "verified"
	DomainLost     DomainState = "lost" // was proven; the record has been missing for days
)

// Domain is an organization's claim to an e-mail domain. Several organizations
// may claim, and even prove, the same one.
type Domain struct {
	ID             string      `db:"id"`
	OrganizationID string      `db:"organization_id"`
	Domain         string      `db:"domain"` // lower-case ASCII
	Token          string      `db:"token"`  // to be published
	State          DomainState `db:"state"`
	Result         string      `db:"result"` // of the last look, or ""
	Misses         int64       `db:"misses"` // daily looks in a row that did not find it
	VerifiedAt     Time        `db:"verified_at"`
	CheckedAt      Time        `db:"checked_at"`
	CheckAt        Time        `db:"check_at"` // when it is looked at next by itself
	CreatedAt      Time        `db:"created_at"`
	CreatedBy      string      `db:"created_by"`
}

// ClaimedDomain is a claim with the name of who made it.
type ClaimedDomain struct {
	Domain
	CreatedByName string `db:"created_by_name"` // "" for the operator
}

const domainColumns = `id, organization_id, domain, token, state, result, misses, verified_at, checked_at, check_at,
	created_at, created_by`

const claimedDomains = `
	SELECT d.id, d.organization_id, d.domain, d.token, d.state, d.result, d.misses, d.verified_at, d.checked_at,
		d.check_at, d.created_at, d.created_by, COALESCE(u.name, '') AS created_by_name
	FROM domains d LEFT JOIN users u ON (u.organization_id = d.organization_id) IS TRUE AND u.id = d.created_by `

// AddDomain writes a new claim; ErrConflict if the organization has it already.
func (r Rows) AddDomain(ctx context.Context, d Domain) error {
	return r.insert(ctx, `
		INSERT INTO domains (`+domainColumns+`)
		VALUES (:id, :organization_id, :domain, :token, :state, :result, :misses, :verified_at, :checked_at, :check_at,
			:created_at, :created_by)`, d)
}

// DomainsOf lists an organization's claims by name.
func (r Rows) DomainsOf(ctx context.Context, organizationID string) ([]ClaimedDomain, error) {
	var list []ClaimedDomain
	err := r.list(ctx, &list, claimedDomains+`WHERE d.organization_id = ? ORDER BY d.domain`, organizationID)
	return list, err
}

// DomainByID reads an organization's claim.
func (r Rows) DomainByID(ctx context.Context, organizationID, id string) (ClaimedDomain, error) {
	var d ClaimedDomain
	err := r.get(ctx, &d, claimedDomains+`WHERE d.organization_id = ? AND d.id = ?`, organizationID, id)
	return d, err
}

// RemoveDomain gives a claim up and says what it was.
func (r Rows) RemoveDomain(ctx context.Context, organizationID, id string) (Domain, error) {
	var d Domain
	err := r.take(ctx, &d, `
		DELETE FROM domains WHERE organization_id = ? AND id = ? RETURNING `+domainColumns, organizationID, id)
	return d, err
}

// TakeDomainCheck lets one look at a domain through in a pause: of several at
// once one gets the claim and the others ErrNotFound.
func (r Rows) TakeDomainCheck(ctx context.Context, organizationID, id string, pause time.Duration, now time.Time) (Domain, error) {
	var d Domain
	err := r.take(ctx, &d, `
		UPDATE domains SET checked_at = ?
		WHERE organization_id = ? AND id = ? AND (checked_at IS NULL OR checked_at <= ?)
		RETURNING `+domainColumns, At(now), organizationID, id, At(now.Add(-pause)))
	return d, err
}

// domainQueue are the claims that are looked at daily.
func domainQueue() queue {
	return queue{name: "domain", table: "domains", due: "check_at", since: "check_at"}
}

// TakeDueDomains leases at most so many claims whose look is due;
// [Rows.SaveDomainCheck] says when the next one is.
func (r Rows) TakeDueDomains(ctx context.Context, until time.Duration, most int, now time.Time) ([]Domain, error) {
	return takeDue[Domain](ctx, r, domainQueue(), lease{now, now.Add(until), most},
		`SELECT `+domainColumns+` FROM domains WHERE id IN (?) ORDER BY check_at, id`)
}

// SaveDomainCheck writes what a look has changed.
func (r Rows) SaveDomainCheck(ctx context.Context, d Domain) error {
	return one(r.exec(ctx, `
		UPDATE domains SET state = ?, result = ?, misses = ?, verified_at = ?, checked_at = ?, check_at = ?
		WHERE organization_id = ? AND id = ?`,
		d.State, d.Result, d.Misses, d.VerifiedAt, d.CheckedAt, d.CheckAt, d.OrganizationID, d.ID))
}

// VerifiedDomains lists the domains that an organization has proven, by name.
func (r Rows) VerifiedDomains(ctx context.Context, organizationID string) ([]string, error) {
	var names []string
	err := r.list(ctx, &names, `
		SELECT domain FROM domains WHERE organization_id = ? AND state = 'verified' ORDER BY domain`, organizationID)
	return names, err
}

// OrganizationByDomain reads the one active organization that has proven a
// domain; ErrNotFound if there is none or several.
func (r Rows) OrganizationByDomain(ctx context.Context, domain string) (Organization, error) {
	var found []Organization
	err := r.list(ctx, &found, `
		SELECT `+organizationColumns+` FROM organizations
		WHERE active AND id IN (SELECT organization_id FROM domains WHERE domain = ? AND state = 'verified')
		LIMIT 2`, domain)
	if err == nil && len(found) != 1 {
		err = ErrNotFound
	}
	if err != nil {
		return Organization{}, err
	}
	return found[0], nil
}

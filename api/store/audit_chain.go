package store

import (
	"context"
	"fmt"
	"strconv"
)

// AuditChain is the one row of the chain of seals: its sealed key, where it begins now and where
// it ends. Package audit makes and checks what is in it.
type AuditChain struct {
	Sealed       string `db:"sealed"`        // the key of the seals
	AnchorNumber int64  `db:"anchor_number"` // of the last seal that retention took
	AnchorDigest string `db:"anchor_digest"`
	HeadNumber   int64  `db:"head_number"` // of the newest seal
	HeadDigest   string `db:"head_digest"`
	MAC          string `db:"mac"` // over all but the key
}

const (
	auditChainID      = "audit"
	auditChainColumns = "sealed, anchor_number, anchor_digest, head_number, head_digest, mac"
)

// Place is the associated data of the sealed key.
func (AuditChain) Place() string { return "audit_chain.sealed|" + auditChainID }

// AuditChain reads the chain of audit events, or ErrNotFound.
func (r Rows) AuditChain(ctx context.Context) (AuditChain, error) {
	var c AuditChain
	err := r.get(ctx, &c, `SELECT `+auditChainColumns+` FROM audit_chain WHERE id = '`+auditChainID+`'`)
	return c, err
}

// AddAuditChain begins the chain of audit events. Of several processes one wins, and the others read what it wrote.
func (r Rows) AddAuditChain(ctx context.Context, c AuditChain) error {
	_, err := r.exec(ctx, `
		INSERT INTO audit_chain (id, `+auditChainColumns+`) VALUES ('`+auditChainID+`', ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		c.Sealed, c.AnchorNumber, c.AnchorDigest, c.HeadNumber, c.HeadDigest, c.MAC)
	return err
}

// HoldAuditChain reads it in a transaction; whoever else would lengthen or shorten it waits for
// the end of that.
func (r Rows) HoldAuditChain(ctx context.Context) (AuditChain, error) {
	var c AuditChain
	err := r.take(ctx, &c, `
		UPDATE audit_chain SET id = id WHERE id = '`+auditChainID+`' RETURNING `+auditChainColumns)
	return c, err
}

// MoveAuditChain writes where it begins and ends, and leaves its key.
func (r Rows) MoveAuditChain(ctx context.Context, c AuditChain) error {
	_, err := r.exec(ctx, `
		UPDATE audit_chain SET anchor_number = ?, anchor_digest = ?, head_number = ?, head_digest = ?, mac = ?
		WHERE id = '`+auditChainID+`'`, c.AnchorNumber, c.AnchorDigest, c.HeadNumber, c.HeadDigest, c.MAC)
	return err
}

// auditKept is the SQL of how long an organization o keeps its changes, in microseconds. A
// number of days below the least, which only a hand in the database can have written, changes
// nothing.
func auditKept() string {
	return fmt.Sprintf(`CASE WHEN o.audit_days < %[1]d THEN %[1]d ELSE o.audit_days END * 86400000000`, DefaultAuditDays)
}

// AuditEnds says with which number the chain ends and which is the greatest of any seal, read together.
type AuditEnds struct {
	Head     int64 `db:"head"`
	Greatest int64 `db:"greatest"` // 0: there are no seals
	Waiting  int64 `db:"waiting"`  // events that are to be sealed, of which at most MostWaiting are counted
	Since    Time  `db:"since"`    // the time of the oldest of them
}

// MostWaiting is how far events are counted that wait for their seals.
const MostWaiting = 10_000

// AuditEnds reads both ends of the chain; all is zero where nothing was ever sealed.
func (r Rows) AuditEnds(ctx context.Context) (AuditEnds, error) {
	var e AuditEnds
	err := r.get(ctx, &e, `
		SELECT COALESCE((SELECT head_number FROM audit_chain), 0) AS head,
			COALESCE((SELECT MAX(number) FROM audit_seals), 0) AS greatest,
			(SELECT COUNT(*) FROM (SELECT 1 FROM audit_unsealed LIMIT `+strconv.Itoa(MostWaiting)+`) few) AS waiting,
			(SELECT MIN(at) FROM audit_unsealed) AS since`)
	return e, err
}

package doctor_test

import (
	"context"

	"latchkey/api/audit"
	"latchkey/api/store"
)

// changes is a log of changes, of which nothing was sealed unless a test says otherwise.
type changes struct {
	audit.Store
	chain *store.AuditChain
	ends  store.AuditEnds
}

func (c changes) AuditChain(context.Context) (store.AuditChain, error) {
	if c.chain == nil {
		return store.AuditChain{}, store.ErrNotFound
	}
	return *c.chain, nil
}

func (c changes) AuditEnds(context.Context) (store.AuditEnds, error) { return c.ends, nil }

func logOf(c changes) func(*deployment) { return func(d *deployment) { d.Store = c } }

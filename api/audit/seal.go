package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/store"
)

var errForeign = errors.New("the row of the chain of audit events is not what we wrote: latchkey audit verify says more")

// Sealer seals events, and takes those that are too old.
type Sealer struct {
	Store *store.Store
	Keys  Keys
	Log   *slog.Logger
	Now   func() time.Time
}

// some is how many events one transaction seals or takes.
const some = 300

// Seal seals what waits, the oldest first. Of several processes one does it at a time. The new
// head goes to the log, which is outside of the database.
func (s *Sealer) Seal(ctx context.Context) error {
	for sealed := 0; ; {
		n, taken, head, err := s.sealSome(ctx)
		if err != nil {
			return fmt.Errorf("seal audit events: %w", err)
		}
		if sealed += n; taken == some && ctx.Err() == nil {
			continue
		}
		if sealed > 0 {
			s.Log.InfoContext(ctx, "audit events sealed", "events", sealed, "head", Head{head.HeadNumber, head.HeadDigest}.String())
		}
		return nil
	}
}

// sealSome seals some in one transaction, and says how many, and how many it took from the queue.
func (s *Sealer) sealSome(ctx context.Context) (sealed, taken int, head store.AuditChain, err error) {
	ends, err := s.Store.AuditEnds(ctx)
	if err != nil || ends.Waiting == 0 {
		return 0, 0, head, err
	}
	if err := s.begin(ctx); err != nil {
		return 0, 0, head, err
	}
	err = s.Store.InTx(ctx, func(tx store.Rows) error {
		k, chain, err := s.hold(ctx, tx)
		if err != nil {
			return err
		}
		waiting, err := tx.UnsealedEvents(ctx, some)
		if err != nil {
			return err
		}
		var seals []store.AuditSeal
		for _, u := range waiting {
			if u.Sealed || u.Event.ID == "" {
				continue
			}
			link := k.seal(u.Event, chain, s.Now())
			chain.HeadNumber, chain.HeadDigest = link.Number, link.Digest
			seals = append(seals, link)
		}
		chain.MAC = k.chain(chain)
		sealed, taken, head = len(seals), len(waiting), chain
		if err := tx.AddAuditSeals(ctx, seals, waiting); err != nil {
			return err
		}
		return tx.MoveAuditChain(ctx, chain)
	})
	return sealed, taken, head, err
}

// begin makes the chain if there is none.
func (s *Sealer) begin(ctx context.Context) error {
	if _, err := s.Store.AuditChain(ctx); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	k, chain := newKey(), store.AuditChain{}
	chain.Sealed, chain.MAC = s.Keys.SealRow(chain.Place(), k), k.chain(chain)
	if err := s.Store.AddAuditChain(ctx, chain); err != nil {
		return err
	}
	s.Log.WarnContext(ctx, "a chain of audit events begins: this is said once in the life of a database")
	return nil
}

// hold takes the chain in a transaction, and opens its key.
func (s *Sealer) hold(ctx context.Context, tx store.Rows) (key, store.AuditChain, error) {
	chain, err := tx.HoldAuditChain(ctx)
	if err != nil {
		return nil, chain, err
	}
	k, err := openKey(s.Keys, chain)
	if err == nil && !k.wrote(chain) {
		err = errForeign
	}
	return k, chain, err
}

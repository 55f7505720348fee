package audit

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/store"
)

// Prune takes events that are too old for their organization, and marks their links; then it
// takes marked links from the old end.
func (s *Sealer) Prune(ctx context.Context) error {
	for _, step := range []func(context.Context, store.Rows, key, store.AuditChain) (int, error){s.takeEvents, s.takeLinks} {
		for n := some; n == some; {
			err := s.Store.InTx(ctx, func(tx store.Rows) error {
				k, chain, err := s.hold(ctx, tx)
				if err != nil {
					return err
				}
				n, err = step(ctx, tx, k, chain)
				return err
			})
			if errors.Is(err, store.ErrNotFound) {
				return nil // nothing was ever sealed
			}
			if err != nil {
				return fmt.Errorf("prune audit events: %w", err)
			}
		}
	}
	return nil
}

func (s *Sealer) takeEvents(ctx context.Context, tx store.Rows, k key, _ store.AuditChain) (int, error) {
	old, err := tx.AuditSealsTooOld(ctx, s.Now(), some)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	for i := range old {
		old[i].Gone = k.gone(old[i])
	}
	return len(old), tx.MarkAuditSealsGone(ctx, old)
}

// takeLinks takes those of the old end whose events are gone, and no link that we did not mark.
func (s *Sealer) takeLinks(ctx context.Context, tx store.Rows, k key, chain store.AuditChain) (int, error) {
	links, err := tx.SealedEvents(ctx, chain.AnchorNumber, chain.HeadNumber, some)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, l := range links {
		if l.Number != chain.AnchorNumber+1 || !same(l.Gone, k.gone(l.AuditSeal)) || l.Digest != k.digest(l.AuditSeal, chain.AnchorDigest) {
			break
		}
		chain.AnchorNumber, chain.AnchorDigest = l.Number, l.Digest
		n++
	}
	if n == 0 {
		return 0, nil
	}
	chain.MAC = k.chain(chain)
	if err := tx.DropAuditSeals(ctx, chain.AnchorNumber); err != nil {
		return 0, err
	}
	return n, tx.MoveAuditChain(ctx, chain)
}

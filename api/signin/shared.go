package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// What a code brought is in the memory of the replica that sent it. An attempt that
// stays unfinished may come again to another one, so its claims go to the database,
// sealed. An ordinary sign-in writes and reads nothing of this.

// sharing says how far the claims of an attempt went.
type sharing int

const (
	alone  sharing = iota
	wanted         // the database is away: ShareUnfinished brings them
	shared
)

// share brings the claims of an unfinished attempt to the other replicas, though its
// browser has left. What cannot be written now is written later.
func (r *Flow) share(ctx context.Context, t *trip) {
	if !r.redeemed.want(t.ID) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	if err := r.ShareUnfinished(ctx); err != nil {
		r.log.WarnContext(ctx, "unfinished sign-in is not shared yet", "ref", t.Reference, "error", err)
	}
}

// ShareUnfinished writes the claims of unfinished attempts for the other replicas;
// what cannot be written is kept for the next time.
func (r *Flow) ShareUnfinished(ctx context.Context) error {
	for id, h := range r.redeemed.wanted(r.now()) {
		text, err := json.Marshal(h.claims)
		if err != nil {
			return fmt.Errorf("write what a code brought: %w", err)
		}
		err = r.store.KeepRedeemed(ctx, store.Redeemed{
			AttemptID: id, OrganizationID: h.organization, CodeHash: h.code,
			ClaimsSealed: r.ring.SealRow(store.RedeemedPlace(h.organization, id, h.code), text), Until: store.At(h.until),
		})
		if err != nil {
			return fmt.Errorf("share an unfinished sign-in: %w", err)
		}
		r.redeemed.isShared(id)
	}
	return nil
}

// sharedWith looks for what another replica got for the code of an attempt;
// ErrNotFound when there is none.
func (r *Flow) sharedWith(ctx context.Context, t *trip, code string) error {
	hash := secret.Hash(code)
	row, err := r.store.RedeemedBy(ctx, t.Organization, t.ID, hash, r.now())
	if err != nil {
		return err
	}
	text, err := r.ring.OpenRow(store.RedeemedPlace(t.Organization, t.ID, hash), row.ClaimsSealed)
	if err != nil {
		return fmt.Errorf("open what a code brought: %w", err)
	}
	var claims idp.Claims
	if err := json.Unmarshal(text, &claims); err != nil {
		return fmt.Errorf("read what a code brought: %w", err)
	}
	t.shared = &claims
	return nil
}

// forget drops the claims of an attempt that is spent.
func (r *Flow) forget(ctx context.Context, t *trip) {
	if r.redeemed.forget(t.ID) == alone && t.shared == nil {
		return
	}
	if err := r.store.ForgetRedeemed(context.WithoutCancel(ctx), t.Organization, t.ID); err != nil {
		r.log.WarnContext(ctx, "what a code brought is still kept", "ref", t.Reference, "error", err) // it is pruned
	}
}

// want marks the claims of an attempt to be shared, if they are here and are not yet.
func (r *redeemed) want(attemptID string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, is := r.held[attemptID]
	if !is || h.sharing == shared {
		return false
	}
	h.sharing = wanted
	r.held[attemptID] = h
	return true
}

// wanted are the claims that are still to be shared.
func (r *redeemed) wanted(now time.Time) map[string]held {
	r.mu.Lock()
	defer r.mu.Unlock()
	var some map[string]held
	for id, h := range r.held {
		if h.sharing == wanted && now.Before(h.until) {
			if some == nil {
				some = map[string]held{}
			}
			some[id] = h
		}
	}
	return some
}

func (r *redeemed) isShared(attemptID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if h, is := r.held[attemptID]; is {
		h.sharing = shared
		r.held[attemptID] = h
	}
}

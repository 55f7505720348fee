package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// The claims of a code are in the memory of the replica that exchanged it. The reload of
// an unfinished attempt may reach another replica, so the claims are written to the
// database, encrypted. An ordinary sign-in writes and reads none of this.

// sharing says how far the claims of an attempt are shared.
type sharing int

const (
	alone  sharing = iota
	wanted         // ShareUnfinished is to write them
	shared
)

// share writes the claims of an unfinished attempt for the other replicas, even if its
// browser has disconnected. What cannot be written now is written later.
func (r *Redeemed) share(ctx context.Context, a *attempt.Returned) {
	if !r.want(a.ID) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	if err := r.ShareUnfinished(ctx); err != nil {
		r.log.WarnContext(ctx, "unfinished sign-in is not shared yet", "ref", a.Reference, "error", err)
	}
}

// ShareUnfinished writes the claims of unfinished attempts for the other replicas;
// what cannot be written is kept for the next time.
func (r *Redeemed) ShareUnfinished(ctx context.Context) error {
	for id, h := range r.wanted(r.now()) {
		text, err := json.Marshal(h.claims)
		if err != nil {
			return fmt.Errorf("write the claims of a code: %w", err)
		}
		err = r.store.KeepRedeemed(ctx, store.Redeemed{
			AttemptID: id, OrganizationID: h.organization, CodeHash: h.code,
			ClaimsSealed: r.ring.SealRow(store.RedeemedPlace(h.organization, id, h.code), text), Until: store.At(h.until),
		})
		if err != nil {
			return fmt.Errorf("share an unfinished sign-in: %w", err)
		}
		r.isShared(id)
	}
	return nil
}

// readShared reads the claims that another replica got for the code of an attempt;
// ErrNotFound when there are none.
func (r *Redeemed) readShared(ctx context.Context, a *attempt.Returned, code string) error {
	hash := secret.Hash(code)
	row, err := r.store.RedeemedBy(ctx, a.Organization, a.ID, hash, r.now())
	if err != nil {
		return err
	}
	text, err := r.ring.OpenRow(store.RedeemedPlace(a.Organization, a.ID, hash), row.ClaimsSealed)
	if err != nil {
		return fmt.Errorf("open the claims of a code: %w", err)
	}
	var claims idp.Claims
	if err := json.Unmarshal(text, &claims); err != nil {
		return fmt.Errorf("read the claims of a code: %w", err)
	}
	a.Shared = &claims
	return nil
}

// want marks the claims of an attempt to be shared, if they are here and are not yet.
func (r *Redeemed) want(attemptID string) bool {
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
func (r *Redeemed) wanted(now time.Time) map[string]held {
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

func (r *Redeemed) isShared(attemptID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if h, is := r.held[attemptID]; is {
		h.sharing = shared
		r.held[attemptID] = h
	}
}

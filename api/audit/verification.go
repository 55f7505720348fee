package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/store"
)

// verification is one check of the log: how far along the chain it has come, and what it found.
type verification struct {
	Verifier
	Report
	key    key
	head   store.AuditChain // as it was at the beginning
	at     Head             // behind this link it goes on
	heads  []Head
	broken bool // the link before is bad, so that what follows says nothing of it
}

// begin reads the chain's own row. Without a key there is nothing to verify.
func (v Verifier) begin(ctx context.Context, heads []Head) (*verification, error) {
	w := &verification{Verifier: v, heads: heads, Report: Report{Findings: []Finding{}}}
	ends, err := v.Store.AuditEnds(ctx)
	if err != nil {
		return w, err
	}
	w.Waiting = ends.Waiting
	w.head, err = v.Store.AuditChain(ctx)
	if errors.Is(err, store.ErrNotFound) {
		if ends.Greatest > 0 || len(heads) > 0 {
			w.chain("the row of the chain is gone: seals cannot be checked any more")
		}
		return w, nil
	}
	if err != nil {
		return w, err
	}
	w.open()
	return w, nil
}

// open opens the key and stands where the chain begins.
func (w *verification) open() {
	k, err := openKey(w.Keys, w.head)
	if err != nil {
		w.chain(err.Error() + ": it was replaced, or an encryption key is another one")
		return
	}
	if !k.wrote(w.head) {
		w.chain("where the chain begins and ends was changed in its row")
	}
	w.key, w.at, w.From = k, Head{w.head.AnchorNumber, w.head.AnchorDigest}, w.head.AnchorNumber+1
	w.Head = Head{w.head.HeadNumber, w.head.HeadDigest}.String()
}

// links verifies the chain link by link, and looks at its end and at the heads that were kept.
func (w *verification) links(ctx context.Context) error {
	w.keptHeads(w.at)
	first := w.at.Number
	for w.at.Number < w.head.HeadNumber {
		list, err := w.Store.SealedEvents(ctx, w.at.Number, w.head.HeadNumber, batch)
		if err != nil {
			return err
		}
		moved, err := w.anchorMoved(ctx, list)
		if err != nil {
			return err
		}
		if moved {
			continue
		}
		if len(list) == 0 {
			w.cut(w.head.HeadNumber)
			break
		}
		for _, l := range list {
			w.link(l)
		}
		w.tell("seals", w.at.Number-first, w.head.HeadNumber-first)
	}
	if w.at.Digest != w.head.HeadDigest && !w.broken {
		w.chain(fmt.Sprintf("the newest seal, %d, is not the one that the chain ends with", w.at.Number))
	}
	return w.behind(ctx)
}

// anchorMoved takes the verification to where the chain begins now, if retention took links before it.
func (w *verification) anchorMoved(ctx context.Context, list []store.SealedEvent) (bool, error) {
	if len(list) > 0 && list[0].Number == w.at.Number+1 {
		return false, nil
	}
	now, err := w.Store.AuditChain(ctx)
	if err != nil || now.AnchorNumber <= w.at.Number || !w.key.wrote(now) {
		return false, err
	}
	w.at = Head{now.AnchorNumber, now.AnchorDigest}
	return true, nil
}

// behind looks for links that the chain does not end with: forged ones, for ours move its end
// in the same transaction.
func (w *verification) behind(ctx context.Context) error {
	ends, err := w.Store.AuditEnds(ctx)
	if err == nil && ends.Greatest > ends.Head {
		w.add(Finding{Number: ends.Head + 1, Problem: fmt.Sprintf("seals up to %d stand behind the end of the chain, %d: they are not ours", ends.Greatest, ends.Head)})
	}
	for _, h := range w.heads {
		if h.Number > w.head.HeadNumber {
			w.chain(fmt.Sprintf("the log has the head %d, and the chain ends with %d: its newest end was cut off, or a backup was restored", h.Number, w.head.HeadNumber))
		}
	}
	return err
}

// events looks whether each event has a link or waits for one.
func (w *verification) events(ctx context.Context) error {
	left, err := w.Store.Left(ctx)
	if err != nil || slices.Contains(left, store.AuditUnsealedFilled) {
		return err
	}
	w.Complete = true
	for after := ""; ; {
		list, err := w.Store.AuditPlaces(ctx, after, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			if p.Loose {
				w.add(Finding{Organization: p.Organization, At: p.At.Time, EventID: p.ID, Problem: "nobody sealed the event: it was put there by hand, or its seal was taken away"})
			}
		}
		after, w.Events = list[len(list)-1].ID, w.Events+int64(len(list))
		w.tell("events", w.Events, 0)
	}
}

func (w *verification) tell(what string, done, total int64) {
	if w.Tell != nil {
		w.Tell(what, done, total)
	}
}

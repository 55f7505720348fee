package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/store"
)

// Store is what a verifier reads; *store.Store has it.
type Store interface {
	AuditChain(ctx context.Context) (store.AuditChain, error)
	AuditEnds(ctx context.Context) (store.AuditEnds, error)
	SealedEvents(ctx context.Context, after, upTo int64, most int) ([]store.SealedEvent, error)
	AuditPlaces(ctx context.Context, after string, most int) ([]store.AuditPlace, error)
	Left(ctx context.Context) ([]string, error)
}

// Verifier looks whether the chain and the events are as they were written. It reads some at a
// time, while the program serves.
type Verifier struct {
	Store Store
	Keys  Opener
	Now   func() time.Time
	Tell  func(what string, done, total int64) // after each batch
}

const (
	batch  = 1000
	lateBy = time.Hour // a row is sealed within seconds, unless nothing ran that seals
)

// Whole looks at all of it: that of the chain which retention left, then whether each event has
// a link. heads are what the program's log has of before.
func (v Verifier) Whole(ctx context.Context, heads ...Head) (Report, error) {
	w, err := v.begin(ctx, heads)
	if err == nil && w.key != nil {
		err = w.links(ctx)
	}
	if err == nil {
		err = w.events(ctx)
	}
	return w.Report, err
}

// Newest looks at so many of the newest links, and does not look for events without one.
func (v Verifier) Newest(ctx context.Context, many int64) (Report, error) {
	w, err := v.begin(ctx, nil)
	if err != nil || w.key == nil {
		return w.Report, err
	}
	if from := w.head.HeadNumber - many; from > w.at.Number {
		before, err := v.Store.SealedEvents(ctx, from-1, from, 1)
		if err != nil {
			return w.Report, err
		}
		if len(before) == 0 {
			w.add(Finding{Number: from, Problem: fmt.Sprintf("seal %d is missing", from)})
			return w.Report, nil
		}
		w.at, w.From = Head{from, before[0].Digest}, from+1
	}
	return w.Report, w.links(ctx)
}

// walk is a verifier on its way.
type walk struct {
	Verifier
	Report
	key    key
	head   store.AuditChain // as it was at the beginning
	at     Head             // behind this link it goes on
	heads  []Head
	broken bool // the link before is bad, so that what follows says nothing of it
}

// begin reads the chain's own row. Without a key there is nothing to walk along.
func (v Verifier) begin(ctx context.Context, heads []Head) (*walk, error) {
	w := &walk{Verifier: v, heads: heads, Report: Report{Findings: []Finding{}}}
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
func (w *walk) open() {
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

// links walks along the chain, and looks at its end and at the heads that were kept.
func (w *walk) links(ctx context.Context) error {
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

// anchorMoved takes the walk to where the chain begins now, if retention took links before it.
func (w *walk) anchorMoved(ctx context.Context, list []store.SealedEvent) (bool, error) {
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

// link looks at one link and its event.
func (w *walk) link(l store.SealedEvent) {
	if l.Number > w.at.Number+1 {
		w.cut(l.Number - 1)
	}
	w.Sealed++
	f := Finding{Number: l.Number, Organization: l.Organization, At: l.At.Time, EventID: l.EventID}
	intact := l.Digest == w.key.digest(l.AuditSeal, w.at.Digest)
	if f.Problem = w.problem(l, intact); f.Problem != "" {
		w.add(f)
	} else if l.Event.ID == "" {
		w.Taken++
	}
	if intact && l.SealedAt.Sub(l.At.Time) > lateBy {
		w.Late++
		f.Problem = "sealed at " + l.SealedAt.UTC().Format(time.RFC3339)
		w.LateLast = &f
	}
	w.broken = !intact
	w.at = Head{l.Number, l.Digest}
	w.keptHeads(w.at)
}

// problem says what is wrong with a link or its event; "" nothing.
func (w *walk) problem(l store.SealedEvent, intact bool) string {
	switch {
	case !intact && w.broken:
		return "the seal, or the one before it, was changed or replaced"
	case !intact:
		return "the seal was changed or replaced, or the one before it was"
	case l.Event.ID != "" && !same(l.Content, w.key.content(l.Event)):
		return "the event was changed after it was sealed"
	case l.Event.ID != "" || same(l.Gone, w.key.gone(l.AuditSeal)) || w.tooOld(l):
		return ""
	}
	return "the event was deleted, and not by retention"
}

// tooOld says whether the event is one that retention takes. An older program takes it without a mark.
func (w *walk) tooOld(l store.SealedEvent) bool {
	days := max(l.AuditDays, store.LeastAuditDays)
	return l.At.Before(w.Now().Add(-time.Duration(days) * 24 * time.Hour))
}

// cut notes that links are missing up to a number, and goes on behind them.
func (w *walk) cut(upTo int64) {
	from := w.at.Number + 1
	problem := fmt.Sprintf("seal %d is missing", from)
	if upTo > from {
		problem = fmt.Sprintf("seals %d to %d are missing", from, upTo)
	}
	w.add(Finding{Number: from, Problem: problem})
	w.at, w.broken = Head{upTo, ""}, true
}

// behind looks for links that the chain does not end with: forged ones, for ours move its end
// in the same transaction.
func (w *walk) behind(ctx context.Context) error {
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

// keptHeads compares a link with what the log has of it.
func (w *walk) keptHeads(at Head) {
	for _, h := range w.heads {
		if h.Number == at.Number && h.Digest != at.Digest {
			w.add(Finding{Number: at.Number, Problem: fmt.Sprintf("seal %d is not the one that the log has", at.Number)})
		}
	}
}

// events looks whether each event has a link or waits for one.
func (w *walk) events(ctx context.Context) error {
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

func (w *walk) tell(what string, done, total int64) {
	if w.Tell != nil {
		w.Tell(what, done, total)
	}
}

package audit

import (
	"fmt"
	"time"

	"latchkey/api/store"
)

// link looks at one link and its event.
func (w *verification) link(l store.SealedEvent) {
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
func (w *verification) problem(l store.SealedEvent, intact bool) string {
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
func (w *verification) tooOld(l store.SealedEvent) bool {
	days := max(l.AuditDays, store.DefaultAuditDays)
	return l.At.Before(w.Now().Add(-time.Duration(days) * 24 * time.Hour))
}

// cut notes that links are missing up to a number, and goes on behind them.
func (w *verification) cut(upTo int64) {
	from := w.at.Number + 1
	problem := fmt.Sprintf("seal %d is missing", from)
	if upTo > from {
		problem = fmt.Sprintf("seals %d to %d are missing", from, upTo)
	}
	w.add(Finding{Number: from, Problem: problem})
	w.at, w.broken = Head{upTo, ""}, true
}

// keptHeads compares a link with what the log has of it.
func (w *verification) keptHeads(at Head) {
	for _, h := range w.heads {
		if h.Number == at.Number && h.Digest != at.Digest {
			w.add(Finding{Number: at.Number, Problem: fmt.Sprintf("seal %d is not the one that the log has", at.Number)})
		}
	}
}

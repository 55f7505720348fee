package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"latchkey/api/event"
	"latchkey/api/job"
	"latchkey/api/mail"
	"latchkey/api/outbound"
	"latchkey/api/store"
)

// Bounds of the work.
const (
	webhooksAtOnce = 16
	sliceSize      = 20              // what one webhook gets before others have their turn
	lease          = 3 * time.Minute // longer than a slice takes: five times the time of a call, and the database
	mostAnswer     = 64 << 10        // bytes that are read of an answer, for the connection to be used again
)

// atOnce are the bounds of the calls of one webhook.
func atOnce() job.Bounds { return job.Bounds{AtOnce: 4, Within: 20 * time.Second} }

// Limits are those of calls to webhooks.
func Limits() outbound.Limits {
	l := outbound.DefaultLimits()
	l.Dial, l.Total, l.Each, l.All = 5*time.Second, 15*time.Second, 4, 64
	return l
}

// Send sends what is due, until nothing is or ctx ends; what is under way is finished first.
// One that does not arrive is no error: it is tried again.
func (w *Webhooks) Send(ctx context.Context) error {
	whole := context.WithoutCancel(ctx)
	return job.Drain(ctx, func(ctx context.Context) ([]store.Webhook, error) {
		now := w.Now()
		due, err := w.Store.TakeWebhooks(ctx, now, now.Add(lease), webhooksAtOnce)
		if err != nil {
			return nil, fmt.Errorf("take webhooks: %w", err)
		}
		return due, nil
	}, func(_ context.Context, due []store.Webhook) (more bool, err error) {
		return true, job.Each(whole, due, job.Bounds{AtOnce: webhooksAtOnce, Within: lease}, w.slice)
	})
}

// slice is some of what is due for one webhook.
type slice struct {
	*Webhooks
	hook    store.Webhook
	secrets []string

	mu     sync.Mutex
	paused time.Duration // the longest pause that an answer led to
	off    bool
}

func (w *Webhooks) slice(ctx context.Context, hook store.Webhook) error {
	s := &slice{Webhooks: w, hook: hook}
	err := s.send(ctx)
	var pause store.Time
	if s.paused > 0 {
		pause = store.At(w.Now().Add(s.paused))
	}
	return errors.Join(err, w.Store.PutDownWebhook(store.Within(ctx, store.RequestWithin), hook, pause, w.Now()))
}

func (s *slice) send(ctx context.Context) error {
	var err error
	if s.secrets, err = s.signing(s.hook); err != nil {
		return err
	}
	due, err := s.Store.DueDeliveries(ctx, s.hook.ID, s.Now(), sliceSize)
	if err != nil {
		return fmt.Errorf("read what is due for a webhook: %w", err)
	}
	return job.Each(ctx, due, atOnce(), s.one)
}

// isOver says that the webhook gets nothing more now: it wants none, is away, or is not what
// it was when it was taken.
func (s *slice) isOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.off || s.paused > 0
}

func (s *slice) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off = true
}

// one tries to send one delivery.
func (s *slice) one(ctx context.Context, d store.Delivery) error {
	if s.isOver() {
		return nil // it stays due
	}
	r, err := s.post(ctx, d)
	if err != nil {
		return err
	}
	now := s.Now()
	logger := s.Log.With("webhook", s.hook.ID, "message", d.ID, "type", d.Type, "try", d.Tries+1, "status", r.status)
	if r.delivered() {
		logger.InfoContext(ctx, "a webhook got an event")
	} else {
		logger.WarnContext(ctx, "a webhook did not get an event", "problem", r.problem)
	}
	if err := s.Store.RecordDelivery(ctx, after(d, r, now, 2*rand.Float64()-1), d.Tries); err != nil { //nolint:gosec // it spreads, and keeps no secret
		return fmt.Errorf("note how a delivery went: %w", err)
	}
	since, err := s.Store.NoteWebhook(ctx, s.hook, r.delivered(), now)
	if errors.Is(err, store.ErrNotFound) { // whoever takes it next reads what it is now
		s.end()
		return nil
	}
	if err != nil {
		return fmt.Errorf("note how a webhook does: %w", err)
	}
	s.mu.Lock()
	s.paused = max(s.paused, pauseOf(r, now))
	s.mu.Unlock()
	if reason := turnsOff(r, since, now); reason != "" {
		return s.turnOff(ctx, reason, now)
	}
	return nil
}

// message is the body of a delivery.
type message struct {
	Type      string          `json:"type"`
	Timestamp time.Time       `json:"timestamp"`
	Data      json.RawMessage `json:"data"`
}

// post sends one delivery; the error is ours.
func (s *slice) post(ctx context.Context, d store.Delivery) (result, error) {
	if d.Data == "" {
		d.Data = "{}" // its event is not kept any more
	}
	body, err := json.Marshal(message{d.Type, d.OccurredAt.Time, json.RawMessage(d.Data)})
	if err != nil {
		return result{}, fmt.Errorf("write the body of an event: %w", err)
	}
	now := s.Now()
	signature, err := sign(d.ID, now, body, s.secrets...)
	if err != nil {
		return result{}, errors.New("sign an event: the secret is none")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.hook.URL, bytes.NewReader(body))
	if err != nil {
		return result{}, errors.New("make a request to a webhook: its address is none")
	}
	if !s.Outbound.MayCall(req.URL) {
		return result{problem: "address_refused"}, nil
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Latchkey-Webhooks")
	req.Header.Set("Webhook-Id", d.ID)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("Webhook-Signature", signature)
	begun := time.Now()
	answer, err := s.Outbound.Do(ctx, s.hook.ID, req, mostAnswer)
	r := result{status: answer.Status, retry: answer.Retry, took: time.Since(begun)}
	if err != nil && !errors.Is(err, outbound.ErrTooLarge) { // that one answered, however much
		r.status, r.problem = 0, outbound.Reason(err)
	}
	return r, nil
}

// turnOff switches the webhook off, and says so to the super admins.
func (s *slice) turnOff(ctx context.Context, reason string, now time.Time) error {
	s.end()
	return s.Store.InTx(ctx, func(rows store.Rows) error {
		did, err := rows.TurnOffWebhook(ctx, s.hook, reason, now)
		if err != nil || !did {
			return err
		}
		host := hostOf(s.hook.URL)
		s.Log.WarnContext(ctx, "a webhook was turned off", "webhook", s.hook.ID, "reason", reason)
		if err := s.Mail.AddToSuperAdmins(ctx, rows, mail.Message{
			Kind: mail.WebhookOff, OrganizationID: s.hook.OrganizationID, Values: map[string]string{"host": host, "reason": reason},
			Once: "webhook_off|" + s.hook.ID + "|" + strconv.FormatInt(now.UnixMicro(), 10),
		}); err != nil {
			return err
		}
		return event.Record(ctx, rows, event.Event{
			Organization: s.hook.OrganizationID, Actor: store.ActorSystem, Kind: event.WebhookTurnedOff, Subject: s.hook.ID, SubjectName: host,
			Detail: map[string]any{"reason": reason}, At: now,
		})
	})
}

// hostOf is what people know a webhook by: its path may have a secret in it.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

package backchannel

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"latchkey/api/client"
	"latchkey/api/job"
	"latchkey/api/outbound"
	"latchkey/api/session"
	"latchkey/api/store"
)

// Bounds of the work.
const (
	roundSize  = 32
	lease      = 2 * time.Minute // longer than one round may take
	mostAnswer = 16 << 10        // bytes that are read of an answer
	life       = 24 * time.Hour  // then a message is given up
)

func bounds() job.Bounds { return job.Bounds{AtOnce: 8, Within: 15 * time.Second} }

// backoff is how long a message waits that its application did not take.
func backoff() job.Backoff { return job.Backoff{First: 5 * time.Second, Last: time.Hour} }

// The results of tries, as package metrics has them. The problems are of the rows too.
const (
	sent        = "sent"
	refused     = "refused"     // the application answered, and not with 200 or 204
	unreachable = "unreachable" // it did not, or its address is one that we do not call
	givenUp     = "given_up"    // beside the result of the last try
)

// Sender tells applications; safe for concurrent use.
type Sender struct{ Options }

// Options are what the sender needs from outside.
type Options struct {
	Store    *store.Store
	Sessions *session.Sessions
	Clients  *client.Registry
	Outbound *outbound.Client
	Issuer   string // the public URL
	Count    func(result string)
	Log      *slog.Logger
	Now      func() time.Time
}

// New returns a sender.
func New(o Options) *Sender { return &Sender{o} }

// Send tells what is due, until nothing is or ctx ends; what is under way is finished
// first. An application that does not answer is no error: it is asked again.
func (s *Sender) Send(ctx context.Context) error {
	r := &round{Sender: s, away: map[string]bool{}}
	whole := context.WithoutCancel(ctx)
	return job.Drain(ctx, func(ctx context.Context) ([]store.LogoutMessage, error) {
		now := s.Now()
		due, err := s.Store.TakeLogouts(ctx, now, now.Add(lease), roundSize)
		if err != nil {
			return nil, fmt.Errorf("take messages of a logout: %w", err)
		}
		return due, nil
	}, func(_ context.Context, due []store.LogoutMessage) (more bool, err error) {
		return true, job.Each(whole, due, bounds(), r.one)
	})
}

// round is one run. An application that did not answer is not called again in it, so that
// the others do not wait for its time-outs.
type round struct {
	*Sender
	mu   sync.Mutex
	away map[string]bool // by client
}

func (r *round) isAway(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.away[id]
}

// one sends one logout token: one application is told that one session has ended.
func (r *round) one(ctx context.Context, m store.LogoutMessage) error {
	c, err := r.Clients.FindApplication(ctx, m.ClientID)
	if errors.Is(err, client.ErrUnknown) || err == nil && c.Application.BackchannelLogoutURI == "" {
		return r.Store.FinishLogout(ctx, m) // it was turned off, or wants to know no more
	}
	if err != nil {
		return err
	}
	if r.isAway(m.ClientID) {
		return r.finish(ctx, m, unreachable)
	}
	result, err := r.post(ctx, c, m)
	if err != nil {
		return err
	}
	if result == unreachable {
		r.mu.Lock()
		r.away[m.ClientID] = true
		r.mu.Unlock()
	}
	return r.finish(ctx, m, result)
}

// post sends a logout token as a form (Back-Channel Logout, 2.5). The error is ours.
func (s *Sender) post(ctx context.Context, c client.Client, m store.LogoutMessage) (result string, err error) {
	token, err := s.Sessions.Sign(ctx, c.Application.IDTokenAlg, tokenType, claimsOf(m, s.Issuer, s.Now()))
	if err != nil {
		return "", err
	}
	body := url.Values{"logout_token": {token}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Application.BackchannelLogoutURI, strings.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("make a request to an application: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := s.Outbound.Do(ctx, "logout "+m.ClientID, req, mostAnswer)
	logger := s.Log.With("client", m.ClientID, "message", m.ID, "try", m.Tries, "reason", m.Reason)
	switch {
	case errors.Is(err, outbound.ErrTooLarge): // it answered, however much
	case err != nil:
		logger.WarnContext(ctx, "an application was not told of a logout", "problem", unreachable, "why", outbound.Reason(err))
		return unreachable, nil
	case answer.Status != http.StatusOK && answer.Status != http.StatusNoContent:
		logger.WarnContext(ctx, "an application was not told of a logout", "problem", refused, "status", answer.Status)
		return refused, nil
	}
	logger.InfoContext(ctx, "an application was told of a logout")
	return sent, nil
}

// finish marks how a try went.
func (s *Sender) finish(ctx context.Context, m store.LogoutMessage, result string) error {
	s.Count(result)
	now, end := s.Now(), m.CreatedAt.Add(life)
	var err error
	switch {
	case result == sent:
		err = s.Store.FinishLogout(ctx, m)
	case !now.Before(end):
		s.Count(givenUp)
		s.Log.ErrorContext(ctx, "a logout was given up", "client", m.ClientID, "message", m.ID, "problem", result)
		err = s.Store.GiveUpLogout(ctx, m, result, now)
	default:
		next := now.Add(backoff().After(m.Tries))
		if next.After(end) {
			next = end // the last try
		}
		err = s.Store.RetryLogout(ctx, m, result, next)
	}
	if err != nil {
		return fmt.Errorf("mark a message of a logout: %w", err)
	}
	return nil
}

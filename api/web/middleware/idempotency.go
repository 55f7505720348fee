package middleware

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
)

// IdempotencyKey is the header by which a client may send a request again
// (draft-ietf-httpapi-idempotency-key-header-07).
const IdempotencyKey = "Idempotency-Key"

const (
	answersKept = 24 * time.Hour
	keyLease    = time.Minute     // longer than any request with a key runs
	keyWait     = 2 * time.Second // what who comes while it runs is told to wait
)

// OnceOptions are what Once needs.
type OnceOptions struct {
	Contract *Contract
	Store    *store.Store
	Refuse   Refuse
	Log      *slog.Logger
	Now      func() time.Time
}

// Once runs a request with an Idempotency-Key once, on the routes that declare the header,
// and answers whoever sends it again what the first one was answered. The answer is kept in
// the transaction of the effect: either both are there, or the request may be sent again.
// It stands behind the gate.
func Once(o OnceOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		key := c.GetHeader(IdempotencyKey)
		if key == "" {
			return
		}
		if r, err := o.Contract.route(c.Request.Method + " " + c.FullPath()); err != nil || !r.Keyed {
			return // the gate has refused what is no route
		}
		if err := o.once(c, key); err != nil {
			o.Refuse(c, err)
		}
	}
}

func (o OnceOptions) once(c *gin.Context, key string) error {
	k, err := keyedRequest(c, key, o.Now())
	if err != nil {
		return err
	}
	there, claimed, err := o.Store.ClaimKeyedRequest(c.Request.Context(), k, o.Now())
	switch {
	case errors.Is(err, store.ErrNotFound): // given up a moment ago
		return inProgress()
	case err != nil:
		return fmt.Errorf("claim a request: %w", err)
	case claimed:
		return o.run(c, k)
	case there.Fingerprint != k.Fingerprint:
		return fault.Because(fault.IdempotencyKeyReused, "other_payload")
	case there.Status == 0:
		return inProgress()
	}
	return replay(c, there)
}

func inProgress() error {
	return &fault.Fault{Code: fault.IdempotencyInProgress, Reason: "runs", RetryAfter: keyWait}
}

// keyedRequest is the request of a caller, to a path, with a key.
func keyedRequest(c *gin.Context, key string, now time.Time) (store.KeyedRequest, error) {
	caller := principal.From(c.Request.Context())
	var payload any
	if body, ok := c.Request.Body.(validBody); ok {
		payload = body.ValidatedValue()
	}
	if taken := ItemsOf(c.Request.Context()).taken; len(taken) > 0 {
		payload = []any{payload, taken}
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return store.KeyedRequest{}, fmt.Errorf("read a request again: %w", err)
	}
	return store.KeyedRequest{
		ID:             hashOf(caller.OrganizationID, caller.UserID, c.Request.Method, c.Request.URL.Path, key),
		OrganizationID: caller.OrganizationID, Fingerprint: hashOf(string(text) + c.Request.URL.RawQuery), Claim: rand.Text(),
		LeasedUntil: store.At(now.Add(keyLease)), ExpiresAt: store.At(now.Add(answersKept)),
	}, nil
}

func hashOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// errNotKept undoes a request whose answer is not kept.
var errNotKept = errors.New("the answer is not kept")

// run runs the request and holds its answer back until it is kept.
func (o OnceOptions) run(c *gin.Context, k store.KeyedRequest) error {
	plain, request := c.Writer, c.Request
	held := newHeldAnswer(plain)
	defer func() { c.Writer, c.Request = plain, request }()
	c.Writer = held
	err := o.Store.Whole(Patient(request.Context()), func(ctx context.Context, rows store.Rows) error {
		c.Request = request.WithContext(ctx)
		c.Next()
		if !isKept(held.status) {
			return errNotKept
		}
		k.Status, k.Body, k.Headers = int64(held.status), held.body.String(), held.kept()
		return rows.KeepAnswer(ctx, k)
	})
	c.Writer, c.Request = plain, request
	switch {
	case err == nil:
		return held.send()
	case errors.Is(err, store.ErrNotFound): // another took over what had run too long
		return inProgress()
	}
	// Nothing was done. If that cannot be said now, the lease says it later.
	if released := o.Store.ReleaseKeyedRequest(context.WithoutCancel(request.Context()), k); released != nil {
		o.Log.WarnContext(request.Context(), "a key stays claimed", "cause", released)
	}
	if errors.Is(err, errNotKept) {
		return held.send()
	}
	return fmt.Errorf("run a request once: %w", err)
}

// isKept says whether an answer is about the request: who must prove who they are, or
// wait, sends the same again.
func isKept(status int) bool {
	return status < 300 || status >= 400 && status < 500 && status != http.StatusUnauthorized && status != http.StatusTooManyRequests
}

// replay answers what the first one was answered.
func replay(c *gin.Context, k store.KeyedRequest) error {
	headers := map[string]string{}
	if err := json.Unmarshal([]byte(k.Headers), &headers); err != nil {
		return fmt.Errorf("read a kept answer: %w", err)
	}
	for name, value := range headers {
		c.Header(name, value)
	}
	c.Header("Idempotency-Replayed", "true")
	c.Status(int(k.Status))
	c.Abort()
	_, err := c.Writer.WriteString(k.Body)
	return err
}

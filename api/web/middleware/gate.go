package middleware

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
)

// GateOptions are what the gate of the contract's routes needs.
type GateOptions struct {
	Contract *Contract
	Limits   *Limits
	// Authenticate says who brings an access token or a key, from an address.
	Authenticate func(ctx context.Context, token, from string) (principal.Caller, error)
	IsKey        func(text string) bool // a key of ours, which must not be in an address
	// TellRefused notes that a key or a token of a service was refused; caller is the
	// service that it is of, none of one that counts no more.
	TellRefused func(c *gin.Context, caller principal.Caller, err error)
	Refuse      Refuse
}

// Gate lets a request through to its handler if it is what the contract demands of
// its route. It stands before the generated code, which would bind parameters first.
func Gate(o GateOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, err := o.Contract.route(c.Request.Method + " " + c.FullPath())
		if err != nil {
			o.Refuse(c, err)
			return
		}
		for _, check := range []func(*gin.Context, *route) error{o.limit, guardCookie, o.authorize, checkForm} {
			if err := check(c, r); err != nil {
				o.Refuse(c, err)
				return
			}
		}
	}
}

// limit refuses a client address that begins too much, on the routes that say so
// (x-rate-limit).
func (o GateOptions) limit(c *gin.Context, r *route) error {
	if !r.Limited {
		return nil
	}
	return o.Limits.Check(c.ClientIP())
}

func guardCookie(c *gin.Context, r *route) error {
	if !r.Cookie {
		return nil
	}
	return SignOfOurPage(c.Request)
}

func checkForm(c *gin.Context, r *route) error { return r.check(c) }

// authorize lets a caller through who may do what the route does, before anything
// else of the request is looked at, and tells the handler who it is.
func (o GateOptions) authorize(c *gin.Context, r *route) error {
	if r.Permission == principal.Public {
		return nil
	}
	if o.keyInAddress(c) {
		return fault.New(fault.KeyInAddress)
	}
	caller, err := o.authenticate(c)
	if err != nil {
		return err
	}
	ctx := principal.WithAgain(c.Request.Context(), func(context.Context) error {
		now, err := o.authenticate(c)
		if err != nil {
			return err
		}
		return principal.Authorize(now, r.Permission, c.Param("organization"))
	})
	c.Request = c.Request.WithContext(principal.With(ctx, caller))
	err = principal.Authorize(caller, r.Permission, c.Param("organization"))
	lacks := err != nil && fault.Of(err).Code == fault.ScopeMissing
	if caller.Service && !r.Services && (err == nil || lacks) { // no scope would help
		return fault.Because(fault.PersonRequired, "operation")
	}
	if lacks {
		o.TellRefused(c, caller, err)
		c.Header("WWW-Authenticate", `Bearer realm="latchkey", error="insufficient_scope", scope="`+string(r.Permission)+`"`)
	}
	return err
}

// keyInAddress says whether a key or a token is in the query, where logs keep it.
func (o GateOptions) keyInAddress(c *gin.Context) bool {
	if c.Request.URL.RawQuery == "" {
		return false
	}
	query := c.Request.URL.Query()
	return query.Has("access_token") || slices.ContainsFunc(slices.Concat(slices.Collect(maps.Values(query))...), o.IsKey)
}

// authenticate demands an access token or a key. What is wrong with one is not said
// (RFC 6750, 3.1).
func (o GateOptions) authenticate(c *gin.Context) (principal.Caller, error) {
	token, ok := Bearer(c.Request.Header["Authorization"])
	if !ok {
		c.Header("WWW-Authenticate", `Bearer realm="latchkey"`)
		return principal.Caller{}, fault.Because(fault.Unauthenticated, "no_token")
	}
	caller, err := o.Authenticate(c.Request.Context(), token, c.ClientIP())
	if err != nil && RefusalOf(err).Code == fault.Unauthenticated {
		o.TellRefused(c, caller, err)
		c.Header("WWW-Authenticate", `Bearer realm="latchkey", error="invalid_token"`)
	}
	return caller, err
}

// Bearer reads the token of an Authorization header that is there once.
func Bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(headers[0], " ")
	return token, ok && token != "" && strings.EqualFold(scheme, "Bearer")
}

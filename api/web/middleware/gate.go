package middleware

import (
	"context"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
)

// GateOptions are what the gate of the contract's routes needs.
type GateOptions struct {
	Contract     *Contract
	Limits       *Limits
	Authenticate func(ctx context.Context, token string) (store.Principal, error) // by access token
	Refuse       Refuse
}

// Gate lets a request through to its handler if it is what the contract demands of
// its route. It stands before the generated code, which would bind parameters first.
func Gate(o GateOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, ok := o.Contract.routes[c.Request.Method+" "+c.FullPath()]
		if !ok {
			o.Refuse(c, fault.Because(fault.InternalError, "route_not_in_contract"))
			return
		}
		for _, check := range []func(*gin.Context, route) error{o.limit, guardCookie, o.authorize, checkForm} {
			if err := check(c, r); err != nil {
				o.Refuse(c, err)
				return
			}
		}
	}
}

// limit refuses a client address that begins too much, on the routes that say so
// (x-rate-limit).
func (o GateOptions) limit(c *gin.Context, r route) error {
	if !r.limited {
		return nil
	}
	return o.Limits.Check(c.ClientIP())
}

func guardCookie(c *gin.Context, r route) error {
	if !r.cookie {
		return nil
	}
	return SignOfOurPage(c.Request)
}

func checkForm(c *gin.Context, r route) error { return r.check(c) }

// authorize lets a caller through who may do what the route does, before anything
// else of the request is looked at, and tells the handler who it is.
func (o GateOptions) authorize(c *gin.Context, r route) error {
	if r.permission == principal.Public {
		return nil
	}
	p, err := o.authenticate(c)
	if err != nil {
		return err
	}
	c.Request = c.Request.WithContext(principal.With(c.Request.Context(), p))
	return principal.Authorize(p, r.permission, c.Param("organization"))
}

// authenticate demands an access token.
func (o GateOptions) authenticate(c *gin.Context) (store.Principal, error) {
	c.Header("WWW-Authenticate", "Bearer")
	token, ok := Bearer(c.Request.Header["Authorization"])
	if !ok {
		return store.Principal{}, fault.Because(fault.Unauthenticated, "no_token")
	}
	p, err := o.Authenticate(c.Request.Context(), token)
	if err != nil {
		return store.Principal{}, err
	}
	c.Writer.Header().Del("WWW-Authenticate")
	return p, nil
}

// Bearer reads the token of an Authorization header that is there once.
func Bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(headers[0], " ")
	return token, ok && token != "" && strings.EqualFold(scheme, "Bearer")
}

package rest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
)

// permissionOf reads what an operation asks of its caller (x-permission). It fails
// where the operation does not say so, or where the rest of it says something else.
func permissionOf(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) (principal.Permission, error) {
	name, _ := op.Extensions["x-permission"].(string)
	p, err := principal.Parse(name)
	if err != nil {
		return "", fmt.Errorf("x-permission: %w", err)
	}
	if isOpenedBy(doc, op, "http") != (p != principal.Public) {
		return "", fmt.Errorf("x-permission %s does not go with its security", p)
	}
	parameters := slices.Concat(item.Parameters, op.Parameters)
	if p.WithinOrganization() && parameters.GetByInAndName(openapi3.ParameterInPath, "organization") == nil {
		return "", fmt.Errorf("x-permission %s needs an organization in the path", p)
	}
	return p, nil
}

// isOpenedBy says whether an operation takes a kind of credentials: http is an
// access token, apiKey a cookie.
func isOpenedBy(doc *openapi3.T, op *openapi3.Operation, kind string) bool {
	security := doc.Security
	if op.Security != nil {
		security = *op.Security
	}
	for _, requirement := range security {
		for name := range requirement {
			if doc.Components.SecuritySchemes[name].Value.Type == kind {
				return true
			}
		}
	}
	return false
}

// authorizeOn lets a caller through who may do what the route does, before anything
// else of the request is looked at, and tells the handler who it is.
func (s *Server) authorizeOn(r route) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if r.permission == principal.Public {
			return nil
		}
		p, err := s.authenticate(c)
		if err != nil {
			return err
		}
		c.Request = c.Request.WithContext(principal.With(c.Request.Context(), p))
		return principal.Authorize(p, r.permission, c.Param("organization"))
	}
}

// authenticate demands an access token.
func (s *Server) authenticate(c *gin.Context) (store.Principal, error) {
	c.Header("WWW-Authenticate", "Bearer")
	token, ok := bearer(c.Request.Header["Authorization"])
	if !ok {
		return store.Principal{}, fault.Because(fault.Unauthenticated, "no_token")
	}
	p, err := s.Sessions.Authenticate(c.Request.Context(), token)
	if err != nil {
		return store.Principal{}, err
	}
	c.Writer.Header().Del("WWW-Authenticate")
	return p, nil
}

func bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(headers[0], " ")
	return token, ok && token != "" && strings.EqualFold(scheme, "Bearer")
}

// callerOf gives the request's own context, see ginOf, and who calls.
func callerOf(handed context.Context) (context.Context, store.Principal) {
	_, ctx := ginOf(handed)
	return ctx, principal.From(ctx)
}

package rest

import (
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/store"
)

const holderKey = "latchkey.holder"

// authenticateOn demands an access token if the route does.
func (s *Server) authenticateOn(r route) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if !r.bearer {
			return nil
		}
		c.Header("WWW-Authenticate", "Bearer")
		token, ok := bearer(c.Request.Header["Authorization"])
		if !ok {
			return fault.Because(fault.Unauthenticated, "no_token")
		}
		holder, err := s.Sessions.Authenticate(c.Request.Context(), token)
		if err != nil {
			return err
		}
		c.Writer.Header().Del("WWW-Authenticate")
		c.Set(holderKey, holder)
		return nil
	}
}

func bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(headers[0], " ")
	return token, ok && token != "" && strings.EqualFold(scheme, "Bearer")
}

// holderOf gives who authenticated; authenticate has run.
func principalOf(c *gin.Context) store.Principal {
	h, ok := c.MustGet(holderKey).(store.Principal)
	if !ok {
		panic("no holder on an authenticated route")
	}
	return h
}

// authorizeOn lets nobody but its super admins to what stands below an
// organization, before anything of the request is looked at.
func (s *Server) authorizeOn(r route) func(*gin.Context) error {
	return func(c *gin.Context) error {
		organization, below := c.Params.Get("organization")
		if !r.bearer || !below {
			return nil
		}
		_, err := s.superAdminOf(c, organization)
		return err
	}
}

// superAdminOf lets a super admin of that very organization through. To
// everybody else the organization does not exist, whether it does or not (E01, B31).
func (s *Server) superAdminOf(c *gin.Context, organization string) (store.Principal, error) {
	h := principalOf(c)
	if h.Role != store.SuperAdmin || h.OrganizationCode == "" || h.OrganizationCode != organization {
		return store.Principal{}, fault.Because(fault.NotFound, "not_its_super_admin")
	}
	return h, nil
}

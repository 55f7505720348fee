package oauth

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"latchkey/api/client"
	"latchkey/api/fault"
)

// introspect says whether a token is active (RFC 7662).
func (f *Face) introspect(c *gin.Context) {
	proof, token, err := f.tokenOf(c)
	if err != nil {
		f.refuseCall(c, err)
		return
	}
	said, err := f.Provider.Introspect(c.Request.Context(), proof, token)
	if err != nil {
		f.refuseCall(c, err)
		return
	}
	c.JSON(http.StatusOK, said)
}

// revoke ends a token of the client that brings it (RFC 7009). One that is unknown, or
// another's, is answered alike.
func (f *Face) revoke(c *gin.Context) {
	proof, token, err := f.tokenOf(c)
	if err == nil {
		err = f.Provider.Revoke(c.Request.Context(), proof, token)
	}
	if err != nil {
		f.refuseCall(c, err)
		return
	}
	c.Status(http.StatusOK)
}

// tokenOf reads the token that a client asks about, once it has proven who it is.
func (f *Face) tokenOf(c *gin.Context) (client.Proof, string, error) {
	form, err := readForm(c)
	if err != nil {
		return client.Proof{}, "", err
	}
	proof, err := f.authenticate(c, form)
	if err != nil {
		return proof, "", err
	}
	if len(form["token"]) != 1 || form.Get("token") == "" {
		return proof, "", fault.NewOAuth(fault.InvalidRequest, "token must be sent once.")
	}
	return proof, form.Get("token"), nil
}

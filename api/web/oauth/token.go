package oauth

import (
	"mime"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
)

// mostForm caps a form, in bytes.
const mostForm = 64 << 10

// readForm reads a body that is a form, and nothing of the query.
func readForm(c *gin.Context) (url.Values, error) {
	if !isForm(c) {
		return nil, fault.NewOAuth(fault.InvalidRequest, "The body must be application/x-www-form-urlencoded.")
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostForm)
	if err := c.Request.ParseForm(); err != nil {
		return nil, fault.NewOAuth(fault.InvalidRequest, "The form is malformed or too long.")
	}
	return c.Request.PostForm, nil
}

func isForm(c *gin.Context) bool {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	return err == nil && kind == "application/x-www-form-urlencoded"
}

// tokenAnswer is a successful answer (RFC 6749, 5.1).
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	Scope        string `json:"scope,omitempty"`
}

// token gives tokens to a client that proves who it is.
func (f *Face) token(c *gin.Context) {
	form, err := readForm(c)
	if err != nil {
		f.Refuse(c, err)
		return
	}
	proof, err := f.authenticate(c, form)
	if err != nil {
		f.refuseCall(c, err)
		return
	}
	got, err := f.Provider.Exchange(c.Request.Context(), proof, form)
	if err != nil {
		f.refuseCall(c, err)
		return
	}
	c.Header("Pragma", "no-cache") // beside Cache-Control: RFC 6749, 5.1
	c.JSON(http.StatusOK, tokenAnswer{
		AccessToken: got.Access, TokenType: "Bearer", ExpiresIn: int(got.ExpiresIn.Seconds()),
		RefreshToken: got.Refresh, IDToken: got.ID, Scope: got.Scope,
	})
}

// authenticate finds out which client calls. Cookies count for nothing here.
func (f *Face) authenticate(c *gin.Context, form url.Values) (client.Proof, error) {
	credentials, err := client.ReadCredentials(c.Request.Header["Authorization"], form, c.Request.URL.Query())
	if err != nil {
		f.noteRefused(c, credentials.ID)
		return client.Proof{}, err
	}
	proof, err := f.Clients.Authenticate(c.Request.Context(), credentials, c.ClientIP())
	if err != nil {
		f.noteRefused(c, credentials.ID)
	} else {
		c.Set(provenClient, proof)
	}
	// A client that proved who it is has a limit of its own for each network, which nobody else can use
	// up. Clients that did not prove it share one limit for each network.
	if limited := f.Limits.CheckClient(proof.ID, c.ClientIP()); limited != nil {
		return client.Proof{}, limited
	}
	return proof, err
}

// Keys of the Gin context, by which the log finds the client: the id that a client without a proof
// claimed, or the [client.Proof].
const (
	refusedClient = "refused client"
	provenClient  = "proven client"
)

// refuseCall refuses a call of a client, and tells those whom it concerns.
func (f *Face) refuseCall(c *gin.Context, err error) {
	call := oidc.Call{ClientID: c.GetString(refusedClient), Visitor: f.visitor(c)}
	if proof, is := c.Value(provenClient).(client.Proof); is {
		call.ClientID, call.Proven = proof.ID, proof.Method != client.None
	}
	f.Provider.TellRefused(c.Request.Context(), call, err)
	f.Refuse(c, err)
}

// noteRefused keeps the id of a client that is known: what else stands in its place may
// be a secret that was put there by mistake.
func (f *Face) noteRefused(c *gin.Context, id string) {
	if known, err := f.Clients.Known(c.Request.Context(), id); err == nil {
		c.Set(refusedClient, known.ID)
	}
}

// userinfo says who the person of an access token is. The token comes in the header, or
// in the form of a POST (RFC 6750, 2.1 and 2.2), never in the address.
func (f *Face) userinfo(c *gin.Context) {
	token, err := bearerOf(c)
	var who oidc.UserInfo
	if err == nil {
		who, err = f.Provider.UserInfo(c.Request.Context(), token)
	}
	if err != nil {
		f.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, who)
}

func bearerOf(c *gin.Context) (string, error) {
	header, inHeader := middleware.Bearer(c.Request.Header["Authorization"])
	inForm := ""
	if c.Request.Method == http.MethodPost && (isForm(c) || !inHeader && c.GetHeader("Content-Type") != "") { // some clients name a type of a body that is empty
		form, err := readForm(c)
		if err != nil {
			return "", err
		}
		if len(form["access_token"]) > 1 {
			return "", fault.NewOAuth(fault.InvalidRequest, "access_token is there twice.")
		}
		inForm = form.Get("access_token")
	}
	switch {
	case inHeader && inForm != "":
		return "", fault.NewOAuth(fault.InvalidRequest, "The token is in the header and in the body.")
	case inHeader:
		return header, nil
	case inForm != "":
		return inForm, nil
	}
	return "", errNoToken
}

// errNoToken: who brings none is told only how (RFC 6750, 3.1).
var errNoToken = fault.OAuthBecause(fault.InvalidToken, "", "no_token")

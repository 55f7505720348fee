package call

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Proof is what proves which service asks for a token: members of the request for it.
type Proof func() (url.Values, error)

// BySecret is the proof of a service that has a secret.
func BySecret(id, secret string) Proof {
	return func() (url.Values, error) {
		return url.Values{"client_id": {id}, "client_secret": {secret}}, nil
	}
}

// ByKey is the proof of a service whose public key Latchkey has (private_key_jwt). The
// issuer is Latchkey's address. Each assertion counts once.
func ByKey(id, issuer, keyID string, pem []byte) Proof {
	return func() (url.Values, error) {
		key, err := jwt.ParseECPrivateKeyFromPEM(pem)
		if err != nil {
			return nil, err
		}
		now := time.Now()
		token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{
			Issuer: id, Subject: id, Audience: jwt.ClaimStrings{issuer}, ID: rand.Text(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)),
		})
		token.Header["kid"] = keyID
		signed, err := token.SignedString(key)
		return assertion(id, signed), err
	}
}

// ByFederation is the proof of a service that has a token of another issuer and no
// secret; read gives that token as it is now, from a file, say.
func ByFederation(id string, read func() (string, error)) Proof {
	return func() (url.Values, error) {
		token, err := read()
		return assertion(id, strings.TrimSpace(token)), err
	}
}

func assertion(id, signed string) url.Values {
	return url.Values{
		"client_id":             {id},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		"client_assertion":      {signed},
	}
}

// token is an access token and when it ends.
type token struct {
	value string
	ends  time.Time
}

// requestToken asks for a token of an hour, with all scopes of the service.
func (c *Client) requestToken(ctx context.Context) (token, error) {
	form, err := c.prove()
	if err != nil {
		return token{}, err
	}
	form.Set("grant_type", "client_credentials")
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return token{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.http.Do(request)
	if err != nil {
		return token{}, err
	}
	defer answer.Body.Close()
	var said struct {
		Token   string `json:"access_token"`
		Seconds int    `json:"expires_in"`
		Error   string `json:"error"`
		Why     string `json:"error_description"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return token{}, err
	}
	if answer.StatusCode != http.StatusOK {
		return token{}, Refusal{Status: answer.StatusCode, Code: said.Error, Title: said.Why}
	}
	return token{said.Token, time.Now().Add(time.Duration(said.Seconds) * time.Second)}, nil
}

package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Asker asks Latchkey about access tokens (RFC 7662). Id and secret are those of a service
// with the scope introspect, which may ask about its organization, or of an application,
// about its own.
type Asker struct {
	Issuer, ID, Secret string
	HTTP               http.Client // with a Timeout of yours
}

// Ask says whether a token is active at this moment, and whose it is.
func (a *Asker) Ask(ctx context.Context, token string) (caller Caller, active bool, err error) {
	body := strings.NewReader(url.Values{"token": {token}}.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Issuer+"/oauth/introspect", body)
	if err != nil {
		return caller, false, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(url.QueryEscape(a.ID), url.QueryEscape(a.Secret))
	answer, err := a.HTTP.Do(request)
	if err != nil {
		return caller, false, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return caller, false, fmt.Errorf("introspection: %s", answer.Status)
	}
	var said struct {
		Active bool `json:"active"`
		Caller
	}
	err = json.NewDecoder(answer.Body).Decode(&said)
	return said.Caller, said.Active, err
}

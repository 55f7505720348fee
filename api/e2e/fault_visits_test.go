//go:build fault

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// visit signs somebody in and asks who they are; waiting pages are waited for.
func (d *deployment) visit(n int) error {
	u := d.person(n)
	defer u.client.CloseIdleConnections()
	return u.visits()
}

func (d *deployment) person(n int) *user {
	u := newUser(d.front.url, n, net.IPv4(127, 0, byte(2+n/250), byte(1+n%250)))
	u.client.Timeout = 30 * time.Second
	return u
}

// again is a visit by somebody who tries again for a while where it is busy.
func (d *deployment) again(n int) error {
	var err error
	for range 5 {
		if err = d.visit(n); err == nil {
			return nil
		}
		time.Sleep(300 * time.Millisecond)
	}
	return err
}

// visits is one sign-in; the error names what was answered, without what differs.
func (u *user) visits() error { return u.waits(30) }

// waits is visits by somebody who looks at so many waiting pages, a second each.
func (u *user) waits(pages int) error {
	callback, err := u.leave()
	if err != nil {
		return plainly(err)
	}
	a, err := u.ask(http.MethodGet, callback, nil)
	for range pages {
		if err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Refresh") == "" {
			break
		}
		time.Sleep(time.Second)
		a, err = u.ask(http.MethodGet, callback, nil)
	}
	if err != nil {
		return plainly(err)
	}
	if err := u.signsIn(a); err != nil {
		return err
	}
	return u.is()
}

func (u *user) signsIn(a answer) error {
	to, err := url.Parse(a.header.Get("Location"))
	switch {
	case err != nil:
		return err
	case a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
		return errors.New("callback: 503 busy")
	case a.status != http.StatusSeeOther:
		return fmt.Errorf("callback: %d", a.status)
	case to.Query().Get("reason") != "":
		return errors.New("refused: " + to.Query().Get("reason"))
	}
	return nil
}

// is asks for a token, and who that is.
func (u *user) is() error {
	a, err := u.ask(http.MethodPost, u.base+"/api/v1/session/token", []byte("{}"))
	if err != nil {
		return plainly(err)
	}
	if a.status != http.StatusOK {
		return said("token", a)
	}
	var token struct{ AccessToken string }
	if err := json.Unmarshal(a.body, &token); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, u.base+"/api/v1/me", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token.AccessToken)
	res, err := u.client.Do(req)
	if err != nil {
		return plainly(err)
	}
	defer res.Body.Close()
	var me struct {
		Code string
		User struct{ Email string }
	}
	if err := json.NewDecoder(res.Body).Decode(&me); err != nil {
		return fmt.Errorf("me: %d", res.StatusCode)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("me: %d %s", res.StatusCode, me.Code)
	}
	if me.User.Email != u.email {
		return errors.New("WRONG PERSON")
	}
	return nil
}

// token is an access token.
func (u *user) token(t *testing.T) string {
	t.Helper()
	a, err := u.do(http.MethodPost, u.base+"/api/v1/session/token", []byte("{}"), http.StatusOK)
	must(t, err)
	var token struct{ AccessToken string }
	must(t, json.Unmarshal(a.body, &token))
	return token.AccessToken
}

// me is the status of asking who an access token belongs to.
func (u *user) me(token string) int {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, u.base+"/api/v1/me", nil)
	if err != nil {
		return 0
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := u.client.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func said(what string, a answer) error {
	var problem struct{ Code string }
	_ = json.Unmarshal(a.body, &problem)
	return fmt.Errorf("%s: %d %s", what, a.status, problem.Code)
}

// plainly is an error without addresses.
func plainly(err error) error {
	text := err.Error()
	for _, known := range []string{"connection reset", "connection refused", "EOF", "Client.Timeout", "503", "502", "500", "broken pipe"} {
		if strings.Contains(text, known) {
			return errors.New("request: " + known)
		}
	}
	return err
}

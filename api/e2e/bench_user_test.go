package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// user is one person with a browser.
type user struct {
	base, email string
	client      *http.Client
	cookies     map[string]string
}

func newUser(base string, n int, from net.IP) *user {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	return &user{base, benchEmail(n), &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, map[string]string{}}
}

func (u *user) signIn() error {
	callback, err := u.leave()
	if err != nil {
		return err
	}
	home, err := u.do(http.MethodGet, callback, nil, http.StatusSeeOther)
	if err == nil && home.header.Get("Location") != "/" {
		err = fmt.Errorf("sent to %s", home.header.Get("Location"))
	}
	return err
}

// leave goes to the provider and gives where it sends the browser to.
func (u *user) leave() (callback string, err error) {
	to, err := u.start()
	if err != nil {
		return "", err
	}
	back, err := u.do(http.MethodGet, to+"&login_hint="+url.QueryEscape(u.email), nil, http.StatusSeeOther)
	return back.header.Get("Location"), err
}

func (u *user) start() (authorizationURL string, err error) {
	a, err := u.do(http.MethodPost, u.base+"/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), http.StatusCreated)
	if err != nil {
		return "", err
	}
	var started struct{ AuthorizationURL string }
	return started.AuthorizationURL, json.Unmarshal(a.body, &started)
}

// do asks for an answer with a status.
func (u *user) do(method, to string, body []byte, want int) (answer, error) {
	a, err := u.ask(method, to, body)
	if err == nil && a.status != want {
		path, _, _ := strings.Cut(to, "?")
		err = fmt.Errorf("%s %s: %d %.200s", method, path, a.status, a.body)
	}
	return a, err
}

func (u *user) ask(method, to string, body []byte) (answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, to, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if strings.HasPrefix(to, u.base) {
		for name, value := range u.cookies {
			req.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := u.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, err
	}
	if strings.HasPrefix(to, u.base) {
		for _, c := range res.Cookies() {
			if c.MaxAge < 0 {
				delete(u.cookies, c.Name)
			} else {
				u.cookies[c.Name] = c.Value
			}
		}
	}
	return answer{status: res.StatusCode, header: res.Header, body: text}, nil
}

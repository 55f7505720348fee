// Package call calls the API of Latchkey as a service.
package call

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Client calls the API for one organization. Make one and keep it: it has the token.
type Client struct {
	address, organization string
	prove                 Proof
	http                  http.Client
	mu                    sync.Mutex
	token                 token
}

// New makes a client. The address is Latchkey's, the organization a code.
func New(address, organization string, prove Proof) *Client {
	return &Client{address: address, organization: organization, prove: prove, http: http.Client{Timeout: 30 * time.Second}}
}

// Person is somebody of the organization, as far as this program asks.
type Person struct {
	ID         string `json:"id"` // know people by this
	ExternalID string `json:"externalId"`
	Email      string `json:"email"`
	Name       string `json:"name"`
	Role       string `json:"role"`
	Active     bool   `json:"active"`
}

// People lists everybody, page after page.
func (c *Client) People(ctx context.Context) ([]Person, error) {
	var people []Person
	query := url.Values{"limit": {"100"}}
	for {
		var page struct {
			Items []Person `json:"items"`
			Next  *string  `json:"next"`
		}
		if err := c.get(ctx, "users?"+query.Encode(), &page); err != nil {
			return nil, err
		}
		people = append(people, page.Items...)
		if page.Next == nil {
			return people, nil
		}
		query.Set("cursor", *page.Next)
	}
}

// Refusal is why something was refused. Decide by Code, which stays what it is; Reference
// is what the operator finds the cause by.
type Refusal struct {
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Title     string `json:"title"`
	Reference string `json:"ref"`
}

// Error has the reference: log it.
func (r Refusal) Error() string { return fmt.Sprintf("%s: %s (%s)", r.Code, r.Title, r.Reference) }

// get reads something of the organization. It waits where Latchkey says so, and gets
// another token if one ended early; both are tried a few times.
func (c *Client) get(ctx context.Context, path string, into any) error {
	for tries := 1; ; tries++ {
		access, err := c.accessToken(ctx)
		if err != nil {
			return err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address+"/api/v1/organizations/"+c.organization+"/"+path, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+access)
		answer, err := c.http.Do(request)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return err
		}
		if answer.StatusCode == http.StatusOK {
			return json.Unmarshal(body, into)
		}
		refusal := Refusal{Status: answer.StatusCode}
		_ = json.Unmarshal(body, &refusal) // a proxy in between may answer with something else
		seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		switch {
		case tries == 4:
			return refusal
		case answer.StatusCode == http.StatusUnauthorized:
			c.forget(access)
		case err == nil: // 429 and 503 say how long to wait
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Duration(seconds) * time.Second):
			}
		default:
			return refusal
		}
	}
}

// accessToken gives the token that is there until a minute before it ends, then another.
func (c *Client) accessToken(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Until(c.token.ends) < time.Minute {
		var err error
		if c.token, err = c.requestToken(ctx); err != nil {
			return "", err
		}
	}
	return c.token.value, nil
}

func (c *Client) forget(access string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.value == access {
		c.token = token{}
	}
}

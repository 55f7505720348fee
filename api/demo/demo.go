package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"latchkey/api/apply"
	"latchkey/api/demo/crm"
	"latchkey/api/idp/idptest"
	"latchkey/api/password"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// Demo makes the world.
type Demo struct {
	Store     *store.Store
	Applier   *apply.Applier
	Flow      *signin.Flow
	Redirect  func(connectionID string) string // the callback of a connection
	Passwords *password.Hasher
	Provider  *idptest.Provider
	CRMPort   int // where the CRM listens
}

// NewCRM returns an application that signs people in through the product, as a customer
// would write one.
func NewCRM(port int, productURL string, log *slog.Logger) (*crm.CRM, error) {
	return crm.New(crm.Config{
		Issuer: productURL, ClientID: crmID, ClientSecret: crmSecret, BaseURL: CRMURL(port), Scopes: []string{"profile", "email"},
		Log: log, Now: time.Now,
	})
}

// CRMURL is how browsers know the CRM: they take the name for this machine, and the CRM
// for another site than the product and its providers.
func CRMURL(port int) string { return "http://crm.localhost:" + strconv.Itoa(port) }

// NewProvider returns the stand-in for Google and Microsoft, with its people.
func NewProvider(baseURL string) (*idptest.Provider, error) {
	p, err := idptest.New(baseURL, idptest.Options{})
	if err != nil {
		return nil, fmt.Errorf("the demo provider: %w", err)
	}
	for _, person := range accounts() {
		if err := p.AddPerson(person); err != nil {
			return nil, fmt.Errorf("the demo provider's people: %w", err)
		}
	}
	return p, nil
}

// Make brings the world to where the table says it is; what people did in it
// since stays. The provider must be listening already.
func (d *Demo) Make(ctx context.Context) error {
	fresh, err := d.people(ctx)
	if err != nil {
		return err
	}
	if err := d.register(ctx); err != nil {
		return err
	}
	// At each start, as its address may be another one.
	if _, err := d.Applier.Apply(ctx, &apply.Document{Applications: []apply.Application{application(d.CRMPort)}}, false); err != nil {
		return fmt.Errorf("register the CRM: %w", err)
	}
	if !fresh {
		return nil
	}
	if err := d.connectLena(ctx); err != nil {
		return fmt.Errorf("connect the linked agent: %w", err)
	}
	if err := d.degradeInitech(ctx); err != nil {
		return fmt.Errorf("let the application of Initech fail: %w", err)
	}
	return nil
}

// people applies the world once: later starts keep what was changed in it.
func (d *Demo) people(ctx context.Context) (fresh bool, err error) {
	made, err := d.Store.HasOrganization(ctx)
	if err != nil || made {
		return false, err
	}
	hash, err := d.Passwords.Hash(ctx, Password)
	if err != nil {
		return false, err
	}
	_, err = d.Applier.Apply(ctx, document(hash), false)
	return true, err
}

// register makes the applications known at the provider. They take every
// callback of this deployment: people make connections of their own here.
func (d *Demo) register(ctx context.Context) error {
	live, err := d.Store.LiveAt(ctx, "acme", "google")
	switch {
	case errors.Is(err, store.ErrNotFound): // set up anew by a visitor, and not live yet
	case err != nil:
		return fmt.Errorf("read the connection google of acme: %w", err)
	case live.Issuer != d.Provider.GoogleIssuer():
		// Accounts are linked by issuer and subject: at another address they are others.
		return fmt.Errorf("this demo's world belongs to the provider at %s: "+
			"use the same DEMO_PROVIDER_PORT, or another LATCHKEY_DATA_DIR", live.Issuer)
	}
	for _, id := range []string{acmeGoogle, acmeMicrosoft, globexGoogle, globexMicrosoft, initechGoogle} {
		d.Provider.AddClient(idptest.Client{ID: id, Secret: goodSecret, RedirectsBelow: d.Redirect("")})
	}
	return nil
}

func (d *Demo) connectLena(ctx context.Context) error {
	live, err := d.Store.LiveAt(ctx, "acme", "google")
	if err != nil {
		return err
	}
	lena, err := d.Store.UserByEmail(ctx, live.OrganizationID, "lena@acme.example")
	if err != nil {
		return err
	}
	linked, err := d.Store.IdentitiesOf(ctx, lena.OrganizationID, lena.ID)
	if err != nil || len(linked) > 0 {
		return err
	}
	return d.signIn(ctx, live, "lena@acme.example")
}

// degradeInitech: two people are refused because the secret expired; that is
// how a deployment learns that an application is invalid.
func (d *Demo) degradeInitech(ctx context.Context) error {
	for range 2 {
		live, err := d.Store.LiveAt(ctx, "initech", "google")
		if err != nil {
			return err
		}
		if live.Health.Health == store.HealthDegraded {
			return nil
		}
		err = d.signIn(ctx, live, "peter@initech.example")
		if _, refused := errors.AsType[*signin.Refusal](err); !refused {
			return fmt.Errorf("the sign-in was not refused: %w", err)
		}
	}
	return nil
}

// browser is what the demo's own sign-ins came from, as people read it in their sessions.
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// signIn takes the flow as a browser would.
func (d *Demo) signIn(ctx context.Context, live store.LiveConnection, email string) error {
	d.Provider.Choose(email)
	defer d.Provider.Choose("")
	visitor := signin.Visitor{Reference: "DEM0-DEM0", Address: "127.0.0.1", Browser: browser}
	started, err := d.Flow.Start(ctx, signin.StartRequest{
		Organization: live.OrganizationCode, Provider: live.Provider, Visitor: visitor,
	})
	if err != nil {
		return err
	}
	query, err := visit(ctx, started.AuthorizationURL)
	if err != nil {
		return err
	}
	_, err = d.Flow.Complete(ctx, signin.Return{
		ConnectionID: live.ID, Query: query, Visitor: visitor,
		Attempts: map[string]string{started.Cookie.Name: started.Cookie.Value},
	})
	return err
}

// visit opens the authorization URL and gives the answer that it redirects with.
func visit(ctx context.Context, address string) (url.Values, error) {
	client := &http.Client{
		Timeout:       5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("visit the provider: %w", err)
	}
	if err := res.Body.Close(); err != nil {
		return nil, err
	}
	to, err := res.Location()
	if err != nil {
		return nil, fmt.Errorf("the provider answered %s and sent nobody on", res.Status)
	}
	return to.Query(), nil
}

package idp

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/oauth2"

	"latchkey/api/idp/provider"
)

// optional is a parameter of the authorization request that a sign-in can do
// without; sent says whether the provider takes it, as far as can be known.
type optional struct {
	name, value string
	sent        bool
}

// optionals lists what an attempt would like to ask. Providers that do not know a
// value of prompt may refuse the whole request (OpenID Connect Core 1.0, section
// 3.1.2.6, lets them), so select_account is sent to brands that have it and where
// it is announced; login and max_age every provider must understand (section
// 15.1), unless it announces its prompts without it; claims only where announced.
func (t Attempt) optionals(key provider.Key, m *metadata) []optional {
	if t.Plain {
		return nil
	}
	of := provider.Of(key)
	var list []optional
	add := func(name, value string, sent bool) { list = append(list, optional{name, value, sent}) }
	if t.LoginHint != "" {
		add("login_hint", t.LoginHint, true)
	}
	known := func(prompt string) bool { return slices.Contains(m.prompts, prompt) }
	switch {
	case t.Fresh:
		add("prompt", "login", of.TakesPrompts || len(m.prompts) == 0 || known("login"))
		add("max_age", "0", true)
		add("claims", authTimeClaim, of.TakesPrompts || m.takesClaims)
	case t.MaxAge != nil && *t.MaxAge == 0 && of.ChoosesForLogin:
		add("prompt", "select_account", true)
	case t.Prompt == "login", t.MaxAge != nil && *t.MaxAge == 0: // which mean the same (OpenID Connect Core 1.0, section 15.1)
		add("prompt", "login", of.TakesPrompts || len(m.prompts) == 0 || known("login"))
	case t.Prompt != "":
		add("prompt", t.Prompt, of.TakesPrompts || known(t.Prompt))
	}
	if t.MaxAge != nil && !t.Fresh {
		add("max_age", strconv.Itoa(*t.MaxAge), true)
	}
	if t.HostedDomain != "" && of.LockParameter != "" {
		add(of.LockParameter, t.HostedDomain, true)
	}
	return list
}

func (t Attempt) options(key provider.Key, m *metadata) []oauth2.AuthCodeOption {
	options := []oauth2.AuthCodeOption{
		oauth2.SetAuthURLParam("nonce", t.Nonce),
		oauth2.S256ChallengeOption(t.Verifier),
	}
	for _, o := range t.optionals(key, m) {
		if o.sent {
			options = append(options, oauth2.SetAuthURLParam(o.name, o.value))
		}
	}
	return options
}

// LeftOut names the parameters that an attempt would have liked to ask and that
// are not sent, such as "prompt=select_account". With Plain it is all of them.
func (p *Providers) LeftOut(ctx context.Context, app Application, t Attempt) []string {
	_, m, err := p.prepare(ctx, app)
	if err != nil {
		return nil
	}
	plain := t.Plain
	t.Plain = false
	var names []string
	for _, o := range t.optionals(app.Provider, m) {
		if plain || !o.sent {
			names = append(names, o.name+"="+o.value)
		}
	}
	return names
}

// AsksMore tells whether an authorization URL holds a parameter that a sign-in
// can do without.
func AsksMore(authorizationURL string) bool {
	u, err := url.Parse(authorizationURL)
	if err != nil {
		return false
	}
	query := u.Query()
	return slices.ContainsFunc([]string{"login_hint", "prompt", "max_age", "claims", "hd"}, query.Has)
}

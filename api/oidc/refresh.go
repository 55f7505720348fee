package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// refresh goes on with a grant, by the rule that sessions have: the current token
// rotates, its parent gets the same child until that is used, anything older is reuse and
// ends the grant (RFC 9700, 4.14.2).
func (p *Provider) refresh(ctx context.Context, c client.Client, form url.Values) (Tokens, error) {
	token := form.Get("refresh_token")
	if token == "" {
		return Tokens{}, fault.NewOAuth(fault.InvalidRequest, "refresh_token is missing.")
	}
	id, n, genuine := p.Sessions.ReadRefreshToken(token)
	if !genuine || !strings.HasPrefix(id, grantStart) {
		return Tokens{}, badGrant("refresh_token_unknown")
	}
	for { // again only if another request rotated meanwhile: this token is then one behind at most
		g, err := p.Store.GrantByID(ctx, c.ID, id)
		if errors.Is(err, store.ErrNotFound) {
			return Tokens{}, badGrant("grant_unknown")
		}
		if err != nil {
			return Tokens{}, fmt.Errorf("read a grant: %w", err)
		}
		if c.Application.Refresh == store.RefreshNone || g.Offline && c.Application.Refresh != store.RefreshOffline {
			return Tokens{}, badGrant("refresh_turned_off") // by the operator, since it was given
		}
		who, err := p.checkGrant(ctx, g, *c.Application)
		if err != nil {
			return Tokens{}, err
		}
		if asked := form.Get("resource"); asked != "" && asked != g.Resource { // RFC 8707, 2.2
			return Tokens{}, otherResource().Concerning(g.OrganizationID)
		}
		scope, isMore := narrowed(g.Scope, form.Get("scope"))
		if isMore {
			return Tokens{}, fault.NewOAuth(fault.InvalidScope, "scope is more than was granted.").Concerning(g.OrganizationID)
		}
		switch session.TokenStateOf(g.Generation, n) {
		case session.Reused, session.Ahead:
			return Tokens{}, p.endReused(ctx, c, g)
		case session.Replaced:
			child, ok := p.Sessions.SameRefreshToken(g.ID, g.Generation, g.RefreshHash)
			if !ok {
				return Tokens{}, errors.New("no refresh key makes this grant's token")
			}
			return p.tokens(ctx, c, issue{Grant: g, who: who, scope: scope, refresh: child})
		case session.Current:
			if !session.IsToken(token, g.RefreshHash) {
				return Tokens{}, badGrant("refresh_token_foreign").Concerning(g.OrganizationID)
			}
		}
		child, err := p.rotate(ctx, &g, who)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return Tokens{}, fmt.Errorf("rotate a grant: %w", err)
		}
		return p.tokens(ctx, c, issue{Grant: g, who: who, scope: scope, refresh: child})
	}
}

// checkGrant reads whose a grant is, and refuses one that is not active any more: it has ended, or
// the session did that it began in, unless it is offline.
func (p *Provider) checkGrant(ctx context.Context, g store.Grant, a store.Application) (store.Principal, error) {
	now := p.Now()
	if !g.EndedAt.IsZero() || !now.Before(g.ExpiresAt.Time) || !now.Before(g.IdleExpiresAt.Time) && g.Offline {
		return store.Principal{}, badGrant("grant_over")
	}
	who, err := p.Store.SessionPrincipal(ctx, g.SessionID)
	if errors.Is(err, store.ErrNotFound) {
		return who, badGrant("session_unknown")
	}
	if err != nil {
		return who, fmt.Errorf("read a session: %w", err)
	}
	if !g.Offline && !p.Sessions.StillActive(who) {
		return who, badGrant("session_over")
	}
	if !who.UserActive || !who.OrganizationActive || !a.For(g.OrganizationID) {
		return who, badGrant("person_or_application_off")
	}
	return who, nil
}

// narrowed is the scope of a token: what the grant has, or less of it; and whether more was
// asked for (RFC 6749, 6). Many libraries send the scope of the authorization request
// again: what was ignored there is ignored here.
func narrowed(has, asked string) (scope string, isMore bool) {
	var kept []string
	for scope := range strings.FieldsSeq(asked) {
		switch {
		case hasScope(has, scope):
			kept = append(kept, scope)
		case scope != "offline_access" && slices.Contains(Scopes(), scope):
			return "", true
		}
	}
	if len(kept) == 0 {
		return has, false
	}
	return strings.Join(kept, " "), false
}

// rotate moves to the next generation. An application that goes on keeps the person's
// session from being idle: they work there, not here.
func (p *Provider) rotate(ctx context.Context, g *store.Grant, who store.Principal) (string, error) {
	now, from := p.Now(), g.Generation
	next := *g
	next.Generation++
	token, err := p.Sessions.RefreshToken(next.ID, next.Generation)
	if err != nil {
		return "", err
	}
	next.RefreshHash, next.LastUsedAt = secret.Hash(token), store.At(now)
	if g.Offline {
		next.IdleExpiresAt = offlineIdleEnd(now, g.ExpiresAt)
	}
	err = p.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.RotateGrant(ctx, next, from); err != nil || g.Offline {
			return err
		}
		return rows.UseSession(ctx, g.OrganizationID, g.SessionID, now, now.Add(time.Duration(who.IdleSeconds)*time.Second))
	})
	if err == nil {
		*g = next
	}
	return token, err
}

func (p *Provider) endReused(ctx context.Context, c client.Client, g store.Grant) error {
	if _, err := p.Store.EndGrant(ctx, c.ID, g.ID, "reused", p.Now()); err != nil {
		return fmt.Errorf("end a grant: %w", err)
	}
	p.Log.WarnContext(ctx, "a refresh token came again: its grant has ended", "client", c.ID, "grant", g.ID)
	return badGrant("refresh_token_replayed").Concerning(g.OrganizationID)
}

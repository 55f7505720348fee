package idptest

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"time"
)

const codeLife = time.Minute

// grant is what an authorization code, or later an access token, stands for.
type grant struct {
	side        side
	person      Person
	clientID    string
	redirectURI string
	nonce       string
	challenge   string    // PKCE, S256
	asked       time.Time // when the person was to authenticate anew, else zero
	until       time.Time
}

// grants holds the codes and access tokens that still work.
type grants struct {
	codes, tokens map[string]grant
	sweepAt       int // sweep when this many are held
}

func newGrants() grants {
	return grants{codes: map[string]grant{}, tokens: map[string]grant{}, sweepAt: 4096}
}

// issueCode remembers a grant for one exchange within a minute.
func (p *Provider) issueCode(g grant) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.grants.sweep(p.now())
	g.until = p.now().Add(codeLife)
	code := rand.Text()
	p.grants.codes[code] = g
	return code
}

// takeCode spends a code: whatever comes of it, it works no second time.
func (p *Provider) takeCode(code string) (grant, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, ok := p.grants.codes[code]
	delete(p.grants.codes, code)
	return g, ok && p.now().Before(g.until)
}

func (p *Provider) knowsCode(code string) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	_, ok := p.grants.codes[code]
	return ok
}

// issueAccessToken remembers a grant for the userinfo endpoint.
func (p *Provider) issueAccessToken(g grant) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	g.until = p.now().Add(tokenLife)
	token := rand.Text()
	p.grants.tokens[token] = g
	return token
}

func (p *Provider) accessToken(token string) (grant, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	g, ok := p.grants.tokens[token]
	return g, ok && p.now().Before(g.until)
}

// sweep drops what has expired, each time the number held has doubled.
func (gs *grants) sweep(now time.Time) {
	if len(gs.codes)+len(gs.tokens) < gs.sweepAt {
		return
	}
	for _, held := range []map[string]grant{gs.codes, gs.tokens} {
		for key, g := range held {
			if !now.Before(g.until) {
				delete(held, key)
			}
		}
	}
	gs.sweepAt = max(4096, 2*(len(gs.codes)+len(gs.tokens)))
}

// proves tells whether a PKCE verifier belongs to the grant's challenge.
func (g grant) proves(verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	got := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(got), []byte(g.challenge)) == 1
}

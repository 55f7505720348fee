package idp

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

const (
	maxMetadata  = 256 << 10
	metadataDeep = 8

	metadataFresh = time.Hour
	metadataKeep  = 24 * time.Hour
	retryAfter    = 2 * time.Second
)

// origin is where a provider publishes its metadata, and the issuer that the
// document must name.
type origin struct {
	issuer      string
	metadataURL string
	// brand is whose endpoints these must be; "" where they may stand on any host,
	// because many providers have several: what is dialled is guarded.
	brand provider.Key
}

// metadata is the part of a provider's discovery document that we use, checked.
type metadata struct {
	issuer         string
	authorization  string
	token          string
	keys           string
	userinfo       string   // "" when there is none that may be called
	algorithms     []string // of ID tokens: ours that the provider announces
	clientAuths    []string // of the token endpoint, as it announces them; nil when it says nothing
	prompts        []string // that it announces; nil when it says nothing
	takesClaims    bool     // the claims parameter
	answersWithIss bool     // RFC 9207, section 3
}

// source is one provider's metadata and keys, as far as they are known.
type source struct {
	origin
	meta *cached[*metadata]
	keys *keyring
	used time.Time // guarded by Providers.mu
}

func newSource(at origin, c *outbound.Client, now func() time.Time) *source {
	s := &source{origin: at}
	s.meta = &cached[*metadata]{
		fresh: metadataFresh, keep: metadataKeep, retry: retryAfter, now: now,
		fetch:   func(ctx context.Context) (*metadata, error) { return fetchMetadata(ctx, c, at) },
		lasting: isWrong,
	}
	s.keys = newKeyring(s.metadata, c, now)
	return s
}

// metadata returns the provider's metadata, cached for an hour and kept for a
// day while the provider is down.
func (s *source) metadata(ctx context.Context) (*metadata, error) {
	m, err := s.meta.get(ctx)
	if err != nil {
		return nil, asFault(inDiscovery, err)
	}
	return m, nil
}

// isWrong tells a provider that answers wrongly from one that is just away, or
// that we had no place to ask.
func isWrong(err error) bool { return fault.Of(err).Code != fault.ProviderUnreachable && !isOurs(err) }

// isOurs tells that a call failed by our own limits or mistakes, or at the
// operator's proxy.
func isOurs(err error) bool {
	code := fault.Of(err).Code
	return code == fault.Busy || code == fault.OutboundUnavailable || code == fault.InternalError
}

// asFault keeps a refusal and names what else ended a wait for a fetch.
func asFault(in phase, err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	return unreachable(in, err)
}

// fetchMetadata reads a discovery document (OpenID Connect Discovery 1.0,
// section 4.2) and refuses one that belongs to another issuer.
func fetchMetadata(ctx context.Context, c *outbound.Client, at origin) (*metadata, error) {
	m, _, err := fetchDated(ctx, c, at)
	return m, err
}

// fetchDated is fetchMetadata together with the Date of the answer, "" if it
// had none.
func fetchDated(ctx context.Context, c *outbound.Client, at origin) (*metadata, string, error) {
	doc, date, err := getDated(ctx, c, inDiscovery, get{from: at.metadataURL, most: maxMetadata, deep: metadataDeep})
	if err != nil {
		return nil, "", err
	}
	m, err := readMetadata(doc, at, c)
	return m, date, err
}

// readMetadata reads what we use of a discovery document, and holds it to its issuer.
func readMetadata(doc object, at origin, c *outbound.Client) (*metadata, error) {
	if iss := doc.text("issuer"); iss != at.issuer {
		return nil, fault.Mismatch(fault.SSOAppInvalid, "issuer_mismatch", at.issuer, provider.Shown(iss))
	}
	m := &metadata{
		issuer:         at.issuer,
		authorization:  doc.text("authorization_endpoint"),
		token:          doc.text("token_endpoint"),
		keys:           doc.text("jwks_uri"),
		userinfo:       doc.text("userinfo_endpoint"),
		algorithms:     announced(doc),
		clientAuths:    doc.texts("token_endpoint_auth_methods_supported"),
		prompts:        doc.texts("prompt_values_supported"),
		takesClaims:    doc["claims_parameter_supported"] == true,
		answersWithIss: doc["authorization_response_iss_parameter_supported"] == true,
	}
	return m, m.checkEndpoints(at, c)
}

// checkEndpoints refuses addresses that a browser or a secret must not go to.
// A userinfo endpoint of that kind is only not used.
func (m *metadata) checkEndpoints(at origin, c *outbound.Client) error {
	for _, e := range [...]struct{ name, url string }{
		{"authorization_endpoint", m.authorization},
		{"token_endpoint", m.token},
		{"jwks_uri", m.keys},
	} {
		if !isUsable(at, e.url, c) {
			return fault.Mismatch(fault.SSOAppInvalid, "endpoint_refused", e.name, provider.Shown(e.url))
		}
	}
	if !isUsable(at, m.userinfo, c) {
		m.userinfo = ""
	}
	return nil
}

func isUsable(at origin, endpoint string, c *outbound.Client) bool {
	home, err := url.Parse(at.metadataURL)
	if err != nil {
		return false
	}
	u, err := url.Parse(endpoint)
	return err == nil && c.MayCall(u) && !strings.Contains(endpoint, "#") && (at.brand == "" || isNeighbour(at.brand, home, u))
}

// announced returns our algorithms that the provider announces, or all of ours
// when it announces none.
func announced(doc object) []string {
	ours := algorithms()
	if _, present := doc["id_token_signing_alg_values_supported"]; !present {
		return ours
	}
	theirs := doc.texts("id_token_signing_alg_values_supported")
	return slices.DeleteFunc(ours, func(alg string) bool { return !slices.Contains(theirs, alg) })
}

// get is a JSON object to fetch.
type get struct {
	from   string
	key    string // whose call it is, as for [outbound.Client.Do]
	bearer string // a token to send, or ""
	most   int64  // bytes
	deep   int    // levels
}

// getObject fetches a JSON object.
func getObject(ctx context.Context, c *outbound.Client, in phase, what get) (object, error) {
	doc, _, err := getDated(ctx, c, in, what)
	return doc, err
}

// getDated is getObject together with the Date of the answer.
func getDated(ctx context.Context, c *outbound.Client, in phase, what get) (object, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, what.from, nil)
	if err != nil {
		return nil, "", unreachable(in, err)
	}
	req.Header.Set("Accept", "application/json")
	if what.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+what.bearer)
	}
	res, err := c.Do(ctx, what.key, req, what.most)
	if err != nil {
		return nil, "", unreachable(in, err)
	}
	if res.Status != http.StatusOK {
		return nil, "", badStatus(in, res.Status)
	}
	read := strictObject
	if in == inKeys { // whose members lie deeper
		read = wholeObject
	}
	doc, err := read(res.Body, what.deep)
	if err != nil {
		return nil, "", unreachable(in, err)
	}
	return doc, res.Date, nil
}

package e2e_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

// playLeast makes this test program the least program that does the whole job of a sign-in,
// for a figure beside the product's that holds on any machine: sealed state, PKCE, nonce,
// exchange, RS256 verification, one look-up, one durable commit, a signed token. It has one
// organization, no refusal that says why, and nothing to change.
const playLeast = "LATCHKEY_E2E_LEAST"

// leastSettings are what it is told; their JSON is the variable's value.
type leastSettings struct {
	Listen, Driver, Database, Provider string
	People                             int
}

type least struct {
	leastSettings
	db     *sql.DB
	lookUp *sql.Stmt
	commit func(context.Context, ...any) error
	seal   cipher.AEAD
	mine   *ecdsa.PrivateKey
	theirs *rsa.PublicKey
	client *http.Client
	parser *jwt.Parser
}

// leastAttempt travels in the sealed cookie.
type leastAttempt struct{ ID, State, Nonce, Verifier string }

const (
	leastClient = "least-google"
	leastCookie = "attempt"
	leastInsert = `INSERT INTO sign_ins (id, person, at) VALUES ($1, $2, $3)`
)

func serveLeast() {
	var s leastSettings
	none(json.Unmarshal([]byte(os.Getenv(playLeast)), &s))
	l := &least{leastSettings: s, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	l.parser = jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(s.Provider+"/google"), jwt.WithAudience(leastClient), jwt.WithExpirationRequired())
	l.openDatabase()
	l.readKey()
	var err error
	l.mine, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	none(err)
	block, err := aes.NewCipher(random(32))
	none(err)
	l.seal, err = cipher.NewGCM(block)
	none(err)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/sign-in/sso", l.start)
	mux.HandleFunc("GET /callback", l.callback)
	listener, err := net.Listen("tcp", s.Listen)
	none(err)
	fmt.Println("http://" + s.Listen)
	go func() { none(http.Serve(listener, mux)) }()
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the parent goes
}

func none(err error) {
	if err != nil {
		panic(err)
	}
}

func (l *least) openDatabase() {
	var err error
	l.db, err = sql.Open(l.Driver, l.Database)
	none(err)
	l.db.SetMaxOpenConns(16)
	l.db.SetMaxIdleConns(16)
	for _, query := range []string{`CREATE TABLE people (subject TEXT PRIMARY KEY, id TEXT NOT NULL)`, `CREATE TABLE sign_ins (id TEXT PRIMARY KEY, person TEXT NOT NULL, at BIGINT NOT NULL)`} {
		_, err = l.db.Exec(query)
		none(err)
	}
	for n := range l.People {
		_, err = l.db.Exec(`INSERT INTO people (subject, id) VALUES ($1, $2)`, benchSubject(n), fmt.Sprint("person-", n))
		none(err)
	}
	l.lookUp, err = l.db.Prepare(`SELECT id FROM people WHERE subject = $1`)
	none(err)
	insert, err := l.db.Prepare(leastInsert)
	none(err)
	l.commit = func(ctx context.Context, row ...any) error { _, err := insert.ExecContext(ctx, row...); return err }
	if l.Driver == "sqlite" {
		l.commit = l.together(insert)
	}
}

// together lets those that wait share a commit.
func (l *least) together(insert *sql.Stmt) func(context.Context, ...any) error {
	type write struct {
		row  []any
		done chan error
	}
	writes := make(chan write, 64)
	go func() {
		for first := range writes {
			tx, err := l.db.Begin()
			none(err)
			group, failed := []write{first}, []error{}
			for n := 0; n < len(group); n++ {
				_, err := tx.Stmt(insert).Exec(group[n].row...)
				failed = append(failed, err)
				select {
				case next := <-writes:
					group = append(group, next)
				default:
				}
			}
			none(tx.Commit())
			for n, w := range group {
				w.done <- failed[n]
			}
		}
	}()
	return func(_ context.Context, row ...any) error {
		done := make(chan error, 1)
		writes <- write{row, done}
		return <-done
	}
}

func (l *least) readKey() {
	res, err := l.client.Get(l.Provider + "/google/keys")
	none(err)
	defer res.Body.Close()
	var set struct{ Keys []struct{ N, E string } }
	none(json.NewDecoder(res.Body).Decode(&set))
	n, err := base64.RawURLEncoding.DecodeString(set.Keys[0].N)
	none(err)
	e, err := base64.RawURLEncoding.DecodeString(set.Keys[0].E)
	none(err)
	l.theirs = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}

func (l *least) redirect() string { return "http://" + l.Listen + "/callback" }

func (l *least) start(w http.ResponseWriter, r *http.Request) {
	var asked struct{ Organization, Provider string }
	if json.NewDecoder(r.Body).Decode(&asked) != nil || asked.Organization != "acme" || asked.Provider != "google" {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	a := leastAttempt{rand.Text(), rand.Text(), rand.Text(), rand.Text() + rand.Text()}
	text, err := json.Marshal(a)
	none(err)
	challenge := sha256.Sum256([]byte(a.Verifier))
	nonce := random(l.seal.NonceSize())
	sealed := base64.RawURLEncoding.EncodeToString(l.seal.Seal(nonce, nonce, text, []byte(leastCookie)))
	http.SetCookie(w, &http.Cookie{Name: leastCookie, Value: sealed, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]string{"authorizationUrl": l.Provider + "/google/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {leastClient}, "scope": {"openid email"}, "redirect_uri": {l.redirect()}, "state": {a.State},
		"nonce": {a.Nonce}, "code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}.Encode()})
}

func (l *least) callback(w http.ResponseWriter, r *http.Request) {
	token, err := l.complete(r)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		http.Error(w, "", http.StatusForbidden)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: leastCookie, MaxAge: -1, Path: "/"})
	http.SetCookie(w, &http.Cookie{Name: "session", Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (l *least) complete(r *http.Request) (string, error) {
	cookie, err := r.Cookie(leastCookie)
	if err != nil {
		return "", err
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(sealed) < l.seal.NonceSize() {
		return "", errors.New("no attempt")
	}
	text, err := l.seal.Open(nil, sealed[:l.seal.NonceSize()], sealed[l.seal.NonceSize():], []byte(leastCookie))
	var a leastAttempt
	if err != nil || json.Unmarshal(text, &a) != nil || a.State == "" || a.State != r.URL.Query().Get("state") {
		return "", errors.New("another attempt")
	}
	claims, err := l.exchange(r.Context(), r.URL.Query().Get("code"), a)
	if err != nil {
		return "", err
	}
	var person string
	if err := l.lookUp.QueryRowContext(r.Context(), claims.Subject).Scan(&person); err != nil {
		return "", err
	}
	now := time.Now()
	if err := l.commit(r.Context(), a.ID, person, now.UnixMicro()); err != nil {
		return "", err
	}
	return jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{
		Subject: person, Issuer: l.Listen, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)),
	}).SignedString(l.mine)
}

type leastClaims struct {
	jwt.RegisteredClaims
	Nonce string `json:"nonce"`
}

func (l *least) exchange(ctx context.Context, code string, a leastAttempt) (leastClaims, error) {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {l.redirect()}, "code_verifier": {a.Verifier}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.Provider+"/google/token", strings.NewReader(form.Encode()))
	if err != nil {
		return leastClaims{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(leastClient, url.QueryEscape(clientSecret)) // RFC 6749, section 2.3.1
	res, err := l.client.Do(req)
	if err != nil {
		return leastClaims{}, err
	}
	defer res.Body.Close()
	var got struct {
		IDToken string `json:"id_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || res.StatusCode != http.StatusOK {
		return leastClaims{}, fmt.Errorf("the token endpoint: %d, %w", res.StatusCode, err)
	}
	var claims leastClaims
	_, err = l.parser.ParseWithClaims(got.IDToken, &claims, func(*jwt.Token) (any, error) { return l.theirs, nil })
	if err == nil && claims.Nonce != a.Nonce {
		err = errors.New("another nonce")
	}
	return claims, err
}

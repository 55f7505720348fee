package crm

import (
	"crypto/rand"
	"maps"
	"net/http"
	"sync"
	"time"
)

const (
	sessionCookie = "crm_session"
	sessionLife   = 8 * time.Hour
)

// person is what the ID token says of somebody.
type person struct {
	ID           string `json:"sub"` // people are known by this, never by their address
	Session      string `json:"sid"`
	Organization string `json:"org_code"`
	Name         string `json:"name"`
	Email        string `json:"email"`
	Role         string `json:"role"`
	ExternalID   string `json:"external_id"`
}

// session is somebody who is signed in here.
type session struct {
	person
	idToken string // says at the sign-out who is meant
	ends    time.Time
	ended   bool // by the provider; its browser has not been told yet
}

// sessions are kept in memory, as the CRM is a demonstration.
type sessions struct {
	mu       sync.Mutex
	byCookie map[string]session
}

// begin keeps a session, and gives the value of its cookie.
func (s *sessions) begin(one session, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.byCookie, func(_ string, old session) bool { return now.After(old.ends) })
	one.ends = now.Add(sessionLife)
	cookie := rand.Text()
	s.byCookie[cookie] = one
	return cookie
}

// of finds the session of a browser.
func (s *sessions) of(r *http.Request, now time.Time) (one session, found bool) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return session{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one, found = s.byCookie[cookie.Value]
	return one, found && !now.After(one.ends)
}

// forget ends the session of a browser.
func (s *sessions) forget(r *http.Request) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byCookie, cookie.Value)
}

// end ends what began in a session of the provider, or, without one, all of a person.
func (s *sessions) end(sid, sub string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for cookie, one := range s.byCookie {
		if sid != "" && one.Session == sid || sid == "" && sub != "" && one.ID == sub {
			one.ended = true
			s.byCookie[cookie] = one
		}
	}
}

package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"latchkey/api/fault"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
	"latchkey/api/web/pages"
	"latchkey/api/web/rest"
)

// WaitingRoom answers from the first moment on, until a server is opened: that the
// process lives, and that it cannot serve yet and why. A supervisor must not kill
// what migrates for a while. Safe for concurrent use.
type WaitingRoom struct {
	reason atomic.Pointer[string]
	server atomic.Pointer[Server]

	updating sync.Once
	page     []byte // for people
	policy   string // its Content-Security-Policy
	failed   error
}

// Tell sets why nothing is served yet, an English sentence for the operator.
func (w *WaitingRoom) Tell(reason string) { w.reason.Store(&reason) }

// Open hands all requests to a server from now on.
func (w *WaitingRoom) Open(s *Server) { w.server.Store(s) }

// comeAgain is when a client may ask again, in seconds.
const comeAgain = 5

// ServeHTTP answers.
func (w *WaitingRoom) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if s := w.server.Load(); s != nil {
		s.ServeHTTP(out, r)
		return
	}
	h := out.Header()
	middleware.SetHeaders(h)
	switch {
	case r.URL.Path == "/healthz":
		writeJSON(out, "application/json", http.StatusOK, contract.Health{Status: contract.Ok})
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		w.show(out, r)
	default:
		w.refuse(out, r)
	}
}

// show gives people the page that comes again by itself. It is made once, and only if
// somebody comes meanwhile.
func (w *WaitingRoom) show(out http.ResponseWriter, r *http.Request) {
	w.updating.Do(func() { w.page, w.policy, w.failed = pages.Updating() })
	if w.failed != nil {
		w.refuse(out, r)
		return
	}
	h := out.Header()
	h.Set("Content-Type", middleware.HTMLType)
	h.Set("Content-Security-Policy", w.policy)
	h.Set("Retry-After", strconv.Itoa(comeAgain))
	h.Set("Refresh", strconv.Itoa(comeAgain))
	out.WriteHeader(http.StatusServiceUnavailable)
	_, _ = out.Write(w.page)
}

func (w *WaitingRoom) refuse(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Retry-After", strconv.Itoa(comeAgain))
	writeJSON(out, middleware.ProblemType, http.StatusServiceUnavailable, w.problem(r))
}

func (w *WaitingRoom) problem(r *http.Request) contract.Problem {
	p := middleware.ProblemOf(fault.New(fault.Busy), fault.NewReference())
	if r.URL.Path == rest.ReadyRoute {
		p.Detail = w.reason.Load()
	}
	return p
}

func writeJSON(out http.ResponseWriter, kind string, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		body = []byte("{}")
	}
	out.Header().Set("Content-Type", kind)
	out.WriteHeader(status)
	_, _ = out.Write(body)
}

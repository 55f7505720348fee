package rest

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"latchkey/api/fault"
	"latchkey/api/web/contract"
)

// GetHealth says that the process lives.
func (s *Server) GetHealth(context.Context, contract.GetHealthRequestObject) (contract.GetHealthResponseObject, error) {
	return contract.GetHealth200JSONResponse{Status: contract.Ok}, nil
}

// readyWithin is how long the database may take to say that it is there: whoever
// asks gives us a second.
const readyWithin = 800 * time.Millisecond

// GetReadiness says whether this process can serve.
func (s *Server) GetReadiness(ctx context.Context, _ contract.GetReadinessRequestObject) (contract.GetReadinessResponseObject, error) {
	if s.draining.Load() {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "shutting_down", RetryAfter: time.Second}
	}
	_, ctx = ginOf(ctx)
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := s.Store.Ping(ctx); err != nil {
		f := fault.Wrap(fault.Busy, "database", err)
		f.RetryAfter = time.Second
		return nil, f
	}
	return contract.GetReadiness200JSONResponse{Status: contract.Ok}, nil
}

// ReadyRoute is where a balancer asks.
const ReadyRoute = "/readyz"

// WhyNotReady tells the operator why /readyz refuses; nil on every other route.
func WhyNotReady(route string, f *fault.Fault) *string {
	if route != ReadyRoute {
		return nil
	}
	why := "The database does not answer, or takes no writes."
	if f.Reason == "shutting_down" {
		why = "This process shuts down."
	}
	return &why
}

// GetJwks publishes our keys.
func (s *Server) GetJwks(ctx context.Context, _ contract.GetJwksRequestObject) (contract.GetJwksResponseObject, error) {
	return jwks(s.Sessions.JWKS(ctx)), nil
}

// jwks is the key set as package session keeps it: written as it is, not
// decoded and encoded again.
type jwks []byte

// VisitGetJwksResponse writes the key set, cacheable for five minutes.
func (j jwks) VisitGetJwksResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, err := w.Write(j)
	return err
}

// GetOpenApi serves the contract.
func (s *Server) GetOpenApi(context.Context, contract.GetOpenApiRequestObject) (contract.GetOpenApiResponseObject, error) {
	return contract.GetOpenApi200ApplicationyamlResponse{
		Body: bytes.NewReader(s.Contract.Text()), ContentLength: int64(len(s.Contract.Text())),
	}, nil
}

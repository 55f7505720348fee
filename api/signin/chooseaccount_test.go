package signin_test

import (
	"errors"
	"testing"

	"latchkey/api/signin"
)

// I10: a refusal tells whether the provider was asked to let them choose an
// account: one that lets nobody choose would send the same one for ever.
func TestI10ARefusalKnowsThatAnotherAccountWasAskedFor(t *testing.T) {
	r := onOne(t)
	for _, chosen := range []bool{false, true} {
		v := r.Visitor()
		s, err := r.Flow.Start(t.Context(), signin.StartRequest{Organization: "acme", Provider: "google", ChooseAccount: chosen, Visitor: v})
		r.Must(err)
		query, err := r.Visit(s.AuthorizationURL, "someone@gmail.com")
		r.Must(err)
		_, err = r.Complete(signin.Return{ConnectionID: r.Google.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: v})
		if refusal, is := errors.AsType[*signin.Refusal](err); !is || refusal.Chosen != chosen {
			t.Errorf("asked: %v, got %+v", chosen, err)
		}
	}
}

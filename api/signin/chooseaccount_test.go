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
		v := r.visitor()
		s, err := r.flow.Start(t.Context(), signin.StartRequest{Organization: "acme", Provider: "google", ChooseAccount: chosen, Visitor: v})
		r.must(err)
		query, err := r.visit(s.AuthorizationURL, "someone@gmail.com")
		r.must(err)
		_, err = r.complete(signin.Return{ConnectionID: r.google.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: v})
		if refusal, is := errors.AsType[*signin.Refusal](err); !is || refusal.Chosen != chosen {
			t.Errorf("asked: %v, got %+v", chosen, err)
		}
	}
}

package signin

import "net/http"

// Ended is the handler of the backchannelLogoutUri. It verifies what Latchkey posts and hands
// over whose sessions end here: those that began with the session id (sid), or, if that is "",
// all of the user (sub). The same may come twice.
func (s *SignIn) Ended(end func(session, user string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		token, err := s.verifier.VerifyLogout(r.Context(), r.PostFormValue("logout_token"))
		if err != nil {
			http.Error(w, "This is no logout token.", http.StatusBadRequest)
			return
		}
		end(token.SessionID, token.Subject)
	}
}

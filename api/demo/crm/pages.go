package crm

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"time"
)

// home shows the contacts, or how to sign in.
func (c *CRM) home(w http.ResponseWriter, r *http.Request) {
	s, found := c.sessions.of(r, c.Now())
	if !found || s.ended {
		c.sessions.forget(r)
		c.show(w, r, http.StatusOK, "welcome.html", map[string]any{"Ended": s.ended})
		return
	}
	at := workspaceOf(s.Organization)
	c.show(w, r, http.StatusOK, "contacts.html", map[string]any{
		"Person": s.person, "Role": roleName(s.Role), "Initials": initials(s.Name), "Workspace": at,
		"Until": s.ends.UTC().Format(time.RFC3339),
	})
}

// refused says that somebody who came back is not let in. What the provider wrote is text.
func (c *CRM) refused(w http.ResponseWriter, r *http.Request, err error) {
	c.Log.InfoContext(r.Context(), "the CRM refused a sign-in", "error", err)
	about := map[string]any{"Title": "You are not signed in", "Text": "The answer could not be verified. Try again."}
	status := http.StatusBadGateway
	if d, is := errors.AsType[*denied](err); is {
		status, about["Text"], about["Detail"] = http.StatusForbidden, "Your company's sign-in said no.", d.Error()
	}
	if errors.Is(err, errOtherBrowser) {
		status, about["Text"] = http.StatusBadRequest, "This sign-in did not begin in this browser, or took too long. Try again."
	}
	c.show(w, r, status, "message.html", about)
}

// unreachable says that the provider does not answer.
func (c *CRM) unreachable(w http.ResponseWriter, r *http.Request, err error) {
	c.Log.WarnContext(r.Context(), "the CRM does not reach its provider", "error", err)
	c.show(w, r, http.StatusServiceUnavailable, "message.html", map[string]any{
		"Title": "Sign-in is not available", "Text": "Your company's sign-in does not answer. Try again in a moment.",
	})
}

func (c *CRM) show(w http.ResponseWriter, r *http.Request, status int, name string, about map[string]any) {
	var page bytes.Buffer
	if err := c.pages.ExecuteTemplate(&page, name, about); err != nil {
		c.Log.ErrorContext(r.Context(), "a page of the CRM failed", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the browser is gone if this fails
}

// roleName is how the CRM calls a role of the provider.
func roleName(role string) string {
	text := strings.ReplaceAll(role, "_", " ")
	if text == "" {
		return "No role"
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func initials(name string) string {
	letters := ""
	for word := range strings.FieldsSeq(name) {
		if first := []rune(word)[0]; len(letters) < 8 && first != '(' {
			letters += string(first)
		}
	}
	if runes := []rune(letters); len(runes) > 2 {
		return string(runes[:2])
	}
	return letters
}

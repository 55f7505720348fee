package pages

import (
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"latchkey/api/connection/guest"
	"latchkey/api/signin/linking"

	"github.com/gin-gonic/gin"
)

// AppRoutes are the paths of the app: what serves app.html, and the only paths
// that a sign-in returns to. ":id" stands for the id of a connection.
func AppRoutes() []string {
	const connection = "/sso-settings/connections/:id"
	return []string{
		"/", "/sign-in-log", "/sign-in-log/changes", "/sign-in-log/mails", "/users", "/users/import", "/roles",
		"/applications", "/api-keys", "/webhooks",
		"/sso-settings", "/sso-settings/policy", "/sso-settings/require", "/sso-settings/domains", "/sso-settings/branding",
		connection, connection + "/test", connection + "/preview",
		"/profile", linking.SecurityPage,
	}
}

// organizationPages are the pages of one organization, below /o/<code>/.
func organizationPages() []string {
	return []string{"sign-in", "sign-in/refused", "sign-in/:provider", "link-account", "bypass", "forgot-password", "reset-password"}
}

var (
	organizationCode = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,78}$`)
	providerPage     = regexp.MustCompile(`^sign-in/[a-z][a-z0-9-]{1,30}$`)
	linkToken        = regexp.MustCompile(`^[A-Za-z0-9_-]{20,128}`)
)

// redirectCorrected leads to the page that an address came close to, if there is one.
// A token that some mail program put into the path (%23 for #) goes into the
// fragment, which no server ever sees: no log line of ours holds a path.
func redirectCorrected(c *gin.Context) bool {
	to, found := corrected(c.Request.URL.Path)
	if !found {
		return false
	}
	if query := c.Request.URL.RawQuery; query != "" && !strings.Contains(to, "#") {
		to += "?" + query
	}
	c.Redirect(http.StatusFound, to)
	return true
}

// corrected gives the path of the page that a path came close to, with the fragment that was
// in it: an organization's code alone, capital letters, a slash too many. It
// gives pages of ours only, so that nobody is led elsewhere.
func corrected(asked string) (string, bool) {
	asked, token := cutToken(asked)
	asked = path.Clean("/" + asked)
	if slices.Contains(AppRoutes(), asked) || isConnectionPage(asked) {
		return asked, true
	}
	low := strings.ToLower(asked)
	switch {
	case slices.Contains(AppRoutes(), low), low == "/sign-in", low == "/sign-in/refused":
		return low, true
	case low == "/setup", low == guest.Path:
		return low + token, true
	}
	below, isOrganization := strings.CutPrefix(low, "/o/")
	code, page, _ := strings.Cut(below, "/")
	if !isOrganization || !organizationCode.MatchString(code) {
		return "", false
	}
	switch {
	case page == "":
		page = "sign-in"
	case page == "bypass", page == "reset-password":
		page += token
	case !slices.Contains(organizationPages(), page) && !providerPage.MatchString(page):
		return "", false
	}
	return "/o/" + code + "/" + page, true
}

// cutToken takes the token of a mailed link out of a path, however often its "#"
// was escaped on the way, and gives it as a fragment; "" if there is none.
func cutToken(asked string) (rest, fragment string) {
	for range 3 {
		if before, after, found := strings.Cut(asked, "#"); found {
			if token := linkToken.FindString(after); token != "" {
				return before, "#" + token
			}
			return before, ""
		}
		asked = strings.ReplaceAll(strings.ReplaceAll(asked, "%23", "#"), "%25", "%")
	}
	return asked, ""
}

// isConnectionPage says whether a path is one of an application, whose id keeps
// its capital letters.
func isConnectionPage(asked string) bool {
	parts := strings.Split(strings.TrimPrefix(asked, "/sso-settings/connections/"), "/")
	if !strings.HasPrefix(asked, "/sso-settings/connections/") || len(parts) > 2 {
		return false
	}
	parts[0] = ":id"
	return slices.Contains(AppRoutes(), "/sso-settings/connections/"+strings.Join(parts, "/"))
}

package pages

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"latchkey/api/web/middleware"
)

// languageCookie names the language that somebody picked. The pages write it
// themselves, for a year: it is no secret and is not HttpOnly.
const languageCookie = "latchkey_language"

// fallbackLanguage is for readers of whose languages we have none.
const fallbackLanguage = "en"

// localizedPages are the pages by language, as the build left them: a folder for each.
type localizedPages struct {
	pages   map[string]themed
	offered []string // to browsers, the fallback first
	matcher language.Matcher
	cookies middleware.Cookies
}

// themed are the pages of one language by the look that was chosen, "" if none was.
type themed map[string]twoPages

// twoPages are the HTML entries of one language, ready to be filled.
type twoPages struct {
	signIn pageTemplate // its JSON block
	app    appTemplate
	routes map[string]route // by the paths of the app
}

func newLocalizedPages(dist fs.FS) (localizedPages, error) {
	folders, err := fs.ReadDir(dist, ".")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return localizedPages{}, err
	}
	names := []string{fallbackLanguage}
	for _, folder := range folders {
		if _, err := fs.Stat(dist, folder.Name()+"/login.html"); err == nil && folder.Name() != fallbackLanguage {
			names = append(names, folder.Name())
		}
	}
	s := localizedPages{pages: map[string]themed{}}
	var tags []language.Tag
	for _, name := range names {
		tag, err := language.Parse(name)
		if err != nil {
			return localizedPages{}, err
		}
		if s.pages[name], err = readThemed(dist, name); err != nil {
			return localizedPages{}, err
		}
		if !isForTests(tag) {
			s.offered, tags = append(s.offered, name), append(tags, tag)
		}
	}
	s.matcher = language.NewMatcher(tags)
	return s, nil
}

func readThemed(dist fs.FS, name string) (themed, error) {
	plain, err := readTwoPages(dist, name)
	all := themed{"": plain}
	for _, theme := range themes() {
		all[theme] = twoPages{plain.signIn.dressed(theme), plain.app.dressed(theme), plain.routes}
	}
	return all, err
}

func readTwoPages(dist fs.FS, name string) (twoPages, error) {
	signIn, err := readTemplate(dist, name+"/login.html", jsonPlace, `id="page">`, `<`)
	if err != nil {
		return twoPages{}, err
	}
	app, err := readAppTemplate(dist, name+"/app.html")
	if err != nil {
		return twoPages{}, err
	}
	routes, err := readRoutes(dist, name+"/routes.json")
	return twoPages{signIn, app, routes}, err
}

// isForTests says whether nobody speaks a language: the made-up ones have a
// region that is kept for private use. They are served to who names them only.
func isForTests(tag language.Tag) bool {
	region, _ := tag.Region()
	return slices.Contains([]string{"XA", "XB"}, region.String())
}

// choose takes the picked language, else the one that an application asked for, else the
// best of the browser's.
func (s localizedPages) choose(picked, asked, accepted string) string {
	for _, name := range []string{picked, asked} {
		if _, known := s.pages[name]; known {
			return name
		}
	}
	wanted, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil {
		return fallbackLanguage
	}
	_, place, _ := s.matcher.Match(wanted...)
	return s.offered[place]
}

// localized chooses the pages for a request, in the look of its browser, and says
// so to it and to caches.
func (s localizedPages) localized(c *gin.Context) twoPages {
	var picked string
	if cookie, err := c.Request.Cookie(languageCookie); err == nil {
		picked = cookie.Value
	}
	chosen := s.choose(picked, s.asked(c), c.GetHeader("Accept-Language"))
	c.Header("Content-Language", chosen)
	c.Writer.Header().Add("Vary", "Accept-Language, Cookie")
	return s.pages[chosen][themeOf(c)]
}

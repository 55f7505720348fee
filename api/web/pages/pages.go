package pages

import (
	"fmt"
	"io/fs"

	"latchkey/api/web/middleware"
)

// Pages are the two HTML entries in each language, the documentation, and the
// assets, as the build left them.
type Pages struct {
	localizedPages
	files   *assets
	crowded map[string][]byte // the page while too many sign in, by language
}

// Read reads the built pages, for browsers whose cookies are named so. They may be absent, see readTemplate.
func Read(dist fs.FS, k middleware.Cookies) (*Pages, error) {
	files, err := newAssets(dist)
	if err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	all, err := newLocalizedPages(dist)
	if err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	crowded, err := makeCrowded()
	if err != nil {
		return nil, err
	}
	all.cookies = k
	return &Pages{localizedPages: all, files: files, crowded: crowded}, nil
}

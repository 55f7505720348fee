package access

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"latchkey/api/change"
	"latchkey/api/store"
)

// Access knows the applications of organizations; safe for concurrent use.
type Access struct {
	Options
	changes change.Changes
	goesOn  atomic.Pointer[setting]
}

// Options are what Access needs.
type Options struct {
	Store  *store.Store
	Issuer string // the public URL, without a slash at the end
	Now    func() time.Time
}

// New returns an Access.
func New(o Options) *Access { return &Access{Options: o, changes: change.New(o.Store, o.Now)} }

// Tile is an application as people open it.
type Tile struct {
	ClientID, Name string
	Icon           string // a data: address, or ""
	Link           string
}

// Tiles lists what the people of an organization may open. What has no address to open is
// none.
func (a *Access) Tiles(ctx context.Context, organizationID string) ([]Tile, error) {
	list, err := a.Store.ApplicationsFor(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list applications: %w", err)
	}
	var tiles []Tile
	for _, is := range list {
		if link := a.link(is.Application); link != "" && !is.Access.Off {
			tiles = append(tiles, Tile{is.ID, is.Name, is.Icon, link})
		}
	}
	return tiles, nil
}

// link is where an application begins a sign-in by itself (OpenID Connect Core, 4: it is
// told who asks it to), or its start page.
func (a *Access) link(is store.Application) string {
	if is.InitiateLoginURI == "" {
		return is.HomeURL
	}
	separator := "?"
	if strings.Contains(is.InitiateLoginURI, "?") {
		separator = "&"
	}
	return is.InitiateLoginURI + separator + "iss=" + url.QueryEscape(a.Issuer)
}

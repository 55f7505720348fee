package branding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"latchkey/api/store"
)

// The room of a logo on the page, in CSS pixels.
const (
	roomWidth  = 200
	roomHeight = 48
)

// Files are the addresses of what the sign-in page of an organization loads besides its own;
// "" where it needs none.
type Files struct{ Stylesheet, Logo string }

// FilesOf names the files of a branding. Each name says what is in it, so it never changes.
func FilesOf(code string, b store.Branding) Files {
	var f Files
	if b.LogoHash != "" {
		f.Logo = "/o/" + code + "/brand/" + b.LogoHash + ".png"
	}
	if css := stylesheet(code, b); css != "" {
		f.Stylesheet = "/o/" + code + "/brand/" + hashOf(css) + ".css"
	}
	return f
}

func hashOf(css string) string {
	sum := sha256.Sum256([]byte(css))
	return hex.EncodeToString(sum[:])[:hashLength]
}

func isHash(name string) bool {
	return len(name) == hashLength && strings.Trim(name, "0123456789abcdef") == ""
}

// stylesheet gives the page its colours, and the logo in the place of the first letter. The
// size of the logo stands here too: nothing moves when it comes. In the dark
// it stands on white, for few are drawn for a dark ground.
func stylesheet(code string, b store.Branding) string {
	var css strings.Builder
	if accent, ok := ReadColor(b.Accent); ok {
		s := ShadesOf(accent)
		fmt.Fprintf(&css, ":root{--primary:light-dark(%s,%s);--primary-hover:light-dark(%s,%s);--on-primary:light-dark(%s,%s)}",
			s.Light.Background, s.Dark.Background, s.Light.Hover, s.Dark.Hover, s.Light.Text, s.Dark.Text)
	}
	if b.LogoHash != "" {
		width, height := LogoRoom(b)
		fmt.Fprintf(&css, `.org{flex-wrap:wrap}.org-mark{width:%dpx;height:%dpx;border-radius:4px;font-size:0;background:url("/o/%s/brand/%s.png") center/contain no-repeat;background-color:light-dark(transparent,#fff)}`,
			width, height, code, b.LogoHash)
	}
	return css.String()
}

// LogoRoom is how large a logo is shown, in CSS pixels: never larger than it is.
func LogoRoom(b store.Branding) (width, height int64) {
	if b.LogoWidth == 0 || b.LogoHeight == 0 {
		return 0, 0
	}
	width, height = b.LogoWidth, b.LogoHeight
	if width > roomWidth {
		width, height = roomWidth, max(1, height*roomWidth/width)
	}
	if height > roomHeight {
		width, height = max(1, width*roomHeight/height), roomHeight
	}
	return width, height
}

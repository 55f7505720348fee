package branding

import (
	"encoding/hex"
	"fmt"
	"math"
)

// Color is one of sRGB.
type Color struct{ R, G, B uint8 }

// String is "#0f5670".
func (c Color) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// ReadColor reads "#0F5670".
func ReadColor(text string) (Color, bool) {
	if len(text) != 7 || text[0] != '#' {
		return Color{}, false
	}
	rgb, err := hex.DecodeString(text[1:])
	if err != nil {
		return Color{}, false
	}
	return Color{rgb[0], rgb[1], rgb[2]}, true
}

// The cards that a button stands on (frontend/src/ui/tokens.css, --surface).
func lightCard() Color { return Color{0xff, 0xff, 0xff} }
func darkCard() Color  { return Color{0x18, 0x21, 0x26} }

func black() Color { return Color{} }
func white() Color { return Color{0xff, 0xff, 0xff} }

// leastEdge is the contrast that the edge of a control needs to what is around it (WCAG 2.2,
// 1.4.11). Its text needs 4.5 (1.4.3), which black or white has on any colour.
const leastEdge = 3.0

// Shade is an accent colour as one theme shows it.
type Shade struct {
	Background, Hover, Text Color
	TextContrast            float64 // of the text to the background
	EdgeContrast            float64 // of the background to the card
	Adjusted                bool    // the accent itself could not be seen on the card
}

// Shades are both themes.
type Shades struct{ Light, Dark Shade }

// ShadesOf computes how an accent colour is shown: as it is where it can be seen on the card,
// else as much darker or lighter as it needs.
func ShadesOf(accent Color) Shades {
	return Shades{Light: shade(accent, lightCard(), black()), Dark: shade(accent, darkCard(), white())}
}

// shade moves an accent towards what is far from its card.
func shade(accent, card, away Color) Shade {
	const steps = 64
	is := accent
	for i := 1; Contrast(is, card) < leastEdge && i <= steps; i++ {
		is = mix(accent, away, float64(i)/steps)
	}
	s := Shade{Background: is, Text: white(), EdgeContrast: Contrast(is, card), Adjusted: is != accent}
	if Contrast(is, black()) > Contrast(is, white()) {
		s.Text = black()
	}
	s.TextContrast = Contrast(is, s.Text)
	// Away from its text, so that it reads even better while it is pointed at.
	if s.Text == white() {
		s.Hover = mix(is, black(), 0.2)
	} else {
		s.Hover = mix(is, white(), 0.3)
	}
	return s
}

// Contrast is that of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
func Contrast(a, b Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(c Color) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func mix(from, to Color, share float64) Color {
	between := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return Color{between(from.R, to.R), between(from.G, to.G), between(from.B, to.B)}
}

package branding_test

import (
	"testing"

	"latchkey/api/branding"
)

func TestEveryAccentCanBeReadAndSeenInBothThemes(t *testing.T) {
	t.Parallel()
	light, dark := branding.Color{R: 0xff, G: 0xff, B: 0xff}, branding.Color{R: 0x18, G: 0x21, B: 0x26}
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				accent := branding.Color{R: uint8(r), G: uint8(g), B: uint8(b)}
				s := branding.ShadesOf(accent)
				for card, shade := range map[branding.Color]branding.Shade{light: s.Light, dark: s.Dark} {
					if branding.Contrast(shade.Background, card) < 3 || branding.Contrast(shade.Text, shade.Background) < 4.5 ||
						branding.Contrast(shade.Text, shade.Hover) < branding.Contrast(shade.Text, shade.Background) {
						t.Fatalf("%s on %s: %+v", accent, card, shade)
					}
					if shade.Adjusted == (branding.Contrast(accent, card) >= 3) {
						t.Fatalf("%s on %s is adjusted without need, or not although it must be", accent, card)
					}
				}
			}
		}
	}
}

func TestShadesOfAnAccent(t *testing.T) {
	t.Parallel()
	for accent, want := range map[string]struct {
		light, lightText, dark, darkText string
		darker, lighter                  bool
	}{
		"#0f5670": {"#0f5670", "#ffffff", "", "", false, true},
		"#ffdd00": {"", "#000000", "#ffdd00", "#000000", true, false},
		"#d6006e": {"#d6006e", "#ffffff", "#d6006e", "#ffffff", false, false},
		"#000000": {"#000000", "#ffffff", "", "", false, true},
		"#ffffff": {"", "#000000", "#ffffff", "#000000", true, false},
	} {
		c, ok := branding.ReadColor(accent)
		s := branding.ShadesOf(c)
		if !ok || s.Light.Adjusted != want.darker || s.Dark.Adjusted != want.lighter {
			t.Errorf("%s: light %+v, dark %+v", accent, s.Light, s.Dark)
		}
		if want.light != "" && (s.Light.Background.String() != want.light || s.Light.Text.String() != want.lightText) {
			t.Errorf("%s: light %s on %s", accent, s.Light.Text, s.Light.Background)
		}
		if want.dark != "" && (s.Dark.Background.String() != want.dark || s.Dark.Text.String() != want.darkText) {
			t.Errorf("%s: dark %s on %s", accent, s.Dark.Text, s.Dark.Background)
		}
	}
}

func TestWhatIsNoColour(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "0f5670", "#0f567", "#0f56700", "#0f567g", "red", "#-f5670", "#+f5670", "#0f5_70"} {
		if c, ok := branding.ReadColor(text); ok {
			t.Errorf("%q is read as %s", text, c)
		}
	}
}

func TestContrastIsThatOfTheGuidelines(t *testing.T) {
	t.Parallel()
	black, white := branding.Color{}, branding.Color{R: 255, G: 255, B: 255}
	if got := branding.Contrast(black, white); got != 21 {
		t.Errorf("black on white: %v", got)
	}
	if got := branding.Contrast(branding.Color{R: 0x77, G: 0x77, B: 0x77}, white); got < 4.47 || got > 4.49 {
		t.Errorf("#777777 on white: %v", got)
	}
}

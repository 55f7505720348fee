package client_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	_ "golang.org/x/image/webp" // the whole program decodes it, and GIF, for logos

	"latchkey/api/client"
)

// An icon is a whole PNG or JPEG, whatever else this program can decode.
func TestWhatAnIconMayBe(t *testing.T) {
	picture := func(side int, write func(*bytes.Buffer, image.Image) error) []byte {
		var file bytes.Buffer
		if err := write(&file, image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Black, color.White})); err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
	asPNG := func(b *bytes.Buffer, i image.Image) error { return png.Encode(b, i) }
	asJPEG := func(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) }
	asGIF := func(b *bytes.Buffer, i image.Image) error { return gif.Encode(b, i, nil) }
	whole := picture(32, asPNG)
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"a PNG":            {whole, "data:image/png;base64,"},
		"a JPEG":           {picture(32, asJPEG), "data:image/jpeg;base64,"},
		"a GIF":            {picture(32, asGIF), ""},
		"a drawing":        {[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"), ""},
		"the head of one":  {whole[:33], ""},
		"one that was cut": {picture(512, asJPEG)[:1000], ""},
		"too large":        {picture(513, asPNG), ""},
		"nothing":          {nil, ""},
	} {
		icon, ok := client.Icon(c.file)
		if ok != (c.want != "") || !strings.HasPrefix(icon, c.want) {
			t.Errorf("%s: %t %.30q", name, ok, icon)
		}
	}
}

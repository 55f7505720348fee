package client

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
)

// What an icon may be: pictures that cannot hold a script, small enough to stand in a page.
const (
	MostIcon  = 32 << 10 // bytes
	mostPixel = 512
)

// Icon reads a picture as the data: address that pages show. Only what decodes as PNG or
// JPEG passes, to its last pixel, whatever else this program can decode: a picture that was
// cut would be a hole in the page of everybody.
func Icon(file []byte) (string, bool) {
	if len(file) > MostIcon {
		return "", false
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || c.Width > mostPixel || c.Height > mostPixel || c.Width == 0 || c.Height == 0 {
		return "", false
	}
	switch format {
	case "png":
		_, err = png.Decode(bytes.NewReader(file))
	case "jpeg":
		_, err = jpeg.Decode(bytes.NewReader(file))
	default:
		return "", false
	}
	if err != nil {
		return "", false
	}
	return "data:image/" + format + ";base64," + base64.StdEncoding.EncodeToString(file), true
}

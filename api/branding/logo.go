package branding

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif" // what may be uploaded
	_ "image/jpeg"
	"image/png"
	"math"
	"regexp"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"latchkey/api/rules"
)

// What may be uploaded, and what we keep of it.
const (
	MostUpload = 512 << 10 // bytes
	mostPixels = 4 << 20   // of what is decoded: 16 MB, said by its header before
	mostSide   = 512       // of what is kept, in pixels
	mostLogo   = 64 << 10  // bytes
	leastSide  = 16        // below it a picture is made no smaller
	SVG        = "svg"     // the code of why a drawing is refused
	hashLength = 24        // hex digits that name a picture
)

// Logo is a picture as we have made it.
type Logo struct {
	PNG           []byte
	Hash          string
	Width, Height int
}

// Base64 is how the picture is kept.
func (l Logo) Base64() string { return base64.StdEncoding.EncodeToString(l.PNG) }

// ReadLogo makes a PNG of an uploaded PNG, JPEG, WebP or GIF, of which the first frame
// counts, or gives the code of why it cannot. Only pixels come through: whatever else the
// file holds, or is besides, stays behind. A drawing (SVG) is refused: it may hold scripts
// and ask others for more. The size is read from the header, so that a small file cannot
// become a huge picture here.
func ReadLogo(file []byte) (Logo, string) {
	if len(file) > MostUpload {
		return Logo{}, rules.TooLong
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil && looksLikeSVG(file):
		return Logo{}, SVG
	case err != nil || size.Width < 1 || size.Height < 1:
		return Logo{}, rules.Format
	case size.Width > mostPixels/size.Height:
		return Logo{}, rules.OutOfRange
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return Logo{}, rules.Format
	}
	logo, err := reduced(picture)
	if err != nil {
		return Logo{}, rules.TooLong
	}
	return logo, ""
}

// looksLikeSVG says whether a file that is no picture is a text with such an element.
func looksLikeSVG(file []byte) bool {
	return regexp.MustCompile(`(?i)<([a-z]+:)?svg[\s>]`).Match(file)
}

// reduced draws a picture as small as it must be. The whole of it is read once: what does
// not fit yet is made smaller from what is small already.
func reduced(picture image.Image) (Logo, error) {
	largest := max(picture.Bounds().Dx(), picture.Bounds().Dy())
	first := scaled(picture, min(largest, mostSide))
	for small := first; ; {
		var file bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, small); err != nil {
			return Logo{}, fmt.Errorf("write a logo: %w", err)
		}
		if file.Len() <= mostLogo {
			return logoOf(file.Bytes(), small), nil
		}
		side := max(small.Bounds().Dx(), small.Bounds().Dy())
		guess := math.Sqrt(float64(mostLogo)/float64(file.Len())) * float64(side) * 1.1 // bytes go by the area, more or less
		if side = min(side*4/5, int(guess)); side < leastSide {
			return Logo{}, fmt.Errorf("a logo of %v cannot be made small", picture.Bounds().Size())
		}
		small = scaled(first, side)
	}
}

// scaled draws a picture whose longer side is so long.
func scaled(picture image.Image, side int) *image.NRGBA {
	bounds := picture.Bounds()
	largest := max(bounds.Dx(), bounds.Dy())
	small := image.NewNRGBA(image.Rect(0, 0, max(1, bounds.Dx()*side/largest), max(1, bounds.Dy()*side/largest)))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, bounds, draw.Src, nil)
	return small
}

func logoOf(file []byte, picture *image.NRGBA) Logo {
	sum := sha256.Sum256(file)
	return Logo{
		PNG: file, Hash: hex.EncodeToString(sum[:])[:hashLength],
		Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy(),
	}
}

package branding_test

import (
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"latchkey/api/branding"
	"latchkey/api/change"
	"latchkey/api/fault"
)

// A picture takes memory and a processor: another one waits, and not for ever. Who brings
// none waits for nobody.
func TestOnePictureIsMadeAtATime(t *testing.T) {
	t.Parallel()
	b := branding.New(nil, time.Now)
	b.Draws()
	gone, leave := context.WithCancel(t.Context())
	leave()
	picture := base64.StdEncoding.EncodeToString(pngOf(painted(40, 40, 255)))
	_, err := b.Change(gone, change.Actor{}, 1, branding.Wanted{Upload: &picture})
	if f := fault.Of(err); f.Code != fault.Busy || f.RetryAfter == 0 {
		t.Errorf("a second picture: %v", err)
	}
	wrong := "red"
	if _, err := b.Change(gone, change.Actor{}, 1, branding.Wanted{Accent: &wrong}); fault.Of(err).Code != fault.ValidationFailed {
		t.Errorf("a colour: %v", err)
	}
}

// counted counts how often its pixels are read.
type counted struct {
	image.Image
	reads *int
}

func (c counted) At(x, y int) color.Color { *c.reads++; return c.Image.At(x, y) }

// What must be made smaller and smaller is read whole once: with four megapixels each time
// would be a good part of a second.
func TestALargePictureIsReadOnce(t *testing.T) {
	t.Parallel()
	large := noise(600)
	reads, once := 0, 0
	logo, err := branding.Reduced(counted{large, &reads})
	if err != nil || logo.Width >= 512 || len(logo.PNG) > 64<<10 {
		t.Fatalf("%v, %d pixels, %d bytes", err, logo.Width, len(logo.PNG))
	}
	small := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	draw.CatmullRom.Scale(small, small.Bounds(), counted{large, &once}, large.Bounds(), draw.Src, nil)
	if reads != once {
		t.Errorf("%d reads, and once is %d", reads, once)
	}
}

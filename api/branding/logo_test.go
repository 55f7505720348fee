package branding_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"latchkey/api/branding"
)

func TestWhatBecomesALogo(t *testing.T) {
	t.Parallel()
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		file          []byte
		width, height int
	}{
		"a PNG":                          {pngOf(painted(120, 40, 255)), 120, 40},
		"one that lets the ground shine": {pngOf(painted(120, 40, 100)), 120, 40},
		"a JPEG":                         {jpegOf(painted(64, 64, 255)), 64, 64},
		"a WebP":                         {webp, 1, 1},
		"the first frame of a GIF":       {gifOf(30, 20, 3), 30, 20},
		"a large one is made smaller":    {pngOf(painted(1600, 400, 255)), 512, 128},
		"a thin one keeps a pixel":       {pngOf(painted(1200, 1, 255)), 512, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logo, problem := branding.ReadLogo(test.file)
			if problem != "" {
				t.Fatalf("refused: %s", problem)
			}
			if logo.Width != test.width || logo.Height != test.height || len(logo.PNG) > 64<<10 {
				t.Errorf("%d by %d, %d bytes", logo.Width, logo.Height, len(logo.PNG))
			}
			again, err := png.Decode(bytes.NewReader(logo.PNG))
			if err != nil || again.Bounds().Dx() != test.width {
				t.Errorf("what is kept is no such PNG: %v", err)
			}
		})
	}
}

func TestAPictureThatCannotBePackedIsMadeSmallerUntilItFits(t *testing.T) {
	t.Parallel()
	logo, problem := branding.ReadLogo(pngOf(noise(340)))
	if problem != "" || len(logo.PNG) > 64<<10 || logo.Width < 64 {
		t.Errorf("%q, %d bytes, %d pixels", problem, len(logo.PNG), logo.Width)
	}
}

func TestWhatIsRefusedAsALogo(t *testing.T) {
	t.Parallel()
	good := pngOf(painted(40, 40, 255))
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"a drawing":                       {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "svg"},
		"a drawing by another name":       {[]byte("\ufeff<!-- x --><s:SVG xmlns:s='http://www.w3.org/2000/svg'/>"), "svg"},
		"a page":                          {[]byte("<!doctype html><script>alert(1)</script>"), "format"},
		"nothing":                         {nil, "format"},
		"a picture of another kind":       {[]byte("BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00"), "format"},
		"a picture cut off":               {good[:len(good)/2], "format"},
		"a PNG of 50,000 by 50,000":       {pngHeader(50_000, 50_000), "out_of_range"},
		"a PNG that is 2^31 pixels wide":  {pngHeader(1<<31-1, 1<<31-1), "format"},
		"a GIF of 65,535 by 65,535":       {[]byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff"), "out_of_range"},
		"more bytes than may be uploaded": {append(bytes.Clone(good), make([]byte, branding.MostUpload)...), "too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, problem := branding.ReadLogo(test.file); problem != test.want {
				t.Errorf("got %q, want %q", problem, test.want)
			}
		})
	}
}

func TestOnlyPixelsComeThrough(t *testing.T) {
	t.Parallel()
	const script = "<script>alert(document.domain)</script><svg onload=alert(1)>"
	file := pngOf(painted(40, 40, 255))
	comment := chunk("tEXt", []byte("Comment\x00"+script))
	headerEnd := 8 + 25
	polyglot := bytes.Join([][]byte{file[:headerEnd], comment, file[headerEnd:], []byte(script)}, nil)
	logo, problem := branding.ReadLogo(polyglot)
	if problem != "" {
		t.Fatalf("refused: %s", problem)
	}
	if strings.Contains(string(logo.PNG), "script") {
		t.Error("what was hidden in the file is in the logo")
	}
	plain, _ := branding.ReadLogo(file)
	if plain.Hash != logo.Hash {
		t.Error("the same pixels have two names")
	}
}

// noise cannot be packed.
func noise(side int) *image.NRGBA {
	picture, random := image.NewNRGBA(image.Rect(0, 0, side, side)), rand.New(rand.NewPCG(1, 2))
	for i := range picture.Pix {
		picture.Pix[i] = uint8(random.Uint32())
	}
	for i := 3; i < len(picture.Pix); i += 4 {
		picture.Pix[i] = 255
	}
	return picture
}

func painted(width, height int, alpha uint8) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		picture.SetNRGBA(i%width, i/width, color.NRGBA{uint8(i), 80, 160, alpha})
	}
	return picture
}

func pngOf(picture image.Image) []byte {
	var file bytes.Buffer
	_ = png.Encode(&file, picture)
	return file.Bytes()
}

func jpegOf(picture image.Image) []byte {
	var file bytes.Buffer
	_ = jpeg.Encode(&file, picture, nil)
	return file.Bytes()
}

// gifOf moves.
func gifOf(width, height, frames int) []byte {
	all := &gif.GIF{}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Black, color.White})
		frame.SetColorIndex(i, i, 1)
		all.Image, all.Delay = append(all.Image, frame), append(all.Delay, 10)
	}
	var file bytes.Buffer
	_ = gif.EncodeAll(&file, all)
	return file.Bytes()
}

// pngHeader says how large a picture is, and holds none.
func pngHeader(width, height uint32) []byte {
	size := binary.BigEndian.AppendUint32(nil, width)
	size = binary.BigEndian.AppendUint32(size, height)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(size, 8, 6, 0, 0, 0))...)
}

func chunk(kind string, content []byte) []byte {
	body := append([]byte(kind), content...)
	file := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	file = append(file, body...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(body))
}

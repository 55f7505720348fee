package standalone

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
)

//go:embed look.html
var files embed.FS

// Parse reads pages by their names. Each may have {{template "look"}}, its style, and
// {{template "mark"}}, the product's sign.
func Parse(pages fs.FS, pattern string) (*template.Template, error) {
	shared, err := template.ParseFS(files, "look.html")
	if err != nil {
		return nil, fmt.Errorf("read the look: %w", err)
	}
	all, err := shared.ParseFS(pages, pattern)
	if err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	return all, nil
}

// Policy is the Content-Security-Policy that lets a page have its own few lines of style,
// send its form to us if it has one, and nothing else.
func Policy(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	forms := "'none'"
	if bytes.Contains(page, []byte("<form ")) {
		forms = "'self'"
	}
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action " + forms + "; frame-ancestors 'none'"
}

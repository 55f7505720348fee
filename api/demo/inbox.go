package demo

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"latchkey/api/mail/mailtest"
)

//go:embed inbox.html inbox.css
var files embed.FS

// Inbox is a mail server for everybody in the world, and the page that shows what
// it was sent.
type Inbox struct {
	server     *mailtest.Server
	productURL string
	page       *template.Template
}

// Sender is who the world's messages are from.
const Sender = "Latchkey demo <demo@latchkey.example>"

// NewInbox starts the mail server. Of the links in messages those into the product
// can be followed.
func NewInbox(ctx context.Context, productURL string) (*Inbox, error) {
	page, err := template.ParseFS(files, "inbox.html")
	if err != nil {
		return nil, err
	}
	server, err := mailtest.Listen(ctx, "127.0.0.1:0", mailtest.Options{})
	if err != nil {
		return nil, fmt.Errorf("the demo's mail server: %w", err)
	}
	return &Inbox{server: server, productURL: productURL, page: page}, nil
}

// URL is where the product sends its messages.
func (i *Inbox) URL() string { return i.server.URL() }

// Close stops the mail server.
func (i *Inbox) Close() error { return i.server.Close() }

// Beside answers for the inbox, and gives everything else to the provider.
func (i *Inbox) Beside(provider http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /inbox", i.show)
	mux.HandleFunc("GET /inbox.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "inbox.css")
	})
	mux.Handle("/", provider)
	return mux
}

// shown is a message as the page has it.
type shown struct {
	To, Subject, At string
	Text            []piece
}

// piece is some text, and where it leads.
type piece struct{ Text, URL string }

func (i *Inbox) show(w http.ResponseWriter, _ *http.Request) {
	messages := i.server.Messages()
	slices.Reverse(messages)
	list := make([]shown, len(messages))
	for n, l := range messages {
		list[n] = shown{To: l.To, Subject: l.Subject, At: l.At.Format("15:04:05"), Text: pieces(l.Text, i.productURL+"/")}
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'")
	_ = i.page.Execute(w, list) // the peer is gone if this fails
}

// pieces cuts a text at the addresses that begin with a prefix.
func pieces(text, prefix string) []piece {
	var list []piece
	for {
		before, rest, found := strings.Cut(text, prefix)
		list = append(list, piece{Text: before})
		if !found {
			return list
		}
		end := strings.IndexFunc(rest, func(c rune) bool { return c <= ' ' || strings.ContainsRune("<>\"\u2068\u2069", c) })
		if end < 0 {
			end = len(rest)
		}
		list = append(list, piece{Text: prefix + rest[:end], URL: prefix + rest[:end]})
		text = rest[end:]
	}
}

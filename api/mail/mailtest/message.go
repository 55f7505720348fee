package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Message is a mail that came.
type Message struct {
	To      string // of the envelope
	Subject string // decoded
	Text    string // the plain part
	HTML    string
	Header  mail.Header
	Raw     string
	At      time.Time
}

// read takes a message apart; more or other than a plain and an HTML part is an
// error.
func read(to string, raw []byte) (Message, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Message{}, fmt.Errorf("no message: %w", err)
	}
	l := Message{To: to, Header: m.Header, Raw: string(raw), At: time.Now()}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return Message{}, fmt.Errorf("subject: %w", err)
	}
	kind, values, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return Message{}, fmt.Errorf("not two parts but %q", kind)
	}
	parts := multipart.NewReader(m.Body, values["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return l, nil
		}
		if err != nil {
			return Message{}, fmt.Errorf("parts: %w", err)
		}
		if err := l.add(part); err != nil {
			return Message{}, err
		}
	}
}

func (l *Message) add(part *multipart.Part) error {
	if encoding := part.Header.Get("Content-Transfer-Encoding"); encoding != "quoted-printable" {
		return fmt.Errorf("encoded as %q", encoding)
	}
	content, err := io.ReadAll(quotedprintable.NewReader(part))
	if err != nil {
		return fmt.Errorf("part: %w", err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "text/plain" && l.Text == "" && l.HTML == "":
		l.Text = text
	case err == nil && kind == "text/html" && l.HTML == "":
		l.HTML = text
	default:
		return fmt.Errorf("a part of the kind %q", kind)
	}
	return nil
}

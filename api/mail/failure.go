package mail

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// What goes wrong with a message, as its row and the contract say it.
const (
	unreachable      = "unreachable"       // the server does not answer
	refused          = "refused"           // it refuses us, or we its certificate
	recipientRefused = "recipient_refused" // it refuses the recipient, for good
	tooLate          = "too_late"          // it was no longer of use
	malformed        = "malformed"         // no message can be made of it
)

// Failure is why a conversation with the mail server failed.
type Failure struct {
	Class string // unreachable, refused or recipient_refused
	Step  string // settings, connect, greeting (with TLS and login) or message
	Code  int    // the server's, such as 535, or 0
	Said  string // its own words with that, for the operator alone; see words
	TLS   bool   // its certificate is not believed
	Plain bool   // it offers no STARTTLS
}

// Error names the trouble without what the server said, which may hold an address.
func (t *Failure) Error() string {
	switch {
	case t.TLS:
		return "its certificate is not believed"
	case t.Plain:
		return "it offers no STARTTLS"
	case t.Code > 0:
		return "it refuses the " + t.Step + " with " + strconv.Itoa(t.Code)
	case t.Step == "connect":
		return "it cannot be reached"
	}
	return "it does not go on after the connection was made"
}

// Words are the code and the text of the server itself, or "".
func (t *Failure) Words() string {
	if t.Code == 0 {
		return ""
	}
	return strings.TrimSpace(strconv.Itoa(t.Code) + " " + t.Said)
}

// Advice says what an operator can do about it.
func (t *Failure) Advice() string {
	switch {
	case t.Step == "greeting" && (t.Code == 501 || t.Code == 504 || t.Code == 550 || t.Code == 553 || t.Code == 554):
		return "the server may want another name in our greeting: set LATCHKEY_SMTP_HELO to one that it knows, such as this machine's full name"
	case t.TLS:
		return "use the name that its certificate is for, and a certificate that this machine trusts"
	case t.Plain:
		return "turn STARTTLS on there, or use smtps:// in LATCHKEY_SMTP_URL if it speaks TLS from the start"
	case t.Code == 535 || t.Code == 534 || t.Code == 530:
		return "correct the user and the password in LATCHKEY_SMTP_URL"
	case t.Step == "message":
		return "its own words say why; whether it lets this sender send there is set at the mail server"
	case t.Step == "connect":
		return "check the host and the port in LATCHKEY_SMTP_URL, and that the network lets this machine out to it"
	}
	return "check in LATCHKEY_SMTP_URL whether the port speaks TLS from the start (smtps://) or by STARTTLS (smtp://), and look at the server's log"
}

// trouble reads an error of the library, whose text may hold what was said.
func (s *Server) trouble(step string, err error) error {
	t := &Failure{Class: refused, Step: step}
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		t.Code, t.Said = reply.Code, s.words(reply.Msg)
		return t
	}
	if _, t.TLS = errors.AsType[*tls.CertificateVerificationError](err); t.TLS {
		return t
	}
	_, isNet := errors.AsType[net.Error](err)
	if isNet || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		t.Class = unreachable
		return t
	}
	t.Plain = strings.Contains(err.Error(), "STARTTLS")
	return t
}

// send says one message. Its error is a [Failure].
func (l *line) send(s *Server, m *mail.Msg) error {
	err := l.client.SendWithSMTPClient(l.smtp, m)
	if err == nil || m.IsDelivered() { // the server took it, whatever came behind
		return nil
	}
	failed, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return s.trouble("message", err)
	}
	t := &Failure{Class: refused, Step: "message", Code: failed.ErrorCode()}
	t.Said = s.words(wordsOf(failed.Error(), t.Code))
	switch {
	case failed.Reason == mail.ErrSMTPRcptTo && t.Code >= 500 && t.Code < 600:
		t.Class = recipientRefused
	case t.Code == 0:
		t.Class = unreachable
	}
	return t
}

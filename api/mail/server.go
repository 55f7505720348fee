package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Bounds of a conversation with the mail server.
const (
	connectWithin = 5 * time.Second
	answerWithin  = 20 * time.Second // a message, or the greeting with the login
)

// Server is the mail server that takes what we send.
type Server struct {
	Host string
	Port int
	// Implicit: TLS begins at once. Else STARTTLS is demanded, unless Plain.
	Implicit, Plain bool
	User            string
	Helo            string         // the name by which we greet; "" is this machine's
	Roots           *x509.CertPool // whom to believe; nil = whom the system believes
	password        string
}

// ReadServer reads an address such as smtp://user:password@mail.example.com:587
// (STARTTLS is demanded) or smtps://mail.example.com:465 (TLS from the start).
// Without TLS it speaks only to this machine, or where ?tls=none says so and
// there is no password. No error holds what was given.
func ReadServer(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return nil, errors.New("want an address such as smtp://user:password@mail.example.com:587 or smtps://mail.example.com:465; " +
			"signs such as / and @ in the password are written %2F and %40")
	}
	s := &Server{Host: u.Hostname(), User: u.User.Username()}
	s.password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
		s.Port = 587
	case "smtps":
		s.Port, s.Implicit = 465, true
	default:
		return nil, errors.New("want smtp:// (with STARTTLS) or smtps:// (TLS from the start)")
	}
	if text := u.Port(); text != "" {
		if s.Port, err = strconv.Atoi(text); err != nil || s.Port < 1 || s.Port > 65535 {
			return nil, errors.New("want a port between 1 and 65535")
		}
	}
	if (s.User == "") != (s.password == "") {
		return nil, errors.New("want both a user and a password, or neither")
	}
	return s, s.readTLS(u.Query())
}

// ReadSender reads who our messages are from, such as Latchkey <sso@example.com>.
func ReadSender(text string) (*netmail.Address, error) {
	const want = "want a name and an address, such as Latchkey <sso@example.com>; it is required to send mail"
	a, err := netmail.ParseAddress(text)
	if err != nil || tidy(a.Name) != a.Name {
		return nil, errors.New(want)
	}
	if _, err := readAddress(a.Address); err != nil {
		return nil, errors.New(want)
	}
	return a, nil
}

func (s *Server) readTLS(query url.Values) error {
	wanted := query.Get("tls")
	for name := range query {
		if name != "tls" || len(query[name]) > 1 {
			return errors.New("?tls=required and ?tls=none are all that may stand behind the address")
		}
	}
	switch {
	case wanted == "" && !s.Implicit:
		s.Plain = isLoopback(s.Host)
	case wanted == "none" && !s.Implicit:
		s.Plain = true
	case wanted != "" && wanted != "required":
		return errors.New("?tls= is required or none; smtps:// is always with TLS")
	}
	if s.Plain && s.User != "" && !isLoopback(s.Host) {
		return errors.New("a password is never sent without TLS: leave out ?tls=none, or the user and password")
	}
	return nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Address is host:port, for people to read.
func (s *Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// line is a connection to the mail server, greeted and logged in.
type line struct {
	client *mail.Client
	smtp   *smtp.Client
	conn   net.Conn
}

// dial connects, demands TLS and logs in. Its error is a [Failure].
func (s *Server) dial(ctx context.Context) (*line, error) {
	l := &line{}
	trust := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTimeout(answerWithin), mail.WithTLSConfig(trust), mail.WithTLSPolicy(mail.TLSMandatory),
		mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, connectWithin)
			defer cancel()
			var err error
			if s.Implicit {
				l.conn, err = (&tls.Dialer{Config: trust}).DialContext(ctx, network, address)
			} else {
				l.conn, err = new(net.Dialer).DialContext(ctx, network, address)
			}
			return l.conn, err
		}),
	}
	if s.Helo != "" {
		options = append(options, mail.WithHELO(s.Helo))
	}
	switch {
	case s.Implicit:
		options = append(options, mail.WithSSL())
	case s.Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.User != "" {
		// Over TLS, whatever of these it offers; the library refuses to say a password without.
		login := mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlain, mail.SMTPAuthLogin, mail.SMTPAuthCramMD5)
		if s.Plain {
			login = mail.WithSMTPAuth(mail.SMTPAuthPlainNoEnc) // to this machine
		}
		options = append(options, login, mail.WithUsername(s.User), mail.WithPassword(s.password))
	}
	var err error
	if l.client, err = mail.NewClient(s.Host, options...); err != nil {
		return nil, s.trouble("settings", err)
	}
	if l.smtp, err = l.client.DialToSMTPClientWithContext(ctx); err != nil {
		if l.conn == nil {
			return nil, s.trouble("connect", err)
		}
		_ = l.conn.Close() // the library leaves it open
		return nil, s.trouble("greeting", err)
	}
	return l, nil
}

// Try connects, demands TLS and logs in, and sends nothing. Its error is a
// [Failure].
func (s *Server) Try(ctx context.Context) error {
	l, err := s.dial(ctx)
	if err != nil {
		return err
	}
	l.close()
	return nil
}

// close says goodbye; whatever comes of that, everything was said.
func (l *line) close() {
	_ = l.client.CloseWithSMTPClient(l.smtp)
	_ = l.conn.Close()
}

package mailtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// most is how many messages are kept; then the oldest go.
const most = 500

// Options are how a server differs from the usual one: no TLS, no login,
// everything accepted.
type Options struct {
	TLS            *tls.Config // STARTTLS is offered
	Implicit       bool        // and TLS begins at once
	User, Password string      // must be given, if there is a user
	// Refuse may refuse a recipient with an error of its own, such as [NoSuchUser].
	Refuse func(recipient string) error
	// Greets may refuse the name by which it is greeted.
	Greets func(name string) error
	// Received is called with each whole message before it is acknowledged; its
	// error refuses the message, which is kept all the same.
	Received func(Message) error
}

// NoSuchUser is how a server refuses a recipient for good, and Later for now.
func NoSuchUser() error {
	return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
}

// Refuse is how a server refuses with a code and words of its own.
func Refuse(code int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: words}
}

// Later is how a server refuses for now.
func Later() error {
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try again later"}
}

// Server keeps messages in memory.
type Server struct {
	smtp    *smtp.Server
	address string
	options Options

	mu       sync.Mutex
	messages []Message
	news     chan struct{} // closed when a message comes
	connects int
}

// Listen starts a server; an address such as 127.0.0.1:0 takes any free port.
func Listen(ctx context.Context, address string, o Options) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Server{address: listener.Addr().String(), options: o, news: make(chan struct{})}
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.begin))
	s.smtp.Domain, s.smtp.AllowInsecureAuth = "mailtest.example", true
	s.smtp.ReadTimeout, s.smtp.WriteTimeout, s.smtp.MaxMessageBytes = 30*time.Second, 30*time.Second, 1<<20
	s.smtp.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if o.Implicit {
		listener = tls.NewListener(listener, o.TLS)
	} else {
		s.smtp.TLSConfig = o.TLS
	}
	go func() { _ = s.smtp.Serve(listener) }() // until it is closed
	return s, nil
}

// Close hangs up on everybody.
func (s *Server) Close() error {
	if err := s.smtp.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return fmt.Errorf("close the mail server: %w", err)
	}
	return nil
}

// Address is host:port.
func (s *Server) Address() string { return s.address }

// URL is what LATCHKEY_SMTP_URL wants.
func (s *Server) URL() string {
	who := ""
	if s.options.User != "" {
		who = url.UserPassword(s.options.User, s.options.Password).String() + "@"
	}
	switch {
	case s.options.Implicit:
		return "smtps://" + who + s.address
	case s.options.TLS != nil:
		return "smtp://" + who + s.address + "?tls=required"
	}
	return "smtp://" + who + s.address
}

// Messages are the messages that are kept, the oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Connections is how many connections there were.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connects
}

// take gives the oldest message to somebody and drops it, or what to wait for.
func (s *Server) take(to string) (Message, bool, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, m := range s.messages {
		if strings.EqualFold(m.To, to) {
			s.messages = slices.Delete(s.messages, i, i+1)
			return m, true, nil
		}
	}
	return Message{}, false, s.news
}

func (s *Server) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, m)
	s.messages = s.messages[max(0, len(s.messages)-most):]
	close(s.news)
	s.news = make(chan struct{})
}

func (s *Server) begin(c *smtp.Conn) (smtp.Session, error) {
	if s.options.Greets != nil {
		if err := s.options.Greets(c.Hostname()); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	s.connects++
	s.mu.Unlock()
	v := &visit{server: s, known: s.options.User == ""}
	if s.options.User == "" {
		return v, nil
	}
	return &guarded{v}, nil
}

// visit is one connection.
type visit struct {
	server *Server
	known  bool
	to     string
}

func (v *visit) Mail(string, *smtp.MailOptions) error {
	if !v.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if refuse := v.server.options.Refuse; refuse != nil {
		if err := refuse(to); err != nil {
			return err
		}
	}
	v.to = to
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l, err := read(v.to, raw)
	if err != nil {
		return &smtp.SMTPError{Code: 554, Message: err.Error()}
	}
	v.server.keep(l)
	if received := v.server.options.Received; received != nil {
		return received(l)
	}
	return nil
}

func (v *visit) Reset()        { v.to = "" }
func (v *visit) Logout() error { return nil }

// guarded asks for a login.
type guarded struct{ *visit }

func (g *guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

func (g *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != g.server.options.User || password != g.server.options.Password {
			return smtp.ErrAuthFailed
		}
		g.known = true
		return nil
	}), nil
}

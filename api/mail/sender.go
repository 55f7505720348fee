package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"

	"latchkey/api/email"
	"latchkey/api/job"
	"latchkey/api/store"
)

// Bounds of the work.
const (
	atOnce  = 20               // messages leased and said over one connection
	workFor = 60 * time.Second // then the rest is given back
	lease   = 3 * time.Minute  // longer than that and what may be under way
)

// backoff is how long a message waits that the server did not take.
func backoff() job.Backoff { return job.Backoff{First: time.Minute, Last: time.Hour} }

// Sender sends what is in the outbox.
type Sender struct {
	store           *store.Store
	server          *Server
	from            *mail.Address
	writer          *writer
	secretRenderers map[Kind]SecretRenderer
	log             *slog.Logger
	now             func() time.Time
	count           func(result string)
	heard           func(step, code string)
}

// Options are what the room needs from outside.
type Options struct {
	Store           *store.Store
	Server          *Server // nil: this deployment sends no mail
	From            *mail.Address
	PublicURL       string                  // the only place that messages lead to
	SecretRenderers map[Kind]SecretRenderer // of the kinds that hold a secret, or may be untrue by then
	Log             *slog.Logger
	Now             func() time.Time
	Count           func(result string) // is told of each try: sent, or a problem; nil if nobody counts
	// Refused is told of each answer of the server that refused something: the step
	// (greeting or message) and the server's code; nil if nobody counts.
	Refused func(step, code string)
}

// New returns the room. It fails if a text of ours is no text.
func New(o Options) (*Sender, error) {
	if o.Count == nil {
		o.Count = func(string) {}
	}
	if o.Refused == nil {
		o.Refused = func(string, string) {}
	}
	w, err := newWriter(o.PublicURL)
	if err != nil {
		return nil, err
	}
	return &Sender{
		store: o.Store, server: o.Server, from: o.From, writer: w, secretRenderers: o.SecretRenderers, log: o.Log, now: o.Now, count: o.Count, heard: o.Refused,
	}, nil
}

// Send sends the messages whose time has come, until there are none or ctx ends;
// the one under way is finished first. A mail server that is away is no error:
// its messages are tried again.
func (p *Sender) Send(ctx context.Context) error {
	if p.server == nil {
		return nil
	}
	return job.Drain(ctx, func(ctx context.Context) ([]store.DueMail, error) {
		now := p.now()
		due, err := p.store.TakeMails(ctx, now, now.Add(lease), atOnce)
		if err != nil {
			return nil, fmt.Errorf("take mails: %w", err)
		}
		return due, nil
	}, p.batch)
}

// batch sends some messages over one connection, and says whether it stands well
// enough to go on.
func (p *Sender) batch(ctx context.Context, due []store.DueMail) (more bool, err error) {
	whole := context.WithoutCancel(ctx) // what has begun is finished
	l, err := p.server.dial(whole)
	if err != nil {
		p.hear(whole, err)
		return false, p.away(whole, due, classOf(err))
	}
	defer l.close()
	late := time.After(workFor)
	for i, m := range due {
		select {
		case <-ctx.Done():
			return false, p.store.ReturnMails(whole, due[i:], p.now())
		case <-late:
			err := p.store.ReturnMails(whole, due[i:], p.now())
			return err == nil, err
		default:
		}
		up, err := p.one(whole, l, m)
		if err != nil || !up {
			return false, errors.Join(err, p.store.ReturnMails(whole, due[i+1:], p.now()))
		}
	}
	return true, nil
}

// away puts off the messages that found no mail server; those that are of no use
// any more are given up.
func (p *Sender) away(ctx context.Context, due []store.DueMail, class string) error {
	for _, m := range due {
		if err := p.finish(ctx, m, class); err != nil {
			return err
		}
	}
	return nil
}

// one makes, sends and marks one message. It says whether the connection stands.
func (p *Sender) one(ctx context.Context, l *line, m store.DueMail) (up bool, err error) {
	if !p.now().Before(m.ExpiresAt.Time) {
		return true, p.finish(ctx, m, tooLate)
	}
	values, wanted, err := p.make(ctx, &m)
	if errors.Is(err, errUnreadable) {
		p.log.ErrorContext(ctx, "no message can be made", "kind", m.Kind, "mail", m.ID, "error", err)
		return true, p.finish(ctx, m, malformed)
	}
	if err != nil || !wanted {
		return true, err
	}
	message, err := p.compose(m, values)
	if err != nil {
		p.log.ErrorContext(ctx, "no message can be made", "kind", m.Kind, "mail", m.ID, "error", err)
		return true, p.finish(ctx, m, malformed)
	}
	if err := l.send(p.server, message); err != nil {
		p.hear(ctx, err)
		class := classOf(err)
		return class == recipientRefused, p.finish(ctx, m, class)
	}
	return true, p.finish(ctx, m, "")
}

// errUnreadable is a row that says nothing.
var errUnreadable = errors.New("what the mail tells of cannot be read")

// make gives the values of a message; a kind that has a secret renderer is rendered now, in a
// transaction, and learns whom it is for. Not wanted: the row is gone.
func (p *Sender) make(ctx context.Context, m *store.DueMail) (values map[string]string, wanted bool, err error) {
	values = map[string]string{}
	if err := json.Unmarshal([]byte(m.Detail), &values); err != nil {
		return nil, false, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	secretRenderer := p.secretRenderers[Kind(m.Kind)]
	if secretRenderer == nil {
		return values, true, nil
	}
	err = p.store.InTx(ctx, func(rows store.Rows) error {
		made, is, err := secretRenderer(ctx, rows, m.Mail)
		if wanted = is; err != nil {
			return fmt.Errorf("make what a mail says: %w", err)
		}
		if !is {
			return rows.DropMail(ctx, m.Mail)
		}
		for name, v := range made.Values {
			values[name] = v
		}
		m.Recipient = made.To
		if made.UserID == "" {
			return nil
		}
		m.Reader, err = rows.ReaderOf(ctx, m.OrganizationID, made.UserID)
		return err
	})
	return values, wanted, err
}

// compose writes the message and its envelope.
func (p *Sender) compose(m store.DueMail, values map[string]string) (*gomail.Msg, error) {
	to, err := readAddress(m.Recipient)
	if err != nil {
		return nil, err
	}
	w, err := p.writer.write(m, values)
	if err != nil {
		return nil, err
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	message.FromMailAddress(p.from)
	message.EnvelopeFromMailAddress(p.from)
	message.ToMailAddress(to)
	message.Subject(w.Subject)
	message.SetDateWithValue(p.now())
	// The row's own: a message that is sent twice, because we ended between sending
	// and marking, is known as one.
	message.SetMessageIDWithValue(m.ID + "@" + email.Domain(p.from.Address))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no machine answers
	message.SetGenHeader("X-Auto-Response-Suppress", "All")
	message.SetBodyString(gomail.TypeTextPlain, w.Text)
	message.AddAlternativeString(gomail.TypeTextHTML, w.HTML)
	return message, nil
}

// readAddress takes one bare address and nothing beside it.
func readAddress(text string) (*mail.Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text || !email.LooksLike(text) {
		return nil, errors.New("its recipient is no plain address")
	}
	return a, nil
}

func classOf(err error) string {
	if t, ok := errors.AsType[*Failure](err); ok {
		return t.Class
	}
	return unreachable
}

// finish marks how a try went: "" is sent.
func (p *Sender) finish(ctx context.Context, m store.DueMail, problem string) error {
	s, known := shapeOf(Kind(m.Kind)) // what was asked for may be asked for again
	state, now := store.MailSent, p.now()
	switch {
	case problem == "":
	case problem == recipientRefused, problem == tooLate, problem == malformed && known:
		state = store.MailFailed
	case !now.Before(m.ExpiresAt.Time):
		state, problem = store.MailFailed, tooLate
	default:
		state = store.MailWaiting
	}
	p.tell(ctx, m, state, problem)
	var err error
	if state == store.MailWaiting {
		err = p.store.RetryMail(ctx, m.Mail, problem, nextTry(m.Mail, now))
	} else {
		err = p.store.FinishMail(ctx, m.Mail, state, problem, s.asked, now)
	}
	if err != nil {
		return fmt.Errorf("mark a mail: %w", err)
	}
	return nil
}

// hear counts and logs what the server itself said, once for each time it said it.
func (p *Sender) hear(ctx context.Context, err error) {
	t, ok := errors.AsType[*Failure](err)
	if !ok {
		return
	}
	if t.Code > 0 {
		p.heard(t.Step, codeLabel(t.Code))
	}
	p.log.WarnContext(ctx, "the mail server did not take it", "step", t.Step, "code", t.Code, "said", t.Said, "error", t.Error(), "advice", t.Advice())
}

// tell counts and logs a try: never who or what, but the recipient's domain.
func (p *Sender) tell(ctx context.Context, m store.DueMail, state, problem string) {
	if problem == "" {
		p.count(store.MailSent)
		p.log.InfoContext(ctx, "mail sent", "kind", m.Kind, "mail", m.ID, "domain", email.Domain(m.Recipient))
		return
	}
	p.count(problem)
	p.log.WarnContext(ctx, "mail not sent", "kind", m.Kind, "mail", m.ID, "domain", email.Domain(m.Recipient),
		"problem", problem, "state", state, "try", m.Tries)
}

// nextTry is a minute after the first try, then twice as long each time, up to an
// hour; but not after its end, so that it is given up then.
func nextTry(m store.Mail, now time.Time) time.Time {
	next := now.Add(backoff().After(m.Tries))
	if next.After(m.ExpiresAt.Time) {
		return m.ExpiresAt.Time
	}
	return next
}

package doctor

import (
	"context"
	"errors"
)

// Mail is the mail server; *mail.Server is one.
type Mail interface {
	Address() string
	Try(ctx context.Context) error
}

// mail tries the mail server without sending anything.
func (d *Doctor) mail(ctx context.Context, r *Report) {
	const check = "mail"
	if d.Mail == nil {
		r.Add(Look, check, "no mail is sent: forgotten passwords, mailed codes and bypass links, and notices to people about their accounts are absent",
			"set LATCHKEY_SMTP_URL and LATCHKEY_MAIL_FROM, if they are wanted")
		return
	}
	err := d.Mail.Try(ctx)
	if err == nil {
		r.Add(OK, check, d.Mail.Address()+" takes the connection and the login", "")
		return
	}
	do := "look at the mail server and its log"
	if advised, ok := errors.AsType[interface {
		error
		Advice() string
	}](err); ok {
		do = advised.Advice()
	}
	text := d.Mail.Address() + ": " + err.Error()
	if said, ok := errors.AsType[interface {
		error
		Words() string
	}](err); ok && said.Words() != "" {
		text += "; it says: " + said.Words()
	}
	r.Add(Fail, check, text, do)
}

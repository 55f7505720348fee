package config

import (
	"errors"
	"fmt"

	"latchkey/api/mail"
)

// readMail reads where mail goes, and from whom. No error holds the password.
func (c *Config) readMail() error {
	address, err := c.fromFile("LATCHKEY_SMTP_URL", c.SMTPURL, c.SMTPURLFile)
	if err == nil && address == "" {
		return c.mailWithoutServer()
	}
	problems := []error{err}
	if err == nil {
		if c.MailServer, err = mail.ReadServer(address); err != nil {
			problems = append(problems, fmt.Errorf("LATCHKEY_SMTP_URL: %w", err))
		}
	}
	if c.Sender, err = mail.ReadSender(c.MailFrom); err != nil {
		problems = append(problems, fmt.Errorf("LATCHKEY_MAIL_FROM: %w", err))
	}
	return errors.Join(append(problems, c.readHelo())...)
}

// mailWithoutServer refuses what was set for mails that nobody would send.
func (c *Config) mailWithoutServer() error {
	var problems []error
	for _, one := range []struct{ name, value string }{{"LATCHKEY_MAIL_FROM", c.MailFrom}, {"LATCHKEY_SMTP_HELO", c.SMTPHelo}} {
		if one.value != "" {
			problems = append(problems, fmt.Errorf("%s: set LATCHKEY_SMTP_URL too, or no mail is sent", one.name))
		}
	}
	return errors.Join(problems...)
}

// readHelo says by which name the mail server is greeted.
func (c *Config) readHelo() error {
	helo := c.SMTPHelo
	if helo == "" && c.URL != nil {
		helo = mail.HeloOf(c.URL.Hostname())
	}
	if _, good := mail.ReadHelo(helo); !good && c.SMTPHelo != "" {
		return errors.New("LATCHKEY_SMTP_HELO: want the name of a host, such as sso.example.com, or an address in brackets")
	}
	if c.MailServer != nil {
		c.MailServer.Helo = helo
	}
	return nil
}

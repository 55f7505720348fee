package main

import (
	"errors"
	"fmt"
	"net"

	"latchkey/api/idp"
	"latchkey/api/mail"
)

// checkAddresses looks at the addresses that are used much later, when the database
// is open and the first link is printed: until then nobody would hear of a mistake.
func (s settings) checkAddresses() error {
	var problems []error
	for _, one := range []struct{ name, address, example string }{
		{"LATCHKEY_LISTEN", s.Listen, ":8080 or 127.0.0.1:8080"},
		{"LATCHKEY_METRICS_LISTEN", s.MetricsListen, "127.0.0.1:9090"},
		{"LATCHKEY_DNS_SERVER", s.DNSServer, "10.0.0.53:53"},
	} {
		if one.address != "" && !hasPort(one.address) {
			problems = append(problems, fmt.Errorf("%s: want host:port, such as %s", one.name, one.example))
		}
	}
	return errors.Join(problems...)
}

// hasPort tells whether an address ends with a port.
func hasPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	return err == nil && port != ""
}

// checkClouds looks at the addresses of Google and Microsoft. Nothing is asked.
func (c *config) checkClouds() error {
	google, microsoft := c.providers(), c.providers()
	google.MicrosoftAuthority, microsoft.GoogleIssuer = "", ""
	var problems []error
	for _, one := range []struct {
		name    string
		options idp.Options
	}{{"LATCHKEY_GOOGLE_ISSUER", google}, {"LATCHKEY_MICROSOFT_AUTHORITY", microsoft}} {
		p, err := idp.New(one.options)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", one.name, err))
			continue
		}
		p.Close()
	}
	return errors.Join(problems...)
}

// readMail reads where mail goes, and from whom. No error holds the password.
func (c *config) readMail() error {
	address, err := c.fromFile("LATCHKEY_SMTP_URL", c.SMTPURL, c.SMTPURLFile)
	if err == nil && address == "" {
		return c.mailWithoutServer()
	}
	problems := []error{err}
	if err == nil {
		if c.smtp, err = mail.ReadServer(address); err != nil {
			problems = append(problems, fmt.Errorf("LATCHKEY_SMTP_URL: %w", err))
		}
	}
	if c.mailFrom, err = mail.ReadSender(c.MailFrom); err != nil {
		problems = append(problems, fmt.Errorf("LATCHKEY_MAIL_FROM: %w", err))
	}
	return errors.Join(append(problems, c.readHelo())...)
}

// mailWithoutServer refuses what was set for mails that nobody would send.
func (c *config) mailWithoutServer() error {
	var problems []error
	for _, one := range []struct{ name, value string }{{"LATCHKEY_MAIL_FROM", c.MailFrom}, {"LATCHKEY_SMTP_HELO", c.SMTPHelo}} {
		if one.value != "" {
			problems = append(problems, fmt.Errorf("%s: set LATCHKEY_SMTP_URL too, or no mail is sent", one.name))
		}
	}
	return errors.Join(problems...)
}

// readHelo says by which name the mail server is greeted.
func (c *config) readHelo() error {
	helo := c.SMTPHelo
	if helo == "" && c.publicURL != nil {
		helo = mail.HeloOf(c.publicURL.Hostname())
	}
	if _, good := mail.ReadHelo(helo); !good && c.SMTPHelo != "" {
		return errors.New("LATCHKEY_SMTP_HELO: want the name of a host, such as sso.example.com, or an address in brackets")
	}
	if c.smtp != nil {
		c.smtp.Helo = helo
	}
	return nil
}

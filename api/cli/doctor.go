package cli

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"latchkey/api/config"
	"latchkey/api/connection/application"
	"latchkey/api/doctor"
	"latchkey/api/idp"
	"latchkey/api/store"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"Write the findings as JSON, all of them."`
	All  bool `name:"all" help:"Write every finding, not only the worst ten of each check."`
}

// Run checks the deployment that the settings describe and changes nothing.
// A FAIL is an error, for the exit code.
func (d doctorCommand) Run(ctx context.Context, s *config.Settings) error {
	report, err := diagnose(ctx, s)
	if err != nil {
		return err
	}
	write := func(to io.Writer) error { return report.Write(to, d.All) }
	if d.JSON {
		write = report.WriteJSON
	}
	if err := write(os.Stdout); err != nil {
		return err
	}
	if report.Failed() {
		return errors.New("something is broken: see the lines with FAIL")
	}
	return nil
}

func diagnose(ctx context.Context, s *config.Settings) (r doctor.Report, err error) {
	c, err := s.Inspect()
	if err != nil {
		for _, problem := range config.Problems(err) {
			r.Add(doctor.Fail, "settings", problem.Error(), "correct it; nothing else was looked at")
		}
		return r, nil
	}
	providers, err := idp.New(c.Providers())
	if err != nil {
		r.Add(doctor.Fail, "settings", err.Error(), "correct it; nothing else was looked at")
		return r, nil
	}
	defer providers.Close()
	r.Add(doctor.OK, "settings", "all of them can be read", "")
	for _, warning := range c.Warnings {
		r.Add(doctor.Look, "settings", warning, "let only this program's user and group read it, if the mount allows that (mode 0440 or 0400)")
	}
	checker := &doctor.Doctor{
		PublicURL: c.URL, Proxies: len(c.TrustedNetworks) > 0, Names: net.DefaultResolver, Web: oneRequest(),
		Keys: c.Ring, Providers: providers, Now: time.Now,
		RedirectURI: application.New(application.Options{PublicURL: c.URL.String()}).RedirectURI,
	}
	if c.MailServer != nil {
		checker.Mail = c.MailServer
	}
	if c.Proxy != nil {
		checker.Proxy, checker.Outbound = c.Proxy.Address(), providers
	}
	db := open(ctx, c, &r)
	if db != nil {
		checker.Database = db
		defer func() { err = errors.Join(err, db.Close()) }()
	}
	r.Findings = append(r.Findings, checker.Check(ctx).Findings...)
	return r, err
}

// open opens the database, or notes why not.
func open(ctx context.Context, c *config.Config, r *doctor.Report) *store.Store {
	if c.IsNew {
		r.Add(doctor.Look, "database", "there is none yet in "+c.DataDir, "start latchkey serve: it makes one")
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	db, err := store.Open(ctx, c.Source.Reading())
	if err != nil {
		r.Add(doctor.Fail, "database", err.Error(), "start it, or correct LATCHKEY_DATABASE_URL or LATCHKEY_DATA_DIR")
		return nil
	}
	return db
}

// oneRequest follows no redirect: where one leads is not what was asked for.
func oneRequest() *http.Client {
	return &http.Client{
		Timeout:       8 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/event"
	"latchkey/api/job"
)

// newJobs says which work nobody waits for, and how often it is done.
func (a *App) newJobs(context.Context) error {
	var err error
	a.jobs, err = job.New(job.Options{Notes: a.options.Store, Log: a.options.Log, Now: a.options.Now},
		job.Job{Name: "send_mail", Every: time.Second, Do: a.Sender.Send},
		job.Job{Name: "send_logouts", Every: time.Second, Do: a.Logouts.Send},
		job.Job{Name: "send_webhooks", Every: time.Second, Do: a.Webhooks.Send},
		job.Job{Name: "seal_audit_events", Every: 5 * time.Second, Do: a.Audit.Seal},
		job.Job{Name: "import_people", Every: time.Second, Do: a.People.RunImports},
		job.Job{Name: "flush_counts", Every: 5 * time.Second, Do: a.Flow.Counts.Flush},
		job.Job{Name: "write_refused_requests", Every: 5 * time.Second, Do: a.Refusals.Flush},
		job.Job{Name: "note_client_use", Every: time.Minute, Do: a.Clients.FlushUse},
		job.Job{Name: "share_unfinished_sign_ins", Every: time.Second, Do: a.Flow.Redeemed.ShareUnfinished},
		job.Job{Name: "probe_connections", Every: 5 * time.Second, Do: a.Health.Probe},
		job.Job{Name: "check_connections", Every: time.Minute, Do: a.Health.CheckDaily},
		job.Job{Name: "warn_of_secrets", Every: 10 * time.Minute, Do: a.Health.WarnOfExpiringSecrets},
		job.Job{Name: "warn_of_keys", Every: 10 * time.Minute, Do: a.Services.WarnOfExpiringKeys},
		job.Job{Name: "tell_of_expiring_secrets", Every: 10 * time.Minute, Do: a.tellOfExpiring},
		job.Job{Name: "remind_of_sso", Every: 10 * time.Minute, Do: a.Policies.RemindOfSSO},
		job.Job{Name: "check_domains", Every: time.Minute, Do: a.Domains.Recheck},
		job.Job{Name: "change_people", Every: time.Second, Do: a.People.RunBulk},
		job.Job{Name: "agree_on_keys", Every: 15 * time.Second, Do: a.keys.meet},
		job.Job{Name: "read_restore", Every: time.Minute, Do: a.readNotBefore},
		job.Job{Name: "rotate_keys", Every: 5 * time.Minute, Do: a.Sessions.RotateKeys},
		job.Job{Name: "prune", Every: 10 * time.Minute, Do: a.prune},
		job.Job{Name: "catch_up", Every: time.Minute, Once: true, Do: a.catchUp},
	)
	if err != nil {
		return fmt.Errorf("background jobs: %w", err)
	}
	return nil
}

// readNotBefore reads before which time no attempt counts.
func (a *App) readNotBefore(ctx context.Context) error {
	at, err := a.options.Store.NotBefore(ctx)
	if err != nil {
		return err
	}
	a.notBefore.Store(&at)
	return nil
}

// prune deletes what is too old.
func (a *App) prune(ctx context.Context) error {
	return errors.Join(a.Audit.Prune(ctx), a.options.Store.Prune(ctx, a.options.Now()))
}

// tellOfExpiring tells integrators of secrets that expire.
func (a *App) tellOfExpiring(ctx context.Context) error {
	return event.TellOfExpiring(ctx, a.options.Store, a.options.Now())
}

// catchUp makes what the migration left for later, beside the program.
func (a *App) catchUp(ctx context.Context) error {
	var at job.Progress
	return a.options.Store.CatchUpCounting(ctx, func(step string) {
		a.options.Log.InfoContext(ctx, "migration beside the program", "progress", step)
		at.Step = step
		job.Report(ctx, at)
	}, func(done, total int64) {
		at.Done, at.Total = done, total
		job.Report(ctx, at)
	})
}

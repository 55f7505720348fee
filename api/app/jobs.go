package app

import (
	"context"
	"sync"
	"time"

	"latchkey/api/fault"
)

// readNotBefore reads before which time no attempt counts.
func (a *App) readNotBefore(ctx context.Context) error {
	at, err := a.options.Store.NotBefore(ctx)
	if err != nil {
		return err
	}
	a.notBefore.Store(&at)
	return nil
}

// runJobs runs the work that nobody waits for, until ctx ends; each run that fails
// is logged and tried again at its next time. What is returned waits until all of
// it has stopped: a mail under way is finished first.
func (a *App) runJobs(ctx context.Context) (wait func(context.Context)) {
	var all sync.WaitGroup
	for _, work := range []struct {
		name  string
		every time.Duration
		do    func(context.Context) error
	}{
		{"send mail", time.Second, a.Sender.Send},
		{"flush the counts", 5 * time.Second, a.Flow.FlushCounts},
		{"note the use of clients", time.Minute, a.Clients.FlushUse},
		{"share unfinished sign-ins", time.Second, a.Flow.ShareUnfinished},
		{"probe applications in trouble", 5 * time.Second, a.Health.Probe},
		{"check applications daily", time.Minute, a.Health.CheckDaily},
		{"tell of expiring secrets", 10 * time.Minute, a.Health.WarnOfExpiringSecrets},
		{"tell of SSO that is about to be required", 10 * time.Minute, a.Policies.RemindOfSSO},
		{"look at claimed domains", time.Minute, a.Domains.Recheck},
		{"agree on the encryption key", 15 * time.Second, a.keys.meet},
		{"read what a restore voids", time.Minute, a.readNotBefore},
		{"rotate our keys", 5 * time.Minute, a.Sessions.RotateKeys},
		{"prune", 10 * time.Minute, func(ctx context.Context) error { return a.options.Store.Prune(ctx, a.options.Now()) }},
	} {
		all.Go(func() {
			tick := time.NewTicker(work.every)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				if err := fault.Calmly(func() error { return work.do(ctx) }); err != nil && ctx.Err() == nil {
					a.options.Log.ErrorContext(ctx, "background work failed", "work", work.name, "error", err)
				}
			}
		})
	}
	all.Go(func() { a.catchUp(ctx) })
	stopped := make(chan struct{})
	go func() { all.Wait(); close(stopped) }()
	return func(ctx context.Context) {
		select {
		case <-stopped:
		case <-ctx.Done():
		}
	}
}

// catchUpAgain is when a migration beside the program is tried again that failed.
const catchUpAgain = time.Minute

// catchUp makes what the migration left for later, until it is made.
func (a *App) catchUp(ctx context.Context) {
	for {
		err := fault.Calmly(func() error {
			return a.options.Store.CatchUp(ctx, func(progress string) {
				a.options.Log.InfoContext(ctx, "migration beside the program", "progress", progress)
			})
		})
		if err == nil || ctx.Err() != nil {
			return
		}
		a.options.Log.ErrorContext(ctx, "migration beside the program failed", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(catchUpAgain):
		}
	}
}

// Package job runs the work that nobody waits for: again and again, a few at a time,
// with pauses after failures, and so that others see how it goes.
//
// There are three parts, and work may need one of them or all:
//
//	Runner        runs jobs, each by itself, and remembers each run. A panic is an
//	              error, a failure is tried again at the next time, and shutdown lets
//	              what was begun finish. Metrics read the states of their process;
//	              twice a minute they are noted in the table jobs, for latchkey doctor.
//	a queue       is a table whose rows are work. Package store takes rows of it by a
//	              lease (store/queue.go): of all processes one gets a row, and if that
//	              one ends, killed or not, the row is due again when the lease is over.
//	              Metrics and doctor say what waits and since when.
//	Drain, Each,  work on what was taken: batch after batch, a few at a time, each within
//	Backoff       its own time; and how long whatever failed waits for its next try.
//
// Work may be done twice: whoever is killed between doing it and saying so leaves a row
// that another takes again. What a job does must bear that, as a mail does that keeps
// its Message-ID. Nothing is done inside the transaction of a lease.
//
// # How to add a job
//
// Work that is due by the clock (to prune, to remind) is a function of its room that
// takes a context and gives an error, and a line in app/jobs.go:
//
//	job.Job{Name: "prune", Every: 10 * time.Minute, Do: a.prune},
//
// Every process runs it. If it must be done by one, let a statement decide: the claim of
// a row, or a unique key such as a mail's Once. A name is for ever: dashboards have it.
//
// # How to add a queue
//
// Work that comes in rows (webhooks, messages of a logout, notices) has a table with an
// id, when it is due (NULL when it is done), when it was written, and how often it was
// tried; its rows are written in the transaction of what they tell of.
//
//  1. In store: a function that returns its queue, listed in queues(); a TakeX that is one
//     call of takeDue; a FinishX and a RetryX whose WHERE has the id and the tries, so
//     that one whose lease ran out changes nothing. An index on the due column, WHERE it
//     IS NOT NULL. A line in storetest's table of queues: it proves the lease on both
//     engines.
//
//  2. In its room: a function that drains it, and a line in app/jobs.go.
//
//     func (w *Webhooks) Send(ctx context.Context) error {
//     return job.Drain(ctx, w.take, func(ctx context.Context, due []store.Delivery) (bool, error) {
//     return true, job.Each(ctx, due, job.Bounds{AtOnce: 8, Within: 20 * time.Second}, w.send)
//     })
//     }
//
// The lease is longer than all that one batch may take. What fails is put off by
// Backoff.After(tries), until its own end; a refusal for good is finished as failed.
//
// # How to say how far long work is
//
// A job that takes minutes (a migration beside the program, an import) keeps in its rows
// how far it came, so that whoever goes on goes on there, and calls [Report]:
//
//	job.Report(ctx, job.Progress{Step: "people of acme", Done: 4200, Total: 90000})
package job

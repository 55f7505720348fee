package job

import "context"

// Progress says how far long work is.
type Progress struct {
	Step  string // what is being done, a word or two for the operator
	Done  int64
	Total int64 // 0: nobody knows
}

type progressKey struct{}

// Report says how far the job is that a context belongs to: as often as it likes,
// the others are told twice a minute. When the run ends it is forgotten. Outside of a
// job nobody hears it.
func Report(ctx context.Context, p Progress) {
	if report, ok := ctx.Value(progressKey{}).(func(Progress)); ok {
		report(p)
	}
}

// report remembers how far the run is.
func (j *running) report(p Progress) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state.Progress, j.state.Reported = p, j.now()
}

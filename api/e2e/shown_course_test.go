//go:build attack || fault

package e2e_test

import (
	"sync"
	"testing"
	"time"
)

// course is how sign-ins went while something was broken: the page of results draws it.
type course struct {
	Step  float64 `json:"step"` // seconds of a column
	In    []int   `json:"in"`   // people who got in
	Not   []int   `json:"not"`  // people who did not
	Marks []mark  `json:"marks,omitempty"`
}

// mark is what was done at a second.
type mark struct {
	At   float64 `json:"at"`
	What string  `json:"what"`
}

// columns are how many a course has at most.
const columns = 90

// diary keeps when people came, for the course of the row that they came in.
type diary struct {
	mu    sync.Mutex
	began time.Time
	in    []time.Duration
	not   []time.Duration
	marks []mark
}

var diaries sync.Map // by the row's test

// diaryOf is the diary of a row, which begins when it is first asked for.
func diaryOf(t *testing.T) *diary {
	kept, _ := diaries.LoadOrStore(t.Name(), &diary{began: time.Now()})
	return kept.(*diary)
}

func (y *diary) note(failed bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if failed {
		y.not = append(y.not, time.Since(y.began))
	} else {
		y.in = append(y.in, time.Since(y.began))
	}
}

// marked says in the row's course what is done now.
func marked(t *testing.T, what string) {
	y := diaryOf(t)
	y.mu.Lock()
	defer y.mu.Unlock()
	y.marks = append(y.marks, mark{time.Since(y.began).Round(10 * time.Millisecond).Seconds(), what})
}

// courseOf is the course of a row that people came in, or nil.
func courseOf(t *testing.T) *course {
	kept, ok := diaries.Load(t.Name())
	if !ok {
		return nil
	}
	y := kept.(*diary)
	y.mu.Lock()
	defer y.mu.Unlock()
	last := time.Duration(0)
	for _, at := range append(y.in[:len(y.in):len(y.in)], y.not...) {
		last = max(last, at)
	}
	step := max(250*time.Millisecond, (last/columns).Round(250*time.Millisecond)+250*time.Millisecond)
	n := int(last/step) + 1
	c := &course{Step: step.Seconds(), In: make([]int, n), Not: make([]int, n), Marks: y.marks}
	for _, at := range y.in {
		c.In[at/step]++
	}
	for _, at := range y.not {
		c.Not[at/step]++
	}
	return c
}

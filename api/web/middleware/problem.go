package middleware

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ProblemType is the media type of a problem document.
const ProblemType = "application/problem+json"

// Problems writes refusals as our API and pages do.
type Problems struct {
	Log    *slog.Logger
	Detail func(route string, f *fault.Fault) *string // what an operator may be told; nil: nothing
}

// Refuse is the only writer of errors: a problem document (RFC 9457) with the code,
// the reference and the refused members. What caused it goes to the log and never
// into the answer.
func (p Problems) Refuse(c *gin.Context, err error) {
	f := RefusalOf(err)
	LogRefusal(p.Log, c, f)
	problem := ProblemOf(f, Reference(c))
	if p.Detail != nil {
		problem.Detail = p.Detail(c.FullPath(), f)
	}
	AskToWait(c.Writer.Header(), f)
	body, err := json.Marshal(problem)
	if err != nil {
		body = []byte("{}")
	}
	c.Data(problem.Status, ProblemType, body)
	c.Abort()
}

// ProblemOf is the problem document of a refusal.
func ProblemOf(f *fault.Fault, reference string) contract.Problem {
	e := fault.Lookup(f.Code)
	problem := contract.Problem{
		Type: "/problems#" + string(f.Code), Title: e.Title, Status: e.Status,
		Code: contract.ProblemCode(f.Code), Ref: reference,
	}
	if len(f.Fields) > 0 {
		fields := make([]contract.FieldProblem, len(f.Fields))
		for i, field := range f.Fields {
			fields[i] = contract.FieldProblem{Pointer: field.Pointer, Code: contract.FieldCode(field.Code)}
		}
		problem.Errors = &fields
	}
	if f.ChangedBy != "" {
		problem.ChangedBy, problem.ChangedAt = &f.ChangedBy, &f.ChangedAt
	}
	if f.People > 0 {
		problem.People = &f.People
	}
	if f.Code == fault.ScopeMissing && f.Reason != "" {
		problem.Scope = &f.Reason
	}
	if f.AdministratorTold {
		problem.AdministratorTold = &f.AdministratorTold
	}
	return problem
}

// AskToWait says when to come again, if a refusal is for a while.
func AskToWait(h http.Header, f *fault.Fault) {
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
}

// RefusalOf reads an error of the inner rooms: a fault as it is, a database that is
// away as busy, the rest as our own error.
func RefusalOf(err error) *fault.Fault {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	if store.Unavailable(err) || errors.Is(err, context.Canceled) {
		f := fault.Wrap(fault.Busy, "database", err)
		f.RetryAfter = 2 * time.Second
		return f
	}
	return fault.Of(err)
}

// LogRefusal tells the log what was refused and why.
func LogRefusal(logger *slog.Logger, c *gin.Context, f *fault.Fault) {
	level := slog.LevelDebug
	if fault.Lookup(f.Code).Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	logger.LogAttrs(c.Request.Context(), level, "refused", slog.String("ref", Reference(c)),
		slog.String("route", c.FullPath()), slog.String("code", string(f.Code)),
		slog.String("reason", f.Reason), slog.Any("cause", errors.Unwrap(f)))
}

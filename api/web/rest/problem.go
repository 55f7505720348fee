package rest

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

	"latchkey/api/web/contract"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// writeProblem is the only writer of errors: a problem document (RFC 9457) with
// the code, the reference and the refused members. What caused it goes to the
// log and never into the answer.
func (s *Server) writeProblem(c *gin.Context, err error) {
	f := refusalOf(err)
	e := fault.Lookup(f.Code)
	s.logProblem(c, f)
	problem := contract.Problem{
		Type: "/problems#" + string(f.Code), Title: e.Title, Status: e.Status,
		Code: contract.ProblemCode(f.Code), Ref: reference(c),
	}
	if c.FullPath() == readyRoute {
		problem.Detail = whyNotReady(f)
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
	if f.AdministratorTold {
		problem.AdministratorTold = &f.AdministratorTold
	}
	if f.RetryAfter > 0 {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	body, err := json.Marshal(problem)
	if err != nil {
		body = []byte("{}")
	}
	c.Data(e.Status, "application/problem+json", body)
	c.Abort()
}

// refusalOf reads an error of the inner rooms: a fault as it is, a database
// that is away as busy, the rest as our own error.
func refusalOf(err error) *fault.Fault {
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

func (s *Server) logProblem(c *gin.Context, f *fault.Fault) {
	level := slog.LevelDebug
	if fault.Lookup(f.Code).Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Request.Context(), level, "refused", slog.String("ref", reference(c)),
		slog.String("route", c.FullPath()), slog.String("code", string(f.Code)),
		slog.String("reason", f.Reason), slog.Any("cause", errors.Unwrap(f)))
}

package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// streamPage is how many lines an answer of the stream has at most.
const streamPage = 1000

// latest is the cursor of whoever wants what comes from now on.
const latest = "latest"

// StreamSignIns hands out the log to a SIEM, the oldest first (people.md, 3).
func (s *Server) StreamSignIns(ctx context.Context, r contract.StreamSignInsRequestObject) (contract.StreamSignInsResponseObject, error) {
	ctx, caller := callerOf(ctx)
	o, err := s.Store.OrganizationByID(ctx, caller.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("read the organization: %w", err)
	}
	now := s.Now()
	after, err := streamPlace(r.Params.After, now, now.AddDate(0, 0, -int(o.LogDays)))
	if err != nil {
		return nil, err
	}
	most := streamPage
	if r.Params.Limit != nil {
		most = *r.Params.Limit
	}
	complete := now.Add(-store.SignInsComplete)
	lines, err := s.Store.SignInsAfter(ctx, caller.OrganizationID, after, complete, most)
	if err != nil {
		return nil, fmt.Errorf("stream the sign-in log: %w", err)
	}
	next := endOf(complete)
	if len(lines) == most {
		next = lines[most-1].Cursor()
	}
	body, err := streamLines(lines)
	if err != nil {
		return nil, err
	}
	path := "/api/v1/organizations/" + url.PathEscape(o.Code) + "/sign-in-log/stream"
	return contract.StreamSignIns200ApplicationxNdjsonResponse{
		Body: bytes.NewReader(body), ContentLength: int64(len(body)),
		Headers: contract.StreamSignIns200ResponseHeaders{
			Link: new("<" + path + "?after=" + cursorOf(later(after, next)) + "&limit=" + strconv.Itoa(most) + `>; rel="next"`),
		},
	}, nil
}

// endOf is the place behind all that ended before a time: no id of a row comes before this one.
func endOf(t time.Time) store.Cursor { return store.Cursor{At: store.At(t), ID: "-"} }

// later is the one of two places that comes later: a clock that was put back must not send
// a reader back.
func later(a, b store.Cursor) store.Cursor {
	if cmp.Or(a.At.Compare(b.At.Time), cmp.Compare(a.ID, b.ID)) > 0 {
		return a
	}
	return b
}

// streamPlace reads where a reader was; none is the beginning. Rows after a cursor that is
// older than what is kept may be gone, and one that lies ahead was given out by a clock that
// went wrong: what is written until then would be passed over.
func streamPlace(given *string, now, keptSince time.Time) (store.Cursor, error) {
	if given != nil && *given == latest {
		return endOf(now.Add(-store.SignInsComplete)), nil
	}
	after, err := readCursorOf("?after", given)
	if err == nil && after.ID != "" && (after.At.Before(keptSince) || after.At.After(now)) {
		err = fault.New(fault.CursorExpired)
	}
	return after, err
}

// streamLines writes a line of JSON for each row (NDJSON).
func streamLines(lines []store.StreamLine) ([]byte, error) {
	var body bytes.Buffer
	to := json.NewEncoder(&body)
	for _, l := range lines {
		if err := to.Encode(streamLine(l)); err != nil {
			return nil, fmt.Errorf("write a line of the stream: %w", err)
		}
	}
	return body.Bytes(), nil
}

func streamLine(l store.StreamLine) contract.SignInStreamLine {
	e := signInEntry(l.LogLine)
	return contract.SignInStreamLine{
		Cursor: cursorOf(l.Cursor()), Id: e.Id, Reference: e.Reference, Result: e.Result, Code: e.Code, Reason: e.Reason, Purpose: e.Purpose,
		Provider: e.Provider, Label: e.Label, Application: e.Application, Times: e.Times, Person: e.Person, At: e.At, Address: e.Address,
		Browser: e.Browser, Email: orNull(l.Email), UserId: orNull(given(l.UserID)),
	}
}

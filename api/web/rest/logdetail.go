package rest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/idp/provider"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// stepsOf says how far an attempt came through its steps. What stands before the step
// that the row names has passed; that step itself ended well or refused. A
// password, a bypass link or a request of an application has no such steps, and the link page only the last ones.
func stepsOf(row store.SignIn) []contract.SignInStep {
	order := []contract.SignInStepStep{
		contract.SignInStepStepReturned, contract.SignInStepStepAttempt, contract.SignInStepStepLive, contract.SignInStepStepAnswer, contract.SignInStepStepExchange, contract.SignInStepStepLock,
		contract.SignInStepStepPerson, contract.SignInStepStepCommit,
	}
	switch contract.SignInPurpose(row.Purpose) {
	case contract.SignInPurposePassword, contract.SignInPurposeBypass, contract.SignInPurposeApplication:
		return []contract.SignInStep{}
	case contract.SignInPurposeLinkPage:
		order = order[6:]
	}
	var timings map[string]int
	if json.Unmarshal([]byte(row.Timings), &timings) != nil {
		timings = nil // a row is shown even if its times cannot be read
	}
	reached := slices.Index(order, contract.SignInStepStep(row.Step))
	refused := store.ResultOf(row.Code) == store.ResultRefused || store.ResultOf(row.Code) == store.ResultCancelled
	steps := make([]contract.SignInStep, len(order))
	for i, name := range order {
		steps[i] = contract.SignInStep{Step: name, State: contract.SignInStepStatePassed, AfterMicroseconds: nullable.NewNullNullable[int]()}
		if after, ok := timings[string(name)]; ok {
			steps[i].AfterMicroseconds = nullable.NewNullableWithValue(after)
		}
		switch {
		case !refused: // the commit that wrote the row is the last step
		case i == reached:
			steps[i].State = contract.SignInStepStateRefused
		case i > reached:
			steps[i].State = contract.SignInStepStateNotReached
			steps[i].AfterMicroseconds = nullable.NewNullNullable[int]() // of a try before, if any
		}
	}
	return steps
}

// auditEntry writes an event with the names that people know. A detail that cannot
// be read takes nothing else of the event with it, nor the other events.
func auditEntry(l store.AuditLine) contract.AuditEntry {
	detail := map[string]any{}
	reader := json.NewDecoder(strings.NewReader(l.Detail))
	reader.UseNumber() // times are counts of microseconds
	if reader.Decode(&detail) != nil || detail == nil {
		detail = map[string]any{"unreadable": true}
	}
	domain, _ := detail["domain"].(string) // of an event from before its subject was kept
	subject := cmp.Or(l.SubjectName, domain)
	if l.SubjectProvider != "" {
		subject = cmp.Or(given(labelOf(l.SubjectProvider, l.SubjectLabel)), provider.Key(l.SubjectProvider).Name())
	}
	return contract.AuditEntry{
		Id: l.ID, At: l.At.Time, Actor: l.Actor, ActorName: orNull(store.ActorName(l.Actor, l.ActorName)), Action: contract.AuditAction(l.Action),
		Subject: l.Subject, SubjectName: orNull(subject), Detail: detail,
	}
}

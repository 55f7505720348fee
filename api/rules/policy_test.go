package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
	"latchkey/api/store"
)

// Each setting that the contract takes in a change of the policy is read and written; a line
// that is missing would take the change and do nothing.
func TestEachSettingOfTheContractIsWritten(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	var promised []string
	for name := range doc.Components.Schemas["PolicyChange"].Value.Properties {
		if name != "firstSignIn" { // of its connections: see api/policy/firstsignin.go
			promised = append(promised, strings.TrimSuffix(name, "Minutes"))
		}
	}
	text, length, days, on := "Call 4100.", time.Hour, 200, true
	var o store.Organization
	list, problems := SignInPolicy{
		ContactText: &text, SessionIdle: &length, SessionAbsolute: &length, LogDays: &days, AuditDays: &days, StraightToProvider: &on,
	}.Settings(&o)
	if len(problems) > 0 {
		t.Fatalf("refused: %+v", problems)
	}
	var read []string
	for _, s := range list {
		read = append(read, s.Member)
		s.Write()
	}
	slices.Sort(promised)
	slices.Sort(read)
	if !slices.Equal(promised, read) {
		t.Errorf("the contract takes %v,\nthe rules read %v", promised, read)
	}
	want := store.Organization{
		ContactText: text, SessionIdleSeconds: 3600, SessionAbsoluteSeconds: 3600, LogDays: int64(days), AuditDays: int64(days), StraightToProvider: on,
	}
	if o != want {
		t.Errorf("written: %+v,\nnot %+v", o, want)
	}
}

package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// refusals are the codes that an operation may refuse with: its own, and those
// that it has in common with others.
func refusals(method string, op *openapi3.Operation) []string {
	return slices.Concat(codesIn(op.Extensions["x-refusals"]), commonRefusals(method, op))
}

// commonRefusals applies x-common-refusals of the contract, see "Errors" there.
func commonRefusals(method string, op *openapi3.Operation) []string {
	in := func(place string) bool {
		return slices.ContainsFunc(op.Parameters, func(p *openapi3.ParameterRef) bool { return p.Value.In == place })
	}
	token := demandsToken(op)
	rules := map[string]bool{
		"service": opensToServices(op), "always": true, "change": method != http.MethodGet, "token": token, "token-and-path": token && in(openapi3.ParameterInPath),
		"query": in(openapi3.ParameterInQuery), "body": op.RequestBody != nil, "if-match": demandsRevision(op),
		"idempotency-key":       op.Parameters.GetByInAndName(openapi3.ParameterInHeader, "Idempotency-Key") != nil,
		"recent-authentication": op.Extensions["x-recent-authentication"] != "never", "rate-limit": op.Extensions["x-rate-limit"] != nil,
	}
	var codes []string
	for rule, common := range contract().Extensions["x-common-refusals"].(map[string]any) {
		applies, known := rules[rule]
		if !known {
			panic("a rule of x-common-refusals that nobody applies: " + rule)
		}
		if applies {
			codes = append(codes, codesIn(common)...)
		}
	}
	return codes
}

// demandsRevision says whether a change is made from the revision that was read.
func demandsRevision(op *openapi3.Operation) bool {
	p := op.Parameters.GetByInAndName(openapi3.ParameterInHeader, "If-Match")
	return p != nil && p.Required
}

func codesIn(list any) []string {
	members, _ := list.([]any)
	codes := make([]string, len(members))
	for i, code := range members {
		codes[i] = fmt.Sprint(code)
	}
	return codes
}

// demandsToken says whether an operation is for who brings an access token.
func demandsToken(op *openapi3.Operation) bool {
	security := contract().Security
	if op.Security != nil {
		security = *op.Security
	}
	return slices.ContainsFunc(security, func(s openapi3.SecurityRequirement) bool { return s["bearer"] != nil })
}

// opensToServices says whether services may.
func opensToServices(op *openapi3.Operation) bool {
	return op.Security != nil && slices.ContainsFunc(*op.Security, func(s openapi3.SecurityRequirement) bool { return s["serviceKey"] != nil })
}

// checkRefusal: an operation refuses with what it lists, and with nothing else.
func checkRefusal(method string, op *openapi3.Operation, body []byte) error {
	var problem struct{ Code string }
	if err := json.Unmarshal(body, &problem); err != nil {
		return err
	}
	if !slices.Contains(refusals(method, op), problem.Code) {
		return fmt.Errorf("%s is not in x-refusals of %s", problem.Code, op.OperationID)
	}
	return nil
}

// H02: every operation has one answer for refusals and lists its codes: those of
// the catalogue, none twice, none that a rule gives it already.
func TestH02EveryOperationListsItsRefusals(t *testing.T) {
	t.Parallel()
	catalogue := contract().Components.Schemas["ProblemCode"].Value.Enum
	eachOperation(func(method, _ string, op *openapi3.Operation) {
		if _, says := op.Extensions["x-refusals"].([]any); !says {
			t.Errorf("%s has no x-refusals", op.OperationID)
		}
		if op.Responses.Default() == nil || op.Responses.Default().Ref != "#/components/responses/Refusal" {
			t.Errorf("%s: the default answer is no refusal", op.OperationID)
		}
		common := commonRefusals(method, op)
		for i, code := range codesIn(op.Extensions["x-refusals"]) {
			if !slices.Contains(catalogue, any(code)) || slices.Contains(common, code) ||
				slices.Contains(codesIn(op.Extensions["x-refusals"])[:i], code) {
				t.Errorf("%s: %s is unknown, or said twice", op.OperationID, code)
			}
		}
	})
}

// H02: a refusal that is given and not listed fails the test that sees it, whichever that is:
// the client of the tests looks at every answer.
func TestH02ARefusalThatIsNotListedIsSeen(t *testing.T) {
	t.Parallel()
	for body, listed := range map[string]bool{`{"code": "own_sign_in_required"}`: false, `{"code": "unauthenticated"}`: true} {
		err := checkRefusal(http.MethodGet, contract().Paths.Value("/api/v1/me").Get, []byte(body))
		if (err == nil) != listed {
			t.Errorf("%s: %v", body, err)
		}
	}
}

package middleware

import (
	"strings"
	"testing"

	"latchkey"
)

// H01: a contract that leaves open who may call an operation is not served.
func TestH01NoPermissionNoStart(t *testing.T) {
	t.Parallel()
	of := func(operation, permission string) string {
		return "operationId: " + operation + "\n      x-permission: " + permission + "\n"
	}
	for name, c := range map[string]struct{ was, is string }{
		"it is left out":                       {of("getMe", "signed-in"), "operationId: getMe\n"},
		"nobody knows it":                      {of("listUsers", "users:read"), of("listUsers", "users:peek")},
		"public, and yet a token is demanded":  {of("getMe", "signed-in"), of("getMe", "public")},
		"a permission, and no token":           {of("getHealth", "public"), of("getHealth", "signed-in")},
		"of an organization, none in the path": {of("getMe", "signed-in"), of("getMe", "users:read")},
	} {
		text := strings.Replace(string(latchkey.OpenAPI), c.was, c.is, 1)
		if text == string(latchkey.OpenAPI) {
			t.Fatalf("%s: %q is not in the contract", name, c.was)
		}
		if _, err := PackContract([]byte(text)); err == nil || !strings.Contains(err.Error(), "x-permission") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

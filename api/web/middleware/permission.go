package middleware

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/principal"
)

// permissionOf reads what an operation asks of its caller (x-permission). It fails
// where the operation does not say so, or where the rest of it says something else.
func permissionOf(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) (principal.Permission, error) {
	name, _ := op.Extensions["x-permission"].(string)
	p, err := principal.Parse(name)
	if err != nil {
		return "", fmt.Errorf("x-permission: %w", err)
	}
	if isOpenedBy(doc, op, "http") != (p != principal.Public) {
		return "", fmt.Errorf("x-permission %s does not go with its security", p)
	}
	parameters := slices.Concat(item.Parameters, op.Parameters)
	if p.WithinOrganization() && parameters.GetByInAndName(openapi3.ParameterInPath, "organization") == nil {
		return "", fmt.Errorf("x-permission %s needs an organization in the path", p)
	}
	return p, nil
}

// isOpenedBy says whether an operation takes a kind of credentials: http is an
// access token, apiKey a cookie.
func isOpenedBy(doc *openapi3.T, op *openapi3.Operation, kind string) bool {
	security := doc.Security
	if op.Security != nil {
		security = *op.Security
	}
	for _, requirement := range security {
		for name := range requirement {
			if doc.Components.SecuritySchemes[name].Value.Type == kind {
				return true
			}
		}
	}
	return false
}

// openToServices says whether services may, and fails where the scopes that its security
// names are not its permission, by a key and by a token alike.
func openToServices(doc *openapi3.T, op *openapi3.Operation, permission principal.Permission) (bool, error) {
	security := doc.Security
	if op.Security != nil {
		security = *op.Security
	}
	named := map[string][]string{}
	for _, requirement := range security {
		for name, scopes := range requirement {
			if name == "serviceKey" || name == "serviceToken" {
				named[name] = scopes
			}
		}
	}
	if len(named) == 0 {
		return false, nil
	}
	for _, name := range []string{"serviceKey", "serviceToken"} {
		if !slices.Equal(named[name], []string{string(permission)}) {
			return false, fmt.Errorf("%s of its security is not x-permission %s", name, permission)
		}
	}
	if !slices.Contains(principal.Scopes(), permission) {
		return false, fmt.Errorf("x-permission %s is no scope of a service", permission)
	}
	return true, nil
}

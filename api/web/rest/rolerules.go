package rest

import (
	"context"

	"latchkey/api/role"
	"latchkey/api/role/rule"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetRoleRules shows the rules that give roles.
func (s *Server) GetRoleRules(ctx context.Context, _ contract.GetRoleRulesRequestObject) (contract.GetRoleRulesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	set, err := s.Roles.Rules(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	return contract.GetRoleRules200JSONResponse{RoleRulesNowJSONResponse: roleRulesNow(set)}, nil
}

// PutRoleRules saves all rules of an organization.
func (s *Server) PutRoleRules(ctx context.Context, r contract.PutRoleRulesRequestObject) (contract.PutRoleRulesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	set, err := s.Roles.SaveRules(ctx, s.actorOf(admin), revision, wantedRules(*r.Body))
	if err != nil {
		return nil, err
	}
	return contract.PutRoleRules200JSONResponse{RoleRulesNowJSONResponse: roleRulesNow(set)}, nil
}

// PreviewRoleRules says what rules would do, and writes nothing.
func (s *Server) PreviewRoleRules(ctx context.Context, r contract.PreviewRoleRulesRequestObject) (contract.PreviewRoleRulesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	wanted, connection := wantedRules(r.Body.Rules), given(r.Body.ConnectionId)
	if r.Body.Of == contract.RoleRulePreviewRequestOfPeople {
		all, warnings, err := s.Roles.PreviewPeople(ctx, admin.OrganizationID, wanted)
		if err != nil {
			return nil, err
		}
		return contract.PreviewRoleRules200JSONResponse{Warnings: warned(warnings), People: &contract.RoleRulePeople{
			People: all.People, Unknown: all.Unknown, Changes: all.Changes, Refused: all.Refused, Fits: all.Fits, Items: differences(all.List),
		}}, nil
	}
	look := func() (role.OneAccount, []role.Warning, error) {
		if r.Body.Of == contract.RoleRulePreviewRequestOfTest {
			return s.Roles.PreviewTest(ctx, admin.OrganizationID, connection, wanted)
		}
		return s.Roles.PreviewClaims(ctx, admin.OrganizationID, connection, wanted, given(r.Body.Claims))
	}
	one, warnings, err := look()
	if err != nil {
		return nil, err
	}
	return contract.PreviewRoleRules200JSONResponse{Warnings: warned(warnings), Account: roleRuleAccount(one)}, nil
}

// GetRoleDrift lists the people whose role is another than rules say.
func (s *Server) GetRoleDrift(ctx context.Context, _ contract.GetRoleDriftRequestObject) (contract.GetRoleDriftResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, total, err := s.Roles.Drift(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	return contract.GetRoleDrift200JSONResponse{Items: differences(list), Total: total}, nil
}

// DecideRoleDrift accepts what rules say of a person, or keeps their role.
func (s *Server) DecideRoleDrift(ctx context.Context, r contract.DecideRoleDriftRequestObject) (contract.DecideRoleDriftResponseObject, error) {
	ctx, admin := callerOf(ctx)
	accept := r.Body.Decision == contract.RoleDriftDecisionDecisionAccept
	if err := s.Roles.Resolve(ctx, s.actorOf(admin), r.Body.UserId, store.Role(r.Body.Said), accept); err != nil {
		return nil, err
	}
	return contract.DecideRoleDrift204Response{}, nil
}

func wantedRules(body contract.RoleRuleSet) role.WantedRules {
	w := role.WantedRules{Confirmed: given(body.ConfirmSuperAdmin), Set: rule.Set{
		Mode: rule.Mode(body.Mode), Otherwise: rule.Otherwise(body.Otherwise), Role: given(body.OtherwiseRole),
	}}
	for _, one := range body.Rules {
		w.Rules = append(w.Rules, rule.Rule{
			ID: given(one.Id), Connection: given(one.ConnectionId), Source: rule.Source(one.Source), Path: given(one.Path), Op: rule.Op(one.Op),
			Values: one.Values, IgnoreCase: given(one.IgnoreCase), Role: one.Role,
		})
		w.MakesSuperAdmins = append(w.MakesSuperAdmins, given(one.SuperAdmin))
	}
	return w
}

func roleRulesNow(set role.Ruled) contract.RoleRulesNowJSONResponse {
	tag := etag(set.Row.Revision)
	body := contract.RoleRules{
		Mode: contract.RoleRuleMode(set.Mode), Otherwise: contract.RoleRuleOtherwise(set.Otherwise), OtherwiseRole: orAbsent(set.Role),
		Rules: make([]contract.RoleRule, len(set.Rules)), Warnings: warned(set.Warnings), GroupsUnsent: make([]contract.GroupsUnsent, len(set.Unsent)),
		ChangedBy: set.ChangedByName, Etag: tag,
	}
	if !set.Row.ChangedAt.IsZero() {
		body.ChangedAt = &set.Row.ChangedAt.Time
	}
	for i, one := range set.Rules {
		body.Rules[i] = contract.RoleRule{
			Id: &set.Rules[i].ID, ConnectionId: orAbsent(one.Connection), Source: contract.RoleRuleSource(one.Source), Op: contract.RoleRuleOp(one.Op),
			Values: one.Values, Role: one.Role,
		}
		if one.Source == rule.Claim {
			body.Rules[i].Path = &set.Rules[i].Path
		}
		yes := true
		if one.IgnoreCase {
			body.Rules[i].IgnoreCase = &yes
		}
		if one.Role == string(store.SuperAdmin) {
			body.Rules[i].SuperAdmin = &yes
		}
	}
	for i, one := range set.Unsent {
		body.GroupsUnsent[i] = contract.GroupsUnsent{ConnectionId: one.ConnectionID, People: int(one.People)}
	}
	return contract.RoleRulesNowJSONResponse{Body: body, Headers: contract.RoleRulesNowResponseHeaders{ETag: &tag}}
}

func warned(list []role.Warning) []contract.RoleRuleWarning {
	warnings := make([]contract.RoleRuleWarning, len(list))
	for i, one := range list {
		warnings[i] = contract.RoleRuleWarning{Rule: one.Rule, Code: contract.RoleRuleWarningCode(one.Code)}
	}
	return warnings
}

func fitOf(f rule.Fit) contract.RoleRuleFit {
	return map[rule.Fit]contract.RoleRuleFit{rule.Yes: contract.RoleRuleFitYes, rule.No: contract.RoleRuleFitNo, rule.Unknown: contract.RoleRuleFitUnknown}[f]
}

func roleRuleAccount(one role.OneAccount) *contract.RoleRuleAccount {
	is := contract.RoleRuleAccount{
		Fit: fitOf(one.Fit), Rule: one.Position, Role: orAbsent(one.Role), Refused: one.Refused,
		Steps: make([]contract.RoleRuleFit, len(one.Steps)), Claims: make([]contract.RoleRuleClaim, len(one.Claims)),
	}
	for i, step := range one.Steps {
		is.Steps[i] = fitOf(step.Fit)
	}
	for i, claim := range one.Claims {
		is.Claims[i] = contract.RoleRuleClaim{Path: claim.Path, Values: claim.Values}
	}
	return &is
}

func differences(list []role.Differs) []contract.RoleDifference {
	items := make([]contract.RoleDifference, len(list))
	for i, one := range list {
		items[i] = contract.RoleDifference{
			UserId: one.ID, Name: one.Name, Email: one.Email, Role: string(one.RolePerson.Role), Said: orAbsent(one.Answer.Role), Rule: one.Position,
		}
		if one.Held != rule.NotHeld && one.Held != rule.HeldOff {
			held := contract.RoleDifferenceHeld(one.Held)
			items[i].Held = &held
		}
		if !one.SeenAt.IsZero() {
			items[i].SeenAt = &list[i].SeenAt.Time
		}
	}
	return items
}

// orAbsent is nil for a text that is not there.
func orAbsent(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// small gives a number of the database as the contract has it.
func small(n *int64) *int {
	if n == nil {
		return nil
	}
	is := int(*n)
	return &is
}

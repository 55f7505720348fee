package rest

import (
	"context"
	"encoding/json"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/service"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListServices lists an organization's services.
func (s *Server) ListServices(ctx context.Context, _ contract.ListServicesRequestObject) (contract.ListServicesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Services.List(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Service, len(list))
	for i, one := range list {
		items[i] = s.service(one)
	}
	return contract.ListServices200JSONResponse{Items: items}, nil
}

// GetService shows one service.
func (s *Server) GetService(ctx context.Context, r contract.GetServiceRequestObject) (contract.GetServiceResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, err := s.Services.Read(ctx, admin.OrganizationID, r.ServiceId)
	if err != nil {
		return nil, err
	}
	return contract.GetService200JSONResponse{ServiceNowJSONResponse: s.serviceNow(one)}, nil
}

// CreateService makes a service, and shows its secret this once.
func (s *Server) CreateService(ctx context.Context, r contract.CreateServiceRequestObject) (contract.CreateServiceResponseObject, error) {
	ctx, admin := callerOf(ctx)
	wanted := service.NewService{Name: r.Body.Name, Scopes: scopesOf(r.Body.Scopes), Secret: lifetimeOf(r.Body.Lifetime, r.Body.Never)}
	if r.Body.Keys != nil {
		keys, err := keyringOf(*r.Body.Keys)
		if err != nil {
			return nil, err
		}
		wanted.Keys = &keys
	}
	if r.Body.Federation != nil {
		f := federationOf(*r.Body.Federation)
		wanted.Federation = &f
	}
	made, key, err := s.Services.Create(ctx, s.actorOf(admin), wanted)
	if err != nil {
		return nil, err
	}
	return contract.CreateService201JSONResponse{ServiceMadeJSONResponse: s.serviceMade(made, key)}, nil
}

// ChangeService changes a service.
func (s *Server) ChangeService(ctx context.Context, r contract.ChangeServiceRequestObject) (contract.ChangeServiceResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	wanted := service.Wanted{Name: r.Body.Name}
	if r.Body.Scopes != nil {
		wanted.Scopes = scopesOf(*r.Body.Scopes)
	}
	if r.Body.Keys.IsSpecified() {
		wanted.Keys = &service.Keyring{} // null takes them away
		if keys, err := r.Body.Keys.Get(); err == nil {
			if *wanted.Keys, err = keyringOf(keys); err != nil {
				return nil, err
			}
		}
	}
	if r.Body.Federation.IsSpecified() {
		wanted.Federation = &store.Federation{}
		if f, err := r.Body.Federation.Get(); err == nil {
			*wanted.Federation = federationOf(f)
		}
	}
	one, err := s.Services.Change(ctx, s.actorOf(admin), r.ServiceId, revision, wanted)
	if err != nil {
		return nil, err
	}
	return contract.ChangeService200JSONResponse{ServiceNowJSONResponse: s.serviceNow(one)}, nil
}

// RevokeService ends a service for good.
func (s *Server) RevokeService(ctx context.Context, r contract.RevokeServiceRequestObject) (contract.RevokeServiceResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := s.Services.Revoke(ctx, s.actorOf(admin), r.ServiceId, revision); err != nil {
		return nil, err
	}
	return contract.RevokeService204Response{}, nil
}

// AddServiceSecret gives a service one secret more, and shows it this once.
func (s *Server) AddServiceSecret(ctx context.Context, r contract.AddServiceSecretRequestObject) (contract.AddServiceSecretResponseObject, error) {
	ctx, admin := callerOf(ctx)
	made, key, err := s.Services.AddSecret(ctx, s.actorOf(admin), r.ServiceId, lifetimeOf(r.Body.Lifetime, r.Body.Never))
	if err != nil {
		return nil, err
	}
	return contract.AddServiceSecret201JSONResponse{ServiceMadeJSONResponse: s.serviceMade(made, key)}, nil
}

// RevokeServiceSecret ends a secret.
func (s *Server) RevokeServiceSecret(ctx context.Context, r contract.RevokeServiceSecretRequestObject) (contract.RevokeServiceSecretResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, err := s.Services.RevokeSecret(ctx, s.actorOf(admin), r.ServiceId, r.SecretId)
	if err != nil {
		return nil, err
	}
	return contract.RevokeServiceSecret200JSONResponse{ServiceNowJSONResponse: s.serviceNow(one)}, nil
}

func scopesOf(list contract.ServiceScopes) []string {
	scopes := make([]string, len(list))
	for i, scope := range list {
		scopes[i] = string(scope)
	}
	return scopes
}

func lifetimeOf(name *contract.SecretLifetime, never *bool) service.Lifetime {
	return service.Lifetime{Name: string(given(name)), Never: given(never)}
}

func keyringOf(k contract.ServiceKeys) (service.Keyring, error) {
	keys := service.Keyring{URI: given(k.JwksUri)}
	if k.Jwks == nil {
		return keys, nil
	}
	text, err := json.Marshal(k.Jwks)
	keys.JWKS = string(text)
	return keys, err
}

func federationOf(f contract.ServiceFederation) store.Federation {
	return store.Federation{Issuer: f.Issuer, KeysAt: f.JwksUri, Subject: f.Subject, Audience: f.Audience}
}

func (s *Server) serviceNow(one service.Entry) contract.ServiceNowJSONResponse {
	tag := etag(one.Revision)
	return contract.ServiceNowJSONResponse{Body: s.service(one), Headers: contract.ServiceNowResponseHeaders{ETag: &tag}}
}

func (s *Server) serviceMade(one service.Entry, key string) contract.ServiceMadeJSONResponse {
	tag := etag(one.Revision)
	return contract.ServiceMadeJSONResponse{
		Body:    contract.ServiceMade{Service: s.service(one), Secret: orNull(key)},
		Headers: contract.ServiceMadeResponseHeaders{ETag: &tag},
	}
}

func (s *Server) service(one service.Entry) contract.Service {
	scopes := make([]contract.ServiceScope, len(one.Scopes))
	for i, scope := range one.Scopes {
		scopes[i] = contract.ServiceScope(scope)
	}
	secrets := make([]contract.ServiceSecret, len(one.Secrets))
	for i, secret := range one.Secrets {
		secrets[i] = s.serviceSecret(secret)
	}
	return contract.Service{
		Id: one.ClientID, Name: one.Name, Scopes: scopes, Secrets: secrets, Keys: keysOf(one.Service), Federation: federation(one.Federation),
		TokenUrl: s.PublicURL.JoinPath("/oauth/token").String(), CreatedAt: one.CreatedAt.Time, CreatedBy: one.CreatedByName, CreatorActive: one.CreatorActive,
		ChangedAt: one.UpdatedAt.Time, ChangedBy: one.ChangedByName, LastUsedAt: timeOrNull(one.LastUsedAt),
		LastUsedFrom: orNull(one.LastUsedFrom), LastUsedWith: orNull(one.LastUsedWith), Etag: etag(one.Revision),
	}
}

func (s *Server) serviceSecret(one service.Secret) contract.ServiceSecret {
	state := contract.ServiceSecretStateLive
	switch {
	case !one.RevokedAt.IsZero():
		state = contract.ServiceSecretStateRevoked
	case !one.Usable(s.Now()):
		state = contract.ServiceSecretStateExpired
	}
	return contract.ServiceSecret{
		Id: one.ID, First: one.First, Last: one.Last, State: state, CreatedAt: one.CreatedAt.Time, CreatedBy: one.CreatedByName,
		ExpiresAt: timeOrNull(one.ExpiresAt), LastUsedAt: timeOrNull(one.LastUsedAt), LastUsedFrom: orNull(one.LastUsedFrom),
	}
}

func keysOf(one store.Service) nullable.Nullable[contract.ServiceKeys] {
	keys := contract.ServiceKeys{}
	switch {
	case one.JWKSURI != "":
		keys.JwksUri = &one.JWKSURI
	case one.JWKS == "" || json.Unmarshal([]byte(one.JWKS), &keys.Jwks) != nil:
		return nullable.NewNullNullable[contract.ServiceKeys]()
	}
	return nullable.NewNullableWithValue(keys)
}

func federation(f store.Federation) nullable.Nullable[contract.ServiceFederation] {
	if f == (store.Federation{}) {
		return nullable.NewNullNullable[contract.ServiceFederation]()
	}
	return nullable.NewNullableWithValue(contract.ServiceFederation{Issuer: f.Issuer, JwksUri: f.KeysAt, Subject: f.Subject, Audience: f.Audience})
}

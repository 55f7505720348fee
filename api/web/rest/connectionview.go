package rest

import (
	"cmp"
	"context"

	"github.com/gin-gonic/gin"
	"github.com/oapi-codegen/nullable"

	"latchkey/api/connection"
	"latchkey/api/connection/health"
	"latchkey/api/idp/provider"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// connectionNow answers with a connection and its tag.
func (s *Server) connectionNow(c *gin.Context, admin principal.Caller, v connection.View) contract.ConnectionNowJSONResponse {
	body := s.connection(c, admin, v)
	return contract.ConnectionNowJSONResponse{Body: body, Headers: contract.ConnectionNowResponseHeaders{ETag: &body.Etag}}
}

// connection is a connection as the settings show it. No secret goes in here.
func (s *Server) connection(c *gin.Context, admin principal.Caller, v connection.View) contract.Connection {
	return contract.Connection{
		Id: v.ID, Provider: v.Provider, Kind: contract.ProviderKind(v.Kind()), Preset: orNull(v.Preset), Label: orNull(v.Label),
		Status: contract.ConnectionStatus(v.Status()), Degraded: degraded(v), Linking: contract.LinkingPolicy(v.Linking),
		WeakProof: contract.WeakProofPolicy(v.WeakProof), DifferentEmail: v.DifferentEmail,
		LockedTo: append([]string{}, v.LockedTo...), Live: versionOrNull(v.Live), Draft: versionOrNull(v.Draft),
		Rotation: rotation(v), Copy: s.copyBlock(admin, v.ID), Warnings: s.addressWarnings(c),
		Connected: int(v.Connected), LastGoodSignIn: timeOrNull(v.LastGood), LastTest: lastTest(v), LastDay: lastDay(v.LastDay), GuideDone: guideDone(v),
		ChangedAt: v.UpdatedAt.Time, ChangedBy: store.ActorName(v.ChangedBy, v.ChangedByName), Etag: etag(v.Revision),
	}
}

// copyBlock is what goes into the provider's console.
func (s *Server) copyBlock(admin principal.Caller, connectionID string) contract.CopyBlock {
	return contract.CopyBlock{
		RedirectUri: s.Connections.RedirectURI(connectionID), JavascriptOrigin: s.PublicURL.String(), AppName: admin.OrganizationName,
		HomePageUrl: s.PublicURL.String() + "/o/" + admin.OrganizationCode + "/sign-in", Scopes: connection.Scopes,
	}
}

// guideDone are the ticked steps of the set-up guide; none where nobody can read which.
func guideDone(v connection.View) []string {
	if v.GuideDone.Unreadable() {
		return []string{}
	}
	return append([]string{}, v.GuideDone...)
}

func degraded(v connection.View) nullable.Nullable[contract.Degraded] {
	if v.Status() != connection.StatusDegraded {
		return nullable.NewNullNullable[contract.Degraded]()
	}
	if v.LockedTo.Unreadable() { // whatever the provider says
		return nullable.NewNullableWithValue(contract.Degraded{Since: v.UpdatedAt.Time, Reason: health.LockUnreadable})
	}
	return nullable.NewNullableWithValue(contract.Degraded{Since: v.HealthSince.Time, Reason: v.HealthReason})
}

func rotation(v connection.View) nullable.Nullable[contract.Rotation] {
	if v.Fallback == nil {
		return nullable.NewNullNullable[contract.Rotation]()
	}
	return nullable.NewNullableWithValue(contract.Rotation{
		Until: v.FallbackUntil.Time, OldNumber: int(v.Fallback.Number), OldEndsIn: orNull(v.Fallback.SecretEnds),
		OldLastUsedAt: timeOrNull(v.FallbackUsedAt),
	})
}

func versionOrNull(v *store.VersionEntry) nullable.Nullable[contract.ConnectionVersion] {
	if v == nil {
		return nullable.NewNullNullable[contract.ConnectionVersion]()
	}
	return nullable.NewNullableWithValue(connectionVersion(*v))
}

func connectionVersion(v store.VersionEntry) contract.ConnectionVersion {
	return contract.ConnectionVersion{
		Id: v.ID, Number: int(v.Number), State: contract.ConnectionVersionState(v.State), ClientId: v.ClientID,
		Tenant: orNull(v.Tenant), Issuer: v.Issuer, ClientAuth: clientAuthName(v.ClientAuth), SecretEndsIn: orNull(v.SecretEnds),
		SecretExpiresAt: timeOrNull(v.SecretExpires), KeepOldSecretUntil: timeOrNull(v.KeepOldUntil),
		PassedAt: timeOrNull(v.PassedAt), SavedAt: v.CreatedAt.Time, SavedBy: store.ActorName(v.CreatedBy, v.SavedBy),
	}
}

// clientAuthName is how the contract names what a version keeps.
func clientAuthName(way string) contract.ClientAuth {
	return contract.ClientAuth(cmp.Or(way, connection.AutomaticAuth))
}

func lastTest(v connection.View) nullable.Nullable[contract.TestSummary] {
	t, newest := v.LastTest, v.Newest()
	if t == nil {
		return nullable.NewNullNullable[contract.TestSummary]()
	}
	return nullable.NewNullableWithValue(contract.TestSummary{
		Id: t.ID, VersionNumber: int(t.VersionNumber), State: contract.TestState(t.State),
		Current: newest != nil && newest.ID == t.VersionID, StartedAt: t.StartedAt.Time,
		FinishedAt: timeOrNull(t.FinishedAt), StartedBy: store.ActorName(t.StartedBy, t.StartedByName),
	})
}

// lastDay counts as the chart does.
func lastDay(n store.SignInCount) contract.DayCounts {
	return contract.DayCounts{
		Started: int(n.Begun()), Finished: int(n.SignedIn), Asked: int(n.Asked), Refused: int(n.Refused), Failed: int(n.Failed),
		NotReturned: int(n.NotReturned()),
	}
}

// MadeWith says what a connection was made with, to who is signed in to its organization: a preset, or a
// kind of provider; "" to others.
func (s *Server) MadeWith(ctx context.Context, connectionID, session string) string {
	id, is := s.Sessions.SessionOf(session)
	if !is {
		return ""
	}
	made, err := s.Store.MadeWith(ctx, connectionID, id)
	if err != nil {
		return ""
	}
	return cmp.Or(made.Preset, string(provider.Of(provider.Key(made.Provider)).Kind))
}

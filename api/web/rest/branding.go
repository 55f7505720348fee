package rest

import (
	"context"
	"math"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/branding"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetBranding says what the sign-in page looks like.
func (s *Server) GetBranding(ctx context.Context, _ contract.GetBrandingRequestObject) (contract.GetBrandingResponseObject, error) {
	ctx, admin := callerOf(ctx)
	b, err := s.Brandings.Read(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	return contract.GetBranding200JSONResponse{BrandingNowJSONResponse: brandingNow(admin.OrganizationCode, b)}, nil
}

// ChangeBranding changes what the sign-in page looks like.
func (s *Server) ChangeBranding(ctx context.Context, r contract.ChangeBrandingRequestObject) (contract.ChangeBrandingResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b, err := s.Brandings.Change(ctx, s.actorOf(admin), revision, branding.Wanted{
		Name: r.Body.Name, Accent: r.Body.Accent, Welcome: r.Body.Welcome, Upload: r.Body.Logo,
	})
	if err != nil {
		return nil, err
	}
	return contract.ChangeBranding200JSONResponse{BrandingNowJSONResponse: brandingNow(admin.OrganizationCode, b)}, nil
}

// PreviewAccent says how an accent colour would be shown.
func (s *Server) PreviewAccent(_ context.Context, r contract.PreviewAccentRequestObject) (contract.PreviewAccentResponseObject, error) {
	accent, ok := branding.ReadColor(r.Params.Accent)
	if !ok {
		return nil, fault.Invalid(fault.Field{Pointer: "?accent", Code: "format"})
	}
	return contract.PreviewAccent200JSONResponse(shadesOf(accent)), nil
}

// BrandFile gives a file that the sign-in page of an organization loads.
func (s *Server) BrandFile(ctx context.Context, code, name string) (kind string, content []byte, err error) {
	o, err := s.organization(ctx, code)
	if err != nil {
		return "", nil, err
	}
	return s.Brandings.File(ctx, o, name)
}

func brandingNow(code string, b branding.Branding) contract.BrandingNowJSONResponse {
	tag := etag(b.Revision)
	body := contract.Branding{
		Name: b.Name, Accent: b.Accent, Welcome: b.Welcome, Logo: nullable.NewNullNullable[contract.Logo](),
		Shades: nullable.NewNullNullable[contract.AccentShades](), ChangedAt: timeOrNull(b.ChangedAt), ChangedBy: b.ChangedName, Etag: tag,
	}
	if b.LogoHash != "" {
		width, height := branding.LogoRoom(b.Branding)
		body.Logo = nullable.NewNullableWithValue(contract.Logo{
			Url: branding.FilesOf(code, b.Branding).Logo, Width: int(width), Height: int(height),
		})
	}
	if accent, ok := branding.ReadColor(b.Accent); ok {
		body.Shades = nullable.NewNullableWithValue(shadesOf(accent))
	}
	return contract.BrandingNowJSONResponse{Body: body, Headers: contract.BrandingNowResponseHeaders{ETag: &tag}}
}

func shadesOf(accent branding.Color) contract.AccentShades {
	shades := branding.ShadesOf(accent)
	return contract.AccentShades{Light: shadeOf(shades.Light), Dark: shadeOf(shades.Dark)}
}

func shadeOf(s branding.Shade) contract.AccentShade {
	return contract.AccentShade{
		Background: s.Background.String(), Text: s.Text.String(), Adjusted: s.Adjusted,
		TextContrast: hundredths(s.TextContrast), EdgeContrast: hundredths(s.EdgeContrast),
	}
}

// hundredths rounds down, so that 4.499 is not said to be 4.5.
func hundredths(ratio float64) float32 { return float32(math.Floor(ratio*100) / 100) }

// signInBranding is what an organization has made of its page; null where nothing.
func signInBranding(code string, b store.Branding) nullable.Nullable[contract.SignInBranding] {
	if b.IsEmpty() {
		return nullable.NewNullNullable[contract.SignInBranding]()
	}
	files := branding.FilesOf(code, b)
	return nullable.NewNullableWithValue(contract.SignInBranding{
		Welcome: b.Welcome, Logo: orNull(files.Logo), Stylesheet: orNull(files.Stylesheet),
	})
}

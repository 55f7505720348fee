package apply

import (
	"encoding/base64"
	"os"

	"latchkey/api/branding"
	"latchkey/api/event"
	"latchkey/api/store"
)

// branding reads what the sign-in page is to look like.
func (c *checker) branding(at string, b *Branding) branding.Wanted {
	if b == nil {
		return branding.Wanted{}
	}
	want := branding.Wanted{Name: b.Name, Accent: b.Accent, Welcome: b.Welcome}
	if b.Logo != nil {
		want.Upload = new("")
	}
	if b.Logo != nil && b.Logo.File != "" {
		file, err := os.ReadFile(b.Logo.File)
		if err != nil {
			c.note(at, "logo: "+err.Error())
			return want
		}
		want.Upload = new(base64.StdEncoding.EncodeToString(file))
	}
	read, fields := want.Read("")
	c.fields(at, fields)
	return read
}

// branding changes the branding of an organization. A logo is told apart by its hash.
func (r *run) branding(o store.Organization, want branding.Wanted) error {
	if want == (branding.Wanted{}) {
		return nil
	}
	was, err := r.rows.BrandingOf(r.ctx, o.ID)
	if err != nil {
		return err
	}
	f := r.fieldsOf("branding of " + o.ID)
	is, logo := was, was.LogoHash
	take(f, "name", &is.Name, want.Name)
	take(f, "accent", &is.Accent, want.Accent)
	take(f, "welcome", &is.Welcome, want.Welcome)
	take(f, "logo", &logo, want.Hash())
	r.tell(f, "branding of "+o.Code)
	var picture *string
	if logo != was.LogoHash {
		is, picture = want.LogoOn(is), want.Picture()
	}
	detail := branding.Difference(was, is)
	if len(detail) == 0 {
		return nil
	}
	is.ChangedBy, is.ChangedAt = store.ActorOperator, store.At(r.Now())
	if err := r.rows.SaveBranding(r.ctx, is, picture); err != nil {
		return err
	}
	return r.note(o.ID, event.BrandingChanged, o.ID, "~ branding of "+o.Code, detail)
}

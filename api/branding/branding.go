package branding

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Brandings reads and changes what sign-in pages look like; safe for concurrent use.
type Brandings struct {
	store   *store.Store
	changes change.Changes
	drawing chan struct{} // holds the one picture that is being made
}

// drawingWait is how long an upload waits for another one.
const drawingWait = 2 * time.Second

// New returns the Brandings of a store.
func New(db *store.Store, now func() time.Time) *Brandings {
	return &Brandings{db, change.New(db, now), make(chan struct{}, 1)}
}

// Branding is the look of a sign-in page, with the name of who changed it last.
type Branding struct {
	store.Branding
	ChangedName string
}

// Read reads an organization's branding.
func (b *Brandings) Read(ctx context.Context, organizationID string) (Branding, error) {
	is, err := b.store.BrandingOf(ctx, organizationID)
	if err != nil {
		return Branding{}, fmt.Errorf("read a branding: %w", err)
	}
	name, err := b.store.ActorNameOf(ctx, organizationID, is.ChangedBy)
	return Branding{is, name}, err
}

// draw is Read for what comes over the network: one picture at a time, which takes tens of
// megabytes and a good part of a second of a processor. Errors: fault ValidationFailed, Busy.
func (b *Brandings) draw(ctx context.Context, given Wanted) (Wanted, error) {
	if given.Upload != nil && *given.Upload != "" {
		waiting, stop := context.WithTimeout(ctx, drawingWait)
		defer stop()
		select {
		case b.drawing <- struct{}{}:
			defer func() { <-b.drawing }()
		case <-waiting.Done():
			return Wanted{}, &fault.Fault{Code: fault.Busy, Reason: "picture_queue", RetryAfter: drawingWait}
		}
	}
	want, fields := given.Read("")
	if len(fields) > 0 {
		return Wanted{}, fault.Invalid(fields...)
	}
	return want, nil
}

// Change changes a branding from the revision that was read. Errors: fault ConfigChanged,
// ValidationFailed, Busy.
func (b *Brandings) Change(ctx context.Context, by change.Actor, revision int64, given Wanted) (Branding, error) {
	want, err := b.draw(ctx, given)
	if err != nil {
		return Branding{}, err
	}
	err = b.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := tx.BrandingOf(ctx, by.OrganizationID)
		if err != nil {
			return fmt.Errorf("read a branding: %w", err)
		}
		read := change.Revision{OrganizationID: by.OrganizationID, Number: was.Revision, By: was.ChangedBy, At: was.ChangedAt}
		if err := read.Matches(ctx, tx.Rows, revision); err != nil {
			return err
		}
		is := want.On(was)
		difference := Difference(was, is)
		if len(difference) == 0 {
			return nil
		}
		is.ChangedBy, is.ChangedAt = by.ID, store.At(tx.At)
		if err := tx.SaveBranding(ctx, is, want.Picture()); err != nil {
			return fmt.Errorf("change a branding: %w", err)
		}
		return tx.Record(ctx, event.BrandingChanged, by.OrganizationID, difference)
	})
	if err != nil {
		return Branding{}, err
	}
	return b.Read(ctx, by.OrganizationID)
}

// File gives what stands at one of the addresses of FilesOf: its media type and content.
func (b *Brandings) File(ctx context.Context, o store.Organization, name string) (kind string, content []byte, err error) {
	if hash, is := strings.CutSuffix(name, ".png"); is {
		if !isHash(hash) { // what is no name of ours is asked of no database
			return "", nil, fault.Because(fault.NotFound, "no_file")
		}
		picture, err := b.store.LogoOf(ctx, o.ID, hash)
		if err != nil {
			return "", nil, notFound(err)
		}
		content, err = base64.StdEncoding.DecodeString(picture)
		return "image/png", content, err
	}
	is, err := b.store.BrandingOf(ctx, o.ID)
	if err != nil {
		return "", nil, notFound(err)
	}
	css := stylesheet(o.Code, is)
	if css == "" || name != hashOf(css)+".css" {
		return "", nil, fault.Because(fault.NotFound, "no_file")
	}
	return "text/css; charset=utf-8", []byte(css), nil
}

func notFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.NotFound, "no_file")
	}
	return fmt.Errorf("read a branding: %w", err)
}

// Difference is what the log of changes tells of a branding: of a picture, that it is another.
func Difference(was, is store.Branding) map[string]any {
	detail := store.Difference(was, is)
	for column := range detail {
		if strings.HasPrefix(column, "logo_") {
			delete(detail, column)
		}
	}
	if was.LogoHash != is.LogoHash {
		detail["logo"] = "changed"
	}
	return detail
}

// Wanted is what to change of a branding; nil stays, and an empty text takes away.
type Wanted struct {
	Name, Accent, Welcome *string
	Upload                *string // a picture in base64

	logo *Logo
}

// mostWelcome is the longest sentence of welcome, in characters.
const mostWelcome = 200

// Read gives the values as they are kept, and all that is wrong with them, each at its
// member of an object that starts with this pointer.
func (w Wanted) Read(at string) (Wanted, []fault.Field) {
	var fields []fault.Field
	read := func(member string, value **string, rule func(string) (string, string)) {
		if *value == nil {
			return
		}
		kept, problem := rule(**value)
		if *value = &kept; problem != "" {
			fields = append(fields, fault.Field{Pointer: at + member, Code: problem})
		}
	}
	read("/name", &w.Name, orNone(rules.Name))
	read("/welcome", &w.Welcome, orNone(func(text string) (string, string) { return rules.Line(text, mostWelcome) }))
	read("/accent", &w.Accent, orNone(accent))
	if w.Upload != nil && *w.Upload != "" {
		file, err := base64.StdEncoding.DecodeString(*w.Upload)
		logo, problem := ReadLogo(file)
		if err != nil {
			problem = rules.Format
		}
		if w.logo = &logo; problem != "" {
			fields = append(fields, fault.Field{Pointer: at + "/logo", Code: problem})
		}
	}
	return w, fields
}

// On gives a branding with these values.
func (w Wanted) On(b store.Branding) store.Branding {
	for to, from := range map[*string]*string{&b.Name: w.Name, &b.Accent: w.Accent, &b.Welcome: w.Welcome} {
		if from != nil {
			*to = *from
		}
	}
	return w.LogoOn(b)
}

// LogoOn gives a branding with the logo that is wanted, if another is.
func (w Wanted) LogoOn(b store.Branding) store.Branding {
	switch {
	case w.logo != nil:
		b.LogoHash, b.LogoWidth, b.LogoHeight = w.logo.Hash, int64(w.logo.Width), int64(w.logo.Height)
	case w.Upload != nil:
		b.LogoHash, b.LogoWidth, b.LogoHeight = "", 0, 0
	}
	return b
}

// Picture is the new picture as it is kept, "" for none; nil if it stays.
func (w Wanted) Picture() *string {
	switch {
	case w.logo != nil:
		return new(w.logo.Base64())
	case w.Upload != nil:
		return new("")
	}
	return nil
}

// Hash names the picture that is wanted, "" for none; nil if it stays.
func (w Wanted) Hash() *string {
	if w.logo != nil {
		return &w.logo.Hash
	}
	return w.Upload
}

func accent(text string) (kept, problem string) {
	c, ok := ReadColor(text)
	if !ok {
		return text, rules.Format
	}
	return c.String(), ""
}

// orNone lets a value be empty.
func orNone(rule func(string) (string, string)) func(string) (string, string) {
	return func(given string) (string, string) {
		if strings.TrimSpace(given) == "" {
			return "", ""
		}
		return rule(given)
	}
}

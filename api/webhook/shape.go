package webhook

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Bounds of webhooks.
const (
	MaxWebhooks = 10
	mostURL     = 500
	mostText    = 100
	oldSigns    = 24 * time.Hour // how long the secret before signs too
)

// Wanted is what a webhook is to be; nil stays.
type Wanted struct {
	URL         *string
	Description *string
	Types       *[]string // of events; none: all
	On          *bool
}

// setOn writes it on a webhook, and says what may not be, the address apart.
func (w Wanted) setOn(is *store.Webhook) (fields []fault.Field) {
	if w.URL != nil {
		is.URL = strings.TrimSpace(*w.URL)
	}
	if w.Description != nil {
		is.Description = strings.TrimSpace(*w.Description)
		if utf8.RuneCountInString(is.Description) > mostText {
			fields = append(fields, fault.Field{Pointer: "/description", Code: "too_long"})
		}
	}
	if w.Types != nil {
		is.Types = store.Strings{}
		for _, t := range event.Types() { // in the order of the catalogue
			if slices.Contains(*w.Types, string(t)) {
				is.Types = append(is.Types, string(t))
			}
		}
		if len(is.Types) < len(*w.Types) {
			fields = append(fields, fault.Field{Pointer: "/types", Code: "invalid"})
		}
	}
	if w.On != nil && *w.On != (is.State == store.WebhookOn) {
		is.State, is.OffReason = store.WebhookOn, ""
		if !*w.On {
			is.State, is.OffReason = store.WebhookOff, store.WebhookSwitchedOff
		}
	}
	return fields
}

// checkURL says what is wrong with an address that a webhook does not have yet. It asks the
// DNS, so it comes before the transaction.
func (w Wanted) checkURL(ctx context.Context, calls Calls, was string) (fields []fault.Field) {
	if w.URL == nil || strings.TrimSpace(*w.URL) == was || mayBe(ctx, calls, strings.TrimSpace(*w.URL)) {
		return nil
	}
	return []fault.Field{{Pointer: "/url", Code: "invalid"}}
}

// differenceOf is what the log of changes tells of a change: of an address only the host.
func differenceOf(was, is store.Webhook) map[string]any {
	difference := store.Difference(was, is)
	delete(difference, "off_reason")
	if delete(difference, "url"); is.URL != was.URL {
		difference["address"] = map[string]any{"before": hostOf(was.URL), "after": hostOf(is.URL)}
	}
	return difference
}

// mayBe says whether an address may be called: https, nobody's name or password in it, and no
// private address, unless the operator allows that.
func mayBe(ctx context.Context, calls Calls, address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= mostURL && calls.MayCall(u) && calls.MayReach(ctx, u.Hostname())
}

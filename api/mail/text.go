package mail

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"latchkey/api/store"
)

//go:embed text
var files embed.FS

// texts is what a language says.
type texts struct {
	Common commonTexts        `json:"common"`
	Facts  map[string]string  `json:"facts"` // what stands before a value
	Words  map[string]string  `json:"words"` // values that are words, such as how.silent
	Kinds  map[Kind]kindTexts `json:"kinds"`
	RTL    bool               `json:"rtl"` // written from right to left
	Tag    string             `json:"-"`
}

type commonTexts struct {
	Greeting  string `json:"greeting"` // {name}
	NotYou    string `json:"notYou"`
	NotAsked  string `json:"notAsked"`
	Between   string `json:"between"`   // the names of a list
	Reference string `json:"reference"` // {ref}
	Footer    string `json:"footer"`    // {organization} {address}
}

type kindTexts struct {
	Subject string   `json:"subject"`
	Heading string   `json:"heading"`
	Lines   []string `json:"lines"`
	Action  string   `json:"action,omitempty"`
}

// shape is what a kind is in every language.
type shape struct {
	facts  []string // the values that stand in a list, where there are any
	page   string   // where its action leads, unless a url is made, {code} being the organization's; "" is nowhere
	notYou bool     // it tells what was done as the reader
	asked  bool     // somebody asked for it
	secret string   // the made value without which it is nothing, or ""
	guest  bool     // its reader has no account here: language and zone are those of who has it sent, the name is not
}

func shapeOf(k Kind) (shape, bool) {
	const own, settings, keys, webhooks, changes, signIn = "/profile/security", "/sso-settings", "/api-keys", "/webhooks", "/sign-in-log/changes", "/o/{code}/sign-in"
	s, ok := map[Kind]shape{
		Linked:          {facts: []string{"account", "time"}, page: own, notYou: true},
		Unlinked:        {facts: []string{"account", "time"}, page: own, notYou: true},
		Replaced:        {facts: []string{"old", "account", "time"}, page: own, notYou: true},
		RefusedMismatch: {facts: []string{"account", "time"}},
		PasswordChanged: {facts: []string{"time"}, page: own, notYou: true},
		NewBrowser:      {facts: []string{"browser", "address", "method", "time"}, page: own, notYou: true},
		Degraded:        {facts: []string{"reason", "time"}, page: settings},
		SecretExpiring:  {facts: []string{"day", "days"}, page: settings},
		KeyExpiring:     {facts: []string{"key", "day", "days"}, page: keys},
		WebhookOff:      {facts: []string{"host", "time"}, page: webhooks},
		SuperAdmin:      {facts: []string{"person", "email", "before", "by", "time"}, page: changes},
		BypassLink:      {facts: []string{"address", "time"}, asked: true, secret: "url"},
		PasswordReset:   {facts: []string{"time"}, asked: true, secret: "url"},
		LinkCode:        {facts: []string{"account"}, asked: true, secret: "code"},
		SSORequired:     {facts: []string{"from", "providers", "account"}, page: signIn},
		SSOTomorrow:     {facts: []string{"from", "providers", "account"}, page: signIn},
		Invitation:      {facts: []string{"providers", "account"}, page: signIn},
		SetupLink:       {facts: []string{"day", "sender"}, secret: "url", guest: true},
	}[k]
	return s, ok
}

// readTexts reads every language.
func readTexts() (map[string]*texts, error) {
	all := map[string]*texts{}
	for _, tag := range store.Languages() {
		file, err := files.ReadFile("text/" + tag + ".json")
		if err != nil {
			return nil, fmt.Errorf("texts of mails: %w", err)
		}
		t := &texts{Tag: tag}
		if err := json.Unmarshal(file, t); err != nil {
			return nil, fmt.Errorf("texts of mails in %s: %w", tag, err)
		}
		all[tag] = t
	}
	return all, nil
}

// fill puts values where a text names them, each as quote writes it. A value
// that is not there is an error: half a sentence is told to nobody.
func fill(text string, values map[string]string, quote func(string) string) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		value, given := values[name]
		if !closed || !given {
			return "", fmt.Errorf("no value %q", name)
		}
		b.WriteString(quote(value))
		text = after
	}
}

// tidy makes a value one line of visible signs: no line break that would begin
// a header, no sign that turns the direction of what follows.
func tidy(value string) string {
	const longest = 300
	var b strings.Builder
	for i, c := range strings.TrimSpace(value) {
		switch {
		case i > longest:
			return b.String() + "…"
		case unicode.IsControl(c), unicode.In(c, unicode.Bidi_Control, unicode.Zl, unicode.Zp):
			b.WriteByte(' ')
		default:
			b.WriteRune(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// mayGreet says whether a name can stand in a message: mail programs make links of
// what looks like an address, and a name may be anybody's idea.
func mayGreet(name string) bool {
	if name == "" || strings.ContainsAny(name, `/\:@<>{}[]`) {
		return false
	}
	for _, part := range strings.Split(name, ".")[1:] { // "J. Smith" yes, "evil.example" no
		if part != "" && !strings.HasPrefix(part, " ") {
			return false
		}
	}
	return true
}

// at writes a time as numbers, in a zone; where that is not known, in UTC, by the name
// that the language has for it.
func (t *texts) at(when time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	name := zone
	if err != nil || zone == "" || zone == "Local" || zone == "UTC" {
		place, name = time.UTC, t.Words["zone.utc"]
	}
	return when.In(place).Format("2006-01-02 15:04") + " (" + name + ")"
}

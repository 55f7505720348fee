package mail

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	htmltemplate "html/template"
	"maps"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// writer makes messages of rows.
type writer struct {
	publicURL string // without a slash at the end
	texts     map[string]*texts
	html      *htmltemplate.Template
	plain     *texttemplate.Template
}

func newWriter(publicURL string) (*writer, error) {
	w := &writer{publicURL: strings.TrimSuffix(publicURL, "/")}
	var err error
	if w.texts, err = readTexts(); err != nil {
		return nil, err
	}
	if w.html, err = htmltemplate.ParseFS(files, "text/message.html"); err != nil {
		return nil, err
	}
	w.plain, err = texttemplate.ParseFS(files, "text/message.txt")
	return w, err
}

// written is a message as it is sent.
type written struct {
	Subject, Text, HTML string
}

// write says in the reader's language what a mail tells of. An error is no
// message at all; it holds no value.
func (w *writer) write(m store.DueMail, values map[string]string) (written, error) {
	t, ok := w.texts[m.Language]
	if !ok {
		t = w.texts[store.Languages()[0]]
	}
	s, ok := shapeOf(Kind(m.Kind))
	if !ok {
		return written{}, errors.New("an unknown kind")
	}
	if s.secret != "" && values[s.secret] == "" {
		return written{}, errors.New("what it is for is missing")
	}
	l := &draft{texts: t, shape: s, kind: t.Kinds[Kind(m.Kind)], values: w.valuesOf(m, t, values), url: w.urlOf(m, s, values)}
	if s.secret == "url" && l.url == "" {
		return written{}, errors.New("its link leads elsewhere")
	}
	subject, err := fill(l.kind.Subject, l.values, func(v string) string { return v })
	if err != nil {
		return written{}, err
	}
	l.subject = subject
	plain, err := page(l, isolated(t.RTL), func(s string) string { return s })
	if err != nil {
		return written{}, err
	}
	rich, err := page(l, func(v string) string { return "<bdi>" + html.EscapeString(v) + "</bdi>" },
		func(s string) htmltemplate.HTML { return htmltemplate.HTML(s) }) //nolint:gosec // our text, and each value escaped
	if err != nil {
		return written{}, err
	}
	var text, markup bytes.Buffer
	if err := errors.Join(w.plain.Execute(&text, plain), w.html.Execute(&markup, rich)); err != nil {
		return written{}, fmt.Errorf("write a message of the kind %s", m.Kind)
	}
	return written{Subject: subject, Text: text.String(), HTML: markup.String()}, nil
}

// Shown is a message as whoever is about to have it sent sees it.
type Shown struct{ Subject, Text string }

// Show writes a message that is not sent, of a deployment at a public URL.
func Show(publicURL string, m store.DueMail, values map[string]string) (Shown, error) {
	w, err := newWriter(publicURL)
	if err != nil {
		return Shown{}, err
	}
	l, err := w.write(m, values)
	return Shown{l.Subject, l.Text}, err
}

// isolated keeps a value's direction to itself where the text runs from the
// right; elsewhere it is left plain, as programs read it best.
func isolated(rtl bool) func(string) string {
	return func(v string) string {
		if !rtl {
			return v
		}
		return "\u2068" + v + "\u2069"
	}
}

// urlOf is where the action leads: only ever into this deployment.
func (w *writer) urlOf(m store.DueMail, s shape, values map[string]string) string {
	if s.secret == "url" {
		if !strings.HasPrefix(values["url"], w.publicURL+"/") {
			return ""
		}
		return values["url"]
	}
	if s.page == "" {
		return ""
	}
	return w.publicURL + strings.ReplaceAll(s.page, "{code}", url.PathEscape(m.OrganizationCode))
}

// valuesOf are the values as the reader knows them: words in their language, a
// provider by its name, a time in their zone.
func (w *writer) valuesOf(m store.DueMail, t *texts, given map[string]string) map[string]string {
	values := map[string]string{}
	for name, v := range given {
		values[name] = tidy(v)
	}
	if from, err := time.Parse(time.RFC3339, given["from"]); err == nil {
		values["from"] = t.at(from, cmp.Or(m.TimeZone, given["zone"]))
	}
	values["providers"] = listed(given["providers"], t)
	values["organization"], values["address_of_us"] = tidy(m.OrganizationName), w.publicURL
	values["name"], values["time"] = tidy(m.Name), t.at(m.CreatedAt.Time, m.TimeZone)
	values["provider"] = provider.Key(values["provider"]).Name()
	for _, name := range []string{"how", "reason", "what", "todo"} {
		if v, ok := values[name]; ok {
			values[name] = t.Words[name+"."+v]
		}
	}
	if v, ok := values["reason"]; ok && v == "" {
		values["reason"] = t.Words["reason.unknown"]
	}
	if v, ok := values["browser"]; ok && v == "" {
		values["browser"] = t.Words["browser.unknown"]
	}
	if values["method"] == "password" {
		values["method"] = t.Words["method.password"]
	} else if values["method"] != "" {
		values["method"] = provider.Key(values["method"]).Name()
	}
	return values
}

// listed names the providers of a list, a line each: each keeps its direction to
// itself, so that the list runs as the language does.
func listed(providers string, t *texts) string {
	var names []string
	for line := range strings.Lines(providers) {
		if name := tidy(line); name != "" {
			names = append(names, isolated(t.RTL)(provider.Key(name).Name()))
		}
	}
	return strings.Join(names, t.Common.Between)
}

// draft is what a message is made of, in one language.
type draft struct {
	*texts
	shape
	kind   kindTexts
	values map[string]string

	subject, url string
}

// view is what the layouts show: T is text, or markup that is safe.
type view[T any] struct {
	Language, Direction, Subject, Code, URL, Action string
	Heading, Greeting, Closing, Reference, Footer   T
	Lines                                           []T
	Facts                                           []fact
}

type fact struct{ Name, Value string }

// page fills the texts, each value as quote writes it.
func page[T any](l *draft, quote func(string) string, as func(string) T) (*view[T], error) {
	p := &view[T]{Language: l.Tag, Direction: "ltr", Subject: l.subject, Code: l.values["code"], URL: l.url, Action: l.kind.Action}
	if l.RTL {
		p.Direction = "rtl"
	}
	var failed error
	say := func(text string) T {
		said, err := fill(text, l.values, quote)
		failed = errors.Join(failed, err)
		return as(said)
	}
	p.Heading = say(l.kind.Heading)
	if !l.guest && mayGreet(l.values["name"]) {
		p.Greeting = say(l.Common.Greeting)
	}
	for _, line := range l.kind.Lines {
		if line != "{how}" || l.values["how"] != "" {
			p.Lines = append(p.Lines, say(line))
		}
	}
	for _, name := range l.facts {
		if v := l.values[name]; v != "" {
			p.Facts = append(p.Facts, fact{l.Facts[name], v})
		}
	}
	switch {
	case l.notYou:
		p.Closing = say(l.Common.NotYou)
	case l.asked:
		p.Closing = say(l.Common.NotAsked)
	}
	if l.values["ref"] != "" {
		p.Reference = say(l.Common.Reference)
	}
	footer := maps.Clone(l.values)
	footer["address"] = l.values["address_of_us"]
	said, err := fill(l.Common.Footer, footer, quote)
	p.Footer = as(said)
	return p, errors.Join(failed, err)
}

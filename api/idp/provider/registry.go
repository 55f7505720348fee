package provider

import "sync"

// The descriptors of those that are asked for many times in a sign-in, each made once. Nobody
// changes what they hold.
//
//nolint:gochecknoglobals // made once
var (
	googleOnce    = sync.OnceValue(google)
	microsoftOnce = sync.OnceValue(microsoft)
	genericOnce   = sync.OnceValue(generic)
)

// Of returns the descriptor behind the key of a connection: that of a generic
// OpenID provider for every key that is an organization's own.
func Of(key Key) Descriptor {
	switch key {
	case Google:
		return googleOnce()
	case Microsoft:
		return microsoftOnce()
	}
	return genericOnce()
}

// Brands lists the keys of the providers that have rules of their own: everybody
// has them, set up or not.
func Brands() []Key { return []Key{Google, Microsoft} }

// Kinds lists the kinds of provider that there are.
func Kinds() []Kind { return []Kind{KindGoogle, KindMicrosoft, KindOpenID} }

// IsBrand says whether a key is no organization's own.
func (k Key) IsBrand() bool { return Of(k).Name != "" }

// Name is what a provider is called without its label: a brand, else its key.
func (k Key) Name() string {
	if name := Of(k).Name; name != "" {
		return name
	}
	return string(k)
}

// Explain reads a code, or "error: description", by the dictionaries of all: a
// refusal comes before it is known who speaks.
func Explain(said string) (Answer, bool) {
	for _, answers := range []func(string) (Answer, bool){google().Answers, microsoft().Answers, generic().Answers, presetAnswers} {
		if a, known := answers(said); known {
			return a, true
		}
	}
	return Answer{}, false
}

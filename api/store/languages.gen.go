// Code generated from Language of openapi.yaml by make generate. DO NOT EDIT.

package store

// Languages are what the screens and mails speak: IETF tags (RFC 5646). The first is
// for people who chose none.
func Languages() []string { return []string{"en", "zh-Hans", "es", "ar"} }

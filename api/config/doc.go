// Package config holds every setting of the operator and what they mean: read from
// the environment, flags and secret files, checked together, so that all mistakes
// are reported at once and before anything is served. Package cli parses the
// command line into [Settings]; package app is built from a [Config].
package config

// Package metrics shows an operator's monitoring how the deployment does, in
// Prometheus' text format: on a listener of its own, off unless asked for (spec
// H16). No label names a person.
package metrics

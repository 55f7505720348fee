// Package e2e holds tests that boot the whole program, in process or as the
// real binary, and talk HTTP to it as browsers and integrators do; and the
// benchmarks. Test names carry the ids of the attacks, faults and messages
// that they try.
package e2e

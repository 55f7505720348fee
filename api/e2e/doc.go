// Package e2e holds tests that boot the whole program, in process or as the
// real binary, and talk HTTP to it as browsers and integrators do; and the
// benchmarks. Test names carry the ids of the attacks, faults and messages
// that they try.
//
// Under the tag attack it has a siege as well (siege_test.go): the binary behind TLS, with a
// provider that lies, against which every attack is tried by its id. Under the tag fault it
// has deployments (fault_deployment_test.go) whose database, provider, network and processes are
// broken under load. make attack and make fault run them, and keep their tables in results.
//
// Under the tag scale it has a world of a million people (scale_fill_test.go) beside one of a
// hundred, and beside its largest organization alone: make bench-scale compares them.
package e2e

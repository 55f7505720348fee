// Package pages serves the SPA: the two HTML documents of each language with what
// they carry, in the chosen look, and the assets, as the build left them; and the
// page that waits while too many sign in at once; and the documentation for
// developers (docs.go), which the build made from openapi.yaml and docs/.
//
// site.go answers, paths.go says which addresses are pages and corrects those that
// came close to one. What a page carries is asked of a Source.
package pages

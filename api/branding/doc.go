// Package branding is what an organization's sign-in page looks like: a logo, a name, an
// accent colour and a sentence of welcome.
//
// Nothing of it reaches the page as markup or script. The logo is a picture that we have made
// from what was uploaded (logo.go); the colour is computed for both themes so that everybody
// can read it (color.go); both come to the page as a stylesheet of their own
// (stylesheet.go), at an address that changes with what it holds. The texts are texts.
package branding

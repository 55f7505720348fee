// Package standalone is what pages that stand alone share: their look, which is the
// product's in a few lines of style of their own, and the policy that lets them have
// it. They load nothing, because they are shown where nothing else may be asked for:
// while too many sign in at once, and to whoever an application sent here wrongly.
package standalone

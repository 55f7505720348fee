// Package doctor looks for what is wrong with a deployment, or soon will be, and
// says what to do. It changes nothing and works beside a running server. No
// secret is ever part of what it says.
package doctor

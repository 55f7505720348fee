// Package web is the HTTP edge, and has no code of its own: contract is what
// was promised (generated from openapi.yaml), rest answers it and serves the
// pages. The rooms below it know neither HTTP nor Gin.
package web

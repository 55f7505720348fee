// Package latchkey holds what is built into the binary: the pages and the contract.
package latchkey

import "embed"

// Dist is frontend/dist: login.html and app.html in a folder for each language,
// and hashed assets, once built.
//
//go:embed all:frontend/dist
var Dist embed.FS

// OpenAPI is openapi.yaml.
//
//go:embed openapi.yaml
var OpenAPI []byte

// Package access says which applications the people of an organization may enter: as
// tiles for them (tiles.go), and as a list for their super admins, who may switch one off
// for everybody (switch.go). Where there is one alone, people may go on to it (only.go).
//
// The operator registers applications, and says which organizations they are for (package
// apply). What is switched off here is honoured where people go on to an application and
// where it asks for tokens: package oidc, at most a second later (client.Registry).
package access

//go:build !linux

package postgres

import "syscall"

// noticeSilence: here the deadlines and the keep-alive have to do.
func noticeSilence(string, string, syscall.RawConn) error { return nil }

//go:build unix

package postgres

import (
	"errors"
	"net"
	"syscall"
)

// alive looks whether an idle connection is still there, without asking anybody:
// it was not closed, the kernel has not given it up, and nothing waits to be read.
// The last word of a server that shuts down waits so.
func alive(c net.Conn) bool {
	socket, ok := c.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	idle := false
	err = raw.Read(func(fd uintptr) bool {
		var one [1]byte
		_, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		idle = errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR)
		return true
	})
	return err == nil && idle
}

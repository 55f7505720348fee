package app

import (
	"log/slog"
	"net/http"
	"time"
)

// Bounds of a connection (K01, K07): slow clients hold little and not for long.
const (
	readHeader = 5 * time.Second
	readAll    = 10 * time.Second
	writeAll   = 30 * time.Second
	idle       = 60 * time.Second
	maxHeader  = 32 << 10 // bytes
)

// NewServer serves within bounds; what net/http itself has to say goes into the log
// as everything else does.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeader, ReadTimeout: readAll, WriteTimeout: writeAll,
		IdleTimeout: idle, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

package app

import (
	"log/slog"
	"os"
)

// NewLog writes JSON on standard error.
func NewLog(level slog.Level) *slog.Logger {
	return TakeLog(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// TakeLog makes a log the one of this process: what libraries write to Go's own goes
// there too.
func TakeLog(handler slog.Handler) *slog.Logger {
	log := slog.New(handler)
	slog.SetDefault(log)
	return log
}

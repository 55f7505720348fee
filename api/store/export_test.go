package store

// DSN is what the driver gets.
func (s Source) DSN() string { return s.dsn() }

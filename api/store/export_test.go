package store

import "context"

// DSN is what the driver gets.
func (s Source) DSN() string { return s.dsn() }

// MigrateTo migrates an empty database as far as an older program did.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}

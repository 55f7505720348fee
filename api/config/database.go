package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"latchkey/api/password"
	"latchkey/api/store"
)

// readDatabase reads where the rows are: the embedded database, or PostgreSQL.
func (c *Config) readDatabase() error {
	err := c.readSource()
	c.Source.Usable = password.Usable
	return err
}

func (c *Config) readSource() error {
	address, err := c.fromFile("LATCHKEY_DATABASE_URL", c.DatabaseURL, c.DatabaseURLFile)
	if err != nil {
		return err
	}
	if address == "" {
		c.Source = store.File(c.DataDir)
		if !c.mayMake {
			_, err := os.Stat(filepath.Join(c.DataDir, "latchkey.db"))
			c.IsNew = errors.Is(err, os.ErrNotExist)
			return nil
		}
		return privateFolder(c.DataDir)
	}
	if c.Source, err = store.URL(address); err != nil {
		return fmt.Errorf("LATCHKEY_DATABASE_URL: %w", err)
	}
	c.Source.MaxConnections = c.DatabaseConns
	return nil
}

// privateFolder makes the data folder and, so that only we can read it, the
// file of the embedded database, which SQLite would open to every user.
func privateFolder(folder string) error {
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		var f *os.File
		if f, err = os.OpenFile(filepath.Join(folder, "latchkey.db"), os.O_WRONLY|os.O_CREATE, 0o600); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("LATCHKEY_DATA_DIR: %w", err)
	}
	return nil
}

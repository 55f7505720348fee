package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func (c *Config) readKeys() error {
	text, err := c.fromFile("LATCHKEY_ENCRYPTION_KEYS", strings.Join(c.EncryptionKeys, "\n"), c.EncryptionKeysFile)
	if err != nil {
		return err
	}
	if text == "" && c.Source.Engine == store.Postgres {
		return errors.New("LATCHKEY_ENCRYPTION_KEYS: required with PostgreSQL, the same on every replica; " +
			"make one with: echo \"k1:$(head -c 32 /dev/urandom | base64)\"")
	}
	if text == "" {
		if c.IsNew && !c.mayMake {
			return nil // both are made at the first start
		}
		if text, err = c.keyInFolder(); err != nil {
			return err
		}
	}
	if c.Ring, err = secret.NewRing(strings.Fields(text)); err != nil {
		return fmt.Errorf("LATCHKEY_ENCRYPTION_KEYS: %w", err)
	}
	return nil
}

// keyInFolder reads the key of the embedded database, made at its first start.
func (c *Config) keyInFolder() (string, error) {
	path := filepath.Join(c.DataDir, "encryption.key")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && c.mayMake {
		if err := makeKey(c.DataDir, path); err != nil {
			return "", fmt.Errorf("LATCHKEY_DATA_DIR: make the encryption key: %w", err)
		}
	}
	return c.secretFile("LATCHKEY_DATA_DIR", path)
}

// makeKey writes a new key beside its place and then puts it there whole: a
// crash or a second process never leaves half a key.
func makeKey(folder, path string) error {
	key := make([]byte, secret.KeySize)
	rand.Read(key)
	f, err := os.CreateTemp(folder, "encryption.key.*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // it has its other name by then
	_, err = fmt.Fprintf(f, "k1:%s\n", base64.StdEncoding.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

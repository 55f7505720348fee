package config

import (
	"fmt"
	"os"
	"strings"
)

// fromFile gives a secret from its setting or its file, not from both.
func (c *Config) fromFile(name, value, file string) (string, error) {
	if file == "" {
		return strings.TrimSpace(value), nil
	}
	if value != "" {
		return "", fmt.Errorf("%s: set it or %s_FILE, not both", name, name)
	}
	return c.secretFile(name+"_FILE", file)
}

// secretFile reads a file that holds a secret. Only a file that everybody can write is refused: somebody
// else could have put their own secret there. Where others can read it the operator
// is warned: mounts of containers are often read-only and readable, and no chmod
// would help there.
func (c *Config) secretFile(name, path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	switch mode := info.Mode().Perm(); {
	case mode&0o002 != 0:
		return "", fmt.Errorf("%s: %s can be written by every user of this machine: chmod o-w %s", name, path, path)
	case mode&0o004 != 0:
		c.Warnings = append(c.Warnings, fmt.Sprintf("%s: %s can be read by every user of this machine", name, path))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(text)), nil
}

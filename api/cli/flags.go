package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
)

// unreadable collects the settings that are no number, time or the like, so that
// they are reported together with all other problems. By itself the parser stops at
// the first.
type unreadable struct{ problems []error }

// options make a parser collect instead of stopping.
func (u *unreadable) options() []kong.Option {
	return []kong.Option{
		kong.TypeMapper(reflect.TypeFor[int](), kong.MapperFunc(u.number)),
		kong.TypeMapper(reflect.TypeFor[time.Duration](), kong.MapperFunc(u.duration)),
		kong.TypeMapper(reflect.TypeFor[slog.Level](), kong.MapperFunc(u.level)),
		kong.TypeMapper(reflect.TypeFor[bool](), truthMapper{u}),
	}
}

// note keeps a problem by the name of the setting; never what was given, which may
// be a secret that slipped.
func (u *unreadable) note(c *kong.DecodeContext, want string) {
	name := c.Value.Name
	if f := c.Value.Flag; f != nil && len(f.Envs) > 0 {
		name = f.Envs[0]
	} else if f != nil {
		name = "--" + name
	}
	u.problems = append(u.problems, fmt.Errorf("%s: want %s", name, want))
}

func (u *unreadable) number(c *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := c.Scan.PopValueInto("number", &text); err != nil {
		return err
	}
	if n, err := strconv.Atoi(text); err == nil {
		target.SetInt(int64(n))
	} else {
		u.note(c, "a number")
	}
	return nil
}

func (u *unreadable) duration(c *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := c.Scan.PopValueInto("time", &text); err != nil {
		return err
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		target.SetInt(int64(d))
	} else {
		u.note(c, "a time such as 1s or 500ms")
	}
	return nil
}

func (u *unreadable) level(c *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := c.Scan.PopValueInto("level", &text); err != nil {
		return err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(text)); err == nil {
		target.SetInt(int64(level))
	} else {
		u.note(c, "debug, info, warn or error")
	}
	return nil
}

// truthMapper reads a flag that needs no value.
type truthMapper struct{ *unreadable }

// IsBool says that --flag alone means yes.
func (truthMapper) IsBool() bool { return true }

// Decode reads the flag's value if it has one.
func (m truthMapper) Decode(c *kong.DecodeContext, target reflect.Value) error {
	if c.Scan.Peek().Type != kong.FlagValueToken {
		target.SetBool(true)
		return nil
	}
	token, err := c.Scan.PopValue("truth")
	if err != nil {
		return err
	}
	if yes, err := strconv.ParseBool(fmt.Sprint(token.Value)); err == nil {
		target.SetBool(yes)
	} else {
		m.note(c, "true or false")
	}
	return nil
}

// problem gives all of them, or nil.
func (u *unreadable) problem() error { return errors.Join(u.problems...) }

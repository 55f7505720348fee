package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"strings"
	"sync/atomic"

	"modernc.org/sqlite"
)

// A word of a name or an address begins behind whatever is no letter or digit, so that "marie" finds
// Anne-Marie and "brien" O'Brien. What parts words is listed: neither engine tells letters from
// other characters in all languages, and the list is the same for the triggers that keep the
// words of [Store.userWords], and for what a row is compared with. Those that many names and
// addresses have come first.
const (
	partsOfASCII  = ` .-_'+,()/!"#$%&*:;<=>?@[\]^` + "`" + `{|}~`
	partsOfOthers = "\u00a0\u3000¡¿«»·‐‑‒–—―‘’‚‛“”„†•…‹›⁄،؛؟٫٬、。・「」『』【】（），－．：；？！"
)

// wordBegins is a condition that a user u has a word that begins so, where the domain of an
// address is no word: everybody of an organization has it. The function is made for PostgreSQL
// by [Store.wordStarts], and for SQLite by [sqliteWithWords]; it is asked of those alone who
// have what was typed somewhere.
const wordBegins = `(u.email_lower || ' ' || lower(u.name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\'
	AND (word_begins(lower(u.name), lower(CAST(? AS TEXT))) OR word_begins(u.email_lower || ' ' || lower(u.name), lower(CAST(? AS TEXT)))))`

// wordPatterns are what wordBegins is asked with, as both engines read them.
func wordPatterns(typed string) []any {
	in := func(parts string) string {
		return `[` + regexp.MustCompile(`[\\\[\]^-]`).ReplaceAllString(parts, `\$0`) + `]`
	}
	ofAddress, literal := in(strings.ReplaceAll(partsOfASCII, "@", "")), regexp.QuoteMeta(typed)
	return []any{
		`%` + beginningOf(typed),
		`(^|` + in(partsOfASCII+partsOfOthers) + `)` + literal,
		`^([^@]*` + ofAddress + `)?` + literal,
	}
}

// sqliteWithWords opens an SQLite database, which has no patterns of its own, with the function that
// wordBegins asks. No trigger may: a program of before writes users, too.
func sqliteWithWords(dsn string) (*sql.DB, error) {
	words := &sqlite.Driver{}
	var last atomic.Pointer[regexp.Regexp] // all rows of a query are asked with one or two
	err := words.RegisterDeterministicScalarFunction("word_begins", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, _ := args[0].(string)
		pattern, _ := args[1].(string)
		is := last.Load()
		if is == nil || is.String() != pattern {
			var err error
			if is, err = regexp.Compile(pattern); err != nil {
				return nil, err
			}
			last.Store(is)
		}
		return is.MatchString(text), nil
	})
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(sqliteAt{words, dsn}), nil
}

// sqliteAt makes connections to a database by a driver of its own.
type sqliteAt struct {
	by  *sqlite.Driver
	dsn string
}

// Connect opens a connection.
func (s sqliteAt) Connect(context.Context) (driver.Conn, error) { return s.by.Open(s.dsn) }

// Driver gives the driver that opens the connections.
func (s sqliteAt) Driver() driver.Driver { return s.by }

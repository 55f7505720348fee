package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pressly/goose/v3"
)

// wordLength is how many characters of a word and of what follows it are kept: a longer search
// finds whoever fits so far, and whether the rest does is looked at with each.
const wordLength = 40

// userWords is the step 48: what a search of people may begin with, found by an index (G1).
// Of each user that is their address and each word of their name, each with what comes behind
// it up to the end of the name, as [UserQuery].Search compares them. The name is beside it
// because the list is in its order.
//
// The database itself keeps them, by triggers: so does whoever writes users, an older program
// too, as long as an upgrade takes or after it was rolled back. Those who are there already
// are filled in later (later.go). Words are bytes in their order, on PostgreSQL whatever the
// language of the database; a trigger is written in another way on each engine: so it is Go.
func (s *Store) userWords() *goose.Migration {
	statements := sqliteUserWords()
	if s.engine == Postgres {
		statements = postgresUserWords()
	}
	return goose.NewGoMigration(48, &goose.GoFunc{RunTx: each(statements)}, nil)
}

// each runs statements, one by one.
func each(statements []string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%.60s: %w", statement, err)
			}
		}
		return nil
	}
}

const intoUserWords = `INSERT INTO user_words (organization_id, word, user_id, name) `

// byKeys has a function find rows by their keys: a session keeps the plan that it made when a
// table was small, and would read all of it for each row when it has grown.
const byKeys = ` SET enable_seqscan = off`

// postgresUserWords takes whoever is added statement by statement, as many as an import
// brings, and looks at those who are changed only if the name or the address is another one.
func postgresUserWords() []string {
	return []string{
		`CREATE TABLE user_words (
			organization_id TEXT NOT NULL,
			word            TEXT COLLATE "C" NOT NULL,
			user_id         TEXT NOT NULL,
			name            TEXT NOT NULL,
			PRIMARY KEY (organization_id, word, user_id) INCLUDE (name)
		)`,
		postgresUserWordsOf(),
		`CREATE FUNCTION user_words_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` +
			intoUserWords + postgresWordsOf + ` FROM added u, user_words_of(u.email_lower, u.name) w ON CONFLICT DO NOTHING;
			RETURN NULL; END $$`,
		`CREATE FUNCTION user_words_changed() RETURNS trigger LANGUAGE plpgsql` + byKeys + ` AS $$ DECLARE before TEXT; BEGIN
			FOR before IN SELECT * FROM user_words_of(OLD.email_lower, OLD.name) LOOP
				DELETE FROM user_words WHERE organization_id = OLD.organization_id AND word = before AND user_id = OLD.id;
			END LOOP;
			IF TG_OP = 'UPDATE' THEN ` +
			intoUserWords + `SELECT NEW.organization_id, w, NEW.id, NEW.name FROM user_words_of(NEW.email_lower, NEW.name) w ON CONFLICT DO NOTHING;
			END IF;
			RETURN NULL; END $$`,
		`CREATE TRIGGER users_words_added AFTER INSERT ON users REFERENCING NEW TABLE AS added
			FOR EACH STATEMENT EXECUTE FUNCTION user_words_added()`,
		`CREATE TRIGGER users_words_changed AFTER UPDATE OF email_lower, name ON users FOR EACH ROW
			WHEN (OLD.email_lower <> NEW.email_lower OR OLD.name <> NEW.name) EXECUTE FUNCTION user_words_changed()`,
		`CREATE TRIGGER users_words_removed AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION user_words_changed()`,
	}
}

const postgresWordsOf = `SELECT u.organization_id, w, u.id, u.name`

// postgresUserWordsOf is the function that takes a user's words out of address and name. In what
// it looks at beside the text, a space stands for whatever parts words. OFFSET 0 has it made once,
// and not for each character.
func postgresUserWordsOf() string {
	spaces := func(text, parts string) string {
		return `TRANSLATE(` + text + `, ` + quoted(parts) + `, REPEAT(' ', ` + strconv.Itoa(utf8.RuneCountInString(parts)) + `))`
	}
	return fmt.Sprintf(`CREATE OR REPLACE FUNCTION user_words_of(address TEXT, name TEXT) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE AS $$
		SELECT DISTINCT SUBSTR(t.words, n, %d)
		FROM (SELECT address || ' ' || LOWER(name) AS words, ' ' || %s || SUBSTR(address, LENGTH(SPLIT_PART(address, '@', 1)) + 1) || ' ' || %s AS parted OFFSET 0) t,
			GENERATE_SERIES(1, LENGTH(t.words)) n
		WHERE SUBSTR(t.parted, n, 1) = ' ' AND SUBSTR(t.words, n, 1) <> ' ' $$`,
		wordLength, spaces(`SPLIT_PART(address, '@', 1)`, partsOfASCII), spaces(`LOWER(name)`, partsOfASCII+partsOfOthers))
}

// quoted is a text as SQL has it.
func quoted(text string) string { return `'` + strings.ReplaceAll(text, `'`, `''`) + `'` }

func sqliteUserWords() []string {
	return append([]string{`CREATE TABLE user_words (
		organization_id TEXT NOT NULL,
		word            TEXT NOT NULL,
		user_id         TEXT NOT NULL,
		name            TEXT NOT NULL,
		PRIMARY KEY (organization_id, word, user_id)
	) WITHOUT ROWID`}, sqliteWordTriggers()...)
}

// sqliteWordTriggers keep the words of users.
func sqliteWordTriggers() []string {
	of := func(user string) string {
		return sqliteWordsOf(strings.ReplaceAll(`(SELECT X.organization_id AS organization_id, X.id AS id, X.name AS name, X.email_lower AS email_lower)`, `X`, user))
	}
	removed := `DELETE FROM user_words WHERE organization_id = OLD.organization_id AND user_id = OLD.id AND word IN (SELECT w.word FROM (` + of("OLD") + `) w); `
	added := sqliteIntoUserWords + `SELECT * FROM (` + of("NEW") + `) w; `
	return []string{
		`CREATE TRIGGER users_words_added AFTER INSERT ON users BEGIN ` + added + `END`,
		`CREATE TRIGGER users_words_changed AFTER UPDATE OF email_lower, name ON users
			WHEN OLD.email_lower <> NEW.email_lower OR OLD.name <> NEW.name BEGIN ` + removed + added + `END`,
		`CREATE TRIGGER users_words_removed AFTER DELETE ON users BEGIN ` + removed + `END`,
	}
}

// replacedAtOnce is how many characters one step of sqliteWordsOf replaces. Older programs of
// SQLite, which an operator may open the database with, read no trigger that is deeper.
const replacedAtOnce = 8

// sqliteWordsOf goes through the texts of users, where a space stands for whatever parts words, from
// one to the next; what stands at that place in their address and name is a word. The first step
// replaces what is common; of most texts nothing is left then for the others, which are not made.
func sqliteWordsOf(users string) string {
	const at = `INSTR(email_lower || '@', '@')`
	var steps strings.Builder
	n := 0
	step := func(local, name, first string) {
		fmt.Fprintf(&steps, `p%d AS (SELECT organization_id, id, name, email_lower, %s AS local, %s AS plain, %s FROM %s), `, n, local, name, first, users)
		users = `p` + strconv.Itoa(n)
		n++
	}
	rare := []rune((partsOfASCII + partsOfOthers)[1:])
	common := rare[:replacedAtOnce]
	step(parted(`SUBSTR(email_lower, 1, `+at+` - 1)`, common), parted(`name`, common), `0 AS local_first, 0 AS plain_first`)
	step(`local`, `plain`, `local AS local_first, plain AS plain_first`)
	for some := range slices.Chunk(rare[replacedAtOnce:], replacedAtOnce) {
		step(parted(`local`, some), parted(`plain`, some), `local_first, plain_first`)
	}
	const all = `CASE WHEN X_first GLOB '*[^0-9A-Za-z ]*' THEN X ELSE X_first END`
	return fmt.Sprintf(`WITH RECURSIVE %swords(organization_id, id, name, text, rest) AS (
		SELECT organization_id, id, name, LOWER(email_lower || ' ' || name), %s || SUBSTR(email_lower, %s) || ' ' || %s FROM %s
		UNION ALL SELECT organization_id, id, name, text, SUBSTR(rest, INSTR(rest, ' ') + 1) FROM words WHERE INSTR(rest, ' ') > 0
	) SELECT organization_id, SUBSTR(text, LENGTH(text) - LENGTH(rest) + 1, %d) AS word, id, name FROM words
	WHERE rest <> '' AND SUBSTR(text, LENGTH(text) - LENGTH(rest) + 1, 1) <> ' ' `,
		steps.String(), strings.ReplaceAll(all, "X", "local"), at, strings.ReplaceAll(all, "X", "plain"), users, wordLength)
}

// parted has spaces in place of some characters of a text.
func parted(text string, parts []rune) string {
	for _, part := range parts {
		text = `REPLACE(` + text + `, ` + quoted(string(part)) + `, ' ')`
	}
	return text
}

// wordStarts is the step 54: a word begins behind whatever is no letter or digit, and not behind a
// space alone. Those of before are words as well; the others are filled in later (later.go).
func (s *Store) wordStarts() *goose.Migration {
	statements := append([]string{`DROP TRIGGER users_words_added`, `DROP TRIGGER users_words_changed`, `DROP TRIGGER users_words_removed`}, sqliteWordTriggers()...)
	if s.engine == Postgres {
		statements = []string{
			postgresUserWordsOf(),
			`CREATE FUNCTION word_begins(text TEXT, pattern TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$ SELECT text ~ pattern $$`,
		}
	}
	return goose.NewGoMigration(54, &goose.GoFunc{RunTx: each(statements)}, nil)
}

// fillUserWords gives words to those users of a range of ids who have none yet. On PostgreSQL
// nobody changes them meanwhile, or the words of before would be written after those of now.
func fillUserWords(engine Engine) string {
	if engine == Postgres {
		return intoUserWords + postgresWordsOf + `
			FROM (SELECT * FROM users WHERE id > ? AND id <= ? FOR SHARE) u, user_words_of(u.email_lower, u.name) w ON CONFLICT DO NOTHING`
	}
	return sqliteIntoUserWords + sqliteWordsOf(`(SELECT organization_id, id, name, email_lower FROM users WHERE id > ? AND id <= ?)`)
}

const sqliteIntoUserWords = `INSERT OR IGNORE INTO user_words (organization_id, word, user_id, name) `

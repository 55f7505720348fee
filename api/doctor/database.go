package doctor

import (
	"context"
	"fmt"
	"strings"

	"latchkey/api/secret"
)

// unreadable notes that the database did not answer a question.
func unreadable(r *Report, check string, err error) {
	r.Add(Fail, check, "the database was not read: "+err.Error(), "look at the database and its log")
}

// schema tells whether the tables are those that this program reads.
func (d *Doctor) schema(ctx context.Context, r *Report) bool {
	const check = "database"
	s, err := d.Database.Schema(ctx)
	switch {
	case err != nil:
		unreadable(r, check, err)
		return false
	case s.Version == 0:
		r.Add(Look, check, "reachable, and empty", "start latchkey serve: it makes the tables")
		return false
	case s.Pending() > 0:
		r.Add(Look, check, fmt.Sprintf("reachable, at version %d of %d: %d migrations are pending", s.Version, s.Program, s.Pending()),
			"latchkey migrate, or restart latchkey serve with this program; the rest was not looked at")
		return false
	case s.Version > s.Program:
		r.Add(Look, check, fmt.Sprintf("reachable, at version %d; this program knows %d", s.Version, s.Program), "a newer program migrated it: use that one, unless you are rolling back")
	default:
		r.Add(OK, check, fmt.Sprintf("reachable, at version %d", s.Version), "")
	}
	return d.kind(ctx, r)
}

func (d *Doctor) kind(ctx context.Context, r *Report) bool {
	kind, err := d.Database.Kind(ctx)
	if err != nil {
		unreadable(r, "database", err)
		return false
	}
	if kind == "demo" {
		r.Add(Look, "database", "it belongs to latchkey demo", "check the one that latchkey serve uses: LATCHKEY_DATA_DIR or LATCHKEY_DATABASE_URL")
		return false
	}
	return true
}

// keys looks whether the encryption keys open what is sealed: by name all of it,
// and our own keys in fact, because a key of the right name may be another one.
func (d *Doctor) keys(ctx context.Context, r *Report) {
	const check, do = "keys", "give all keys that ever sealed something in LATCHKEY_ENCRYPTION_KEYS, the newest first"
	sealed, err := d.Database.SealedValues(ctx, d.Now())
	if err != nil {
		unreadable(r, check, err)
		return
	}
	if missing := d.Keys.Missing(sealed); len(missing) > 0 {
		r.Add(Fail, check, "the database needs the missing encryption keys "+strings.Join(missing, ", "), do)
		return
	}
	ours, err := d.Database.TokenKeys(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	for _, k := range ours {
		if _, err := d.Keys.OpenRow(k.Place(), k.Sealed); err != nil {
			r.Add(Fail, check, "an encryption key has the right name and does not open the "+k.Purpose+" key "+k.ID, do)
			return
		}
	}
	d.everywhere(ctx, r, sealed)
}

// everywhere looks whether every process that runs has the keys that are given
// here: the first one seals only then, and an old one may go only when they do
// without it, and nothing is sealed with it any more.
func (d *Doctor) everywhere(ctx context.Context, r *Report, sealed []string) {
	const check = "keys"
	replicas, err := d.Database.Replicas(ctx, d.Now())
	if err != nil {
		unreadable(r, check, err)
		return
	}
	lack, ids := 0, d.Keys.IDs()
	for _, p := range replicas {
		if len(ids) > 0 && !p.Has(ids[0]) {
			lack++
		}
	}
	if lack > 0 {
		r.Add(Look, check, fmt.Sprintf("%d of %d running processes lack the encryption key %s, which stands first here: until they have it another one seals", lack, len(replicas), ids[0]),
			"restart them with the same LATCHKEY_ENCRYPTION_KEYS; take no old key away before")
		return
	}
	r.Add(OK, check, fmt.Sprintf("all encryption keys are there; running processes that have the first of them: %d", len(replicas)), "")
	d.olderKeys(r, sealed)
}

// olderKeys says of each key but the first whether it is still needed.
func (d *Doctor) olderKeys(r *Report, sealed []string) {
	const check = "keys"
	needs := map[string]int{}
	for _, s := range sealed {
		needs[secret.KeyOf(s)]++
	}
	for i, id := range d.Keys.IDs() {
		switch n := needs[id]; {
		case i == 0:
		case n > 0:
			r.Add(Look, check, fmt.Sprintf("the older encryption key %s is needed: %d values are sealed with it", id, n),
				"latchkey reencrypt, which seals them with the first one; it says when "+id+" may go")
		default:
			r.Add(OK, check, "nothing needs the older encryption key "+id+": it may go an hour after latchkey reencrypt", "")
		}
	}
}

package people

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
	"latchkey/api/store"
)

// intake writes the rows of a file as they come, in chunks, each in a statement of its own:
// nothing is locked while the network is waited for.
type intake struct {
	p        *People
	importID string
	rows     int64
	series   [2]series             // rows with an external id, and rows without
	seen     map[[16]byte]struct{} // hashes of the ids and addresses that rows have had
}

// series are chunks that follow each other.
type series struct {
	next  int64 // number of the chunk
	rows  []peoplefile.Row
	bytes int
}

func (in *intake) readAll(ctx context.Context, file peoplefile.Reader) error {
	for {
		row, err := file.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if in.rows++; in.rows > peoplefile.MostRows {
			return &fault.Fault{Code: fault.BodyTooLarge, Reason: "rows"}
		}
		if err := in.add(ctx, row); err != nil {
			return err
		}
	}
	if in.rows == 0 {
		return fault.Invalid(fault.Field{Pointer: "/rows", Code: "required"})
	}
	for i := range in.series {
		if err := in.flush(ctx, &in.series[i]); err != nil {
			return err
		}
	}
	return nil
}

func (in *intake) add(ctx context.Context, row peoplefile.Row) error {
	in.refuseTwins(&row)
	to := &in.series[0]
	if row.ExternalID == "" {
		to = &in.series[1]
	}
	to.rows = append(to.rows, row)
	if to.bytes += len(row.Email) + len(row.Name) + len(row.Role) + len(row.ExternalID); len(to.rows) < chunkRows && to.bytes < chunkBytes {
		return nil
	}
	return in.flush(ctx, to)
}

// refuseTwins refuses what a row before had already: of two rows about one person the second
// would undo the first, each time the file is imported.
func (in *intake) refuseTwins(row *peoplefile.Row) {
	for column, value := range map[string]string{"externalId": row.ExternalID, "email": email.Fold(row.Email)} {
		if value == "" {
			continue
		}
		sum := sha256.Sum256([]byte(column + "\x00" + value))
		key := [16]byte(sum[:16])
		if _, twice := in.seen[key]; twice && row.Wrong == nil {
			row.Wrong = &fault.Field{Pointer: column, Code: "duplicate"}
		}
		in.seen[key] = struct{}{}
	}
}

func (in *intake) flush(ctx context.Context, s *series) error {
	if len(s.rows) == 0 {
		return nil
	}
	text, err := json.Marshal(s.rows)
	if err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	chunk := store.ImportChunk{Number: s.next, Rows: string(text)}
	if err := in.p.Store.AddImportChunk(store.Within(ctx, store.RequestWithin), in.importID, chunk); err != nil {
		return fmt.Errorf("keep rows: %w", err)
	}
	s.next, s.rows, s.bytes = s.next+1, s.rows[:0], 0
	return nil
}

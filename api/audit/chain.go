package audit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"latchkey/api/store"
)

// Opener opens the key of the chain; *secret.Ring does.
type Opener interface {
	OpenRow(place, sealed string) ([]byte, error)
}

// Keys seal it, too.
type Keys interface {
	Opener
	SealRow(place string, value []byte) string
}

// key computes what stands in the chain.
type key []byte

const keySize = 32

// newKey makes a key.
func newKey() key {
	k := make(key, keySize)
	_, _ = rand.Read(k) // it never fails
	return k
}

// mac is one over a kind and fields, each behind its length: no two lists of fields read alike.
func (k key) mac(kind string, fields ...string) string {
	h := hmac.New(sha256.New, k)
	for _, f := range append([]string{kind}, fields...) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(f))))
		h.Write([]byte(f))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// same compares two MACs; two that are missing are not the same.
func same(a, b string) bool { return a != "" && hmac.Equal([]byte(a), []byte(b)) }

// content is the MAC of an event: of every column of its row.
func (k key) content(e store.AuditEvent) string {
	return k.mac("event 1", e.ID, e.OrganizationID, micros(e.At), e.Actor, e.Action, e.Subject, e.Detail, e.ActorName, e.SubjectName)
}

// seal is the link of an event behind the head of a chain.
func (k key) seal(e store.AuditEvent, head store.AuditChain, now time.Time) store.AuditSeal {
	s := store.AuditSeal{
		Number: head.HeadNumber + 1, EventID: e.ID, OrganizationID: e.OrganizationID, At: e.At,
		Content: k.content(e), SealedAt: store.At(now),
	}
	s.Digest = k.digest(s, head.HeadDigest)
	return s
}

// digest is that of a link behind another one's.
func (k key) digest(s store.AuditSeal, before string) string {
	return k.mac("seal 1", before, decimal(s.Number), s.EventID, s.OrganizationID, micros(s.At), s.Content, micros(s.SealedAt))
}

// gone is the mark of a link whose event retention took.
func (k key) gone(s store.AuditSeal) string { return k.mac("gone 1", decimal(s.Number), s.Digest) }

// chain is the MAC of where the chain begins and ends.
func (k key) chain(c store.AuditChain) string {
	return k.mac("chain 1", decimal(c.AnchorNumber), c.AnchorDigest, decimal(c.HeadNumber), c.HeadDigest)
}

// openKey opens the key of a chain.
func openKey(keys Opener, c store.AuditChain) (key, error) {
	raw, err := keys.OpenRow(c.Place(), c.Sealed)
	if err == nil && len(raw) != keySize {
		err = fmt.Errorf("%d bytes", len(raw))
	}
	if err != nil {
		return nil, fmt.Errorf("the key of the chain of audit events does not open: %w", err)
	}
	return raw, nil
}

// wrote says whether the row of a chain is what a holder of its key wrote.
func (k key) wrote(c store.AuditChain) bool { return same(c.MAC, k.chain(c)) }

func micros(t store.Time) string { return decimal(t.UnixMicro()) }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

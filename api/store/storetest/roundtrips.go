package storetest

import "encoding/binary"

// RoundTrips is how often the server was asked for an answer through the front: each Query
// or Sync of the protocol waits for one.
func (f *Front) RoundTrips() int64 { return f.asked.Load() }

// messages reads what a client sends after its start: a type, four bytes of length, the rest.
type messages struct {
	head []byte
	skip int
}

// questions is how many of the messages in a piece of the stream wait for an answer.
func (m *messages) questions(piece []byte) (n int64) {
	for len(piece) > 0 {
		if m.skip > 0 {
			passed := min(m.skip, len(piece))
			m.skip, piece = m.skip-passed, piece[passed:]
			continue
		}
		m.head, piece = append(m.head, piece[0]), piece[1:]
		if len(m.head) < 5 {
			continue
		}
		if m.head[0] == 'Q' || m.head[0] == 'S' {
			n++
		}
		m.skip, m.head = int(binary.BigEndian.Uint32(m.head[1:]))-4, m.head[:0]
	}
	return n
}

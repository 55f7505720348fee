package storetest

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Front stands before a PostgreSQL server as a firewall, a balancer or a pooler
// does, and misbehaves when it is told to.
type Front struct {
	Address string // of the database, through the front

	server   string
	mu       sync.Mutex
	ends     map[net.Conn]bool
	frozen   chan struct{} // closed when it thaws; nil while it lets through
	closing  bool
	accepts  []string // the parameters of a start that a pooler knows; nil: all
	accepted int
	asked    atomic.Int64 // see [Front.RoundTrips]
	loses    string       // see [Front.LoseAnswerTo]
}

// NewFront stands before the database of an address.
func NewFront(t testing.TB, address string) *Front {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &Front{server: u.Host, ends: map[net.Conn]bool{}}
	u.Host = listener.Addr().String()
	f.Address = u.String()
	go f.serve(listener)
	t.Cleanup(func() {
		_ = listener.Close()
		f.Thaw()
		f.CutAll()
	})
	return f
}

// Freeze lets nothing through any more, in neither direction, and says nothing:
// connections stay open, new ones are taken.
func (f *Front) Freeze() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen == nil {
		f.frozen = make(chan struct{})
	}
}

// Thaw lets everything through again, also what came meanwhile.
func (f *Front) Thaw() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen != nil {
		close(f.frozen)
		f.frozen = nil
	}
}

// CloseNew takes connections and closes them at once, as a balancer does that has
// no server; false ends it.
func (f *Front) CloseNew(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closing = on
}

// KnowsOnly refuses connections that begin with another parameter than these, as
// a pooler does.
func (f *Front) KnowsOnly(parameters ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.accepts = parameters
}

// CutAll closes what is open.
func (f *Front) CutAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.ends {
		_ = c.Close()
	}
}

// LoseAnswerTo cuts, once, the connection on which something is asked with this text, when the
// answer comes.
func (f *Front) LoseAnswerTo(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loses = text
}

// losing says whether the answer to what is sent gets lost.
func (f *Front) losing(sent []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.loses == "" || !bytes.Contains(sent, []byte(f.loses)) {
		return false
	}
	f.loses = ""
	return true
}

// Accepted says how many connections were made through it.
func (f *Front) Accepted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.accepted
}

func (f *Front) serve(listener net.Listener) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		if f.keep(c) {
			go f.join(c)
		}
	}
}

func (f *Front) keep(c net.Conn) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.accepted++
	if f.closing {
		_ = c.Close()
		return false
	}
	f.ends[c] = true
	return true
}

func (f *Front) join(client net.Conn) {
	defer func() { _ = client.Close() }()
	f.wait()
	start, ok := f.start(client)
	if !ok {
		return
	}
	server, err := net.Dial("tcp", f.server) //nolint:noctx // ends with the test
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	f.mu.Lock()
	f.ends[server] = true
	f.mu.Unlock()
	if _, err := server.Write(start); err != nil {
		return
	}
	done := make(chan struct{}, 2)
	pump := func(to, from net.Conn, see func([]byte) (goOn bool)) {
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			f.wait()
			if n > 0 {
				if !see(buffer[:n]) {
					break
				}
				if _, err := to.Write(buffer[:n]); err != nil {
					break
				}
			}
			if err != nil {
				break
			}
		}
		done <- struct{}{}
	}
	var sent messages
	var lost atomic.Bool
	go pump(server, client, func(piece []byte) bool {
		f.asked.Add(sent.questions(piece))
		if f.losing(piece) {
			lost.Store(true)
		}
		return true
	})
	go pump(client, server, func([]byte) bool { return !lost.Load() })
	<-done
}

// start reads the first packet, and refuses what a pooler would.
func (f *Front) start(client net.Conn) (packet []byte, ok bool) {
	size := make([]byte, 4)
	if _, err := io.ReadFull(client, size); err != nil {
		return nil, false
	}
	packet = slices.Concat(size, make([]byte, binary.BigEndian.Uint32(size)-4))
	if _, err := io.ReadFull(client, packet[4:]); err != nil {
		return nil, false
	}
	f.mu.Lock()
	known := f.accepts
	f.mu.Unlock()
	if known == nil || len(packet) == 16 { // a request to cancel has no parameters
		return packet, true
	}
	words := strings.Split(string(packet[8:]), "\x00")
	for i := 0; i+1 < len(words) && words[i] != ""; i += 2 {
		if !slices.Contains(known, words[i]) {
			_, _ = client.Write(refusal("unsupported startup parameter: " + words[i]))
			return nil, false
		}
	}
	return packet, true
}

// refusal is the message ErrorResponse of the protocol.
func refusal(text string) []byte {
	body := "SFATAL\x00VFATAL\x00C08P01\x00M" + text + "\x00\x00"
	message := binary.BigEndian.AppendUint32([]byte{'E'}, uint32(len(body)+4))
	return append(message, body...)
}

func (f *Front) wait() {
	f.mu.Lock()
	frozen := f.frozen
	f.mu.Unlock()
	if frozen != nil {
		<-frozen
	}
}

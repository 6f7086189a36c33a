package driver

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Remote is a client that is already running and takes the same objects by HTTP POST. Every session has connections
// of its own and names itself in the header Sparring-Session.
type Remote struct {
	URL string
	ids *atomic.Int64 // shared by all sessions, so that an id belongs to one of them
	run string        // before the names of sessions: the client outlives the run, and may remember those of the last
}

// NewRemote speaks with the client at url.
func NewRemote(url string) Remote {
	return Remote{URL: url, ids: &atomic.Int64{}, run: rand.Text()[:8]}
}

// Outlives says that the client runs on when the run has ended, and with it what it remembers of worlds.
func (Remote) Outlives() bool { return true }

// String is the URL.
func (r Remote) String() string { return r.URL }

// Check returns an error if nobody listens there.
func (r Remote) Check() error {
	u, err := url.Parse(r.URL)
	if err != nil {
		return failure(CannotStart, "%v", err)
	}
	address := u.Host
	if u.Port() == "" {
		address = net.JoinHostPort(u.Hostname(), map[bool]string{true: "443", false: "80"}[u.Scheme == "https"])
	}
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return failure(CannotStart, "nobody listens at %s: %s", r.URL, cause(err))
	}
	return conn.Close()
}

// cause is why a connection could not be made, without the steps that net names.
func cause(err error) string {
	var system *os.SyscallError
	var name *net.DNSError
	switch {
	case errors.As(err, &system):
		return system.Err.Error()
	case errors.As(err, &name):
		return "there is no host " + name.Name
	}
	return err.Error()
}

// Start opens a session; nothing is sent yet.
func (r Remote) Start(ctx context.Context) (Session, error) {
	s := &remote{url: r.URL, ids: r.ids, transport: &http.Transport{}}
	s.stop = context.AfterFunc(ctx, s.transport.CloseIdleConnections)
	s.session = r.run + "-" + strconv.FormatInt(r.ids.Add(1), 10)
	s.client = &http.Client{Transport: s.transport}
	return s, nil
}

type remote struct {
	oddities
	url       string
	session   string
	ids       *atomic.Int64
	stop      func() bool
	transport *http.Transport
	client    *http.Client

	polling sync.Mutex
	noPoll  bool // the client has said that it has no notifications

	mu    sync.Mutex
	notes []Note
}

// SessionHeader names the session of a POST, so that a client that serves several at once can keep them apart.
const SessionHeader = "Sparring-Session"

// post sends one object and reads the one that answers it.
func (s *remote) post(ctx context.Context, method string, params any) (*incoming, error) {
	id := s.ids.Add(1)
	noted(ctx, id)
	body, err := encode(request{Version: "2.0", ID: id, Method: method, Params: params})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", method, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return nil, failure(CannotStart, "%v", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(SessionHeader, s.session)
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, s.broken(ctx, method, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxLine+1))
	switch {
	case err != nil:
		return nil, s.broken(ctx, method, err)
	case len(data) > maxLine:
		return nil, failure(Flood, "an answer of more than %d MiB to %s", maxLine>>20, method)
	case resp.StatusCode != http.StatusOK:
		return nil, failure(
			Breach,
			"expected HTTP 200 with a JSON-RPC object in answer to %s, got %s: %s",
			method,
			resp.Status,
			quoted(data),
		)
	}
	m, wrong := parse(bytes.TrimPrefix(data, byteOrderMark), inHTTPAnswer)
	if wrong != nil {
		return nil, wrong
	}
	if idKey(m.ID) != strconv.FormatInt(id, 10) {
		return nil, failure(Breach, "expected the answer to the call %d (%s), got one to %s", id, method, idKey(m.ID))
	}
	return m, nil
}

func (s *remote) broken(ctx context.Context, method string, err error) error {
	var hung *Failure
	switch {
	case errors.As(context.Cause(ctx), &hung):
		return hung
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return failure(Hang, "no answer to %s in time", method)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return failure(Crash, "the client at %s cannot be reached for %s: %v", s.url, method, err)
}

// Hello asks the client who it is.
func (s *remote) Hello(ctx context.Context) (Hello, error) {
	m, err := s.post(ctx, "hello", helloParams{Protocol})
	if err != nil {
		return Hello{}, err
	}
	s.inHello(m)
	return m.hello()
}

// Call asks for an ability.
func (s *remote) Call(ctx context.Context, method string, params Params) (Result, error) {
	m, err := s.post(ctx, method, params)
	if err != nil {
		return Result{}, err
	}
	r, err := m.result(method)
	if err == nil {
		s.inResult(m, method, r)
	}
	return r, err
}

// pollLimit is how long a client may take to hand out what it has: there is nothing to wait for.
const pollLimit = 10 * time.Second

// Notes polls for notifications. A client that does not know poll sends no notifications.
func (s *remote) Notes(ctx context.Context) ([]Note, error) {
	s.polling.Lock() // one poll at a time: the order is that of the answers
	defer s.polling.Unlock()
	if s.noPoll {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	m, err := s.post(ctx, "poll", map[string]string{"session": s.session})
	if err != nil {
		return s.Heard(), err
	}
	if m.Error != nil {
		if s.noPoll = m.Error.Code == codeNoMethod; s.noPoll {
			return nil, nil
		}
		return s.Heard(), m.Error
	}
	var polled struct {
		Notifications []incoming `json:"notifications"`
	}
	if json.Unmarshal(m.Result, &polled.Notifications) != nil { // a bare list is taken too
		if err := json.Unmarshal(m.Result, &polled); err != nil {
			return s.Heard(), failure(
				Breach,
				`expected {"notifications":[…]} in answer to poll, got %s`,
				quoted(m.Result),
			)
		}
	}
	if notes := s.keep(polled.Notifications); len(notes) > maxNotes {
		return notes, failure(Flood, "more than %d notifications", maxNotes)
	}
	return s.Heard(), nil
}

func (s *remote) keep(polled []incoming) []Note {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range polled {
		s.notes = append(s.notes, polled[i].note())
		s.inNote(&polled[i], func(call string) bool { return idUpTo(s.ids.Load(), call) })
	}
	return s.notes
}

// Heard returns the notifications that have been polled.
func (s *remote) Heard() []Note {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes)
}

// Log is empty: what a remote client says to its people stays with it.
func (s *remote) Log() string { return "" }

// Close ends the connections. The client itself runs on: we did not start it.
func (s *remote) Close() error {
	s.stop()
	s.transport.CloseIdleConnections()
	return nil
}

package reference

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"sparring/mock/message"
	"sparring/scenarios/driver"
)

// Patience is how long the reference client waits for a response: enough for a slow machine, and two of them fit into
// the ten seconds of a call. Haste is how long mutants wait that give up too soon.
const (
	Patience = 4 * time.Second
	Haste    = 200 * time.Millisecond
)

// Largest is how much of a response the client reads, in bytes.
const Largest = 8 << 20

// Response is a whole HTTP response.
type Response = message.Response

// Wire sends the requests of one client over a connection pool of its own.
type Wire struct {
	HTTP      *http.Client
	Patience  time.Duration // how long a response is waited for
	EachPiece bool          // that is the limit of the head of a response; each piece is waited for anew
	Store     *Store        // what outlives the client; nil keeps nothing
	network   *http.Transport
}

// NewWire returns a wire that follows no redirects.
func NewWire() *Wire {
	network := &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}
	return &Wire{Patience: Patience, network: network, HTTP: &http.Client{
		Transport:     network,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Use puts the patches of a client between it and the network.
func (w *Wire) Use(s Seams) {
	if s.Transport != nil {
		w.HTTP.Transport = s.Transport(w.network)
	}
}

// Send makes one exchange. Errors: *Lost if it is unknown whether the request was handled, *Unsent if it was not sent.
func (w *Wire) Send(ctx context.Context, method, address string, header http.Header, body any) (*Response, error) {
	ctx, in, cancel := w.limited(ctx)
	defer cancel()
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, reader)
	if err != nil {
		return nil, err
	}
	req.Header = header
	resp, err := w.HTTP.Do(req)
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err // the address may hold a token, and the text of the error goes to the caller
	}
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) || isDial(err) {
			return nil, &Unsent{err}
		}
		return nil, &Lost{err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(in(resp.Body), Largest+1))
	if err != nil {
		return nil, &Lost{fmt.Errorf("the response is incomplete: %w", err)}
	}
	if len(data) > Largest {
		return nil, &Lost{fmt.Errorf("the response has more than %d bytes", Largest)}
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: data}, nil
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// Lost says that no whole response came: the request may have been handled.
type Lost struct{ err error }

func (l *Lost) Error() string { return l.err.Error() }

// Unwrap returns the transport's error: context.DeadlineExceeded if nothing came.
func (l *Lost) Unwrap() error { return l.err }

// Unsent says that the request has not reached the server.
type Unsent struct{ err error }

func (u *Unsent) Error() string { return u.err.Error() }

// Fail returns the result of a failure.
func Fail(code, advice, format string, args ...any) driver.Result {
	return driver.Result{Error: &driver.Problem{Code: code, Message: fmt.Sprintf(format, args...), Advice: advice}}
}

// FailLater returns the result of a failure that may pass after some seconds.
func FailLater(code string, after float64, format string, args ...any) driver.Result {
	r := Fail(code, driver.RetryLater, format, args...)
	r.Error.RetryAfterS = &after
	return r
}

// Done returns the result of a success.
func Done(values map[string]any) driver.Result { return driver.Result{OK: true, Values: values} }

// Pause waits between attempts, or until the session ends.
func Pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// Silent reports whether the whole patience was spent on a response: another attempt would take as long.
func Silent(err error) bool {
	var l *Lost
	return errors.As(err, &l) && errors.Is(l.err, context.DeadlineExceeded)
}

// Object returns a JSON object, nil if the value is not one.
func Object(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

// Keep sets where the client keeps what must outlive it.
func (w *Wire) Keep(s *Store) { w.Store = s }

// Limit sets how long a whole response is waited for at most.
func (w *Wire) Limit(most time.Duration) { w.Patience = min(w.Patience, most) }

// Trust sets which certificates of servers are accepted.
func (w *Wire) Trust(config *tls.Config) { w.network.TLSClientConfig = config.Clone() }

// Trust sets which certificates of servers a client of plain [http.Transport] accepts.
func Trust(c *http.Client, config *tls.Config) {
	if transport, ok := c.Transport.(*http.Transport); ok {
		transport.TLSClientConfig = config.Clone()
	}
}

// Close ends the connections that are kept open.
func (w *Wire) Close() { w.HTTP.CloseIdleConnections() }

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
	"syscall"
	"time"

	"sparring/scenarios/driver"
)

// patience is how long the reference client waits for an answer: long for a slow machine, and yet two of them fit into the
// ten seconds of a call. haste is that of the mutants that have none.
const (
	Patience = 4 * time.Second
	Haste    = 200 * time.Millisecond
)

// Largest answer that the client reads, in bytes.
const Largest = 8 << 20

// answer is a whole HTTP answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// wire sends requests of one client, one connection pool each.
type Wire struct {
	HTTP     *http.Client
	Patience time.Duration
}

func NewWire() *Wire {
	return &Wire{Patience: Patience, HTTP: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// send makes one exchange. *lost: whether the request was handled is unknown; *unsent: it certainly was not.
func (w *Wire) Send(ctx context.Context, method, url string, header http.Header, body any) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Patience)
	defer cancel()
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, reader)
	if err != nil {
		return nil, err
	}
	req.Header = header
	resp, err := w.HTTP.Do(req)
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) || isDial(err) {
			return nil, &Unsent{err}
		}
		return nil, &Lost{err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, Largest))
	if err != nil {
		return nil, &Lost{fmt.Errorf("the answer is incomplete: %w", err)}
	}
	return &Answer{resp.StatusCode, resp.Header, data}, nil
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// lost says that no whole answer came: the request may have been handled.
type Lost struct{ err error }

func (l *Lost) Error() string { return l.err.Error() }

// Unwrap gives the transport's error: context.DeadlineExceeded where there was only silence.
func (l *Lost) Unwrap() error { return l.err }

// unsent says that the request has not reached the server.
type Unsent struct{ err error }

func (u *Unsent) Error() string { return u.err.Error() }

// fail makes a result of a failure.
func Fail(code, advice, format string, args ...any) driver.Result {
	return driver.Result{Error: &driver.Problem{Code: code, Message: fmt.Sprintf(format, args...), Advice: advice}}
}

// failLater makes a result of a failure that may pass after some seconds.
func FailLater(code string, after float64, format string, args ...any) driver.Result {
	r := Fail(code, driver.RetryLater, format, args...)
	r.Error.RetryAfterS = &after
	return r
}

// done makes a result of a success.
func Done(values map[string]any) driver.Result { return driver.Result{OK: true, Values: values} }

// pause waits between attempts, or until the session ends.
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

// trust says which certificates of servers are taken.
func (w *Wire) Trust(config *tls.Config) { Trust(w.HTTP, config) }

func Trust(c *http.Client, config *tls.Config) {
	if transport, ok := c.Transport.(*http.Transport); ok {
		transport.TLSClientConfig = config.Clone()
	}
}

// close ends the connections that are kept open.
func (w *Wire) Close() { w.HTTP.CloseIdleConnections() }

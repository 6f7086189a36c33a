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
	patience = 4 * time.Second
	haste    = 200 * time.Millisecond
)

// largest answer that the client reads, in bytes.
const largest = 8 << 20

// answer is a whole HTTP answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// wire sends requests of one client, one connection pool each.
type wire struct {
	http     *http.Client
	patience time.Duration
}

func newWire() *wire {
	return &wire{patience: patience, http: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// send makes one exchange. *lost: whether the request was handled is unknown; *unsent: it certainly was not.
func (w *wire) send(ctx context.Context, method, url string, header http.Header, body any) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, w.patience)
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
	resp, err := w.http.Do(req)
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) || isDial(err) {
			return nil, &unsent{err}
		}
		return nil, &lost{err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, largest))
	if err != nil {
		return nil, &lost{fmt.Errorf("the answer is incomplete: %w", err)}
	}
	return &answer{resp.StatusCode, resp.Header, data}, nil
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// lost says that no whole answer came: the request may have been handled.
type lost struct{ err error }

func (l *lost) Error() string { return l.err.Error() }

// Unwrap gives the transport's error: context.DeadlineExceeded where there was only silence.
func (l *lost) Unwrap() error { return l.err }

// unsent says that the request has not reached the server.
type unsent struct{ err error }

func (u *unsent) Error() string { return u.err.Error() }

// fail makes a result of a failure.
func fail(code, advice, format string, args ...any) driver.Result {
	return driver.Result{Error: &driver.Problem{Code: code, Message: fmt.Sprintf(format, args...), Advice: advice}}
}

// failLater makes a result of a failure that may pass after some seconds.
func failLater(code string, after float64, format string, args ...any) driver.Result {
	r := fail(code, driver.RetryLater, format, args...)
	r.Error.RetryAfterS = &after
	return r
}

// done makes a result of a success.
func done(values map[string]any) driver.Result { return driver.Result{OK: true, Values: values} }

// pause waits between attempts, or until the session ends.
func pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// trust says which certificates of servers are taken.
func (w *wire) trust(config *tls.Config) { trust(w.http, config) }

func trust(c *http.Client, config *tls.Config) {
	if transport, ok := c.Transport.(*http.Transport); ok {
		transport.TLSClientConfig = config.Clone()
	}
}

// close ends the connections that are kept open.
func (w *wire) close() { w.http.CloseIdleConnections() }

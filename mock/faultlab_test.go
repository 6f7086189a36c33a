package mock_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest/outside"
)

// lab is the assembled server on a real port with its default world, and the two clients that faults are tried on.
type lab struct {
	t       *testing.T
	server  *mock.Server
	base    string
	control *client.Client
	calls   *http.Transport // a fresh connection for each call: net/http repeats a GET whose old connection broke
}

func newLab(t *testing.T, secure bool, opts mock.Options) *lab {
	t.Helper()
	opts.Seed, opts.At, opts.Clock = 7, time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), clock.Frozen
	opts.ServerLog = log.New(io.Discard, "", 0) // broken TLS connections are what this is about
	server, err := mock.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	var config *tls.Config
	scheme := "http://"
	if secure {
		if config, err = mock.SelfSigned(); err != nil {
			t.Fatal(err)
		}
		scheme = "https://"
	}
	address, err := server.Listen("127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	trust := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // as the vendor's curl -k samples do
	l := &lab{t: t, server: server, base: scheme + address, calls: &http.Transport{DisableKeepAlives: true,
		TLSClientConfig: trust}}
	control := &http.Transport{TLSClientConfig: trust}
	l.control = client.New(l.base)
	l.control.HTTP = &http.Client{Transport: control}
	t.Cleanup(func() {
		control.CloseIdleConnections()
		_ = server.Close()
	})
	return l
}

// request is what both clients can send.
type request struct {
	method, path, body string // path with the API's prefix and the query
	header             http.Header
}

// outcome is what a client made of the answer.
type outcome struct {
	status int
	header http.Header
	body   string
	fail   string // "timeout", "reset", "empty" (no byte came), "short" (the body breaks off); "" where all came
	took   time.Duration
}

// sender is a client; it gives up when ctx ends. A listener gets every part of the response as it comes.
type sender func(ctx context.Context, r request, listeners ...io.Writer) outcome

func (l *lab) sender(name string) sender {
	if name == "curl" {
		outside.Tool(l.t, "curl")
		return l.curlClient
	}
	return l.goClient
}

// goClient calls by net/http, without following redirects.
func (l *lab) goClient(ctx context.Context, r request, listeners ...io.Writer) (out outcome) {
	req, err := http.NewRequestWithContext(ctx, r.method, l.base+r.path, strings.NewReader(r.body))
	if err != nil {
		return outcome{fail: err.Error()}
	}
	maps.Copy(req.Header, r.header)
	began := time.Now()
	resp, err := l.calls.RoundTrip(req)
	if err == nil {
		var data bytes.Buffer
		_, err = io.Copy(io.MultiWriter(append(listeners, &data)...), resp.Body)
		resp.Body.Close()
		out = outcome{status: resp.StatusCode, header: resp.Header, body: data.String()}
	}
	out.took = time.Since(began)
	switch {
	case ctx.Err() != nil: // under TLS net/http may read the server's farewell while it hangs up, and see a proper end
		out.fail = "timeout"
	case err == nil:
	case errors.Is(err, syscall.ECONNRESET):
		out.fail = "reset"
	case errors.Is(err, io.ErrUnexpectedEOF) && out.status != 0:
		out.fail = "short"
	case errors.Is(err, io.EOF):
		out.fail = "empty"
	default:
		out.fail = err.Error()
	}
	return out
}

// curlClient calls by curl, as the vendors' samples do.
func (l *lab) curlClient(ctx context.Context, r request, listeners ...io.Writer) (out outcome) {
	args := []string{"-sSkiN", "--http1.1", "-X", r.method}
	for name, values := range r.header {
		for _, v := range values {
			args = append(args, "-H", name+": "+v)
		}
	}
	if r.body != "" {
		args = append(args, "--data-binary", r.body)
	}
	var text, wrong bytes.Buffer
	cmd := exec.CommandContext(ctx, "curl", append(args, l.base+r.path)...) //nolint:gosec // our own arguments
	cmd.Stdout, cmd.Stderr = io.MultiWriter(append(listeners, &text)...), &wrong
	began := time.Now()
	err := cmd.Run()
	out.took = time.Since(began)
	var exit *exec.ExitError
	if ctx.Err() != nil {
		out.fail = "timeout"
	} else if errors.As(err, &exit) {
		out.fail = map[int]string{18: "short", 35: "reset", 52: "empty", 56: "reset"}[exit.ExitCode()]
		if out.fail == "" {
			out.fail = fmt.Sprintf("curl ended with %d: %s", exit.ExitCode(), &wrong)
		}
	} else if err != nil {
		out.fail = err.Error()
	}
	head, body, _ := bytes.Cut(text.Bytes(), []byte("\r\n\r\n"))
	out.body, out.header = string(body), http.Header{}
	for i, line := range strings.Split(string(head), "\r\n") {
		if i == 0 && len(line) > 12 {
			out.status, _ = strconv.Atoi(line[9:12])
		} else if name, value, ok := strings.Cut(line, ": "); ok {
			out.header.Add(name, value)
		}
	}
	return out
}

// rule adds a fault rule to the default world.
func (l *lab) rule(match fault.Match, spec fault.Spec) client.FaultRule {
	l.t.Helper()
	rule, err := l.control.AddFault(l.t.Context(), mock.DefaultWorld, client.FaultRequest{Match: match, Fault: spec})
	if err != nil {
		l.t.Fatalf("%+v on %+v: %v", spec, match, err)
	}
	return rule
}

// shaped waits for the finished entry on which a rule acted.
func (l *lab) shaped(rule string) journal.Entry {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	e, err := l.control.Await(ctx, mock.DefaultWorld, client.Query{Kind: journal.Exchange}, func(e journal.Entry) bool {
		return e.State != journal.Open && len(e.Faults) > 0 && e.Faults[0].Rule == rule
	})
	if err != nil {
		l.t.Fatalf("no entry of rule %s: %v", rule, err)
	}
	return e
}

// newest is the last entry of the default world.
func newest(l *lab) journal.Entry {
	l.t.Helper()
	page, err := l.control.Journal(l.t.Context(), mock.DefaultWorld, client.Query{Kind: journal.Exchange})
	if err != nil || len(page.Entries) == 0 {
		l.t.Fatalf("journal: %d entries, %v", len(page.Entries), err)
	}
	return page.Entries[len(page.Entries)-1]
}

// Package outbound is what a world sends by itself: look-ups at foreign services, webhooks, pushes to a gateway, and
// the outbox of SMS and pushes. Every call is one journal entry of kind outgoing. Calls run under the world's context;
// no lock of a fake may be held while one runs.
package outbound

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/message"
)

// ErrTooLarge is the cause when a service answers more than the limit.
var ErrTooLarge = errors.New("answer larger than the limit")

// Message is one SMS or push in the outbox.
type Message struct {
	Seq       int64     `json:"seq"`
	WorldTime time.Time `json:"world_time"`
	API       string    `json:"api"`
	Kind      string    `json:"kind"` // "sms" or "push"
	To        string    `json:"to"`
	Device    string    `json:"device,omitempty"` // id of the device that a push goes to
	Token     string    `json:"token,omitempty"`  // its push token
	Sender    string    `json:"sender,omitempty"`
	Text      string    `json:"text,omitempty"`
	Payload   any       `json:"payload,omitempty"`
}

// Expired is the error of a call that had no answer in its time. It is a [context.DeadlineExceeded].
type Expired struct {
	After time.Duration
	Limit string // what sets the time, "switch iqchannels.authTimeout"; may be empty
}

// Error names the time and what sets it.
func (e *Expired) Error() string {
	text := fmt.Sprintf("no answer within %s", e.After)
	if e.Limit != "" {
		text += " (" + e.Limit + ")"
	}
	return text
}

// Is reports whether the target is what a context says when its time is over.
func (e *Expired) Is(target error) bool { return target == context.DeadlineExceeded }

// Call is one outgoing HTTP request.
type Call struct {
	API       string
	Operation string       // of our document, where the called service is one that it describes; else empty
	Peer      journal.Peer // journal.Service or journal.Webhook
	Method    string
	URL       string
	Header    http.Header
	Body      []byte
	Vars      map[string]string // path variables of Operation
	Timeout   time.Duration     // wire time; default 5 s
	Limit     string            // what sets Timeout, for messages: "switch iqchannels.authTimeout"
	MaxBody   int64             // bytes of the answer; default 1 MiB
	Local     bool              // answered by the world's own fake, in process, through the same chain
	Why       []journal.Why
	// Judge adds findings about the answer to the entry; called once with it, or with the error.
	Judge func(Reply, error) []journal.Finding
}

// Reply is the response to a call. A redirect is not followed.
type Reply struct {
	message.Response
	HTTP string // version: "HTTP/1.1"
}

// Outbound belongs to one world. Safe for concurrent use.
type Outbound struct {
	ctx     context.Context
	clock   *clock.Clock
	journal *journal.Journal
	client  *http.Client
	// local answers calls to the world's own fakes and journals them itself; set once when the world is made.
	local func(ctx context.Context, c Call) (Reply, error)
	// before is called before a call is made; set once when the world is made. May be nil.
	before func() error
	// turn runs what changes the world when a call has ended; nil: it is run as it is.
	turn func(func())

	mu      sync.Mutex
	meter   *limit.Meter
	box     []boxed
	dropped int64
	seq     int64
	running int
	idle    chan struct{}            // closed when running falls to zero; nil while nobody waits
	last    map[string]chan struct{} // by URL: closed when the newest call that Go made to it has ended

	holding bool     // see Hold
	held    []func() // begin the calls that were held
}

// boxed is a message in the outbox with what it costs.
type boxed struct {
	Message
	size int64
}

// maxCalls bounds the calls that wait for their turn or their answer; each may have a connection.
const maxCalls = 1000

// Bounds are those of one world: of its outbox, and of its calls in the background.
func Bounds() []limit.Bound {
	return []limit.Bound{
		{
			Name: "outbox", Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
			Doc: "SMS and pushes in the outbox, which says how many were dropped.",
		},
		{
			Name: "calls", Limit: maxCalls, Unit: limit.Count, Beyond: limit.Refused,
			Doc: "Webhooks and pushes that wait for their turn or their answer. One more is not sent, and its entry " +
				"says so.",
		},
	}
}

// New makes an outbound under the world's context.
func New(ctx context.Context, c *clock.Clock, j *journal.Journal, client *http.Client) *Outbound {
	return &Outbound{
		ctx: ctx, clock: c, journal: j, client: client, last: map[string]chan struct{}{},
		meter: (*limit.Ledger)(nil).Meter("", &Bounds()[0]),
	}
}

// Count lets a meter of the world count the outbox. Call it before there is anything in it.
func (o *Outbound) Count(m *limit.Meter) { o.meter = m }

// NewClient makes the HTTP client that all worlds of a server share: no redirects, no proxies from the environment, and
// no connection used twice, because the transport would repeat a GET by itself if a kept connection dies: a service
// must see each call once. trusted are the authorities of https services; nil means those of the machine.
func NewClient(trusted *x509.CertPool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// SetLocal returns who answers Local calls.
func (o *Outbound) SetLocal(f func(ctx context.Context, c Call) (Reply, error)) { o.local = f }

// SetBefore sets what is called before each call: a store must have the facts that led to it, so that no call is made
// twice. After an error the call is not made.
func (o *Outbound) SetBefore(f func() error) { o.before = f }

// Put adds a message to the outbox; Seq and WorldTime are set here.
func (o *Outbound) Put(m Message) Message {
	m.WorldTime = o.clock.Now()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seq++
	m.Seq = o.seq
	put := boxed{m, limit.Size(m) + limit.Slot}
	o.box = append(o.box, put)
	o.meter.Add(put.size)
	for len(o.box) > 1 && o.meter.Over() {
		o.meter.Forget(o.box[0].size)
		o.box[0] = boxed{}
		o.box = o.box[1:] // appending moves what is left, now and then
		o.dropped++
	}
	return m
}

// Messages returns the outbox, oldest first, and how many were dropped.
func (o *Outbound) Messages() (messages []Message, dropped int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	messages = make([]Message, len(o.box))
	for i := range o.box {
		messages[i] = o.box[i].Message
	}
	return messages, o.dropped
}

// Do makes the call and waits for its answer; one after the call's time does not count. Errors: transport failures, the
// timeout, ErrTooLarge, the world's end.
func (o *Outbound) Do(ctx context.Context, c Call) (Reply, error) {
	o.begin()
	defer o.end()
	ctx, cancel := o.bound(ctx, &c)
	defer cancel()
	var reply Reply
	var err error
	if c.Local {
		reply, err = o.local(ctx, c)
	} else {
		reply, err = o.do(ctx, c, o.open(c))
	}
	if err == nil {
		err = ctx.Err()
	}
	return reply, c.Explain(err)
}

// Go makes the call in the background. Its entry is opened before Go returns, so the order of entries is that of the
// calls; calls to one URL are made one after the other, so a receiver sees them in that order, too.
func (o *Outbound) Go(c Call) {
	if o.ctx.Err() != nil {
		return
	}
	if !o.admit() {
		c.Why = append(c.Why[:len(c.Why):len(c.Why)], journal.Why(Bounds()[1].Full()))
		o.open(c).Close(journal.Closed, func(e *journal.Record) {
			e.Error = fmt.Sprintf("not sent: %d calls of this world wait already", maxCalls)
		})
		return
	}
	h := o.open(c)
	o.launch(func() {
		before, leave := o.queue(c.URL)
		go func() {
			defer o.end()
			defer leave()
			select {
			case <-before:
			case <-o.ctx.Done():
			}
			ctx, cancel := o.bound(context.Background(), &c)
			defer cancel()
			_, _ = o.do(ctx, c, h) // the entry has the outcome
		}()
	})
}

// queue returns what to wait for before a call to the URL, and what to do after it.
func (o *Outbound) queue(url string) (before <-chan struct{}, leave func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	done := make(chan struct{})
	previous, ok := o.last[url]
	if !ok {
		previous = make(chan struct{})
		close(previous)
	}
	o.last[url] = done
	return previous, func() {
		close(done)
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.last[url] == done {
			delete(o.last, url)
		}
	}
}

func (o *Outbound) bound(ctx context.Context, c *Call) (context.Context, context.CancelFunc) {
	if c.Timeout <= 0 {
		c.Timeout = 5 * time.Second
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 1 << 20
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	stop := context.AfterFunc(o.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// Explain says of an error that the call's time was over, if that is what it means; any other stays as it is.
func (c *Call) Explain(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &Expired{After: c.Timeout, Limit: c.Limit}
	}
	return err
}

func (o *Outbound) open(c Call) *journal.Handle {
	path := ""
	if u, err := url.Parse(c.URL); err == nil {
		path = u.EscapedPath()
	}
	return o.journal.Open(journal.Record{Vars: c.Vars, Entry: journal.Entry{
		Kind: journal.Outgoing, Peer: c.Peer, API: c.API, Operation: c.Operation, Method: c.Method, URL: c.URL,
		Path: path,
		HTTP: "HTTP/1.1", Why: c.Why, Request: &journal.Message{Header: c.Header, Body: c.Body},
	}})
}

func (o *Outbound) do(ctx context.Context, c Call, h *journal.Handle) (reply Reply, err error) {
	if o.before != nil {
		err = o.before()
	}
	if err == nil {
		reply, err = o.exchange(ctx, c)
	}
	err = c.Explain(err)
	if o.turn != nil {
		o.turn(func() { closeCall(h, &c, reply, err) })
	} else {
		closeCall(h, &c, reply, err)
	}
	return reply, err
}

func (o *Outbound) exchange(ctx context.Context, c Call) (Reply, error) {
	req, err := http.NewRequestWithContext(ctx, c.Method, c.URL, bytes.NewReader(c.Body))
	if err != nil {
		return Reply{}, err
	}
	if c.Header != nil {
		req.Header = c.Header.Clone()
	}
	resp, err := o.client.Do(req)
	if err != nil {
		var untrusted *tls.CertificateVerificationError
		if errors.As(err, &untrusted) {
			err = fmt.Errorf("%w: a service with a private certificate is trusted by serve --upstream-ca FILE", err)
		}
		if o.ctx.Err() != nil {
			return Reply{}, fmt.Errorf("the world ended: %w", err)
		}
		return Reply{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.MaxBody+1))
	if err != nil {
		return Reply{}, fmt.Errorf("reading the answer: %w", err)
	}
	if int64(len(body)) > c.MaxBody {
		return Reply{}, fmt.Errorf("%w of %d bytes", ErrTooLarge, c.MaxBody)
	}
	return Reply{HTTP: resp.Proto, Response: message.Response{Status: resp.StatusCode, Header: resp.Header,
		Body: body}}, nil
}

// admit begins a call in the background, if there are not too many.
func (o *Outbound) admit() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.running >= maxCalls {
		return false
	}
	o.running++
	return true
}

func (o *Outbound) begin() {
	o.mu.Lock()
	o.running++
	o.mu.Unlock()
}

func (o *Outbound) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.running--; o.running == 0 && o.idle != nil {
		close(o.idle)
		o.idle = nil
	}
}

// Idle waits until no call runs, or ctx ends, and returns how many still run.
func (o *Outbound) Idle(ctx context.Context) int {
	for {
		o.mu.Lock()
		if o.running == 0 || o.holding { // what is held begins later
			o.mu.Unlock()
			return 0
		}
		if o.idle == nil {
			o.idle = make(chan struct{})
		}
		idle, running := o.idle, o.running
		o.mu.Unlock()
		select {
		case <-idle:
		case <-ctx.Done():
			return running
		}
	}
}

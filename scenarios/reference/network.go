package reference

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"sparring/scenarios/driver"
)

// Network is what a client of any API decides about the way to its server. R is the type of its requests. The policies
// of each client embed it.
type Network[R any] struct {
	Seams
	Wait       time.Duration          // how long a response is waited for; no sentence of a vendor
	Pieces     bool                   // that is the limit of the head of a response; each piece is waited for anew
	RepeatLost func(r R, l Loss) bool // whether a request that got no usable response is made again
}

// Time lets the wire wait as the policies say.
func (n *Network[R]) Time(w *Wire) { w.Patience, w.EachPiece = n.Wait, n.Pieces }

// WaitForPieces limits the wait for the head of a response and for each piece, and not that for all.
func (n *Network[R]) WaitForPieces() { n.Pieces = true }

// NeverRepeat makes no request again whose response was lost.
func (n *Network[R]) NeverRepeat() { n.RepeatLost = func(R, Loss) bool { return false } }

// Hurry gives up each response early.
func (n *Network[R]) Hurry() { n.Wait = Haste }

// network is a pointer to the policies P of a client, which embed a Network.
type network[P any] interface {
	*P
	NeverRepeat()
	Hurry()
	WaitForPieces()
	Unbounded()
	Followed()
	Told(change func(c driver.Call, r *driver.Result))
	Around(wrap func(ctx context.Context, c driver.Call, next Handler) driver.Result)
}

// NetworkTrips are scenarios of one API that fail the mistakes that clients of every API can make on the way.
type NetworkTrips struct {
	Slow    string // a slow response is waited for
	Lost    string // a lost response is not reported as a bad request
	Endless string // a response without end is not read to its end
	Late    string // what has an effect has it once although its response does not come in time
}

// NetworkMutants returns the mistakes that clients of every API can make on the way. P are the policies of one API.
func NetworkMutants[P any, N network[P]](api string, t NetworkTrips) []Patch[P] {
	return []Patch[P]{
		{
			Name: api + "-has-no-patience", Doc: "Responses are waited for a fifth of a second",
			Apply: func(p *P) { N(p).Hurry() },
			Trips: Trips("client.success", t.Slow),
		},
		{
			Name: api + "-blames-the-request", Doc: "A failure on the way is reported as a bad request",
			Apply: func(p *P) {
				N(p).NeverRepeat()
				N(p).Told(blame)
			},
			Trips: Trips("client.recovery", t.Lost),
		},
		{
			Name: api + "-reads-without-end", Doc: "A response is read to its end, however long it is",
			Apply: func(p *P) { N(p).Unbounded() },
			Trips: Trips("client.bound", t.Endless),
		},
		{
			Name: api + "-follows-redirects", Doc: "Requests are sent on, whole, to where a redirect leads",
			Apply: func(p *P) { N(p).Followed() },
			Trips: Trips("fidelity.inside", "the * no redirect with *"),
		},
		{
			Name:  api + "-has-no-limit-in-all",
			Doc:   "Each piece of a response is waited for, however many there are",
			Apply: func(p *P) { N(p).WaitForPieces() },
			Trips: Trips("client.patience", t.Late+" by dribble 200ms"),
		},
		{
			Name: api + "-takes-silence-for-success", Doc: "What was not answered in time is reported as done",
			Apply: func(p *P) { N(p).Around(silenceIsSuccess) },
			Trips: Trips(api+".honest-success", t.Late+" by lose_reply silence"),
		},
	}
}

// Followed sends a request that is redirected once more to where the redirect leads, whole and with all its secrets.
func (s *Seams) Followed() {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err != nil || resp.StatusCode/100 != 3 || resp.Header.Get("Location") == "" {
			return resp, err
		}
		to, err := r.URL.Parse(resp.Header.Get("Location"))
		if err != nil {
			return resp, nil //nolint:nilerr // the client sees the redirect
		}
		again := r.Clone(r.Context())
		again.URL, again.Host = to, ""
		if r.GetBody != nil {
			if again.Body, err = r.GetBody(); err != nil {
				return resp, nil //nolint:nilerr // the same
			}
		}
		resp.Body.Close()
		return next.RoundTrip(again)
	})
}

// Unbounded reads each response to its end, however long it is, before the client sees it; streams pass.
func (s *Seams) Unbounded() {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err != nil || strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
			return resp, err
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(bytes.TrimSpace(data)))
		return resp, nil
	})
}

// silenceIsSuccess reports what ends by a time-out as done.
func silenceIsSuccess(ctx context.Context, c driver.Call, next Handler) driver.Result {
	r := next(ctx, c)
	if r.Error != nil && strings.Contains(r.Error.Message, context.DeadlineExceeded.Error()) {
		return Done(nil)
	}
	return r
}

// blame reports each failure on the way as a bad request.
func blame(_ driver.Call, r *driver.Result) {
	if r.Error == nil || r.Error.Code != "no_answer" && !strings.HasPrefix(r.Error.Code, "5") {
		return
	}
	switch r.Error.Advice {
	case driver.UnknownOutcome, driver.RetryNow, driver.RetryLater:
		r.Error.Advice, r.Error.RetryAfterS = driver.FixRequest, nil
	}
}

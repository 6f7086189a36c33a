package reference

import (
	"bytes"
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
	RepeatLost func(r R, l Loss) bool // whether a request that got no usable response is made again
}

// NeverRepeat makes no request again whose response was lost.
func (n *Network[R]) NeverRepeat() { n.RepeatLost = func(R, Loss) bool { return false } }

// Hurry gives up each response early.
func (n *Network[R]) Hurry() { n.Wait = Haste }

// network is a pointer to the policies P of a client, which embed a Network.
type network[P any] interface {
	*P
	NeverRepeat()
	Hurry()
	Unbounded()
	Followed()
	Told(change func(c driver.Call, r *driver.Result))
}

// NetworkTrips are scenarios of one API that fail the mistakes that clients of every API can make on the way.
type NetworkTrips struct {
	Slow    string // a slow response is waited for
	Lost    string // a lost response is not reported as a bad request
	Endless string // a response without end is not read to its end
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

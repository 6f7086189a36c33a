package iqchannels

import (
	"math"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// streamMutants get the stream of events wrong.
func streamMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-hears-nothing", Doc: "The stream is opened and not read",
			Apply: func(p *policies) { p.hears = func(string) bool { return false } },
			Trips: reference.Trips("client.received", "a message of an operator reaches the caller once"),
		},
		{
			Name: "iqchannels-hears-the-last-line", Doc: "Of an event with several data lines only the last is read",
			Apply: func(p *policies) { p.joined = func(data []string) string { return data[len(data)-1] } },
			Trips: reference.Trips("client.received", "a message in another form of events*"),
		},
		{
			Name: "iqchannels-needs-a-blank", Doc: "Data without a blank behind the colon is not read",
			Apply: func(p *policies) {
				p.dataOf = func(line string) (string, bool) { return strings.CutPrefix(line, "data: ") }
			},
			Trips: reference.Trips("client.received", "a message in another form of events*"),
		},
		{
			Name: "iqchannels-never-reconnects", Doc: "A stream that ends is not opened again",
			Apply: func(p *policies) { p.reconnects = false },
			Trips: slices.Concat(
				reference.Trips("fault.held", "messages sent while the stream*"),
				reference.Trips("iqchannels.listening", "a session that is reset while a stream*"),
			),
		},
		{
			Name: "iqchannels-forgets-the-last-event", Doc: "A stream is opened again without the last event",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.URL.RawQuery, _, _ = strings.Cut(r.URL.RawQuery, "&LastEventId=") })
			},
			Trips: slices.Concat(
				reference.Trips("client.received", "messages sent while the stream*"),
				reference.Trips("iqchannels.resumes", "the stream goes on after*"),
			),
		},
		{
			Name: "iqchannels-resumes-from-the-start", Doc: "A stream is always opened from the first event, and " +
				"all is told again",
			Apply: func(p *policies) {
				p.isNew = func(int64, int64, bool) bool { return true }
				p.Sent(func(r *http.Request) {
					if query, _, ok := strings.Cut(r.URL.RawQuery, "&LastEventId="); ok {
						r.URL.RawQuery = query + "&LastEventId=0"
					}
				})
			},
			Trips: reference.Trips("client.received", "messages from before the*"),
		},
		{
			Name: "iqchannels-tells-duplicates", Doc: "What comes twice is told twice",
			Apply: func(p *policies) { p.isNew = func(int64, int64, bool) bool { return true } },
			Trips: reference.Trips("client.received", "a message that comes twice*"),
		},
		{
			Name: "iqchannels-drops-what-comes-late", Doc: "An event with a smaller id than the last is dropped",
			Apply: func(p *policies) { p.isNew = func(id, last int64, seen bool) bool { return !seen && id > last } },
			Trips: reference.Trips("client.received", "messages in the wrong order both reach the caller"),
		},
		{
			Name: "iqchannels-stops-at-other-events", Doc: "An event that is not a message ends the reading",
			Apply: func(p *policies) { p.deliver = stopAtOthers },
			Trips: reference.Trips("client.received", "the event * does not end*"),
		},
		{
			Name: "iqchannels-reopens-expired-streams", Doc: "A stream whose session has ended is opened again with it",
			Apply: func(p *policies) { p.reopens = true },
			Trips: slices.Concat(
				reference.Trips("client.received", "the client gives up a stream whose token was revoked"),
				reference.Trips("iqchannels.listening", "a session that is reset while a stream*"),
			),
		},
		{
			Name: "iqchannels-renews-streams-without-end", Doc: "A stream that is refused with a new session is " +
				"opened with yet another, again and again",
			Apply: func(p *policies) { p.streamRenewals = math.MaxInt },
			Trips: reference.Trips(
				"client.received",
				"the client gives up a stream that*",
			),
		},
		{
			Name: "iqchannels-hides-the-end", Doc: "The caller does not hear that the stream was given up",
			Apply: func(p *policies) { p.tellsEnd = false },
			Trips: reference.Trips(
				"client.received",
				"a closed channel ends the*",
				"the client gives up a stream whose token was revoked",
			),
		},
		{
			Name: "iqchannels-hammers", Doc: "A refused stream is opened again at once",
			Apply: func(p *policies) {
				p.pause = func(time.Duration) time.Duration { return 2 * time.Millisecond } // as networks allow
			},
			Trips: reference.Trips("journal.count", "a refused stream is not opened again at once"),
		},
		{
			Name: "iqchannels-marks-once", Doc: "Only the first message is marked as received",
			Apply: func(p *policies) {
				var marked atomic.Bool
				p.Unsent(`{"OK":true}`, func(r *http.Request) bool {
					return reference.PathEnds(r, "/messages/received") && marked.Swap(true)
				})
			},
			Trips: reference.Trips("iqchannels.marked", "each received message is marked as received"),
		},
		{
			Name: "iqchannels-tells-what-is-marked", Doc: "A message whose mark got no response is not told",
			Apply: func(p *policies) { p.needsMarks = true },
			Trips: reference.Trips("client.received", "a message whose mark gets no response reaches the caller"),
		},
		{
			Name: "iqchannels-never-marks", Doc: "Messages are not marked as received",
			Apply: func(p *policies) { p.marks = false },
			Trips: reference.Trips("iqchannels.marked", "a received message is marked as received"),
		},
		{
			Name: "iqchannels-gives-up-on-pages", Doc: "A page in the place of a stream is called a mistake of the " +
				"request",
			Apply: func(p *policies) {
				p.page = func(string) driver.Result {
					return reference.Fail("bad_stream", driver.FixRequest, "expected a stream")
				}
			},
			Trips: reference.Trips("client.recovery", "an HTML page instead of a stream is reported as a failure"),
		},
	}
}

package timconnect

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"sparring/mock/input"
)

// State is all facts in the form of the control API.
type State struct {
	Keys        []Key           `json:"keys"`
	Codes       map[string]Code `json:"codes"` // by phone
	Devices     []Device        `json:"devices"`
	Messages    []Message       `json:"messages"` // in order of id
	Calls       []Call          `json:"calls"`    // in order of id
	Kittens     []Kitten        `json:"kittens"`  // in order of id
	KittenTimes []time.Time     `json:"kitten_times,omitempty"`
	Failing     *Failing        `json:"failing,omitempty"`
	Maintenance bool            `json:"maintenance"`
	NextMessage int64           `json:"next_message"`
	NextCall    int64           `json:"next_call"`
}

// state returns all facts.
func (x *exchange) state() any {
	s := &State{
		Keys: x.keys.Values(), Codes: map[string]Code{}, Devices: x.devices.Values(), Messages: x.messages.Values(),
		Calls: x.calls.Values(), Kittens: x.kittens.Values(), KittenTimes: x.kittenTimes.Values(),
		Maintenance: x.maintenance.Get(), NextMessage: x.nextMessage.Get(), NextCall: x.nextCall.Get(),
	}
	for phone, c := range x.codes.All() {
		s.Codes[phone] = c
	}
	if failing := x.failing.Get(); failing.Times > 0 {
		s.Failing = &failing
	}
	return s
}

// load puts planted facts into the tables, and the counters beyond them.
func (x *exchange) load(s *State) {
	for _, k := range s.Keys {
		x.keys.Put(k.Key, k)
	}
	for phone, c := range s.Codes {
		x.codes.Put(phone, c)
	}
	next := int64(1)
	for _, d := range s.Devices {
		if d.Sessions == nil {
			d.Sessions = []Session{}
		}
		x.devices.Put(d.ID, d)
		next = max(next, d.ID+1)
	}
	x.nextDevice.Set(next)
	next = s.NextMessage
	for _, m := range s.Messages {
		x.messages.Put(m.ID, m)
		next = max(next, m.ID+1)
	}
	if next < 1 {
		next = firstMessage
	}
	x.nextMessage.Set(next)
	next = max(1, s.NextCall)
	for _, c := range s.Calls {
		x.calls.Put(c.ID, c)
		next = max(next, c.ID+1)
	}
	x.nextCall.Set(next)
	for _, k := range s.Kittens {
		x.kittens.Put(k.ID, k)
	}
	for i, at := range s.KittenTimes {
		x.kittenTimes.Put(int64(i+1), at)
	}
	if s.Failing != nil {
		x.failing.Set(*s.Failing)
	}
	x.maintenance.Set(s.Maintenance)
}

var invariants = stateRules().Compile()

// stateRules are what holds of all facts, however they came about. What is forgotten beyond a bound (calls, devices)
// may still be named by others.
func stateRules() input.Rules {
	ended := input.OneOf("time", "count", "revoked").OrNone()
	number := input.Like("digits", func(s string) bool { return s != "" && isDigits(s) })
	code := input.Like("4 digits", func(s string) bool { return len(s) == 4 && isDigits(s) })
	key := input.Ref("/keys/*/key").OrNone()
	happened, due, id := input.Time().OrNone(), input.Due().OrNone(), input.Range(1, maxID)
	return input.Rules{
		"/keys":                 input.Some(),
		"/keys/*/key":           input.Like("visible ASCII characters without spaces", goodKey).Once(),
		"/keys/*/digest_secret": input.Text(),
		"/keys/*/revoked_at":    happened,
		"/keys/*/reason":        ended,
		"/keys/*/fault":         input.Free(),

		"/codes/#":            number,
		"/codes/*/code":       code,
		"/codes/*/expires_at": due,
		"/codes/*/key":        key,
		"/codes/*/token":      input.Free(),

		"/devices/*/id":                    id.Once(),
		"/devices/*/phone":                 number,
		"/devices/*/key":                   key,
		"/devices/*/token":                 input.Free(),
		"/devices/*/credentials":           input.Text(),
		"/devices/*/registered_at":         happened,
		"/devices/*/blocked_at":            happened,
		"/devices/*/removed_at":            happened,
		"/devices/*/replaced_at":           happened,
		"/devices/*/voip_at":               happened,
		"/devices/*/sessions/*/id":         input.Text().Unique(),
		"/devices/*/sessions/*/expires_at": due,
		"/devices/*/sessions/*/ended":      ended,
		"/devices/*/sessions/*/fault":      input.Free(),
		"/devices/*/passwords/*/value":     input.Text().Once(),
		"/devices/*/passwords/*/call":      input.Range(0, maxID),
		"/devices/*/passwords/*/used_at":   happened,

		"/messages/*/id":               input.Range(0, maxID).Once(),
		"/messages/*/sender":           input.Free(),
		"/messages/*/receiver":         number,
		"/messages/*/category":         input.Range(firstID, lastID),
		"/messages/*/chosen":           input.Range(firstID, lastID).OrNone(),
		"/messages/*/message":          input.Free(),
		"/messages/*/queued_at":        happened,
		"/messages/*/sms_due":          due,
		"/messages/*/sms_sent_at":      happened,
		"/messages/*/reported_at":      happened,
		"/messages/*/hashtag":          input.Like(fmt.Sprintf("at most %d characters", maxHashtag), isHashtag),
		"/messages/*/geotag/latitude":  withinDegrees(90),
		"/messages/*/geotag/longitude": withinDegrees(180),

		"/calls/*/id":           id.Once(),
		"/calls/*/phone":        number,
		"/calls/*/incoming":     input.Free(),
		"/calls/*/number":       input.Free(),
		"/calls/*/caller":       input.Free(),
		"/calls/*/started_at":   happened,
		"/calls/*/connected_at": happened,
		"/calls/*/ended_at":     happened,
		"/calls/*/device":       input.Range(0, maxID),

		"/kittens/*/id":         id.Once(),
		"/kittens/*/name":       input.Text(),
		"/kittens/*/breed":      input.Text(),
		"/kittens/*/fluffiness": input.Range(0, mostKittenPoints),
		"/kittens/*/cuteness":   input.Range(0, mostKittenPoints),
		"/kittens/*/cat":        input.Free(),
		"/kittens/*/adopted":    input.Free(),
		"/kittens/*/hidden":     input.Free(),
		"/kittens/*/removed":    input.Free(),
		"/kitten_times/*":       input.Time(),

		"/failing/status": input.Range(0, 999),
		"/failing/times":  input.Least(1),
		"/failing":        input.Whole(failingHolds),
		"/maintenance":    input.Free(),
		"/next_message":   input.Range(0, maxID+1),
		"/next_call":      input.Range(0, maxID+1),
	}
}

// mostKittenPoints is more than any scale has; the page does not name one.
const mostKittenPoints = 1<<31 - 1

func isHashtag(text string) bool { return utf8.RuneCountInString(text) <= maxHashtag }

func withinDegrees(limit float64) input.Rule {
	return input.Like(fmt.Sprintf("a number from -%g to %g", limit, limit), func(s string) bool {
		n, err := strconv.ParseFloat(s, 64)
		return err == nil && n >= -limit && n <= limit
	})
}

func failingHolds(x *Failing) *input.Error {
	if x.Status == http.StatusTeapot || x.Status == http.StatusInternalServerError {
		return nil
	}
	return &input.Error{Pointer: "/status", Reason: fmt.Sprintf("expected 418 or 500, got %d", x.Status)}
}

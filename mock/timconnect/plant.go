package timconnect

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"sparring/mock/input"
)

// Plant replaces all facts. Errors name the place by a JSON pointer; nothing has changed then.
func (f *Fake) Plant(data json.RawMessage) error {
	s := &State{}
	if err := input.Decode(data, s); err != nil {
		return err
	}
	if err := invariants.Check(s); err != nil {
		return err
	}
	s.complete()
	totals := s.totals()
	f.mu.Lock()
	err := f.meters.check(totals)
	if err == nil {
		f.state, f.index = s, newIndex(s)
		f.meters.set(totals)
		f.tellSecrets()
	}
	f.mu.Unlock()
	if err != nil {
		return fmt.Errorf("the state of timconnect: %w", err)
	}
	f.w.Clock.Rearm()
	return nil
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

// mostKittenPoints is more than any scale has; the page gives none.
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

// complete puts planted facts in order and the counters beyond them.
func (s *State) complete() {
	if s.Codes == nil {
		s.Codes = map[string]*Code{}
	}
	slices.SortFunc(s.Messages, func(a, b *Message) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Calls, func(a, b *Call) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Kittens, func(a, b *Kitten) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range s.Messages {
		s.NextMessage = max(s.NextMessage, m.ID+1)
	}
	for _, c := range s.Calls {
		s.NextCall = max(s.NextCall, c.ID+1)
	}
	if s.NextMessage < 1 {
		s.NextMessage = firstMessage
	}
	s.NextCall = max(s.NextCall, 1)
}

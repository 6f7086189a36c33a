package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// Scene is one scenario while it runs: its world, its client, and what has been seen of both. Steps run one after the
// other; only calls that were started run beside them.
type Scene struct {
	Ctx     context.Context // of the run
	APIs    suite.APIs
	Control *client.Client
	World   client.World
	Session driver.Session
	Hello   driver.Hello
	// Catalogue is what the server fakes; nil where nobody has asked it.
	Catalogue Catalogue
	API       string        // by the feature's folder; empty where it tells none
	Level     verdict.Level // of the scenario
	Timeout   time.Duration // of one call of an ability, unless the client declares its own
	Started   time.Duration // how long the client took to start
	Checks    []*verdict.Check
	Spent     verdict.Spent
	Said      string // what the client reported in the step that runs
	Lacks     []verdict.Lack
	Odd       []driver.Oddity // in the values that the client told
	At        string          // the place of the step that runs: FILE:LINE and its sentence
	Unkept    *Failed         // the demand of the step that runs, if it was not kept

	wrong    bool                         // a demand was broken: what follows its Thens is not run
	untold   map[string]bool              // names of values that the client should have told
	expected map[string]bool              // codes of violations that the scenario looks for
	secrets  secrets                      // as far as they are known here
	words    map[string]bool              // of the vocabulary: no secrets, whatever they stand for
	values   map[string]any               // by name, for {name} in arguments
	good     map[string]string            // credentials that a step has changed, by API and name
	given    map[string]map[string]string // credentials of the last call, by API
	answered int                          // asks that were answered
	prepared int64                        // last message of the outbox that a registration by SMS has caused, where the scenario only wants one
	fewer    bool                         // the client works on fewer calls at a time than were started

	mu      sync.Mutex
	rev     int64
	learnt  int64                   // the rev at which secrets were looked for
	entries map[int64]journal.Entry // mirror of the journal
	last    int64                   // highest seq seen
	claims  []*rule.Claim
	running sync.WaitGroup
	broken  error // the first error of a started call
	lost    bool  // entries were evicted before they were read
}

// Failed is a demand that was not kept, or not exercised. The check has been added to the scene already.
type Failed struct{ Check *verdict.Check }

// Error is the check's message.
func (f *Failed) Error() string {
	if f.Check.Message != "" {
		return f.Check.Message
	}
	return f.Check.Text
}

// Misuse is a mistake in a feature: a step that cannot be understood.
type Misuse struct{ Message string }

// Error is the message.
func (m *Misuse) Error() string { return m.Message }

func misuse(format string, args ...any) error { return &Misuse{fmt.Sprintf(format, args...)} }

// Add keeps a check and makes an error of it where it was not kept.
func (s *Scene) Add(c *verdict.Check) error {
	s.Checks = append(s.Checks, c)
	if c.Outcome == verdict.Kept {
		return nil
	}
	return &Failed{c}
}

// Demand is a check that a step makes itself. id is stable ("client.success"); the message says what was expected and
// what came.
func (s *Scene) Demand(id string, kept bool, entries []journal.Entry, format string, args ...any) error {
	c := &verdict.Check{ID: id, Level: s.Level, Outcome: verdict.Broken, Message: fmt.Sprintf(format, args...)}
	if kept {
		c.Outcome, c.Message = verdict.Kept, ""
	}
	for _, e := range entries {
		c.Entries = append(c.Entries, e.Seq)
	}
	return s.Add(c)
}

// Missing is a demand that could not be judged, as what it is about did not happen.
func (s *Scene) Missing(id, format string, args ...any) error {
	return s.Add(&verdict.Check{ID: id, Level: s.Level, Message: fmt.Sprintf(format, args...)})
}

// Classify keeps what an error of a step says about the client, the run or the suite.
func (s *Scene) Classify(err error) {
	var failed *Failed
	var failure *driver.Failure
	var refusal *driver.Refusal
	var refused *client.Problem
	add := func(id string, v verdict.Verdict) {
		if slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.ID == id && c.Message == err.Error() }) {
			return // the end of a session tells again how it ended
		}
		s.Checks = append(s.Checks, &verdict.Check{ID: id, Level: verdict.Must, Outcome: verdict.Broken, Message: err.Error(), Verdict: &v})
	}
	switch {
	case err == nil, errors.As(err, &failed):
	case s.Ctx.Err() != nil: // whatever ends now, ends because the run does
		add("run.stopped", verdict.Cancelled)
	case driver.NoAbility(err):
		s.lacks(err)
		add("client.ability", verdict.Skipped)
	case errors.As(err, &failure) && failure.Kind == driver.CannotStart:
		add("client.start", verdict.Error)
	case errors.As(err, &failure) && failure.Kind == driver.Waiting:
		add("client.waiting", verdict.Skipped)
	case errors.As(err, &failure) && failure.Undecided:
		add("client."+string(failure.Kind), verdict.Inconclusive)
	case errors.As(err, &failure):
		add("client."+string(failure.Kind), verdict.Failed)
	case errors.As(err, &refusal):
		add("client.refusal", verdict.Failed)
	case errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent && len(s.Claims()) > 0:
		s.unprepared(refused)
	default:
		if s.At != "" {
			err = fmt.Errorf("%s: %w", s.At, err)
		}
		add("run.error", verdict.Error)
	}
}

// lacks keeps which abilities the client was found not to have.
func (s *Scene) lacks(err error) {
	var refusal *driver.Refusal
	if !errors.As(err, &refusal) {
		return
	}
	for _, ability := range refusal.Abilities {
		if lack := (verdict.Lack{Ability: ability, Why: refusal.Why()}); !slices.Contains(s.Lacks, lack) {
			s.Lacks = append(s.Lacks, lack)
		}
	}
}

// ran reports whether the scenario came to an error of its own: what the client did then says nothing.
func (s *Scene) ran() bool {
	return !slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.ID == "run.error" })
}

// unprepared keeps what an event says that was impossible after the client was asked to act: it has not come so far. One
// that has told of a failure has failed; what another claims is judged by itself.
func (s *Scene) unprepared(refused *client.Problem) {
	c := &verdict.Check{ID: "world.event", Level: s.Level, Message: "the client has not come so far that this can happen: " + refused.Error()}
	for _, claim := range s.Claims() {
		if !claim.Ended.IsZero() && !claim.OK {
			c.Outcome, c.Message = verdict.Broken, fmt.Sprintf("expected %s to succeed, the client reported: %s; so this cannot happen: %v", claim.Method, say(&claim), refused)
		}
	}
	s.Checks = append(s.Checks, c)
}

// Remember gives a value a name, for {name} in arguments.
func (s *Scene) Remember(name string, value any) {
	if s.values == nil {
		s.values = map[string]any{}
	}
	s.values[name] = value
}

// Value gives a remembered value.
func (s *Scene) Value(name string) (any, error) {
	if v, ok := s.values[name]; ok {
		return v, nil
	}
	if s.untold[name] {
		return nil, s.Missing("client.value", "{%s} is not known, as the client has not told it", name)
	}
	known := "nothing so far"
	if len(s.values) > 0 {
		known = "{" + strings.Join(slices.Sorted(maps.Keys(s.values)), "}, {") + "}"
	}
	return nil, misuse("nothing is known as {%s}; known: %s", name, known)
}

// placeholder is {name} in a text, where a remembered value belongs.
var placeholder = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// braced is what is meant as one.
var braced = regexp.MustCompile(`\{\s*[A-Za-z_][A-Za-z0-9_.-]*\s*\}`)

// Text puts remembered values in the place of {name}.
func (s *Scene) Text(text string) (string, error) {
	var unknown error
	text = placeholder.ReplaceAllStringFunc(text, func(name string) string {
		value, err := s.Value(strings.Trim(name, "{}"))
		if err != nil {
			unknown = err
			return name
		}
		return asText(value)
	})
	return text, unknown
}

// asText is a remembered value as it stands in a text: a text as it is, anything else as JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return encode(value)
}

// wanted reads a value of a step, remembered values in it.
func (s *Scene) wanted(text string) (any, error) {
	filled, err := s.Text(text)
	if err != nil {
		return nil, err
	}
	if looksLikeJSON(text) {
		return strictly(filled)
	}
	return parse(filled), nil
}

// Sync brings the mirror of the journal up to date, waiting a moment for requests that are being answered.
func (s *Scene) Sync() error {
	var had *driver.Watch // made when there is something to wait for
	for {
		var wait time.Duration
		if s.open() {
			if wait = settle; had == nil {
				had = driver.NewWatch(s.Session)
			}
		}
		s.mu.Lock()
		since := s.rev
		s.mu.Unlock()
		began := time.Now()
		var page journal.Page
		var err error
		if wait > 0 {
			page, err = s.Control.WaitJournal(s.Ctx, s.World.ID, client.Query{Since: since}, wait)
			s.spend(&s.Spent.Waiting, began)
		} else {
			page, err = s.Control.Journal(s.Ctx, s.World.ID, client.Query{Since: since})
			s.spend(&s.Spent.Control, began)
		}
		if err != nil {
			return err
		}
		s.take(page)
		if !s.open() {
			return nil
		}
		if had != nil {
			if over, _ := had.Over(settle); over {
				return nil
			}
		}
	}
}

// settle is how long a step waits for requests to end that are being answered: an answer reaches the client a moment
// before its entry is closed.
const settle = 250 * time.Millisecond

func (s *Scene) take(page journal.Page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[int64]journal.Entry{}
	}
	for _, e := range page.Entries {
		s.entries[e.Seq] = e
		s.last = max(s.last, e.Seq)
	}
	s.rev = max(s.rev, page.Next)
	s.lost = s.lost || page.Truncated
}

// open tells whether a request is being answered, streams left out.
func (s *Scene) open() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		if e.State == journal.Open && e.Kind == journal.Exchange && !isStream(e) {
			return true
		}
	}
	return false
}

func accepts(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	return e.Request.Header.Get("Accept")
}

// Entries are the journal's entries as last seen, in order.
func (s *Scene) Entries() []journal.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Collect(maps.Values(s.entries))
	slices.SortFunc(out, func(a, b journal.Entry) int { return int(a.Seq - b.Seq) })
	return out
}

// Record is what rules judge.
func (s *Scene) Record() *rule.Record {
	r := &rule.Record{Entries: s.Entries()}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.claims {
		r.Claims = append(r.Claims, *c)
	}
	return r
}

// Seen brings the mirror up to date and gives the requests of an operation ("bonder.saveCard").
func (s *Scene) Seen(operation string) ([]journal.Entry, error) {
	if _, _, err := s.Catalogue.operation(operation); err != nil {
		return nil, err
	}
	if err := s.Sync(); err != nil {
		return nil, err
	}
	return rule.Of(s.Entries(), operation), nil
}

// State reads the facts of an API.
func (s *Scene) State(api string) (map[string]any, error) {
	began := time.Now()
	defer func() { s.spend(&s.Spent.Control, began) }()
	var raw json.RawMessage
	if err := s.Control.State(s.Ctx, s.World.ID, api, &raw); err != nil {
		return nil, err
	}
	state, err := decodeObject(raw)
	s.learn("", "", state)
	return state, err
}

// Plant replaces the facts of an API.
func (s *Scene) Plant(api string, state any) error {
	began := time.Now()
	defer func() { s.spend(&s.Spent.Control, began) }()
	_, err := s.Control.Plant(s.Ctx, s.World.ID, api, state)
	return err
}

// Raise lets something happen outside HTTP.
func (s *Scene) Raise(api, event string, args map[string]any) (client.EventResult, error) {
	began := time.Now()
	defer func() { s.spend(&s.Spent.Control, began) }()
	s.learn("", "", args)
	result, err := s.Control.Raise(s.Ctx, s.World.ID, client.Event{API: api, Event: event, Args: args})
	s.learnFrom(result.Result)
	return result, err
}

func ms(began time.Time) float64 { return float64(time.Since(began)) / float64(time.Millisecond) }

// decodeObject reads a JSON object, numbers as they are written.
func decodeObject(data []byte) (map[string]any, error) {
	value, err := strictly(string(data))
	if err != nil {
		return nil, err
	}
	out, ok := value.(map[string]any)
	if !ok {
		return nil, misuse("expected a JSON object, got %s", brief(string(data)))
	}
	return out, nil
}

// spend adds the time since began to one of the scene's accounts.
func (s *Scene) spend(account *float64, began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*account += ms(began)
}

// Touched are the APIs that the client was asked about or that have entries in the journal.
func (s *Scene) Touched() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	touched := map[string]bool{}
	for _, c := range s.claims {
		touched[c.API] = true
	}
	for _, e := range s.entries {
		touched[e.API] = e.API != ""
	}
	var out []string
	for _, api := range slices.Sorted(maps.Keys(touched)) {
		if touched[api] {
			out = append(out, api)
		}
	}
	return out
}

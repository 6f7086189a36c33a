// Package run is what one scenario holds while it runs: the world and its journal, the client under test and its calls,
// what was demanded and what came of it, the values that it remembers, and the secrets that reports must not show.
// Sentences act through it; it speaks to the server only by the control API, and to the client only by the driver.
package run

import (
	"context"
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
)

// Scenario is one scenario while it runs. Steps run one after the other; only calls that were started run beside them.
type Scenario struct {
	Time
	Outcome
	Values

	World   World
	Journal Journal
	Client  Client
	Calls   Calls
	Secrets Secrets

	// Catalogue is what the server fakes; nil if nobody has asked it.
	Catalogue catalogue.Catalogue
	APIs      suite.APIs
	Callers   map[string]Caller // by API
	API       string            // by the feature's folder; "" if it names none
	EveryRule bool              // rules that are not always judged are judged without a step, too
	Said      string            // what the client reported in the step that runs
	At        string            // the place of the step that runs: FILE:LINE and its sentence

	// Told are the optional values that the client told, LeftOut those that it did not though the server had said
	// something: "bonder.saveCard warnings".
	Told, LeftOut []string

	// Prepared is the last message of the outbox that a registration by SMS has caused, if the scenario only wants a
	// registration.
	Prepared int64
	fewer    bool // the client works on fewer calls at a time than were started
}

// New returns a scenario. words are those of the vocabulary, which are not secrets.
func New(ctx context.Context, apis suite.APIs, callers map[string]Caller, words map[string]bool) *Scenario {
	s := &Scenario{APIs: apis, Callers: callers}
	s.Ctx = ctx
	s.Secrets.words = words
	s.Values.outcome = &s.Outcome
	s.World.time, s.World.secrets, s.Client.time = &s.Time, &s.Secrets, &s.Time
	s.Journal.world, s.Journal.time, s.Journal.watch = &s.World, &s.Time, s.Client.Watch
	return s
}

// Record returns what rules judge.
func (s *Scenario) Record() *rule.Record {
	return &rule.Record{Entries: s.Journal.Entries(), Claims: s.Calls.All()}
}

// Seen reads what is new in the journal and returns the requests of an operation ("bonder.saveCard").
func (s *Scenario) Seen(operation string) ([]journal.Entry, error) {
	if _, _, err := s.Catalogue.Operation(operation); err != nil {
		return nil, err
	}
	if err := s.Journal.Sync(); err != nil {
		return nil, err
	}
	return rule.Of(s.Journal.Entries(), operation), nil
}

// Touched returns the APIs that the client was asked about or that have entries in the journal.
func (s *Scenario) Touched() []string {
	var out []string
	for _, c := range s.Calls.All() {
		out = append(out, c.API)
	}
	for _, e := range s.Journal.Entries() {
		if e.API != "" {
			out = append(out, e.API)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// LearnMore learns secrets again if something has happened since.
func (s *Scenario) LearnMore() {
	if s.Journal.News() {
		s.World.LearnSecrets(s.Touched()...)
	}
}

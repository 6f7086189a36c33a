package run

import (
	"context"
	"sync"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// Scene is one scenario while it runs: its world, its client, and what has been seen of both. Steps run one after the
// other; only calls that were started run beside them.
type Scenario struct {
	Ctx     context.Context // of the run
	APIs    suite.APIs
	Callers map[string]Caller // by API
	Words   map[string]bool   // of the vocabulary: no secrets, whatever they stand for
	Control *client.Client
	World   client.World
	Session driver.Session
	Hello   driver.Hello
	// Catalogue is what the server fakes; nil where nobody has asked it.
	Catalogue catalogue.Catalogue
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
	values   map[string]any               // by name, for {name} in arguments
	good     map[string]string            // credentials that a step has changed, by API and name
	given    map[string]map[string]string // credentials of the last call, by API
	answered int                          // asks that were answered
	Prepared int64                        // last message of the outbox that a registration by SMS has caused, where the scenario only wants one
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

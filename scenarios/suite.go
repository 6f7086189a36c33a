// Package scenarios judges a client: it runs features against a client under test and a server, each scenario in a
// world of its own with a client of its own, and returns a report.
//
//	report, err := scenarios.Run(ctx, scenarios.Options{
//		Client: driver.Command{Args: []string{"node", "adapter.mjs"}},
//	})
//
// The zero Options judge the built-in reference client. Reports are written by package report. The suite speaks to the
// server only over HTTP; it starts one in this process if none is named.
package scenarios

import (
	"cmp"
	"context"
	crand "crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
	"sparring/scenarios/vocabulary"
)

// Options of a run. The zero value runs everything against the built-in reference client.
type Options struct {
	APIs         []string       // none means all
	Profiles     []string       // names; of these nothing may be skipped
	Tags         []string       // Cucumber tag expressions; all must match
	Features     []string       // directories or files; BuiltIn names the built-in ones, which are the default
	Scenarios    []string       // addresses: FILE, FILE:LINE or a scenario's name
	Client       driver.Starter // nil means the built-in reference client
	Server       string         // URL of a running server; empty starts one
	ControlToken string
	TLS          *tls.Config // which certificate of the server is taken, nil for those that the system trusts
	TLSFlags     []string    // the same as on the command line, for the lines that reproduce
	Jobs         int         // scenarios at a time; 0 means DefaultJobs
	spare        bool        // scenarios with a silent server, in which the built-in client waits, run beside them
	Seed         uint64      // 0 draws one
	// Timeout is how long a client may do nothing in a call, unless it declares its own limit; 0 means 10 s.
	Timeout      time.Duration
	KnownFailing []string // files
	Switches     []string // API.NAME=VALUE: another reading of the vendor's text
	Readings     string   // AllReadings runs under each reading in turn
	Strict       bool
	ReuseClient  bool            // one client process for many scenarios
	FailFast     bool            // begin no more scenarios after one that fails the run
	Baseline     *verdict.Report // an earlier run to compare with; may be nil
	BaselineFile string          // its name, for the report
	Shuffle      bool            // run in another order, by the seed
	Progress     report.Progress
	Version      string
	pinned       client.Switches // all switches, chosen by another run of the suite
	Command      string          // the client as on the command line, for the lines that reproduce
}

// DefaultTimeout is the limit of one call of an ability.
const DefaultTimeout = 10 * time.Second

// Reference is how the built-in client is named in reports.
const Reference = "built-in reference client"

// runner is one run.
type runner struct {
	Options
	control *client.Client
	words   *vocabulary.Vocabulary
	cases   map[string]*testCase // by file and line
	known   map[*testCase]bool
	report  *verdict.Report
	run     string // names the run in the ids of worlds whose client outlives it

	catalogue catalogue.Catalogue
	asking    sync.Mutex                // guards documents
	documents map[string]map[string]any // of the server, by name, as far as they were asked for
	switches  client.Switches           // of the run: the documented readings, but for those that were chosen
	now       *reading                  // under which scenarios are run
	notes     []string                  // about the server

	first    chan *opened // the session that showed that the client can be started; the first scenario takes it
	hello    driver.Hello // of that session
	answered atomic.Bool  // some session has answered hello

	patience time.Duration          // that clients are told in the scenarios that are run now
	again    []*testCase            // that were not passed with the first patience
	failed   atomic.Pointer[string] // with FailFast: the address of the first scenario that failed the run

	mu      sync.Mutex
	results map[*testCase]*verdict.Scenario
	ctx     context.Context
	stop    context.CancelCauseFunc
}

// Run judges a client. Errors: *Usage for what the caller gave (exit 2), ErrNothing if the selection matches nothing
// (exit 3), a *driver.Failure if the client cannot be started or never answers hello (exit 2), others if the server
// cannot be reached (exit 2). Everything that happens later is in the report, also when ctx ends.
func Run(ctx context.Context, o Options) (verdict.Report, error) {
	s, chosen, err := prepare(&o)
	if err != nil {
		return verdict.Report{}, err
	}
	began := time.Now()
	if err := startable(o.Client); err != nil {
		return verdict.Report{}, err
	}
	closeServer, err := s.connect(ctx)
	if err != nil {
		return verdict.Report{}, err
	}
	defer closeServer()
	s.ctx, s.stop = context.WithCancelCause(ctx)
	defer s.stop(nil)
	if err := s.begin(); err != nil {
		return verdict.Report{}, err
	}
	defer s.unused()
	s.report = &verdict.Report{
		Version: o.Version, Judged: o.Client.String(), Server: o.Server, Seed: o.Seed, Jobs: o.Jobs,
		Selection: o.selection(), Started: began.UTC(),
		Scenarios: []*verdict.Scenario{}, Notes: s.notes, Switches: s.Switches,
	}
	if s.report.Server == "" {
		s.report.Server = "in process"
	}
	for _, c := range chosen {
		of := verdict.Feature{File: c.file.name, Text: string(c.file.content)}
		if n := len(s.report.Features); n == 0 || s.report.Features[n-1] != of { // they are in order of the files
			s.report.Features = append(s.report.Features, of)
		}
	}
	s.introduce()
	plan, total := s.plan(chosen), 0
	for _, r := range plan {
		total += len(r.cases)
	}
	if o.Progress != nil {
		o.Progress.Started(s.report, total)
	}
	for _, r := range plan {
		if err := s.under(r); err != nil {
			return verdict.Report{}, err
		}
	}
	s.endShared()
	s.report.Stopped = slices.ContainsFunc(s.report.Scenarios, func(r *verdict.Scenario) bool {
		return r.Verdict == verdict.Cancelled && r.Cause != failFast
	})
	if first := s.failed.Load(); first != nil {
		s.report.FailedFast = *first
	}
	s.report.DurationMS = float64(time.Since(began)) / float64(time.Millisecond)
	slices.Sort(s.report.Warnings)
	s.report.Finish(o.Strict)
	explain(s.report)
	if o.Baseline != nil {
		s.report.Compare(o.Baseline, o.BaselineFile)
	}
	if o.Progress != nil {
		o.Progress.Finished(s.report)
	}
	var start *driver.Failure
	if cause := context.Cause(s.ctx); errors.As(cause, &start) {
		return *s.report, start
	}
	return *s.report, nil
}

// complete fills in what an option means that was not given.
func (o *Options) complete() {
	if o.Jobs <= 0 {
		o.spare = o.Client == nil
		o.Jobs = DefaultJobs(o.Client)
	}
	if o.Client == nil {
		o.Client = APIs().Trusting(o.TLS)
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	for o.Seed == 0 {
		o.Seed = uint64(hash(drawn())) // the one place where chance enters a run; it is shown
	}
}

// DefaultJobs returns how many scenarios, or cells of an exploration, are run at a time: a few for each processor,
// because they wait for each other's clients and for timers. The built-in client, which is nil, starts no process:
// more of it wait without a cost.
func DefaultJobs(client driver.Starter) int {
	if client == nil {
		return 8 * runtime.GOMAXPROCS(0)
	}
	return 2 * runtime.GOMAXPROCS(0)
}

// drawn returns a text by chance.
func drawn() string { return crand.Text() }

func key(uri string, line int64) string { return fmt.Sprintf("%s:%d", uri, line) }

func hash(text string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum32()
}

// unwrapped returns a transport's error without method and URL.
func unwrapped(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// execute hands the files to godog, which runs the scenarios; the hooks collect the results.
func (s *runner) execute(chosen []*testCase) error {
	var contents []godog.Feature
	seen, ranks := map[*file]bool{}, map[*file]int{}
	order := make([]*testCase, len(chosen))
	copy(order, chosen)
	// Scenarios that wait start first, so that the rest runs beside them.
	for _, c := range order {
		if _, known := ranks[c.file]; !known {
			ranks[c.file] = c.file.rank(s.words)
		}
	}
	slices.SortStableFunc(order, func(a, b *testCase) int { return cmp.Compare(ranks[b.file], ranks[a.file]) })
	if s.Shuffle {
		chance := rand.New(rand.NewPCG(s.Seed, 0))
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	for _, c := range order {
		if !seen[c.file] {
			seen[c.file] = true
			contents = append(contents, godog.Feature{Name: c.file.name, Contents: c.file.content})
		}
	}
	atATime := max(s.Jobs, 2)
	if s.spare {
		atATime = 2 * s.Jobs
	}
	options := godog.Options{
		// Strict, and a verdict of our own: for godog alone a run in which nothing ran is good.
		Strict: true, Format: "progress", Output: io.Discard, NoColors: true,
		Concurrency: atATime, FeatureContents: contents, Paths: nil, DefaultContext: s.ctx,
	}
	if s.Shuffle {
		options.Randomize = int64(s.Seed>>1) | 1
	}
	// Our own gate limits to --jobs: with a Concurrency of 1 godog runs everything on one stack, where a panic is
	// ours, too.
	gate := make(chan struct{}, s.Jobs)
	code := godog.TestSuite{Name: "sparring", Options: &options, ScenarioInitializer: func(sc *godog.ScenarioContext) {
		s.bind(sc, gate)
	}}.Run()
	if code != 0 && code != 1 {
		return fmt.Errorf("godog refused the features (%d)", code)
	}
	return nil
}

// failFast is the cause of what was not run because a scenario before it failed.
const failFast = "run.fail-fast"

// result returns the result of a test case; one that never ran was stopped before.
func (s *runner) result(c *testCase) *verdict.Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.results[c]; r != nil {
		return r
	}
	r := s.blank(c)
	r.Verdict, r.Cause, r.Reason = verdict.Cancelled, "run.stopped", "the run was interrupted before this scenario"
	if first := s.failed.Load(); first != nil && s.ctx.Err() == nil {
		r.Cause, r.Reason = failFast, "not run: "+*first+" failed, and --fail-fast ends the run there"
	}
	if cause := context.Cause(s.ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		r.Verdict, r.Reason = verdict.Error, "not run: "+cause.Error()
	}
	for _, st := range c.steps {
		r.Steps = append(
			r.Steps,
			&verdict.Step{
				Keyword:  st.keyword,
				Text:     st.text,
				Argument: st.argument,
				Line:     int(st.line),
				Status:   verdict.StepSkipped,
			},
		)
	}
	return r
}

// blank returns a scenario's result before it has run.
func (s *runner) blank(c *testCase) *verdict.Scenario {
	f := c.file.document.Feature
	return &verdict.Scenario{
		Address: c.Address(), Class: c.file.class, Title: s.title(c), Reading: s.now.name, Feature: f.Name,
		Source: strings.TrimSpace(dedent(f.Description)), Cites: c.cites, Rule: c.rule, Name: c.name, API: c.api,
		Tags: c.order, Level: c.level(), Seed: uint64(hash(fmt.Sprint(s.Seed, " ", c.name))), Started: time.Now().UTC(),
		Reproduce: s.reproduce(c), Steps: []*verdict.Step{}, Checks: []*verdict.Check{},
	}
}

func dedent(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

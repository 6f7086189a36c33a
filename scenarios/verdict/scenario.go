package verdict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict/source"
)

// Schema names the form of the JSON report. It changes when a field goes or gets another meaning, not when one is
// added.
const Schema = "sparring.report/1"

// Report is a run. Its JSON form is documented in report/REPORT.md.
type Report struct {
	Schema     string          `json:"schema"`
	Version    string          `json:"version"` // of sparring
	Judged     string          `json:"judged"`  // the client, as the user named it
	Client     Client          `json:"client"`  // the client, as it named itself
	Server     string          `json:"server"`  // "in process" or its URL
	Seed       uint64          `json:"seed"`
	Jobs       int             `json:"jobs"`
	Selection  string          `json:"selection,omitempty"`
	Switches   []string        `json:"switches,omitempty"` // API.NAME=VALUE: the readings that were chosen
	Started    time.Time       `json:"started"`            // wall clock
	DurationMS float64         `json:"duration_ms"`
	Stopped    bool            `json:"stopped,omitempty"`     // by the user, before all was run
	FailedFast string          `json:"failed_fast,omitempty"` // the scenario after whose failure no more were begun
	Strict     bool            `json:"strict,omitempty"`
	Verdict    Verdict         `json:"verdict"`
	ExitCode   int             `json:"exit_code"`
	Counts     Counts          `json:"counts"`
	Spent      Spent           `json:"spent_ms"`
	Warnings   []string        `json:"warnings,omitempty"`   // about the client or the run; they judge nothing
	Notes      []string        `json:"notes,omitempty"`      // about the server or the readings; the same
	Readings   []Reading       `json:"readings,omitempty"`   // if there were several
	NotJudged  []Unjudged      `json:"not_judged,omitempty"` // by ability
	LeftOut    []LeftOut       `json:"left_out,omitempty"`   // by value
	Compared   *Comparison     `json:"compared,omitempty"`   // with an earlier run
	Sources    []source.Source `json:"sources,omitempty"`    // that checks cite
	Traffic    *Traffic        `json:"traffic,omitempty"`    // if the run made no calls of its own
	Scenarios  []*Scenario     `json:"scenarios"`

	Causes      []Cause       `json:"causes,omitempty"`      // of the failures, the first explains the most
	Unexplained []Unexplained `json:"unexplained,omitempty"` // failures that no known mistake explains

	Walk     *Walk     `json:"-"` // if the run was a walk through faults
	Features []Feature `json:"-"` // for formats that show them; may be empty
	// Russian returns a step in Russian, for pages; nil: steps stay as they were written.
	Russian func(keyword, text string) (string, string) `json:"-"`
}

// Feature is the text of a feature file.
type Feature struct{ File, Text string }

// Client is what a client says about itself.
type Client struct {
	Name      string   `json:"name,omitempty"`
	Version   string   `json:"version,omitempty"`
	Abilities []string `json:"abilities,omitempty"`
}

// Counts are scenarios by verdict. Known are those listed as known to fail that failed.
type Counts struct {
	Total        int `json:"total"`
	Passed       int `json:"passed"`
	Warned       int `json:"warned"`
	Skipped      int `json:"skipped"`
	Cancelled    int `json:"cancelled"`
	NotExercised int `json:"not_exercised"`
	Inconclusive int `json:"inconclusive"`
	Failed       int `json:"failed"`
	Error        int `json:"error"`
	KnownFailing int `json:"known_failing"`
}

// Spent says where the time of all scenarios went, in milliseconds: their sum is more than the run took, as they
// overlap.
type Spent struct {
	Worlds  float64 `json:"worlds"`  // making and closing worlds, reading journals
	Client  float64 `json:"client"`  // starting, asking and ending the client
	Control float64 `json:"control"` // steps that speak with the server
	Waiting float64 `json:"waiting"` // steps that wait for something to happen
}

// Scenario is one scenario as executed: a row of an outline is one.
type Scenario struct {
	Address      string   `json:"address"` // FILE:LINE
	Class        string   `json:"class"`   // of its file; no other file of the run has it
	Title        string   `json:"title"`   // the name, made unique within the class: the same in every run
	Feature      string   `json:"feature"`
	Source       string   `json:"source,omitempty"`       // the Feature's description
	Cites        string   `json:"cites,omitempty"`        // the scenario's description: what it judges by
	Reading      string   `json:"reading,omitempty"`      // API.NAME=VALUE, if it is another than the documented one
	Contradicted bool     `json:"contradicted,omitempty"` // the reading contradicts the scenario, which was not run
	Rule         string   `json:"rule,omitempty"`
	Name         string   `json:"name"`
	API          string   `json:"api,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Level        Level    `json:"level"`
	Verdict      Verdict  `json:"verdict"`
	Reason       string   `json:"reason,omitempty"` // of any verdict but passed
	Cause        string   `json:"cause,omitempty"`  // id of the check that decided
	KnownFailing bool     `json:"known_failing,omitempty"`
	Optional     bool     `json:"optional,omitempty"` // it changes nothing if it was not exercised
	Lacks        []Lack   `json:"lacks,omitempty"`    // abilities, of one that was skipped
	// Told and LeftOut are optional values: "bonder.saveCard warnings". LeftOut are those that the client did not tell
	// though the server had said something.
	Told       []string  `json:"-"`
	LeftOut    []string  `json:"left_out,omitempty"`
	World      string    `json:"world,omitempty"`
	Seed       uint64    `json:"seed"`
	Started    time.Time `json:"started"`
	DurationMS float64   `json:"duration_ms"`
	Reproduce  string    `json:"reproduce"`
	Steps      []*Step   `json:"steps"`
	Checks     []*Check  `json:"checks"`
	Log        string    `json:"log,omitempty"` // the client's stderr
	// Entries are the world's journal after it was closed, secrets marked.
	Entries []journal.Entry `json:"entries,omitempty"`
}

// Step is one step as executed.
type Step struct {
	Keyword    string  `json:"keyword"`
	Text       string  `json:"text"`
	Argument   string  `json:"argument,omitempty"` // doc string or table, as written
	Line       int     `json:"line"`
	Status     string  `json:"status"` // passed, failed, not exercised, skipped
	Message    string  `json:"message,omitempty"`
	DurationMS float64 `json:"duration_ms"`
	// Said is what the client reported, of steps that asked it to act.
	Said string `json:"said,omitempty"`
	// Seq is the last entry of the journal before the step, if somebody wants to know.
	Seq int64 `json:"-"`
}

// Status of a step.
const (
	StepPassed       = "passed"
	StepFailed       = "failed"
	StepNotExercised = "not exercised"
	StepSkipped      = "skipped"
)

// Judge gives the scenario the worst verdict of its checks. Of those that gave it, the one decides that says most of
// the cause: a client that crashed, then a rule, then a finding, then what only shows that something was wrong.
func (s *Scenario) Judge() {
	for _, c := range s.Checks {
		s.Verdict = Worse(s.Verdict, c.Judged(s.Level))
	}
	if c := s.decisive(); c != nil {
		s.Cause, s.Reason = c.ID, c.Headline()
	}
}

// decisive is the check that decides, nil if none does.
func (s *Scenario) decisive() *Check {
	var first *Check
	for _, c := range s.Checks {
		if v := c.Judged(s.Level); v == s.Verdict && v != Passed && (first == nil || c.rank() < first.rank()) {
			first = c
		}
	}
	return first
}

// crashes are the ids of checks on the client's process: what came afterwards follows from them.
var crashes = []string{"client.crash", "client.exit", "client.garbage", "client.flood", "client.breach", "client.start",
	"run.stopped", "run.error"}

// rank is how far a check is from the cause, 0 being it.
func (c *Check) rank() int {
	switch {
	case slices.Contains(crashes, c.ID):
		return 0
	case c.IsRule():
		return 1
	case strings.HasPrefix(c.ID, "client.") && c.Verdict != nil: // it hung, or asked for what has no answer
		return 2
	case strings.HasPrefix(c.ID, "unasked.") && c.Source != "":
		return 3
	}
	return 4
}

// IsRule reports whether the check is a rule of an API: one with a demand in words and its source.
func (c *Check) IsRule() bool {
	return c.Text != "" && c.Source != "" && !strings.HasPrefix(c.ID, "unasked.")
}

// Headline returns one line about a check: a rule's demand, and what came.
func (c *Check) Headline() string {
	switch {
	case c.Message == "" || c.Message == c.Text:
		return c.Text
	case c.IsRule():
		return c.Text + ": " + c.Message
	}
	return c.Message
}

// Finish counts and judges the run.
func (r *Report) Finish(strict bool) {
	r.Schema, r.Strict = Schema, strict
	r.count(strict)
	r.NotJudged = r.unjudged()
	r.LeftOut = r.leftOut()
	r.Readings = r.byReading()
	r.Sources = r.cited()
	r.ExitCode = r.Exit(strict)
}

// count counts scenarios by verdict and finds the worst.
func (r *Report) count(strict bool) {
	r.Verdict, r.Counts = Passed, Counts{Total: len(r.Scenarios)}
	for _, s := range r.Scenarios {
		if !s.Unused() {
			r.Verdict = Worse(r.Verdict, s.Verdict)
		}
		switch s.Verdict {
		case Passed:
			r.Counts.Passed++
		case Warned:
			r.Counts.Warned++
		case Skipped:
			r.Counts.Skipped++
		case Cancelled:
			r.Counts.Cancelled++
		case NotExercised:
			r.Counts.NotExercised++
		case Inconclusive:
			r.Counts.Inconclusive++
		case Failed:
			r.Counts.Failed++
		default:
			r.Counts.Error++
		}
		if s.KnownFailing && s.fails(strict) && s.Verdict != Error {
			r.Counts.KnownFailing++
		}
	}
}

// Shown returns the verdict as people read it: a failure that was expected says so.
func (s *Scenario) Shown() string {
	if s.KnownFailing {
		return "known failing"
	}
	return s.Verdict.String()
}

// Good reports whether the scenario needs no attention.
func (s *Scenario) Good(strict bool) bool {
	if s.KnownFailing {
		return s.Verdict != Error
	}
	return !s.fails(strict)
}

// fails reports whether the scenario fails the run. What a reading contradicts says nothing of the client.
func (s *Scenario) fails(strict bool) bool {
	return !s.Contradicted && !s.Unused() && s.Verdict.Fails(strict)
}

// Unused reports whether the scenario was not exercised and need not be.
func (s *Scenario) Unused() bool { return s.Optional && s.Verdict == NotExercised }

// Evidence are the checks that were not kept: the one that decides first, then the worst.
func (s *Scenario) Evidence() []*Check {
	var out []*Check
	for _, c := range s.Checks {
		if c.Judged(s.Level) != Passed {
			out = append(out, c)
		}
	}
	first := s.decisive()
	slices.SortStableFunc(out, func(a, b *Check) int {
		switch {
		case a == first && b != first:
			return -1
		case b == first && a != first:
			return 1
		}
		return cmp.Or(int(b.Judged(s.Level)-a.Judged(s.Level)), a.rank()-b.rank())
	})
	return out
}

// Failures are the scenarios that somebody should look at, worst first: those that fail the run, then warnings.
func (r *Report) Failures() []*Scenario {
	var out []*Scenario
	for _, s := range r.Scenarios {
		if !s.Good(r.Strict) || s.Verdict == Warned && !s.KnownFailing {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *Scenario) int { return int(b.Verdict - a.Verdict) })
	return out
}

// cited returns the sources that the report's features and checks name.
func (r *Report) cited() []source.Source {
	read, used := map[string]bool{"": true}, map[string]bool{} // scenarios share most texts
	for _, s := range r.Scenarios {
		texts := []string{s.Source, s.Cites}
		for _, c := range s.Checks {
			texts = append(texts, c.Source)
		}
		for _, text := range texts {
			if read[text] {
				continue
			}
			read[text] = true
			for _, c := range source.Cited(text) {
				used[c.Slug] = true
			}
		}
	}
	return slices.DeleteFunc(source.All(), func(s source.Source) bool { return !used[s.Slug] })
}

// Place returns the feature file of the scenario and its line. What is in no file is placed by its class.
func (s *Scenario) Place() (file, line string) {
	if s.Class != "" && !strings.Contains(s.Address, ":") {
		return s.Class, ""
	}
	if i := strings.LastIndexByte(s.Address, ':'); i >= 0 {
		return s.Address[:i], s.Address[i+1:]
	}
	return s.Address, ""
}

// String counts in words, without those that are 0.
func (c Counts) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		name string
	}{{c.Passed, "passed"}, {c.Warned, "warned"}, {c.Skipped, "skipped"}, {c.Cancelled, "cancelled"},
		{c.NotExercised, "not exercised"},
		{c.Inconclusive, "inconclusive"}, {c.Failed, "failed"}, {c.Error, "error"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.name))
		}
	}
	if c.KnownFailing > 0 {
		parts = append(parts, fmt.Sprintf("%d of them known failing", c.KnownFailing))
	}
	if len(parts) == 0 {
		return "nothing run"
	}
	return strings.Join(parts, ", ")
}

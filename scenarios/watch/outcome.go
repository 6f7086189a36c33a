package watch

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// Ends of ids.
const (
	unmatched = ".unmatched"
	strayID   = "server.unmatched"
)

// mostProof bounds the entries that prove an outcome: a run may have thousands alike.
const mostProof = 12

// mostNamed bounds how many worlds a message names.
const mostNamed = 5

// ofRules are the outcomes of the rules of an API: of several worlds the worst decides.
func (o *Options) ofRules(api client.API, worlds []World) []*verdict.Scenario {
	var out []*verdict.Scenario
	var judging sync.WaitGroup
	for _, r := range o.rules(api.Name) {
		s := &verdict.Scenario{
			Address: r.ID, Class: api.Name + ".rules", Feature: api.Name + ": rules that traffic can answer",
			Name: r.Text, API: api.Name, Level: r.Level,
		}
		out = append(out, s)
		judging.Go(func() { ofRule(s, &r, worlds) })
	}
	judging.Wait()
	return out
}

// ofRule judges worlds by one rule.
func ofRule(s *verdict.Scenario, r *rule.Rule, worlds []World) {
	var worst *verdict.Check
	var same []string // worlds with this verdict
	for i := range worlds {
		w := &worlds[i]
		c := r.CheckTraffic(w.Entries)
		switch {
		case worst == nil || rank(c) > rank(worst):
			worst, same = c, []string{w.ID}
			s.World, s.Entries = w.ID, proof(w, c.Entries)
		case rank(c) == rank(worst):
			same = append(same, w.ID)
		}
	}
	if worst == nil {
		worst = &verdict.Check{ID: r.ID, Level: r.Level, Text: r.Text, Source: r.Source, Provenance: r.Provenance,
			Message: "nothing happened that could be judged"}
	}
	if worst.Outcome == verdict.Broken {
		worst.Message += elsewhere(same)
	}
	worst.Entries = seqs(s.Entries)
	s.Checks = []*verdict.Check{worst}
}

// rank orders checks: what was not seen, kept, warned, failed.
func rank(c *verdict.Check) int {
	if c.Outcome == verdict.NothingSeen {
		return -1
	}
	return int(c.Judged(verdict.Must))
}

// elsewhere names the worlds beside the first.
func elsewhere(same []string) string {
	if len(same) < 2 {
		return ""
	}
	rest := same[1:]
	text := " (world " + same[0] + ", also in " + strings.Join(rest[:min(len(rest), mostNamed)], ", ")
	if more := len(rest) - mostNamed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text + ")"
}

// proof returns the entries of some seqs; of too many the first and the last.
func proof(w *World, of []int64) []journal.Entry {
	if len(of) > mostProof {
		of = slices.Concat(of[:mostProof-2], of[len(of)-2:])
	}
	var out []journal.Entry
	for _, seq := range slices.Compact(slices.Sorted(slices.Values(of))) {
		if i, ok := slices.BinarySearchFunc(w.Entries, seq, func(e journal.Entry, seq int64) int {
			return int(e.Seq - seq)
		}); ok {
			out = append(out, w.Entries[i])
		}
	}
	return out
}

func seqs(entries []journal.Entry) []int64 {
	var out []int64
	for i := range entries {
		out = append(out, entries[i].Seq)
	}
	return out
}

// ofContract are the outcomes of the operations of an API: their requests keep the document and the vendor's rules.
func (o *Options) ofContract(api client.API, worlds []World) []*verdict.Scenario {
	contracts := map[string]*contract{}
	for i := range worlds {
		w := &worlds[i]
		ours := w.bases(api.Name)
		for j := range w.Entries {
			if e := &w.Entries[j]; e.API == api.Name && e.Operation != "" && !e.Preflight() {
				if e.Kind == journal.Outgoing && (len(e.Faults) > 0 || ours[base(e)]) {
					e = withoutService(e)
				}
				if contracts[e.Operation] == nil {
					contracts[e.Operation] = &contract{}
				}
				contracts[e.Operation].add(o, w, e)
			}
		}
	}
	var out []*verdict.Scenario
	for _, op := range api.Operations {
		if op.Page {
			continue
		}
		s := &verdict.Scenario{
			Address: api.Name + "." + op.ID, Class: api.Name + ".contract", API: api.Name, Level: verdict.Must,
			Feature: api.Name + ": requests keep the document", Name: op.ID + " keeps the document",
		}
		c := contracts[op.ID]
		if c == nil || c.exchanges == 0 {
			s.Checks = []*verdict.Check{{ID: "contract", Level: verdict.Must, Message: "no such request came"}}
		} else {
			s.World, s.Entries, s.Checks = c.world, c.entries, c.checks()
		}
		out = append(out, s)
	}
	return append(out, o.unmatched(api.Name, worlds))
}

// bases are the addresses under which an API of the world was called.
func (w *World) bases(api string) map[string]bool {
	out := map[string]bool{}
	for i := range w.Entries {
		if e := &w.Entries[i]; e.API == api && e.Kind == journal.Exchange && base(e) != "" {
			out[base(e)] = true
		}
	}
	return out
}

// base is the address of an entry before its path, "" if it has none.
func base(e *journal.Entry) string {
	address, _, _ := strings.Cut(e.URL, "?")
	before, ok := strings.CutSuffix(address, e.Path)
	if !ok {
		return ""
	}
	return before
}

// withoutService is an entry without findings about the service that was called. If that is the fake itself, or a fault
// acted, what is wrong was asked for, and nobody's mistake.
func withoutService(e *journal.Entry) *journal.Entry {
	out := *e
	out.Findings = slices.DeleteFunc(slices.Clone(e.Findings), func(f journal.Finding) bool {
		return f.By == journal.ByService
	})
	return &out
}

// contract is what was found in the exchanges of one operation.
type contract struct {
	exchanges int
	world     string
	entries   []journal.Entry // proof, all of one world
	kinds     []*kind
	kept      []int64
}

// kind is a finding by its code and place, and how often it came.
type kind struct {
	finding journal.Finding
	check   *verdict.Check
	count   int
}

func (c *contract) add(o *Options, w *World, e *journal.Entry) {
	if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
		return
	}
	c.exchanges++
	if len(e.Findings) == 0 && c.kept == nil && len(c.kinds) == 0 {
		c.kept, c.world, c.entries = []int64{e.Seq}, w.ID, []journal.Entry{*e}
	}
	for _, f := range e.Findings {
		i := slices.IndexFunc(c.kinds, func(k *kind) bool {
			return k.finding.Code == f.Code && k.finding.Pointer == f.Pointer && k.finding.By == f.By
		})
		if i < 0 {
			if len(c.kinds) == 0 {
				c.kept, c.world, c.entries = nil, w.ID, nil
			}
			i = len(c.kinds)
			c.kinds = append(c.kinds, &kind{finding: f, check: o.check(f)})
		}
		k := c.kinds[i]
		if k.count++; w.ID == c.world && len(k.check.Entries) < 3 && len(c.entries) < mostProof {
			k.check.Entries = append(k.check.Entries, e.Seq)
			if n := len(c.entries); n == 0 || c.entries[n-1].Seq != e.Seq {
				c.entries = append(c.entries, *e)
			}
		}
	}
}

// check makes a check of a finding. A mistake of a service that was called warns: the client is judged here.
func (o *Options) check(f journal.Finding) *verdict.Check {
	c := &verdict.Check{
		ID: "contract." + f.Code, Level: verdict.Must, Outcome: verdict.Broken, Text: f.Message, Source: f.Source,
		Provenance: f.Provenance,
	}
	switch {
	case f.Kind == journal.Defect && !o.Captured:
		v := verdict.Error
		c.Verdict = &v
	case f.By != journal.ByClient:
		c.Level = verdict.Should
	}
	return c
}

// checks are those of all findings, or the one that nothing was found.
func (c *contract) checks() []*verdict.Check {
	if len(c.kinds) == 0 {
		return []*verdict.Check{{ID: "contract", Level: verdict.Must, Outcome: verdict.Kept, Entries: c.kept}}
	}
	var out []*verdict.Check
	for _, k := range c.kinds {
		f := k.finding
		k.check.Message = fmt.Sprintf("%s of %s by %s at %s: expected %s, got %s", times(k.count), f.Code, f.By,
			or(f.Pointer, "the request"), or(f.Expected, "nothing"), or(f.Actual, "nothing"))
		out = append(out, k.check)
	}
	return out
}

func times(n int) string {
	if n == 1 {
		return "1 case"
	}
	return fmt.Sprintf("%d cases", n)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// unmatched is the outcome that every request of an API fits an operation.
func (o *Options) unmatched(api string, worlds []World) *verdict.Scenario {
	s := &verdict.Scenario{
		Address: api + unmatched, Class: api + ".contract", API: api, Level: verdict.Must,
		Feature: api + ": requests keep the document", Name: "every request fits an operation",
	}
	o.fill(s, worlds, func(e *journal.Entry) bool { return e.API == api })
	return s
}

// astray is the outcome that every request reaches an API of a world, if one did not.
func (o *Options) astray(worlds []World) []*verdict.Scenario {
	s := &verdict.Scenario{
		Address: strayID, Class: "server", Feature: "The server", Level: verdict.Must,
		Name: "every request reaches an API and a world",
	}
	known := map[string]bool{}
	for _, api := range o.Catalogue {
		known[api.Name] = true
	}
	o.fill(s, worlds, func(e *journal.Entry) bool { return !known[e.API] })
	if s.Checks[0].Outcome != verdict.Broken {
		return nil
	}
	return []*verdict.Scenario{s}
}

// mostStrays bounds how many unmatched requests are told one by one.
const mostStrays = 20

// fill gives a scenario a check for each request that fits no operation, or the one that all do.
func (o *Options) fill(s *verdict.Scenario, worlds []World, of func(*journal.Entry) bool) {
	seen := map[string]*verdict.Check{}
	came := false
	for i := range worlds {
		for j := range worlds[i].Entries {
			e := &worlds[i].Entries[j]
			if e.Kind != journal.Exchange || !of(e) {
				continue
			}
			came = true
			for _, f := range e.Wrong() {
				key := e.Method + " " + e.Path
				if f.Kind != journal.Unmatched || seen[key] != nil || len(seen) == mostStrays {
					continue
				}
				if s.World == "" {
					s.World = worlds[i].ID
				}
				seen[key] = &verdict.Check{ID: "unmatched", Level: verdict.Must, Outcome: verdict.Broken,
					Message: f.Message}
				if s.World == worlds[i].ID {
					seen[key].Entries = []int64{e.Seq}
					s.Entries = append(s.Entries, *e)
				}
				s.Checks = append(s.Checks, seen[key])
			}
		}
	}
	if len(s.Checks) == 0 {
		c := &verdict.Check{ID: "unmatched", Level: verdict.Must, Message: "no request came"}
		if came {
			c.Outcome, c.Message = verdict.Kept, ""
		}
		s.Checks = []*verdict.Check{c}
	}
}

// noLoop is the rule of every API that a request which is refused is not repeated without end, whatever the code.
func noLoop(api string) rule.Rule {
	repeats := rule.Repeats{API: api, Most: mostRepeats, Of: refusal}
	return rule.Rule{
		ID: api + ".no-loop", Level: verdict.Should, Provenance: journal.Derived,
		Source:  "sparring: no vendor names a number of repetitions; ten at once is beyond any reading",
		Text:    "a request that is refused is not repeated without end",
		Traffic: repeats.Traffic,
	}
}

// mostRepeats of a refused request, each at once, is still no loop.
const mostRepeats = 10

// refusal is the vendor's code or the status with which a request was refused.
func refusal(e journal.Entry) string {
	switch {
	case e.Code != "":
		return e.Code
	case e.Response != nil && e.Response.Status >= 400:
		return fmt.Sprint(e.Response.Status)
	}
	return ""
}

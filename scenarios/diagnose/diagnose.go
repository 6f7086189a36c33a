// Package diagnose says what a client does wrong, not how often it fails: it explains failing scenarios by the
// likeliest set of known mistakes. The dictionary is the mutants of the reference client and the scenarios that fail
// each of them. Causes is the one way to use it.
package diagnose

import (
	"cmp"
	"slices"

	"sparring/scenarios/verdict"
)

// Known is a mistake of which it is known what it fails.
type Known struct {
	Name string // "bonder-trusts-http-200"
	Text string // in a sentence
	// Fails returns the reasons for which the mistake fails a thing that was judged, nil if it does not.
	Fails func(of string) []string
}

// Observation is what was judged of a client: the reasons for which each thing failed, none if it did not. A reason is
// the id of a check, and behind a space its detail, if there is one.
type Observation map[string][]string

// item is one failure: a thing that was judged, and a reason.
type item struct {
	of     string
	reason reason
}

// most bounds the causes that are named: a client with more has no list, but a beginning.
const most = 10

// Causes explains an observation by the likeliest set of mistakes, the one first that explains the most. mend returns
// how the failure of a thing is mended, by the id of the check.
func Causes(seen Observation, known []Known, mend func(of, reason string) string) ([]verdict.Cause,
	[]verdict.Unexplained) {
	s := newSearch(seen, known)
	s.run()
	open := map[item]bool{}
	for _, i := range s.all {
		open[i] = true
	}
	var causes []verdict.Cause
	left := slices.Clone(s.chosen)
	for len(left) > 0 {
		at := 0
		for i := range left {
			if left[i].fresh(open) > left[at].fresh(open) {
				at = i
			}
		}
		best := left[at]
		left = slices.Delete(left, at, at+1)
		if best.fresh(open) == 0 {
			continue
		}
		causes = append(causes, cause(best, s.alike(best), open, len(s.all), mend))
		for _, i := range best.explains {
			delete(open, i)
		}
	}
	return causes, rest(s.all, open)
}

// fresh counts what a mistake explains that is open still.
func (c *candidate) fresh(open map[item]bool) int {
	n := 0
	for _, i := range c.explains {
		if open[i] {
			n++
		}
	}
	return n
}

func cause(
	c *candidate, alike []*candidate, open map[item]bool, all int, mend func(of, reason string) string,
) verdict.Cause {
	out := verdict.Cause{Mistake: c.Name, Text: c.Text}
	for _, a := range alike {
		out.Alike, out.Or = append(out.Alike, a.Name), append(out.Or, a.Text)
	}
	reasons := map[string]int{}
	for _, i := range c.explains {
		if !open[i] {
			continue
		}
		out.Explains++
		reasons[i.reason.id]++
		if !slices.Contains(out.Failures, i.of) {
			out.Failures = append(out.Failures, i.of)
		}
	}
	out.Share = float64(out.Explains) / float64(all)
	var common item // of the reason that it explains most often
	for _, i := range c.explains {
		if open[i] && (common.of == "" || reasons[i.reason.id] > reasons[common.reason.id]) {
			common = i
		}
	}
	out.Mend = mend(common.of, common.reason.id)
	return out
}

// rest groups by reason what no mistake explains.
func rest(all []item, open map[item]bool) []verdict.Unexplained {
	var out []verdict.Unexplained
	for _, i := range all {
		if !open[i] {
			continue
		}
		at := slices.IndexFunc(out, func(u verdict.Unexplained) bool { return u.Rule == i.reason.id })
		if at < 0 {
			at = len(out)
			out = append(out, verdict.Unexplained{Rule: i.reason.id})
		}
		if !slices.Contains(out[at].Failures, i.of) {
			out[at].Failures = append(out[at].Failures, i.of)
		}
	}
	slices.SortStableFunc(out, func(a, b verdict.Unexplained) int {
		return cmp.Compare(len(b.Failures), len(a.Failures))
	})
	return out
}

package scenarios

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// Profile is what a vendor demands of every client, with what the suite does with it.
type Profile struct{ suite.Profile }

// Profiles lists the profiles of all APIs.
func Profiles() []Profile {
	var out []Profile
	for _, api := range APIs() {
		for _, p := range api.Profiles {
			out = append(out, Profile{p})
		}
	}
	return out
}

// has reports whether a scenario belongs to the profile: it needs what the profile demands, and else only one of
// several ways that the profile leaves to the client. A scenario of one such way is not for clients of another.
func (p *Profile) has(needs vocabulary.Needs) bool {
	demanded := false
	for _, choice := range needs {
		if slices.ContainsFunc(choice, func(name string) bool { return slices.Contains(p.Demands, name) }) {
			demanded = true
		} else if len(choice) < 2 ||
			!slices.ContainsFunc(choice, func(name string) bool { return slices.Contains(p.With, name) }) {
			return false
		}
	}
	return demanded
}

// profiles finds profiles by their names.
func profiles(names []string) ([]Profile, error) {
	var out []Profile
	var known []string
	for _, p := range Profiles() {
		known = append(known, p.Name)
	}
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, usage("--profile %s: no such profile; there is %s (sparring profiles lists them)", name,
				strings.Join(known, ", "))
		}
		out = append(out, Profiles()[i])
	}
	return out, nil
}

// profile returns the profile among some that a scenario belongs to, nil if it belongs to no such profile.
func (s *runner) profile(c *testCase, among []Profile) *Profile {
	needs := c.needs(s.words)
	for i := range among {
		if among[i].has(needs) {
			return &among[i]
		}
	}
	return nil
}

// demand fails a scenario that was skipped although the profile demands it. No vendor demands that a client can be told
// how long to wait.
func (p *Profile) demand(out *verdict.Scenario) {
	impatient := func(l verdict.Lack) bool { return l.Ability == driver.Patience }
	if p == nil || out.Verdict != verdict.Skipped || slices.ContainsFunc(out.Lacks, impatient) {
		return
	}
	out.Checks = append(out.Checks, &verdict.Check{
		ID: "profile." + p.Name, Level: verdict.Must, Unasked: true, Outcome: verdict.Broken,
		Text: p.Doc, Source: p.Source, Provenance: journal.Documented,
		Message: fmt.Sprintf("the profile %s lets nothing be skipped: %s", p.Name, out.Reason),
	})
	out.Judge()
}

// WriteProfiles prints the profiles and what belongs to them.
func WriteProfiles(out io.Writer) error {
	o := Options{}
	s, chosen, err := prepare(&o)
	if err != nil {
		return err
	}
	for _, p := range Profiles() {
		n := 0
		for _, c := range chosen {
			if p.has(c.needs(s.words)) {
				n++
			}
		}
		fmt.Fprintf(out, "%s: %d scenarios (%s)\n  %s\n  demands %s\n", p.Name, n, p.Source, p.Doc,
			strings.Join(p.Demands, ", "))
	}
	return nil
}

package scenarios

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/param"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/verdict"
)

// AllReadings asks for each reading in turn.
const AllReadings = "all"

// reading is one choice of the readings of the vendors' texts, under which scenarios are run.
type reading struct {
	name     string // "bonder.scalars=integer"; empty: the documented readings
	suffix   string // of titles; empty for the first reading of a run
	switches client.Switches
	cases    []*testCase
	// contradicted are the scenarios that the reference client does not pass under this reading, with what it was
	// found to do.
	contradicted map[*testCase]string
}

// chosenReading reads --switch: the documented readings but for those that are named.
func (s *runner) chosenReading() error {
	for _, text := range s.Switches {
		place, value, found := strings.Cut(text, "=")
		api, name, dotted := strings.Cut(place, ".")
		if !found || !dotted {
			return usage("--switch %s: expected API.NAME=VALUE, such as bonder.scalars=integer", text)
		}
		if err := s.catalogue.Reading(api, name, value); err != nil {
			return usage("--switch %s: %v", text, err)
		}
		s.switches[api][name] = s.catalogue.Value(api, name, value)
	}
	return nil
}

// title returns the title of a scenario under the reading that is run now.
func (s *runner) title(c *testCase) string {
	if s.now.suffix == "" {
		return c.title
	}
	return c.title + " [" + s.now.suffix + "]"
}

// reads chooses the readings of the run, and notes where the server has others.
func (s *runner) reads(ctx context.Context, world client.World) error {
	if s.pinned != nil {
		s.switches = s.pinned
		return nil
	}
	if err := s.chosenReading(); err != nil {
		return err
	}
	if len(s.Switches) > 0 {
		if err := s.possible(ctx, &reading{name: strings.Join(s.Switches, " "), switches: s.switches}); err != nil {
			return usage("--switch %s: %v", strings.Join(s.Switches, " "), err)
		}
	}
	if differ := s.overruled(world); len(differ) > 0 {
		s.notes = append(
			s.notes,
			fmt.Sprintf(
				"the server's default world has other readings, which the scenarios do not use: %s; give verify "+
					"--switch to judge by them",
				strings.Join(differ, " "),
			),
		)
	}
	return nil
}

// plan returns the readings of a run: the chosen one, and with --readings each other value of each switch of an API
// that has scenarios to run. Switches that are numbers, durations or texts have no list of values.
func (s *runner) plan(chosen []*testCase) []*reading {
	plan := []*reading{{name: strings.Join(s.Switches, " "), switches: s.switches, cases: chosen}}
	if s.Readings != AllReadings {
		return plan
	}
	for _, api := range slices.Sorted(maps.Keys(s.catalogue)) {
		of := slices.DeleteFunc(slices.Clone(chosen), func(c *testCase) bool { return c.api != api })
		if len(of) == 0 {
			continue
		}
		for _, sw := range s.catalogue[api].Switches {
			for _, value := range others(sw, s.switches[api][sw.Name]) {
				name := fmt.Sprintf("%s.%s=%v", api, sw.Name, value)
				switches := client.Switches{}
				for other, values := range s.switches {
					switches[other] = maps.Clone(values)
				}
				switches[api][sw.Name] = value
				plan = append(
					plan,
					&reading{
						name:     strings.TrimSpace(plan[0].name + " " + name),
						suffix:   name,
						switches: switches,
						cases:    of,
					},
				)
			}
		}
	}
	return plan
}

// others returns the values of a switch except the one that it has.
func others(sw param.Param, has any) []any {
	var out []any
	switch sw.Type {
	case "bool":
		out = []any{has != true}
	case "enum":
		for _, value := range sw.Values {
			if value != has {
				out = append(out, value)
			}
		}
	}
	return out
}

// possible checks that the server makes worlds with these readings: two of them may contradict each other.
func (s *runner) possible(ctx context.Context, r *reading) error {
	seed := uint64(1)
	world, err := s.control.MakeWorld(
		ctx,
		client.WorldRequest{ID: fmt.Sprintf("readings-%08x", hash(s.run+r.name)), Seed: &seed, Switches: r.switches},
	)
	if err != nil {
		return err
	}
	return s.control.DeleteWorld(ctx, world.ID)
}

// calibrate runs the reference client under a reading. The reading contradicts the scenarios that it does not pass
// there, though it does under the documented readings, and no client is judged by them.
func (s *runner) calibrate(r *reading) error {
	o := Options{
		Features: s.Features, Server: s.control.Base, ControlToken: s.ControlToken, TLS: s.TLS, Jobs: s.Jobs,
		Seed:   s.Seed,
		pinned: r.switches,
	}
	byAddress := map[string]*testCase{}
	for _, c := range r.cases {
		o.Scenarios = append(o.Scenarios, c.Address())
		byAddress[c.Address()] = c
	}
	report, err := Run(s.ctx, o)
	if err != nil {
		return fmt.Errorf("run the reference client under %s: %w", r.name, err)
	}
	r.contradicted = map[*testCase]string{}
	for _, out := range report.Scenarios {
		c := byAddress[out.Address]
		if c != nil && out.Verdict != verdict.Passed && out.Verdict != verdict.Cancelled {
			r.contradicted[c] = fmt.Sprintf("%s by %s: %s", out.Verdict, out.Cause, out.Reason)
		}
	}
	return nil
}

// under runs the scenarios of a reading and adds their results to the report.
func (s *runner) under(r *reading) error {
	s.now, s.cases, s.results = r, map[string]*testCase{}, map[*testCase]*verdict.Scenario{}
	for _, c := range r.cases {
		s.cases[key(c.file.name, c.line)] = c
	}
	if s.ctx.Err() == nil && s.failed.Load() == nil {
		if len(r.suffix) > 0 {
			if err := s.possible(s.ctx, r); err != nil && s.ctx.Err() == nil {
				s.report.Notes = append(s.report.Notes, fmt.Sprintf("the reading %s was not run: %v", r.name, err))
				return nil
			}
		}
		if r.name != "" && s.pinned == nil {
			if err := s.calibrate(r); err != nil && s.ctx.Err() == nil {
				return err
			}
		}
		if err := s.executePatiently(r.cases); err != nil {
			return err
		}
	}
	for _, c := range r.cases {
		s.report.Scenarios = append(s.report.Scenarios, s.result(c))
	}
	return nil
}

// contradiction returns why a scenario is not judged under the reading that is run now, nil if it is.
func (s *runner) contradiction(c *testCase) *verdict.Check {
	why, found := s.now.contradicted[c]
	if !found {
		return nil
	}
	skipped := verdict.Skipped
	return &verdict.Check{
		ID: "reading.contradicts", Level: verdict.Must, Outcome: verdict.Broken, Verdict: &skipped,
		Message: fmt.Sprintf(
			"the reading %s contradicts this scenario: the reference client does not pass it either, %s",
			s.now.name,
			why,
		),
	}
}

// overruled lists the readings of the server's default world that the suite does not use.
func (s *runner) overruled(world client.World) []string {
	var differ []string
	for _, api := range slices.Sorted(maps.Keys(s.catalogue)) {
		for _, sw := range s.catalogue[api].Switches {
			value, known := world.Switches[api][sw.Name]
			if known && catalogue.Differ(value, sw.Default) && catalogue.Differ(value, s.switches[api][sw.Name]) {
				differ = append(differ, fmt.Sprintf("%s.%s=%v", api, sw.Name, value))
			}
		}
	}
	return differ
}

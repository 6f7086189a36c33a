package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/diagnose"
	"sparring/scenarios/explore"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// exploreFlags are the flags of explore. The client, the server and the seed are those of verify.
type exploreFlags struct {
	verify   verifyFlags
	list     bool
	budget   string
	depth    int
	out      string
	flows    []string
	baseline string
	known    []string
	walk     explore.Options
	earlier  *explore.Result
	result   *explore.Result
}

func newExploreCommand() *cobra.Command {
	f := &exploreFlags{}
	cmd := &cobra.Command{
		Use:   "explore [flags] [-- CLIENT ARGS…]",
		Short: "Find what no scenario asks: every fault at every exchange of a client",
		Long: paragraphs(`
Run each ability of a client once, count its exchanges, and run it again with one fault at one exchange, for every
kind, code and moment that fits. What always holds is judged: what the caller is told is what the wire said, a success
is one, nothing is done twice, nothing hangs, crashes or leaks, no request is unknown or wrong, and one ordinary call
works afterwards. What the vendor's text leaves open warns. Each distinct failure ends as a feature that verify runs.

The client is given as to verify; without one the built-in reference client is explored.

Exit codes: 0 explored and found good; 1 a failure was found; 2 the run itself went wrong; 3 there is nothing to
explore; 130 interrupted: what was found until then is shown.`),
		Example: paragraphs(`
  sparring explore --list
  sparring explore --api bonder --budget '500 cells'
  sparring explore --budget 60s --out found --html matrix.html -- node adapter.mjs`),
		Args: func(cmd *cobra.Command, _ []string) error {
			f.verify.given = givenFlags(cmd)
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags, v := cmd.Flags(), &f.verify
	v.format = "progress"
	flags.StringSliceVar(&v.options.APIs, "api", nil,
		"only this API (repeatable): "+strings.Join(scenarios.APIs().Names(), ", "))
	flags.BoolVar(&f.list, "list", false, "list the space after running the abilities undisturbed, and walk nothing")
	flags.StringVar(&f.budget, "budget", "", "how much is walked: a duration such as 60s, or '500 cells' (default all)")
	flags.IntVar(&f.depth, "depth", 1,
		"1: one fault; 2: several calls at once, too, and two faults where one changed what the client does")
	flags.StringVar(&f.out, "out", "",
		"write the smallest reproduction of each failure to this `DIR`ectory, as features")
	flags.StringArrayVar(&f.flows, "flow", nil,
		"disturb this scenario, too (repeatable): FEATURE:SCENARIO, a file and a line or a name")
	flags.StringVar(&f.baseline, "baseline", "", "compare with the JSON of an earlier walk in this file")
	flags.StringArrayVar(&f.known, "known-failing", nil,
		"file of failures that are known, one id a line as explore shows it (repeatable)")
	v.shared(flags, "cells", "walk", "explore")
	v.reports = f.reports()
	for _, r := range v.reports {
		if r.Screen {
			r.file.addAs(flags, r.Name, r.About)
			continue
		}
		flags.StringVar(&r.file.file, r.Name, "", r.About)
		flags.StringVar(&r.flavour, r.flavourFlag(), string(r.Flavours.Names[0]), r.Flavours.About)
	}
	return cmd
}

// reports are the files to which the result can be written.
func (f *exploreFlags) reports() reportFiles {
	return reportFiles{
		{Format: report.Format{
			Name: "html", About: "write a page to this file: the matrix of operations and faults, and a diagram of " +
				"each smallest failing run",
			Flavours: report.HTML().Flavours,
			Write: func(out io.Writer, _ *verdict.Report, flavour report.Flavour) error {
				r := f.result.Report()
				r.Russian = scenarios.RussianStep
				return report.HTML().Write(out, r, flavour)
			},
		}},
		{Format: report.Format{
			Name: "json", About: "write the result as JSON, to standard output or to `FILE`", Screen: true,
			Write: func(out io.Writer, _ *verdict.Report, _ report.Flavour) error {
				e := json.NewEncoder(out)
				e.SetIndent("", " ")
				e.SetEscapeHTML(false)
				return e.Encode(f.result)
			},
		}},
	}
}

func (f *exploreFlags) run(cmd *cobra.Command, args []string) error {
	if err := f.check(cmd, args); err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	out := cmd.OutOrStdout()
	files, err := f.verify.reports.open(out)
	if err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	if files.takeStandardOutput() {
		out = cmd.ErrOrStderr()
	}
	if f.result, err = f.explore(cmd.Context(), out); err != nil {
		return f.ended(cmd, err)
	}
	f.result.Version, f.result.Budget = mock.Version, f.budget
	f.result.Judged = "built-in reference client"
	if f.verify.options.Client != nil {
		f.result.Judged = f.verify.options.Client.String()
	}
	if f.earlier != nil {
		f.result.Compare(f.earlier, f.baseline)
	}
	if f.list {
		f.result.WriteCells(out)
		f.result.WriteSpace(out)
	} else {
		if err := f.write(); err != nil {
			return &exitError{code: verdict.ExitError, err: err}
		}
		f.result.WriteText(out)
		if n := f.otherFeatures(); n > 0 {
			fmt.Fprintf(out, "%s holds other features, perhaps of an earlier walk: %d; verify runs them, too\n",
				f.out, n)
		}
	}
	if err := files.finish(nil); err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	if f.result.ExitCode != verdict.ExitGood {
		return &exitError{code: f.result.ExitCode}
	}
	return nil
}

// explore opens client and server and walks.
func (f *exploreFlags) explore(ctx context.Context, out io.Writer) (*explore.Result, error) {
	// Processes are kept for many cells: to start one for each takes longer than the cell.
	f.verify.options.ReuseClient = f.verify.options.Command != "" && f.verify.clientURL == ""
	batch, err := scenarios.Open(ctx, f.verify.options)
	if err != nil {
		return nil, err
	}
	defer batch.Close()
	f.walk.Seed = batch.Seed()
	if f.list { // without progress: what is listed may be read by a program
		return explore.Space(ctx, batch, f.walk)
	}
	f.walk.Progress = progressOf(out, terminal(out))
	f.walk.Mistakes = func(api string) []explore.Mistake { return mistakes(batch, api) }
	f.walk.Mend = func(_, rule string) string { return diagnose.Mend(scenarios.APIs(), rule, "") }
	if f.verify.options.Client != nil {
		reference, err := batch.As(scenarios.APIs().Trusting(f.verify.options.TLS))
		if err != nil {
			return nil, err
		}
		defer reference.Close()
		f.walk.Reference = reference
		fresh, err := batch.As(f.verify.options.Client)
		if err != nil {
			return nil, err
		}
		defer fresh.Close()
		f.walk.Fresh = fresh
	}
	defer collectRarely()()
	return explore.Walk(ctx, batch, f.walk)
}

// mistakes are the mutants of an API, each with the server of the walk.
func mistakes(batch *scenarios.Batch, api string) []explore.Mistake {
	var out []explore.Mistake
	for _, m := range scenarios.APIs().Mutants() {
		if m.API() != api {
			continue
		}
		out = append(out, explore.Mistake{Name: m.Name, Text: m.Doc, Open: func() (explore.Runner, func(), error) {
			with, err := batch.As(scenarios.APIs().Starter(m.Name))
			if err != nil {
				return nil, nil, err
			}
			return with, with.Close, nil
		}})
	}
	return out
}

// check turns flags and arguments into options.
func (f *exploreFlags) check(cmd *cobra.Command, args []string) error {
	if err := f.verify.check(cmd, args); err != nil {
		return err
	}
	for _, api := range f.verify.options.APIs {
		if !slices.Contains(scenarios.APIs().Names(), api) {
			return fmt.Errorf("--api %s: no such API; there are %s", api, strings.Join(scenarios.APIs().Names(), ", "))
		}
	}
	if f.depth != 1 && f.depth != 2 {
		return fmt.Errorf("--depth %d: expected 1 or 2", f.depth)
	}
	o := &f.walk
	var err error
	if *o, err = scenarios.Explored(); err != nil {
		return err
	}
	o.APIs, o.Depth, o.Switches = f.verify.options.APIs, f.depth, f.verify.options.Switches
	if o.Jobs = f.verify.options.Jobs; o.Jobs == 0 {
		o.Jobs = scenarios.DefaultJobs(f.verify.options.Client)
	}
	if o.Time, o.Cells, err = parseBudget(f.budget); err != nil {
		return err
	}
	for _, at := range f.flows {
		flow, err := scenarios.Flow(at)
		if err != nil {
			return err
		}
		api, _, _ := strings.Cut(flow.Ability, ".")
		switch {
		case len(o.APIs) > 0 && !slices.Contains(o.APIs, api):
			return fmt.Errorf("--flow %s: it is about %s, and --api chooses %s", at, api, strings.Join(o.APIs, ", "))
		case slices.ContainsFunc(o.Flows, func(f suite.Flow) bool {
			return f.Name == flow.Name && strings.HasPrefix(f.Ability, api+".")
		}):
			return fmt.Errorf("--flow %s: there is a flow %q of %s already; give the scenario another name", at,
				flow.Name, api)
		}
		o.Flows = append(o.Flows, flow)
	}
	if o.Known, err = knownFailing(cmd, f.known); err != nil {
		return err
	}
	if f.list {
		useless := []string{"budget", "out", "baseline", "known-failing", "html"}
		if err := f.verify.noneOf("list walks nothing", useless); err != nil {
			return err
		}
	}
	if f.earlier, err = earlierWalk(f.baseline); err != nil {
		return err
	}
	if f.earlier != nil && !f.earlier.Walks(o.APIs) {
		return fmt.Errorf("--baseline %s: it walks no cell of %s: there is nothing to compare", f.baseline,
			strings.Join(o.APIs, ", "))
	}
	return writable(f.out)
}

// parseBudget reads --budget: a duration, or so many cells.
func parseBudget(text string) (time.Duration, int, error) {
	if text == "" {
		return 0, 0, nil
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return d, 0, nil
	}
	number, unit, _ := strings.Cut(text, " ")
	if n, err := strconv.Atoi(number); err == nil && n > 0 && (unit == "cells" || unit == "cell" && n == 1) {
		return 0, n, nil
	}
	return 0, 0, fmt.Errorf("--budget %q: expected a duration such as 60s, or a number of cells such as \"500 cells\"",
		text)
}

func earlierWalk(name string) (*explore.Result, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no file was named, and nothing is wrong
	}
	in, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--baseline: %w", err)
	}
	defer in.Close()
	earlier, err := explore.ReadJSON(in)
	if err != nil {
		return nil, fmt.Errorf("--baseline %s: %w", name, err)
	}
	return earlier, nil
}

// ended makes the exit code of a walk that gave no result.
func (f *exploreFlags) ended(cmd *cobra.Command, err error) error {
	var empty *explore.EmptyError
	if errors.As(err, &empty) {
		return &exitError{code: verdict.ExitNothing, err: err}
	}
	return f.verify.ended(cmd, err)
}

// progressOf shows how far a walk has come: a line that changes on a terminal, else a line for each tenth.
func progressOf(out io.Writer, bar bool) func(explore.Progress) {
	last := ""
	return func(p explore.Progress) {
		text := fmt.Sprintf("%s: %d of %d", p.Phase, p.Done, p.Total)
		if p.Failed > 0 {
			text += fmt.Sprintf(", %d distinct failures", p.Failed)
		}
		switch tenth := fmt.Sprint(p.Phase, " ", 10*p.Done/max(1, p.Total)); {
		case bar && (p.Done >= p.Total || p.Done%7 == 0):
			end := ""
			if p.Done >= p.Total {
				end = "\n"
			}
			fmt.Fprintf(out, "\r\033[K%s%s", text, end)
		case !bar && tenth != last:
			last = tenth
			fmt.Fprintln(out, text)
		}
	}
}

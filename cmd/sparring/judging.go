package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios"
	"sparring/scenarios/record"
	"sparring/scenarios/russian"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
	"sparring/scenarios/watch"
)

// judging is what the commands share that judge traffic: what is demanded, and the reports.
type judging struct {
	options watch.Options
	known   []string // files
	reports reportFiles
	began   time.Time
	given   []*pflag.Flag // on the command line
	files   reportFiles   // opened before anything runs
}

// trafficExits are the exit codes of these commands, for their help.
const trafficExits = `
Exit codes: 0 good; 1 a rule, the contract or an unmatched request failed; 2 bad usage or input, or our own error;
3 no exchange was seen; `

func (j *judging) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&j.options.Only, "api", nil,
		"judge this API (repeatable), whether it was called or not: "+strings.Join(scenarios.APIs().Names(), ", ")+
			"\n(default those that were called)")
	flags.StringSliceVar(&j.options.Require, "require", nil,
		"a rule or API.OPERATION that must be exercised (repeatable)")
	flags.StringArrayVar(&j.known, "known-failing", nil,
		"file of outcomes that are known to fail, one a line, such as bonder.saveCard (repeatable)")
	flags.Float64Var(&j.options.MinCoverage, "min-coverage", 0,
		"PERCENT of the documented outcomes (each operation's success and error codes) that must be met")
	flags.BoolVar(&j.options.Strict, "strict", false, "count warned as failed")
	j.reports = newReports(flags)
	j.options.APIs, j.options.Catalogue = scenarios.APIs(), mock.APIs()
}

// check reads files and refuses what means nothing, before anything runs. It returns where text for people goes.
func (j *judging) check(cmd *cobra.Command) (text io.Writer, err error) {
	if j.options.KnownFailing, err = knownFailing(cmd, j.known); err != nil {
		return nil, err
	}
	if err := noEmptyFlags(cmd); err != nil {
		return nil, err
	}
	if err := j.options.Check(); err != nil {
		return nil, err
	}
	if err := j.reports.check(j.given); err != nil {
		return nil, err
	}
	text = cmd.OutOrStdout()
	if j.files, err = j.reports.open(text); err != nil {
		return nil, err
	}
	if j.files.takeStandardOutput() {
		text = cmd.ErrOrStderr() // standard output has the report and nothing else
	}
	j.began = watch.Now()
	return text, nil
}

// conclude judges worlds and writes the reports. What the report is about is set by the caller.
func (j *judging) conclude(text io.Writer, r *verdict.Report, worlds []watch.World) error {
	r.Version, r.Started = mock.Version, j.began.UTC()
	j.options.Again = "sparring " + scenarios.Quote(os.Args[min(1, len(os.Args)):])
	r.DurationMS = float64(watch.Now().Sub(j.began)) / float64(time.Millisecond)
	watch.Judge(j.options, r, worlds)
	report.WriteTraffic(text, r)
	if err := j.files.finish(r); err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	if r.ExitCode != verdict.ExitGood {
		return &exitError{code: r.ExitCode}
	}
	return nil
}

// usageError is what ends a command before anything was judged.
func usageError(err error) error {
	var exit *exitError
	if err == nil || errors.As(err, &exit) {
		return err
	}
	return &exitError{code: verdict.ExitError, err: err}
}

// knownFailing reads files of outcomes that are known to fail, one a line, with comments behind #.
func knownFailing(cmd *cobra.Command, files []string) ([]string, error) {
	var out []string
	for _, name := range files {
		content, err := readFile(cmd, name)
		if err != nil {
			return nil, fmt.Errorf("--known-failing: %w", err)
		}
		for line := range strings.Lines(string(content)) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
	}
	return out, nil
}

// recorded writes what was done in a world of a server as a scenario, for its control API.
func recorded(world string, asked client.RecordRequest, page journal.Page) client.Recorded {
	return record.Of(scenarios.APIs(), world, asked, page)
}

// said is a text of the server in a language, for its control API.
func said(language, text string) string {
	if language == "ru" {
		return russian.Of(text)
	}
	return text
}

// conduct judges a world of a server for its control API.
func conduct(world, language string, page journal.Page) client.Conduct {
	c := watch.Conduct(watch.Options{APIs: scenarios.APIs(), Catalogue: mock.APIs()}, world, page)
	if language == "ru" {
		for i := range c.Outcomes {
			o := &c.Outcomes[i]
			o.Text, o.Message = russian.Of(o.Text), russian.Of(o.Message)
			o.Source, o.Tolerance = russian.Of(o.Source), russian.Of(o.Tolerance)
		}
	}
	return c
}

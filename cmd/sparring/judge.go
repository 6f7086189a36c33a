package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// judgeFlags are the flags of judge.
type judgeFlags struct {
	judging
	bases []string
}

func newJudgeCommand() *cobra.Command {
	f := &judgeFlags{}
	cmd := &cobra.Command{
		Use:   "judge FILE.har… [flags]",
		Short: "Judge a client by traffic that was captured elsewhere (HAR)",
		Long: paragraphs(`
Judge what clients sent to real servers, by HTTP Archives (HAR 1.2) of a browser, mitmproxy, Charles or
"sparring journal --har". --base says where an API was called; our own exports need none. FILE may be - for
standard input. What a capture does not say stays unjudged and is named.
`) + trafficExits + "130 interrupted.",
		Example: paragraphs(`
  sparring judge session.har --base radist=https://api.example.com/v2
  sparring judge a.har b.har --base iqchannels=https://chat.example.com --html report.html`),
		RunE: func(cmd *cobra.Command, args []string) error { return usageError(f.run(cmd, args)) },
	}
	cmd.Flags().StringArrayVar(&f.bases, "base", nil,
		"API=URL: the address of an API in the capture, as its clients are configured (repeatable)")
	f.judging.flags(cmd)
	cmd.Args = func(cmd *cobra.Command, args []string) error { // before the environment is read
		f.given = givenFlags(cmd)
		return arguments(cmd, args)
	}
	return cmd
}

func (f *judgeFlags) run(cmd *cobra.Command, files []string) error {
	bases, err := f.parseBases()
	if err != nil {
		return err
	}
	text, err := f.check(cmd)
	if err != nil {
		return err
	}
	defer collectLess(files)()
	f.options.Captured = true
	r := &verdict.Report{Judged: strings.Join(files, ", "), Server: "captured", Traffic: &verdict.Traffic{}}
	var worlds []watch.World
	elsewhere := ""
	for _, name := range files {
		capture, err := readCapture(cmd, name, bases)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(capture.Exchanges) == 0 {
			elsewhere += fmt.Sprintf("; %s has %d entries", name, capture.Entries)
			if hosts := capture.Elsewhere(); hosts != "" {
				elsewhere += ", of " + hosts
			}
			continue
		}
		world, notes, err := watch.JudgeCapture(capture, name)
		if err != nil {
			return err
		}
		worlds, r.Notes = append(worlds, world), append(r.Notes, notes...)
	}
	r.Notes = append(r.Notes, watch.Unknown)
	if len(worlds) == 0 {
		r.Warnings = append(r.Warnings, "no entry was called at an address of an API"+elsewhere+
			": name it with --base, such as --base radist=https://api.example.com/v2")
	}
	return f.conclude(text, r, worlds)
}

// smallCapture is the size of all files, in bytes, up to which judge takes more memory to be faster: about twenty times
// the size, and a fifth less time, as measured with ten thousand entries.
const smallCapture = 32 << 20

// collectLess makes garbage collection rarer if the files are small, until restore is called.
func collectLess(files []string) (restore func()) {
	size := int64(0)
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return func() {}
		}
		size += info.Size()
	}
	if size > smallCapture {
		return func() {}
	}
	before := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(before) }
}

// parseBases reads API=URL.
func (f *judgeFlags) parseBases() ([]watch.Base, error) {
	judge, err := mock.NewJudge()
	if err != nil {
		return nil, err
	}
	var out []watch.Base
	for _, given := range f.bases {
		api, text, ok := strings.Cut(given, "=")
		u, err := url.Parse(text)
		if !ok || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("--base %q: expected API=URL, such as radist=https://api.example.com/v2", given)
		}
		path, known := judge.Base(api)
		if !known {
			f.options.Only = append(f.options.Only, api)
			return nil, errors.New(strings.Replace(f.options.Check().Error(), "--api", "--base", 1))
		}
		out = append(out, watch.Base{API: api, URL: u, Path: path})
	}
	return out, nil
}

func readCapture(cmd *cobra.Command, name string, bases []watch.Base) (*watch.Capture, error) {
	in := cmd.InOrStdin()
	if name != standardStream {
		file, err := os.Open(name)
		if err != nil {
			return nil, errors.Unwrap(err) // the caller adds the name
		}
		defer file.Close()
		in = file
	}
	return watch.ReadHAR(in, bases)
}

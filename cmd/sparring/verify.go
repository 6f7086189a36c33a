package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// verifyFlags are the flags of verify.
type verifyFlags struct {
	options      scenarios.Options
	clientURL    string
	format       string
	reports      reportFiles
	baseline     string
	list, dryRun bool
	trust        trust
	given        []*pflag.Flag // on the command line: what is a setting of the environment may have no effect here
}

func newVerifyCommand() *cobra.Command {
	f := &verifyFlags{}
	cmd := &cobra.Command{
		Use:   "verify [flags] [-- CLIENT ARGS…]",
		Short: "Judge a client: does it do what the documents demand?",
		Long: paragraphs(`
Run the scenarios against a client and judge it, with evidence. The client is a program that speaks the protocol of
scenarios/driver/PROTOCOL.md on stdin and stdout, or by HTTP (--client-url). Without one the built-in reference client
is judged, which shows a green run.

Exit codes: 0 judged and found good; 1 failed, inconclusive or not exercised; 2 the run itself went wrong; 3 nothing
was judged; 130 interrupted.`),
		Example: paragraphs(`
  sparring verify
  sparring verify --api bonder -- node adapter.mjs
  sparring verify --tags '@must and not @slow' --junit report.xml -- ./client`),
		Args: func(cmd *cobra.Command, _ []string) error { // before the environment is read
			f.given = givenFlags(cmd)
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.options.APIs, "api", nil,
		"only scenarios of this API (repeatable): "+strings.Join(scenarios.APIs().Names(), ", "))
	flags.StringArrayVar(&f.options.Tags, "tags", nil,
		"only scenarios whose tags match this expression (repeatable): @must and not (@slow or @wip)")
	flags.StringSliceVar(&f.options.Profiles, "profile", nil,
		"only the scenarios of this profile, and none of them may be skipped (repeatable): "+profileNames())
	flags.StringArrayVar(&f.options.Features, "features", nil,
		"directory of features instead of the built-in ones (repeatable); builtin names those")
	flags.StringArrayVar(&f.options.Scenarios, "scenario", nil,
		"only this scenario (repeatable): FILE, FILE:LINE or its name")
	f.shared(flags, "scenarios", "run", "judge")
	flags.BoolVar(&f.options.ReuseClient, "reuse-client", false,
		"keep a client's process for later scenarios, which is quicker and judges its start and end less often")
	flags.StringVar(&f.options.Readings, "readings", "",
		"all: judge under each other value of each switch, too, one after the other")
	flags.StringArrayVar(&f.options.KnownFailing, "known-failing", nil,
		"file of scenarios that are known to fail, one FILE, FILE:LINE or name a line (repeatable)")
	flags.BoolVar(&f.options.Strict, "strict", false, "count warned and skipped as failed")
	flags.BoolVar(&f.options.FailFast, "fail-fast", false, "begin no more scenarios after one that fails the run")
	flags.StringVar(&f.format, "format", "progress", "what is shown of the run: progress or pretty")
	f.reports = newReports(flags)
	flags.StringVar(&f.baseline, "baseline", "", "compare with the JSON report of an earlier run in this file")
	flags.BoolVar(&f.list, "list", false, "list the scenarios and run nothing")
	flags.BoolVar(&f.dryRun, "dry-run", false, "check the features and run nothing")
	return cmd
}

// shared are the flags of verify and explore: which client, at which server, how. many are what is run at a time, one
// is the whole, and judge is what is done.
func (f *verifyFlags) shared(flags *pflag.FlagSet, many, one, judge string) {
	flags.StringVar(&f.options.Server, "server", "",
		"URL of a running server; without it one is started in this process")
	flags.StringVar(&f.options.ControlToken, "control-token", "", "control token of the server")
	f.trust.flags(flags)
	flags.StringVar(&f.clientURL, "client-url", "", "URL of a client that takes the protocol by HTTP POST")
	flags.IntVar(&f.options.Jobs, "jobs", 0,
		many+" at a time (default: two for each processor, eight with the built-in client)")
	flags.Uint64Var(&f.options.Seed, "seed", 0, "seed of the "+one+" (default: drawn and shown)")
	flags.DurationVar(&f.options.Timeout, "timeout", scenarios.DefaultTimeout,
		"how long the client may do nothing in a call, if its hello does not say")
	flags.StringArrayVar(&f.options.Switches, "switch", nil,
		"API.NAME=VALUE: "+judge+" under another reading of the vendor's text (repeatable)")
}

// givenFlags are the flags on the command line, as long as the environment was not read.
func givenFlags(cmd *cobra.Command) (given []*pflag.Flag) {
	cmd.Flags().Visit(func(flag *pflag.Flag) { given = append(given, flag) })
	return given
}

func profileNames() string {
	var names []string
	for _, p := range scenarios.Profiles() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

func (f *verifyFlags) run(cmd *cobra.Command, args []string) error {
	if err := f.check(cmd, args); err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	out := cmd.OutOrStdout()
	if f.list {
		_, err := scenarios.List(out, f.options)
		return f.ended(cmd, err)
	}
	if f.dryRun {
		return f.ended(cmd, scenarios.DryRun(cmd.Context(), out, f.options))
	}
	if err := f.compared(); err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	files, err := f.reports.open(out)
	if err != nil {
		return &exitError{code: verdict.ExitError, err: err}
	}
	if files.takeStandardOutput() {
		out = cmd.ErrOrStderr() // standard output has the report and nothing else
	}
	// A reader that has left, as head does, ends neither the run nor its reports.
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGPIPE)
	defer signal.Stop(broken)
	progress := report.NewProgress
	if f.format == "pretty" {
		progress = report.NewPretty
	}
	f.options.Progress = progress(out, terminal(out))
	defer collectRarely()()
	judged, runErr := scenarios.Run(cmd.Context(), f.options)
	var reportErr error
	if runErr == nil || len(judged.Scenarios) > 0 {
		judged.Russian = scenarios.RussianStep
		reportErr = files.finish(&judged)
	}
	switch {
	case runErr != nil:
		return f.ended(cmd, runErr)
	case reportErr != nil:
		return &exitError{code: verdict.ExitError, err: reportErr}
	case judged.ExitCode != verdict.ExitGood:
		return &exitError{code: judged.ExitCode}
	}
	return nil
}

// check turns flags and arguments into options.
func (f *verifyFlags) check(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	switch {
	case dash < 0 && len(args) > 0:
		return fmt.Errorf("%q stands before --; the client's command comes after it: %s -- %s", args[0],
			cmd.CommandPath(), strings.Join(args, " "))
	case dash > 0:
		return fmt.Errorf("%q stands before --; the client's command comes after it", args[0])
	case dash == 0 && len(args) == 0:
		return fmt.Errorf("nothing follows --; expected the client's command, such as: %s -- node adapter.mjs",
			cmd.CommandPath())
	case dash != 0 && f.options.ReuseClient:
		return errors.New("--reuse-client keeps the process of a client's command; expected -- and the command")
	case dash == 0 && f.clientURL != "":
		return errors.New("--client-url and a client's command exclude each other")
	case f.format != "progress" && f.format != "pretty":
		return fmt.Errorf("--format %q: expected progress or pretty", f.format)
	case f.options.Readings != "" && f.options.Readings != scenarios.AllReadings:
		return fmt.Errorf("--readings %q: expected all, or --switch API.NAME=VALUE for one reading", f.options.Readings)
	case f.options.Jobs < 0, cmd.Flags().Changed("jobs") && f.options.Jobs == 0:
		return fmt.Errorf("--jobs %d: expected a number above 0", f.options.Jobs)
	case f.options.Timeout <= 0:
		return fmt.Errorf("--timeout %s: expected a duration above 0", f.options.Timeout)
	case cmd.Flags().Changed("seed") && f.options.Seed == 0:
		return errors.New("--seed 0: expected a number above 0")
	}
	if err := f.reports.check(f.given); err != nil {
		return err
	}
	if err := f.ineffective(); err != nil {
		return err
	}
	f.options.Version = mock.Version
	if dash == 0 {
		f.options.Client, f.options.Command = driver.Command{Args: args}, "-- "+scenarios.Quote(args)
	}
	if f.clientURL != "" {
		if err := httpURL("--client-url", f.clientURL); err != nil {
			return err
		}
		f.options.Client, f.options.Command = driver.NewRemote(f.clientURL),
			"--client-url "+scenarios.Quote([]string{f.clientURL})
	}
	return f.server()
}

// server turns what is said of a running server into options.
func (f *verifyFlags) server() error {
	config, err := f.trust.config()
	if err != nil {
		return err
	}
	f.options.TLS, f.options.TLSFlags = config, f.trust.words()
	if f.options.Server != "" {
		return httpURL("--server", f.options.Server)
	}
	for _, flag := range f.given {
		if flag.Name == "insecure" || flag.Name == "ca" {
			return fmt.Errorf("--%s is about a running server: without --server it would have no effect", flag.Name)
		}
	}
	return nil
}

// ineffective refuses flags without a value, and those that have no effect beside --list and --dry-run.
func (f *verifyFlags) ineffective() error {
	for _, flag := range f.given {
		empty := flag.Value.String() == ""
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			empty = len(list.GetSlice()) == 0 || slices.Contains(list.GetSlice(), "")
		}
		if empty && flag.Name != "tags" { // an empty expression has a message of its own
			return fmt.Errorf("--%s is empty; expected a value, or no --%s at all", flag.Name, flag.Name)
		}
	}
	running := append(f.reports.names(),
		"readings", "baseline", "format", "strict", "fail-fast", "reuse-client", "jobs", "timeout", "seed")
	switch {
	case f.list && f.dryRun:
		return errors.New("--list and --dry-run exclude each other")
	case f.list:
		return f.noneOf("list runs nothing", append(running, "switch", "server", "control-token", "insecure", "ca"))
	case f.dryRun:
		return f.noneOf("dry-run runs nothing", running)
	}
	return nil
}

// noneOf refuses the flags that have no effect; why is which flag does nothing with them: "list runs nothing".
func (f *verifyFlags) noneOf(why string, flags []string) error {
	for _, flag := range f.given {
		if slices.Contains(flags, flag.Name) {
			return fmt.Errorf("--%s: --%s would have no effect", why, flag.Name)
		}
	}
	return nil
}

// compared reads the report of an earlier run.
func (f *verifyFlags) compared() error {
	if f.baseline == "" {
		return nil
	}
	in, err := os.Open(f.baseline)
	if err != nil {
		return fmt.Errorf("--baseline: %w", err)
	}
	defer in.Close()
	if f.options.Baseline, err = report.ReadJSON(in); err != nil {
		return fmt.Errorf("--baseline %s: %w", f.baseline, err)
	}
	f.options.BaselineFile = f.baseline
	return nil
}

func httpURL(flag, text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%s %q: expected a URL such as http://127.0.0.1:8080", flag, text)
	}
	return nil
}

// ended makes the exit code of a run that gave no report.
func (f *verifyFlags) ended(cmd *cobra.Command, err error) error {
	code := verdict.ExitError
	if err == nil {
		return nil
	}
	if errors.Is(err, scenarios.ErrNothing) {
		code = verdict.ExitNothing
	}
	var bad *scenarios.Usage
	switch {
	case cmd.Context().Err() != nil:
		code, err = verdict.ExitInterrupted, errors.New("interrupted before anything was judged")
	case errors.As(err, &bad) && bad.Err != nil && f.options.Server != "": // the server, not the client
		err = (&remote{server: f.options.Server}).explain(err)
	}
	if text := err.Error(); strings.Contains(text, "\n") { // several places, a line each
		fmt.Fprintf(cmd.ErrOrStderr(), "sparring: %s\n", text)
		return &exitError{code: code}
	}
	return &exitError{code: code, err: err}
}

// terminal reports whether out is a terminal, where a bar can be drawn.
func terminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

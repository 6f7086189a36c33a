// Command sparring is a stand-in for four HTTP APIs that fights back, and the judge of the clients that talk to them.
//
// Exit codes: 0 good; 1 a client was judged and found wanting; 2 bad usage or input, or an error of the run; 3 nothing was
// judged. See house rules in CONTRIBUTING.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run is the whole program: what main and the tests call. It returns the exit code.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		exit = &exitError{code: 2, err: err} // cobra's own errors are usage errors
	}
	if exit.err != nil {
		fmt.Fprintf(errOut, "sparring: %s\n", oneLine(plainly(exit.err.Error())))
	}
	return exit.code
}

// plainly says in words of the command line what the flag package has in words of Go.
func plainly(message string) string {
	for pattern, words := range map[string]string{
		`strconv\.ParseBool: parsing .*$`:                                 "expected true or false",
		`strconv\.(ParseU?[iI]nt|Atoi): parsing .*: invalid syntax`:       "expected a whole number",
		`strconv\.(ParseU?[iI]nt|Atoi): parsing .*: value out of range`:   "the number is too large",
		`strconv\.ParseFloat: parsing .*$`:                                "expected a number",
		`time: (invalid|missing unit in|unknown unit .* in) duration .*$`: `expected a duration such as "5s"`,
	} {
		message = regexp.MustCompile(pattern).ReplaceAllString(message, words)
	}
	return message
}

// exitError ends the program with a code; a nil err prints nothing, because the command already has.
type exitError struct {
	code int
	err  error
}

// Error tells the error.
func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

// Unwrap gives the error.
func (e *exitError) Unwrap() error { return e.err }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "sparring",
		Short:         "A stand-in for four HTTP APIs that fights back, and a judge of their clients",
		Version:       mock.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags(), os.LookupEnv) },
	}
	root.AddCommand(newServeCommand(), newVerifyCommand(), newStepsCommand(), newAbilitiesCommand(), newProfilesCommand(), newSpecCommand(), newLintCommand(),
		newWhyCommand())
	for _, cmd := range []*cobra.Command{
		newFaultCommand(), newWorldsCommand(), newClockCommand(), newEventCommand(), newJournalCommand(), newStateCommand(),
	} {
		onlyGiven(cmd, "server", "control-token", "insecure", "ca", "world")
		root.AddCommand(cmd)
	}
	return root
}

// flagOnly marks a flag that has no variable.
const flagOnly = "sparring_flag_only"

// onlyGiven takes the variables of a command's flags away, but for those named: what is asked of one call is no setting,
// and another command may mean something else by the name.
func onlyGiven(cmd *cobra.Command, except ...string) {
	mark := func(f *pflag.Flag) {
		if !slices.Contains(except, f.Name) {
			if f.Annotations == nil {
				f.Annotations = map[string][]string{}
			}
			f.Annotations[flagOnly] = []string{"true"}
		}
	}
	cmd.PersistentFlags().VisitAll(mark)
	cmd.Flags().VisitAll(mark)
	for _, sub := range cmd.Commands() {
		onlyGiven(sub, except...)
	}
}

// fromEnvironment sets every flag that was not given from its variable: --control-token is SPARRING_CONTROL_TOKEN. A
// repeatable flag takes a list with commas.
func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || failed != nil || f.Name == "help" || f.Name == "version" || f.Annotations[flagOnly] != nil {
			return
		}
		name := "SPARRING_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := lookup(name)
		if !ok || value == "" {
			return
		}
		values := []string{value}
		if strings.HasSuffix(f.Value.Type(), "Array") || strings.HasSuffix(f.Value.Type(), "Slice") {
			values = strings.Split(value, ",")
		}
		for _, v := range values {
			if err := flags.Set(f.Name, strings.TrimSpace(v)); err != nil {
				failed = fmt.Errorf("environment variable %s: %w", name, err)
				return
			}
		}
	})
	return failed
}

// Command sparring is a stand-in for four HTTP APIs that fights back, and the judge of the clients that talk to them.
//
// Exit codes: 0 good; 1 a client was judged and has failed (by verify, or with --exit-code by journal and worlds
// close), or a server is not ready (health); 2 bad usage or input, or an error of the run; 3 nothing was judged; 4 the
// command that watch ran failed, and nothing else did; 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sparring/cmd/sparring/early"
	"sparring/mock"
)

func main() {
	early.Done()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run is the whole program: what main and the tests call. It returns the exit code.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	root := newRoot()
	if len(args) > 0 && slices.Contains([]string{"verify", "explore", "watch", "proxy", "provider"}, args[0]) {
		args = joined(args)
	}
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
		fmt.Fprintf(errOut, "sparring: %s\n", oneLine(exit.err.Error()))
	}
	return exit.code
}

// exitError ends the program with a code; a nil err prints nothing, because the command already has.
type exitError struct {
	code int
	err  error
}

// Error is the text of the error.
func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

// Unwrap returns the error.
func (e *exitError) Unwrap() error { return e.err }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "sparring",
		Short:         "A stand-in for four HTTP APIs that fights back, and a judge of their clients",
		Version:       mock.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Name() != cobra.ShellCompRequestCmd { // a completion has no place for a refusal
				if err := knownEnvironment(cmd.Root(), os.Environ()); err != nil {
					return err
				}
			}
			return fromEnvironment(cmd.Flags(), os.LookupEnv)
		},
	}
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelpCommand())
	root.AddCommand(
		newServeCommand(),
		newVerifyCommand(),
		newExploreCommand(),
		newWatchCommand(),
		newJudgeCommand(),
		newProxyCommand(),
		newProviderCommand(),
		newMCPCommand(),
		newStepsCommand(),
		newAbilitiesCommand(),
		newGenerateCommand(),
		newProfilesCommand(),
		newSpecCommand(),
		newLintCommand(),
		newWhyCommand(),
		newAPICommand(),
		newVersionCommand(),
	)
	for _, cmd := range []*cobra.Command{
		newFaultCommand(), newWorldsCommand(), newClockCommand(), newEventCommand(), newJournalCommand(),
		newStateCommand(),
		newSwitchCommand(), newOutboxCommand(), newHealthCommand(),
	} {
		onlyGiven(cmd, "server", "control-token", "insecure", "ca", "world")
		root.AddCommand(cmd)
	}
	checkArguments(root)
	return root
}

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock/problem"
)

// checkArguments lets every command that checks its arguments in no way of its own take what its usage line names.
func checkArguments(cmd *cobra.Command) {
	if cmd.Args == nil {
		cmd.Args = arguments
	}
	for _, sub := range cmd.Commands() {
		checkArguments(sub)
	}
}

// arguments checks the number of arguments by the usage line: "fork FROM [ID]" takes one or two, "why [CODE…]" any
// number.
func arguments(cmd *cobra.Command, args []string) error {
	names := strings.Fields(cmd.Use)[1:]
	if len(names) == 0 && len(args) > 0 && cmd.HasAvailableSubCommands() {
		return unknownCommand(cmd, args[0])
	}
	for i, name := range names {
		if i >= len(args) && !strings.HasPrefix(name, "[") {
			return fmt.Errorf("%s is missing; expected: %s", strings.Trim(name, "…"), usage(cmd))
		}
	}
	if last := len(names) - 1; len(args) > len(names) && (last < 0 || !strings.Contains(names[last], "…")) {
		return fmt.Errorf("unexpected argument %q; expected: %s", args[len(names)], usage(cmd))
	}
	return nil
}

// fewArguments is the error of a command with arguments and subcommands that got too little of either.
func fewArguments(cmd *cobra.Command, args []string, expected string) error {
	if len(args) == 1 {
		if meant := meantCommand(cmd, args[0]); strings.HasPrefix(meant, "did you") {
			expected += "; " + meant
		}
	}
	return errors.New(expected)
}

// usage is a command as it is given, without its flags.
func usage(cmd *cobra.Command) string {
	_, rest, _ := strings.Cut(cmd.Use, " ")
	return strings.TrimSpace(cmd.CommandPath() + " " + rest)
}

// unknownCommand names the command that was probably meant.
func unknownCommand(cmd *cobra.Command, name string) error {
	return fmt.Errorf("unknown command %q; %s", name, meantCommand(cmd, name))
}

func meantCommand(cmd *cobra.Command, name string) string {
	var known []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			known = append(known, sub.Name())
		}
	}
	if meant, ok := problem.Meant(name, known); ok {
		return fmt.Sprintf("did you mean \"%s %s\"?", cmd.CommandPath(), meant)
	}
	return fmt.Sprintf("\"%s --help\" lists what there is", cmd.CommandPath())
}

// flagError says in words of the command line what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var lacking *pflag.ValueRequiredError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &lacking):
		return fmt.Errorf("--%s: a value is missing", lacking.GetFlag().Name)
	case errors.As(err, &syntax):
		return fmt.Errorf("%q is not a flag; a flag is written --name or --name=value", syntax.GetSpecifiedFlag())
	}
	return invalidValue(err)
}

func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	if letters := err.GetSpecifiedShortnames(); letters != "" {
		if letters[0] >= '0' && letters[0] <= '9' || letters[0] == '.' {
			return fmt.Errorf("\"-%s\": a negative value means nothing to %q", letters, cmd.CommandPath())
		}
		return fmt.Errorf("unknown flag: -%s in -%s; %q lists the flags",
			err.GetSpecifiedName(), letters, cmd.CommandPath()+" --help")
	}
	name := err.GetSpecifiedName()
	var known []string
	visible := func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, f.Name)
		}
	}
	cmd.Flags().VisitAll(visible)
	cmd.InheritedFlags().VisitAll(visible)
	if meant, ok := problem.Meant(name, known); ok {
		return fmt.Errorf("unknown flag: --%s; did you mean --%s?", name, meant)
	}
	return fmt.Errorf("unknown flag: --%s; %q lists the flags", name, cmd.CommandPath()+" --help")
}

// invalidValue says what a flag's value should have been, by its type.
func invalidValue(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	f, cause := invalid.GetFlag(), errors.Unwrap(invalid).Error()
	var expected string
	switch kind := f.Value.Type(); {
	case strings.Contains(cause, "value out of range"):
		expected = "the number is too large"
	case kind == "bool":
		expected = "expected true or false"
	case strings.HasPrefix(kind, "uint"):
		expected = "expected a whole number of at least 0"
	case strings.HasPrefix(kind, "int"):
		expected = "expected a whole number"
	case strings.HasPrefix(kind, "float"):
		expected = "expected a number"
	case kind == "duration":
		expected = "expected a duration such as 5s"
	default:
		expected = cause
	}
	if invalid.GetValue() == "" {
		return fmt.Errorf("--%s is empty; %s", f.Name, expected)
	}
	return fmt.Errorf("--%s %q: %s", f.Name, invalid.GetValue(), expected)
}

// exclude refuses two flags that are given together.
func exclude(cmd *cobra.Command, one, other string) {
	cmd.MarkFlagsMutuallyExclusive(one, other) // so that completion offers one of them
	before := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed(one) && cmd.Flags().Changed(other) {
			return fmt.Errorf("--%s and --%s exclude each other", one, other)
		}
		if before == nil {
			return nil
		}
		return before(cmd, args)
	}
}

// paragraphs is a text of a command's help that begins on a line of its own in the source.
func paragraphs(text string) string { return strings.TrimPrefix(text, "\n") }

// newHelpCommand is cobra's, but it refuses what does not exist.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND…]",
		Short:             "Help about any command",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil }, // help does not read the environment
		ValidArgsFunction: func(
			cmd *cobra.Command, args []string, _ string,
		) (out []string, _ cobra.ShellCompDirective) {
			if of, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
				for _, sub := range of.Commands() {
					if sub.IsAvailableCommand() {
						out = append(out, candidate(sub.Name(), sub.Short))
					}
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of := cmd.Root()
			for _, name := range args {
				i := slices.IndexFunc(of.Commands(), func(c *cobra.Command) bool { return c.Name() == name })
				if i < 0 {
					return unknownCommand(of, name)
				}
				of = of.Commands()[i]
			}
			of.InitDefaultHelpFlag()
			of.InitDefaultVersionFlag()
			return of.Help()
		},
	}
}

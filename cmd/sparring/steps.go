package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"sparring/scenarios"
)

// stepsFlags are the flags of steps.
type stepsFlags struct {
	rules           bool
	language, stubs string
	json            jsonFlag
}

func newStepsCommand() *cobra.Command {
	f := &stepsFlags{}
	cmd := &cobra.Command{
		Use:   "steps [SUBJECT|WORD…]",
		Short: "Print or find the sentences that features may use, with examples",
		Long: paragraphs(`
Print the sentences that features may use, with examples. A subject (world, clock, fault, client, note, journal, or an
API) prints its sentences; any other words find those that have them, in English and in Russian, whatever the endings
and with a letter misspelt.`),
		Example: paragraphs(`
  sparring steps
  sparring steps radist
  sparring steps wrong password
  sparring steps неверный пароль
  sparring steps --stubs features/steps.js`),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return scenarios.Subjects(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	cmd.Flags().BoolVar(&f.rules, "rules", false, "print the rules that a step may demand by id instead")
	cmd.Flags().StringVar(&f.language, "language", "",
		"en: descriptions in English; ru: sentences and descriptions in Russian (default: that of the words)")
	cmd.Flags().StringVar(&f.stubs, "stubs", "",
		"write the sentences as step definitions to this `FILE`.js or FILE.java,\n"+
			"which the Cucumber extensions of VS Code and IntelliJ complete from")
	f.json.add(cmd.Flags(), "the sentences with all their variants")
	offer(cmd, "language", cobra.FixedCompletions([]string{scenarios.English, scenarios.Russian},
		cobra.ShellCompDirectiveNoFileComp))
	onlyGiven(cmd)
	return cmd
}

func (f *stepsFlags) run(cmd *cobra.Command, args []string) error {
	if err := noEmptyFlags(cmd); err != nil {
		return err
	}
	if f.language != "" && !slices.Contains([]string{scenarios.English, scenarios.Russian}, f.language) {
		return fmt.Errorf("--language %q: expected en or ru", f.language)
	}
	if f.rules || f.stubs != "" {
		if len(args) > 0 || f.json.asked() || f.rules && (f.stubs != "" || f.language != "") {
			return fmt.Errorf("--%s is alone: words, --json and other flags would have no effect",
				map[bool]string{true: "rules", false: "stubs"}[f.rules])
		}
		if f.rules {
			return scenarios.WriteRules(cmd.OutOrStdout())
		}
		return f.writeStubs(cmd)
	}
	steps, err := scenarios.FindSteps(args)
	if err != nil {
		return err
	}
	if f.json.asked() {
		return f.json.write(cmd, map[string]any{"steps": steps}, "  ")
	}
	language := f.language
	if language == "" {
		language = scenarios.English
		if strings.ContainsFunc(strings.Join(args, ""), isCyrillic) {
			language = scenarios.Russian
		}
	}
	scenarios.WriteSteps(cmd.OutOrStdout(), steps, language)
	return nil
}

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

// writeStubs writes the file, or nothing at all.
func (f *stepsFlags) writeStubs(cmd *cobra.Command) error {
	var languages []string
	if f.language != "" {
		languages = []string{f.language}
	}
	var text bytes.Buffer
	if err := scenarios.WriteStubs(&text, f.stubs, languages); err != nil {
		return err
	}
	if err := os.WriteFile(f.stubs, text.Bytes(), 0o666); err != nil { //nolint:gosec // for the user's editor
		return fmt.Errorf("--stubs: %w", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\n", f.stubs)
	return nil
}

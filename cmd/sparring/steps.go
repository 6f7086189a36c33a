package main

import (
	"github.com/spf13/cobra"

	"sparring/scenarios"
)

func newStepsCommand() *cobra.Command {
	var rules bool
	cmd := &cobra.Command{
		Use:   "steps [SUBJECT]",
		Short: "Print the sentences that features may use, with examples",
		RunE: func(cmd *cobra.Command, args []string) error {
			if rules {
				return scenarios.WriteRules(cmd.OutOrStdout())
			}
			subject := ""
			if len(args) == 1 {
				subject = args[0]
			}
			return scenarios.WriteSteps(cmd.OutOrStdout(), subject)
		},
	}
	cmd.Flags().BoolVar(&rules, "rules", false, "print the rules that a step may demand by id instead")
	return cmd
}

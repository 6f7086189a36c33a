package main

import (
	"github.com/spf13/cobra"

	"sparring/scenarios"
)

func newAbilitiesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "abilities [API]",
		Short: "Print what a client may be asked to do, as a Markdown table",
		RunE: func(cmd *cobra.Command, args []string) error {
			api := ""
			if len(args) == 1 {
				api = args[0]
			}
			return scenarios.WriteAbilities(cmd.OutOrStdout(), api)
		},
	}
}

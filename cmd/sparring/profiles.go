package main

import (
	"github.com/spf13/cobra"

	"sparring/scenarios"
)

func newProfilesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "profiles",
		Short: "Print the profiles: what vendors demand of every client",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return scenarios.WriteProfiles(cmd.OutOrStdout())
		},
	}
}

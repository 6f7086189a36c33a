package main

import (
	"github.com/spf13/cobra"

	"sparring/scenarios"
)

func newGenerateCommand() *cobra.Command {
	dir := ""
	cmd := &cobra.Command{
		Use:   "generate [API]",
		Short: "Print the features that carry data: every field of the documents with every kind of value",
		Long: "Print the features that carry data: every field of the documents with every kind of value.\n" +
			"They are made from the documents and are among the features that verify runs.",
		RunE: func(cmd *cobra.Command, args []string) error {
			api := ""
			if len(args) == 1 {
				api = args[0]
			}
			return scenarios.Generate(cmd.OutOrStdout(), api, dir)
		},
	}
	cmd.Flags().StringVar(&dir, "out", "", "write them below `DIR`, each in the folder of its API")
	return cmd
}

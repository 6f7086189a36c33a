package main

import (
	"github.com/spf13/cobra"

	"sparring/scenarios"
)

func newAbilitiesCommand() *cobra.Command {
	var asJSON jsonFlag
	cmd := &cobra.Command{
		Use:   "abilities [API]",
		Short: "Print what a client may be asked to do, and where its arguments and values are on the wire",
		RunE: func(cmd *cobra.Command, args []string) error {
			api := ""
			if len(args) == 1 {
				api = args[0]
			}
			if !asJSON.asked() {
				return scenarios.WriteAbilities(cmd.OutOrStdout(), api)
			}
			list, err := scenarios.Abilities(api)
			if err != nil {
				return err
			}
			return asJSON.write(cmd, list, "  ")
		},
	}
	asJSON.add(cmd.Flags(), "the abilities")
	return cmd
}

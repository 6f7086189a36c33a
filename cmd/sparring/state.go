package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
)

func newStateCommand() *cobra.Command {
	r := &remote{}
	var plant string
	cmd := &cobra.Command{
		Use:   "state API",
		Short: "Read or plant the facts of one API in a running server",
		Long: "Print all facts of one API as JSON, or replace them, all or nothing. They hold secrets " +
			"in clear.",
		Example: paragraphs(`
  sparring state bonder > facts.json
  sparring state bonder --plant facts.json`),
		ValidArgsFunction: r.complete(firstOnly(apiNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			if err := named("an API", args[0]); err != nil {
				return err
			}
			if cmd.Flags().Changed("plant") {
				return r.plant(cmd, c, args[0], plant)
			}
			var facts json.RawMessage
			if err := c.State(cmd.Context(), r.world, args[0], &facts); err != nil {
				return err
			}
			if r.json.asked() {
				return r.json.write(cmd, facts, "") // one line
			}
			return writeJSON(cmd.OutOrStdout(), facts, "  ")
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.Flags())
	cmd.Flags().StringVar(&plant, "plant", "", "replace the facts by those in this file; - reads standard input")
	return cmd
}

func (r *remote) plant(cmd *cobra.Command, c *client.Client, api, file string) error {
	facts, err := readFile(cmd, file)
	if err != nil {
		return fmt.Errorf("--plant: %w", err)
	}
	now, err := c.Plant(cmd.Context(), r.world, api, json.RawMessage(facts))
	var refused *client.Problem
	if errors.As(err, &refused) && (refused.Code() == client.BadState || refused.Code() == client.MalformedJSON) {
		return fmt.Errorf("--plant %s: %w", file, refusal(refused))
	}
	if err != nil {
		return err
	}
	if r.json.asked() {
		return r.json.write(cmd, now, "")
	}
	return r.print(cmd, nil, func(w io.Writer) { fmt.Fprintf(w, "planted %s in world %s\n", api, r.world) })
}

package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
)

func newOutboxCommand() *cobra.Command {
	r := &remote{}
	var api, kind string
	cmd := &cobra.Command{
		Use:   "outbox",
		Short: "Show the SMS and pushes that a world of a running server has sent",
		Long: paragraphs(`
Show the SMS and pushes that a world has sent, oldest first. They hold the codes that their receivers would
read, in clear.`),
		Example: paragraphs(`
  sparring outbox
  sparring outbox --api timconnect --kind sms --json`),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			if cmd.Flags().Changed("kind") && kind != "sms" && kind != "push" {
				return fmt.Errorf("--kind %q: expected sms or push", kind)
			}
			if cmd.Flags().Changed("api") {
				if _, err := c.API(cmd.Context(), api); err != nil {
					return err
				}
			}
			box, err := c.Outbox(cmd.Context(), r.world)
			if err != nil {
				return err
			}
			box.Messages = slices.DeleteFunc(box.Messages, func(m client.Message) bool {
				return api != "" && m.API != api || kind != "" && m.Kind != kind
			})
			return r.print(cmd, box, func(w io.Writer) { outboxTable(w, box) })
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.Flags())
	cmd.Flags().StringVar(&api, "api", "", "only messages of this API")
	cmd.Flags().StringVar(&kind, "kind", "", "only this kind: sms or push")
	offer(cmd, "api", r.complete(apiNames))
	offer(cmd, "kind", cobra.FixedCompletions([]string{"sms", "push"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func outboxTable(w io.Writer, box client.Outbox) {
	if box.Dropped > 0 {
		fmt.Fprintf(w, "the %s before these were dropped: the outbox is bounded\n",
			counted(int(box.Dropped), "message"))
	}
	if len(box.Messages) == 0 {
		fmt.Fprintln(w, "no messages")
		return
	}
	fmt.Fprintln(w, "SEQ\tWORLD TIME\tAPI\tKIND\tTO\tSENDER\tTEXT")
	for _, m := range box.Messages {
		text := m.Text
		if text == "" {
			text = string(m.Payload)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", m.Seq, m.WorldTime.Format(time.RFC3339), m.API, m.Kind,
			printable(m.To), orDash(printable(m.Sender)), orDash(printable(text)))
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
	"sparring/mock/input"
	"sparring/mock/param"
)

func newEventCommand() *cobra.Command {
	r := &remote{}
	var asked string
	cmd := &cobra.Command{
		Use:   "event API NAME [ARGUMENT=VALUE…]",
		Short: "Let something happen outside HTTP in a running server",
		Long: paragraphs(`
Let something happen outside HTTP: a scan, a block, an operator's message. An object left out means the newest.
Objects and lists are written as JSON; a list of texts may also be written with commas.`),
		Example: paragraphs(`
  sparring event bonder token.revoked
  sparring event radist telegram.qr_scanned two_factor=true
  sparring event bonder account.profile_limit --args '{"limit":3}'
  sparring event list radist`),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return fewArguments(cmd, args,
					`expected API and NAME, such as "sparring event bonder token.revoked"; "sparring event list" `+
						`lists them`)
			}
			return nil
		},
		ValidArgsFunction: r.complete(eventWords),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			e := client.Event{API: args[0], Event: args[1]}
			var err error
			if cmd.Flags().Changed("args") {
				e.Args, err = jsonArgs(asked, args[2:])
			} else if len(args) > 2 {
				e.Args, err = wordArgs(cmd.Context(), c, e, args[2:])
			}
			if err != nil {
				return err
			}
			result, err := c.Raise(cmd.Context(), r.world, e)
			if err != nil {
				return err
			}
			return r.print(cmd, result, func(w io.Writer) {
				fmt.Fprintf(w, "entry %d: %s\n", result.Seq, dotted(e.API, e.Event))
				if text := string(result.Result); text != "" && text != "{}" && text != "null" {
					_ = writeJSON(w, result.Result, "  ") // to memory
				}
			})
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.Flags())
	cmd.Flags().StringVar(&asked, "args", "", "the arguments as a JSON object, instead of ARGUMENT=VALUE")
	offer(cmd, "args", cobra.NoFileCompletions)
	cmd.AddCommand(r.eventList())
	return cmd
}

func (r *remote) eventList() *cobra.Command {
	return &cobra.Command{
		Use: "list [API]", Short: "List the events and their arguments",
		ValidArgsFunction: r.complete(firstOnly(apiNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			var apis []client.API
			var err error
			if len(args) == 0 {
				apis, err = c.APIs(cmd.Context())
			} else if err = named("an API", args[0]); err == nil {
				apis = make([]client.API, 1)
				apis[0], err = c.API(cmd.Context(), args[0])
			}
			if err != nil {
				return err
			}
			events := map[string][]client.EventInfo{}
			for _, a := range apis {
				events[a.Name] = append([]client.EventInfo{}, a.Events...)
			}
			return r.print(cmd, events, func(w io.Writer) { eventTable(w, apis) })
		}),
	}
}

func eventTable(w io.Writer, apis []client.API) {
	fmt.Fprintln(w, "API\tEVENT\tARGUMENTS\tWHAT HAPPENS")
	for _, a := range apis {
		for _, e := range a.Events {
			var args []string
			for _, p := range e.Takes() {
				args = append(args, p.Usage())
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, e.Name, orDash(strings.Join(args, " ")), e.Doc)
		}
	}
}

// jsonArgs reads --args. Numbers stay as written.
func jsonArgs(text string, words []string) (args map[string]any, err error) {
	if len(words) > 0 {
		return nil, errors.New("give --args or ARGUMENT=VALUE, not both")
	}
	if err := input.Decode([]byte(text), &args); err != nil {
		return nil, fmt.Errorf("--args %q: expected a JSON object: %w", text, err)
	}
	if args == nil {
		return nil, fmt.Errorf("--args %q: expected a JSON object", text)
	}
	return args, nil
}

// wordArgs reads ARGUMENT=VALUE by the types in the server's catalogue. An argument that the catalogue does not know is
// sent as a text, and the server refuses it.
func wordArgs(ctx context.Context, c *client.Client, e client.Event, words []string) (map[string]any, error) {
	if err := named("an API", e.API); err != nil {
		return nil, err
	}
	api, err := c.API(ctx, e.API)
	if err != nil {
		return nil, err
	}
	var takes param.List
	if i := slices.IndexFunc(api.Events, func(k client.EventInfo) bool { return k.Name == e.Event }); i >= 0 {
		takes = api.Events[i].Takes()
	}
	args := map[string]any{}
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%q: expected ARGUMENT=VALUE", word)
		}
		args[name] = takes.FromText(name, value)
	}
	return args, nil
}

// eventWords completes the arguments of event: an API, an event, its arguments.
func eventWords(ctx context.Context, c *client.Client, args []string) (out []string, err error) {
	if len(args) == 0 {
		return apiNames(ctx, c, args)
	}
	api, err := c.API(ctx, args[0])
	if err != nil {
		return nil, err
	}
	for _, e := range api.Events {
		if len(args) == 1 {
			out = append(out, candidate(e.Name, e.Doc))
			continue
		}
		for _, arg := range e.Args {
			given := slices.ContainsFunc(args[2:],
				func(word string) bool { return strings.HasPrefix(word, arg.Name+"=") })
			if e.Name == args[1] && !given {
				out = append(out, candidate(arg.Name+"=", arg.Doc))
			}
		}
	}
	return out, nil
}

package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/param"
)

func newWorldsCommand() *cobra.Command {
	r := &remote{}
	cmd := &cobra.Command{
		Use:   "worlds",
		Short: "List, make, fork, close and remove worlds of a running server",
		Example: paragraphs(`
  sparring worlds
  sparring worlds make mine --seed 7 --clock frozen --switch bonder.rptMin=1
  sparring worlds show mine
  sparring worlds fork mine copy
  sparring worlds close mine --exit-code`),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			worlds, err := c.Worlds(cmd.Context())
			if err != nil {
				return err
			}
			return r.print(cmd, client.Worlds{Worlds: worlds}, func(w io.Writer) {
				fmt.Fprintln(w, "ID\tSTATE\tSEED\tNOW\tCLOCK\tPENDING")
				for _, world := range worlds {
					clock := world.Clock
					fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%d\n", world.ID, openOrClosed(world), world.Seed,
						clock.Now.Format(time.RFC3339),
						modeText(clock), clock.Pending)
				}
			})
		}),
	}
	r.flags(cmd)
	cmd.AddCommand(r.worldMake(), r.worldFork(), r.worldShow(), r.worldClose(), r.worldRemove())
	return cmd
}

// worldFlags are the flags of worlds make, as given.
type worldFlags struct {
	at, clock string
	switches  []string
	seed      uint64
	listen    bool
	ttl       time.Duration
}

func (r *remote) worldMake() *cobra.Command {
	var f worldFlags
	cmd := &cobra.Command{
		Use: "make [ID]", Short: "Make a world; what is left out is as the server was told",
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			req, err := f.request(cmd.Flags())
			if err != nil {
				return err
			}
			if len(f.switches) > 0 {
				apis, err := c.APIs(cmd.Context())
				if err != nil {
					return err
				}
				if req.Switches, err = parseSwitches(f.switches, apis); err != nil {
					return fmt.Errorf("--switch %w", err)
				}
			}
			if req.ID, err = optionalID(args); err != nil {
				return err
			}
			world, err := c.MakeWorld(cmd.Context(), req)
			if err != nil {
				return err
			}
			return r.print(cmd, world, func(w io.Writer) { worldText(w, world) })
		}),
	}
	flags := cmd.Flags()
	flags.Uint64Var(&f.seed, "seed", 0, "seed of the world's chance")
	flags.StringVar(&f.at, "at", "", "world time at the start, RFC 3339")
	flags.StringVar(&f.clock, "clock", "", "frozen or running")
	flags.StringArrayVar(&f.switches, "switch", nil,
		"API.NAME=VALUE: another reading of the vendor's text (repeatable)")
	flags.BoolVar(&f.listen, "listen", false, "an own port for each API, the API at its root")
	flags.DurationVar(&f.ttl, "ttl", 0,
		"delete the world when nobody has used it for so long, such as 2h (default never)")
	offer(cmd, "clock", cobra.FixedCompletions([]string{client.FrozenMode, client.RunningMode},
		cobra.ShellCompDirectiveNoFileComp))
	offer(cmd, "switch", r.complete(switchNames))
	return cmd
}

// request turns the flags that were given into a request.
func (f *worldFlags) request(flags *pflag.FlagSet) (req client.WorldRequest, err error) {
	req.Listen = f.listen
	if flags.Changed("seed") {
		req.Seed = &f.seed
	}
	if flags.Changed("at") {
		at, err := time.Parse(time.RFC3339Nano, f.at)
		if err != nil {
			return req, fmt.Errorf("--at %q: expected a time such as 2030-01-01T00:00:00Z", f.at)
		}
		req.At = &at
	}
	if flags.Changed("clock") {
		req.Clock = &client.ClockSetting{Mode: f.clock}
	}
	if flags.Changed("ttl") {
		ttl := client.Duration(f.ttl)
		req.TTL = &ttl
	}
	return req, nil
}

// parseSwitches reads API.NAME=VALUE by the types in the catalogue.
func parseSwitches(given []string, apis []client.API) (map[string]map[string]any, error) {
	switches := map[string]param.List{}
	for _, a := range apis {
		switches[a.Name] = a.Switches
	}
	out := map[string]map[string]any{}
	for _, s := range given {
		name, value, ok := strings.Cut(s, "=")
		api, name, dotted := strings.Cut(name, ".")
		if !ok || !dotted {
			return nil, fmt.Errorf("%q: expected API.NAME=VALUE, such as bonder.regexMode=literal", s)
		}
		if out[api] == nil {
			out[api] = map[string]any{}
		}
		out[api][name] = switches[api].FromText(name, value)
	}
	return out, nil
}

func optionalID(args []string) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	if args[0] == "" {
		return "", errors.New("the id of a world is empty; leave it out and the server finds one")
	}
	return args[0], nil
}

func (r *remote) worldFork() *cobra.Command {
	var listen bool
	cmd := &cobra.Command{
		Use: "fork FROM [ID]", Short: "Copy a world: state, clock, chance, switches and faults",
		ValidArgsFunction: r.complete(firstOnly(worldNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			err := named("a world", args[0])
			if err != nil {
				return err
			}
			req := client.ForkRequest{Listen: listen}
			if req.ID, err = optionalID(args[1:]); err != nil {
				return err
			}
			world, err := c.Fork(cmd.Context(), args[0], req)
			if err != nil {
				return err
			}
			return r.print(cmd, world, func(w io.Writer) { worldText(w, world) })
		}),
	}
	cmd.Flags().BoolVar(&listen, "listen", false, "an own port for each API, the API at its root")
	return cmd
}

func (r *remote) worldShow() *cobra.Command {
	return &cobra.Command{
		Use: "show [ID]", Short: "Show a world's URLs, credentials and switches",
		Long: "Show a world's URLs, credentials and switches. Without an ID it is that of " +
			"SPARRING_WORLD, else default.",
		ValidArgsFunction: r.complete(firstOnly(worldNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			id := os.Getenv(variable("world"))
			if len(args) > 0 {
				id = args[0]
			} else if id == "" {
				id = mock.DefaultWorld
			}
			if err := named("a world", id); err != nil {
				return err
			}
			world, err := c.World(cmd.Context(), id)
			if err != nil {
				return err
			}
			return r.print(cmd, world, func(w io.Writer) {
				worldText(w, world)
				fmt.Fprintln(w, "\nSWITCH\tVALUE")
				for _, api := range slices.Sorted(maps.Keys(world.Switches)) {
					for _, name := range slices.Sorted(maps.Keys(world.Switches[api])) {
						fmt.Fprintf(w, "%s.%s\t%v\n", api, name, world.Switches[api][name])
					}
				}
			})
		}),
	}
}

func (r *remote) worldClose() *cobra.Command {
	var exitCode bool
	cmd := &cobra.Command{
		Use: "close ID", Short: "Let nothing new into a world and judge it; its journal stays readable",
		Long: paragraphs(`
Let nothing new into a world and judge it; its journal stays readable until the world is removed.

Exit codes with --exit-code: 0 nothing is wrong; 1 a violation, a defect or an unmatched request; 2 entries
were forgotten before they were judged.`),
		ValidArgsFunction: r.complete(firstOnly(worldNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			if err := named("a world", args[0]); err != nil {
				return err
			}
			sum, err := c.Close(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			found := tally{violations: sum.Violations, defects: sum.Defects, unmatched: sum.Unmatched}
			wrong := found.exit(sum.EvictedUnchecked > 0)
			err = r.print(cmd, sum, func(w io.Writer) {
				fmt.Fprintf(w, "closed %s: %d entries, %d unmatched, %d violations, %d defects, ",
					args[0], sum.Entries, sum.Unmatched, sum.Violations, sum.Defects)
				fmt.Fprintf(w, "%d evicted unchecked, %d rules unfired\n", sum.EvictedUnchecked, len(sum.UnfiredRules))
				if len(sum.UnfiredRules) > 0 {
					faultTable(w, sum.UnfiredRules)
				}
				if wrong != nil {
					fmt.Fprintf(w, "see \"sparring journal --findings --world %s\"\n", args[0])
				}
			})
			if err != nil || !exitCode {
				return err
			}
			return wrong
		}),
	}
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 if anything is wrong")
	return cmd
}

func (r *remote) worldRemove() *cobra.Command {
	return &cobra.Command{
		Use: "rm ID", Short: "Forget a world; default is made anew",
		ValidArgsFunction: r.complete(firstOnly(worldNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			err := named("a world", args[0])
			if err == nil {
				err = c.DeleteWorld(cmd.Context(), args[0])
			}
			if err != nil {
				return err
			}
			return r.print(cmd, map[string]string{"removed": args[0]},
				func(w io.Writer) { fmt.Fprintf(w, "removed %s\n", args[0]) })
		}),
	}
}

// worldText prints what a client of the world must know.
func worldText(w io.Writer, world client.World) {
	fmt.Fprintf(w, "world %s, %s, seed %d, clock %s\n", world.ID, openOrClosed(world), world.Seed,
		clockText(world.Clock))
	fmt.Fprintln(w, "API\tURL\tCREDENTIALS")
	for _, api := range slices.Sorted(maps.Keys(world.URLs)) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", api, world.URLs[api], pairs(world.Credentials[api]))
	}
}

func openOrClosed(w client.World) string {
	if w.Closed {
		return "closed"
	}
	return "open"
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
	"sparring/mock/problem"
)

func newSwitchCommand() *cobra.Command {
	r := &remote{}
	cmd := &cobra.Command{
		Use:   "switch [API.NAME=VALUE…]",
		Short: "Show or change the readings of the vendors' texts in a world of a running server",
		Long: paragraphs(`
Where a vendor is silent or contradicts itself, a switch chooses how it is read. Without arguments all
switches of a world are shown; API or API.NAME shows some of them; API.NAME=VALUE changes them, all or nothing.
Switches that are on or off take true, false, on and off.`),
		Example: paragraphs(`
  sparring switch
  sparring switch bonder
  sparring switch bonder.regexMode=literal bonder.rptMin=1
  sparring switch radist.rateLimits=on --world mine`),
		ValidArgsFunction: r.complete(switchNames),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			apis, err := c.APIs(cmd.Context())
			if err != nil {
				return err
			}
			set := func(arg string) bool { return strings.Contains(arg, "=") }
			if slices.ContainsFunc(args, set) {
				if slices.ContainsFunc(args, func(arg string) bool { return !set(arg) }) {
					return errors.New("show switches or change them, not both: each argument or none is API.NAME=VALUE")
				}
				return r.setSwitches(cmd, c, args, apis)
			}
			chosen, err := chosenSwitches(args, apis)
			if err != nil {
				return err
			}
			world, err := c.World(cmd.Context(), r.world)
			if err != nil {
				return err
			}
			return r.printSwitches(cmd, apis, chosen, world)
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.Flags())
	return cmd
}

func (r *remote) setSwitches(cmd *cobra.Command, c *client.Client, args []string, apis []client.API) error {
	changes, err := parseSwitches(args, apis)
	if err != nil {
		return err
	}
	world, err := c.SetSwitches(cmd.Context(), r.world, changes)
	if err != nil {
		return err
	}
	chosen := func(api, name string) bool { _, ok := changes[api][name]; return ok }
	return r.printSwitches(cmd, apis, chosen, world)
}

// chosenSwitches reads API and API.NAME; no argument chooses all.
func chosenSwitches(args []string, apis []client.API) (func(api, name string) bool, error) {
	names := map[string][]string{}
	for _, a := range apis {
		for _, s := range a.Switches {
			names[a.Name] = append(names[a.Name], s.Name)
		}
	}
	for _, arg := range args {
		api, name, dotted := strings.Cut(arg, ".")
		if names[api] == nil {
			if meant, ok := problem.Meant(api, slices.Sorted(maps.Keys(names))); ok {
				return nil, fmt.Errorf("there is no API %q; did you mean %s?", api, meant)
			}
		} else if !dotted || slices.Contains(names[api], name) {
			continue
		} else if meant, ok := problem.Meant(name, names[api]); ok {
			return nil, fmt.Errorf("there is no switch %q; did you mean %s.%s?", arg, api, meant)
		}
		return nil, fmt.Errorf("there is no switch %q; "+
			"expected API, API.NAME or API.NAME=VALUE, such as bonder.regexMode=literal", arg)
	}
	return func(api, name string) bool {
		return len(args) == 0 || slices.Contains(args, api) || slices.Contains(args, api+"."+name)
	}, nil
}

// printSwitches shows the chosen switches of a world.
func (r *remote) printSwitches(
	cmd *cobra.Command, apis []client.API, chosen func(api, name string) bool, world client.World,
) error {
	values := client.Switches{}
	for _, a := range apis {
		for _, s := range a.Switches {
			if !chosen(a.Name, s.Name) {
				continue
			}
			if values[a.Name] == nil {
				values[a.Name] = map[string]any{}
			}
			values[a.Name][s.Name] = world.Switches[a.Name][s.Name]
		}
	}
	return r.print(cmd, map[string]client.Switches{"switches": values}, func(w io.Writer) {
		fmt.Fprintln(w, "SWITCH\tVALUE\tDEFAULT\tTAKES\tMEANING")
		for _, a := range apis {
			for _, s := range a.Switches {
				if value, ok := values[a.Name][s.Name]; ok {
					fmt.Fprintf(w, "%s.%s\t%s\t%s\t%s\t%s\n",
						a.Name, s.Name, shownValue(value), shownValue(s.Default), s.Takes(), oneLine(s.Doc))
				}
			}
		}
	})
}

// shownValue is a switch's value in a table.
func shownValue(v any) string { return orDash(printable(fmt.Sprint(v))) }

func switchNames(ctx context.Context, c *client.Client, _ []string) (out []string, err error) {
	apis, err := c.APIs(ctx)
	for _, a := range apis {
		for _, s := range a.Switches {
			out = append(out, candidate(a.Name+"."+s.Name+"=", s.Takes()+": "+s.Doc))
		}
	}
	return out, err
}

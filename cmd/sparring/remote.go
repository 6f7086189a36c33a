package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock/control/client"
	"sparring/mock/text"
)

// remote is how the commands that drive a running server reach it, and how they answer.
type remote struct {
	server, token, world string
	trust                trust
	json                 jsonFlag
}

// flags adds what all of these commands share.
func (r *remote) flags(cmd *cobra.Command) {
	f := cmd.PersistentFlags()
	f.StringVar(&r.server, "server", "http://127.0.0.1:8080", "the server to drive (also SPARRING_SERVER)")
	f.StringVar(&r.token, "control-token", "",
		"the token that the server was started with (also SPARRING_CONTROL_TOKEN)")
	r.trust.flags(f)
	r.json.add(f, "the result")
}

// inWorld adds --world to a command about one world.
func (r *remote) inWorld(cmd *cobra.Command, f *pflag.FlagSet) {
	f.StringVar(&r.world, "world", "default", "the world it is about (also SPARRING_WORLD)")
	offer(cmd, "world", r.complete(worldNames))
}

// offer completes the value of a flag; the flag exists, so there is no error.
func offer(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	_ = cmd.RegisterFlagCompletionFunc(flag, f)
}

// client makes the client that the flags describe.
func (r *remote) client() (*client.Client, error) {
	base := r.server
	if !strings.Contains(base, "://") {
		base = "http://" + base
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("--server %q: expected an address such as http://127.0.0.1:8080", r.server)
	}
	config, err := r.trust.config()
	if err != nil {
		return nil, err
	}
	c := client.New(base)
	c.Token = r.token
	c.HTTP = &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second,
		TLSClientConfig:     config,
	}}
	return c, nil
}

// act makes a command's RunE of what it does with the server.
func (r *remote) act(
	do func(cmd *cobra.Command, c *client.Client, args []string) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := noEmptyFlags(cmd); err != nil {
			return err
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		return r.explain(do(cmd, c, args))
	}
}

// noEmptyFlags refuses a flag that was given without a value: it would have no effect. An empty token is not a token.
func noEmptyFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.String() == "" && f.Value.Type() == "string" && f.Name != "control-token" && err == nil {
			err = fmt.Errorf("--%s is empty; expected a value, or no --%s at all", f.Name, f.Name)
		}
	})
	return err
}

// print answers: v as one JSON document for scripts, or what table writes for people, in columns parted by tabs.
func (r *remote) print(cmd *cobra.Command, v any, table func(w io.Writer)) error {
	if r.json.asked() {
		return r.json.write(cmd, v, "  ")
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	table(w)
	return w.Flush()
}

// named refuses ids that would make another path than the one meant.
func named(what string, ids ...string) error {
	for _, id := range ids {
		if strings.Trim(id, ".") == "" {
			return fmt.Errorf("%q is not an id of %s", id, what)
		}
	}
	return nil
}

// complete asks the running server for candidates. If no server answers soon, it offers nothing.
func (r *remote) complete(
	list func(ctx context.Context, c *client.Client, args []string) ([]string, error),
) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		none := cobra.ShellCompDirectiveNoFileComp
		if fromEnvironment(cmd.Flags(), os.LookupEnv) != nil {
			return nil, none
		}
		c, err := r.client()
		if err != nil {
			return nil, none
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), 700*time.Millisecond)
		defer cancel()
		found, err := list(ctx, c, args)
		if err != nil {
			return nil, none
		}
		if slices.ContainsFunc(found, func(s string) bool {
			name, _, _ := strings.Cut(s, "\t")
			return strings.HasSuffix(name, "=")
		}) {
			none |= cobra.ShellCompDirectiveNoSpace // a value follows
		}
		return found, none
	}
}

// candidate is a completion with its description.
func candidate(name, doc string) string {
	if doc == "" {
		return name
	}
	return name + "\t" + oneLine(doc)
}

func worldNames(ctx context.Context, c *client.Client, _ []string) (out []string, err error) {
	worlds, err := c.Worlds(ctx)
	for _, w := range worlds {
		out = append(out, w.ID)
	}
	return out, err
}

func apiNames(ctx context.Context, c *client.Client, _ []string) (out []string, err error) {
	apis, err := c.APIs(ctx)
	for _, a := range apis {
		out = append(out, a.Name)
	}
	return out, err
}

// firstOnly completes the first argument and no other.
func firstOnly(
	list func(context.Context, *client.Client, []string) ([]string, error),
) func(context.Context, *client.Client, []string) ([]string, error) {
	return func(ctx context.Context, c *client.Client, args []string) ([]string, error) {
		if len(args) > 0 {
			return nil, nil
		}
		return list(ctx, c, args)
	}
}

// pairs writes a map as name=value, in order of the names.
func pairs[V any](m map[string]V) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, fmt.Sprintf("%s=%v", k, m[k]))
	}
	return strings.Join(out, " ")
}

// orDash shows that there is nothing to show.
func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// printable makes a text that came from a client safe for a terminal, on one line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, oneLine(s))
}

// readFile reads a file in UTF-8, or standard input if the name is "-". A byte order mark is left out.
func readFile(cmd *cobra.Command, name string) ([]byte, error) {
	read := func() ([]byte, error) { return os.ReadFile(name) }
	if name == "-" {
		read = func() ([]byte, error) { return io.ReadAll(cmd.InOrStdin()) }
	}
	content, err := read()
	if err != nil {
		return nil, err
	}
	if content, err = text.Decode(content); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return content, nil
}

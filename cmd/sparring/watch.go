package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// watchFlags are the flags of watch.
type watchFlags struct {
	judging
	remote          remote
	secure          secureFlags
	authorityFile   string // what CMD trusts, if watch serves HTTPS
	addr, publicURL string
	printEnv        bool
	envFile         string
	idle            time.Duration
	faults          []string
	script          string
	prepared        *scenarios.Script
	planned         []client.FaultRequest
	away            bool // a running server is watched
}

func newWatchCommand() *cobra.Command {
	f := &watchFlags{}
	cmd := &cobra.Command{
		Use:   "watch [flags] [-- CMD ARGS…]",
		Short: "Run your own tests and judge the client by its traffic: no adapter needed",
		Long: paragraphs(`
Start a server, tell CMD its addresses and credentials by the environment (SPARRING_BONDER_URL,
SPARRING_BONDER_USERNAME, … see --print-env), run CMD, and judge what its clients sent, in all worlds that
were used: by the rules that traffic can answer, by the contract, and by requests that fit no operation. With --tls
CMD is told in SPARRING_CA which file to trust.
Without CMD a running server (--server) is watched until Ctrl-C or --idle.
`) + trafficExits + "4 CMD failed, and nothing else did; 130 interrupted.",
		Example: paragraphs(`
  sparring watch -- pytest
  sparring watch --api bonder --min-coverage 20 --html report.html -- npm test
  sparring watch --fault 'bonder saveCard DATABASE_ERROR --times 1' -- go test ./...
  sparring watch --server http://127.0.0.1:8080 --idle 5s`),
		Args: func(cmd *cobra.Command, _ []string) error { // before the environment is read
			f.given = givenFlags(cmd)
			f.away = cmd.Flags().Changed("server")
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return usageError(f.run(cmd, args)) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.remote.server, "server", "http://127.0.0.1:8080",
		"watch this running server; CMD gets a world of its own there")
	flags.StringVar(&f.remote.token, "control-token", "", "control token of the server")
	f.remote.trust.flags(flags)
	flags.StringVar(&f.addr, "addr", "127.0.0.1:0", "address to bind; port 0 picks a free one")
	f.secure.flags(flags)
	flags.StringVar(&f.publicURL, "public-url", "",
		"base of all URLs shown to clients, for those in containers (default the bound address)")
	flags.BoolVar(&f.printEnv, "print-env", false, "print the environment that CMD gets, one NAME=VALUE a line")
	flags.StringVar(&f.envFile, "env-file", "", "write that environment to this file, for tools that read one")
	flags.DurationVar(&f.idle, "idle", 0, "without CMD: end when nothing has come for so long")
	flags.StringArrayVar(&f.faults, "fault", nil,
		"break an operation in each world when it is made, as \"sparring fault\" does (repeatable):\n"+
			"'API OPERATION CODE|KIND [PARAMETER=VALUE…] [--times N] [--after N]'")
	flags.StringVar(&f.script, "script", "",
		"FILE.feature of Given sentences, applied to each world when it is made")
	f.judging.flags(cmd)
	return cmd
}

// run watches a command, or a running server.
func (f *watchFlags) run(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	switch {
	case dash < 0 && len(args) > 0:
		return fmt.Errorf("%q stands before --; CMD comes after it: sparring watch -- %s", args[0],
			strings.Join(args, " "))
	case dash > 0:
		return fmt.Errorf("%q stands before --; CMD comes after it", args[0])
	case dash == 0 && len(args) == 0:
		return errors.New("nothing follows --; expected a command, such as: sparring watch -- pytest")
	case len(args) > 0 && f.idle != 0:
		return errors.New("--idle is for watching without CMD: with one, the end of CMD is the end")
	case f.idle < 0:
		return fmt.Errorf("--idle %s: expected a duration above 0", f.idle)
	}
	f.away = f.away || len(args) == 0
	for _, flag := range f.given {
		if f.away && slices.Contains(ownServerFlags, flag.Name) {
			return fmt.Errorf("--%s is about the server that watch starts: with --server, or without CMD, it would "+
				"have no effect", flag.Name)
		}
	}
	if err := f.secure.check(); err != nil {
		return err
	}
	for _, text := range f.faults {
		fault, err := parseFault(text)
		if err != nil {
			return fmt.Errorf("--fault %q: %w", text, err)
		}
		f.planned = append(f.planned, fault)
	}
	if len(args) > 0 {
		if err := (driver.Program{Args: args}).Check(); err != nil {
			return err
		}
	}
	text, err := f.check(cmd)
	if err != nil {
		return err
	}
	if f.away {
		return f.watchServer(cmd, text, args)
	}
	return f.watchOwn(cmd, text, args)
}

// watchOwn starts a server and watches a command there.
func (f *watchFlags) watchOwn(cmd *cobra.Command, text io.Writer, args []string) error {
	var c watch.Collector
	var failed error
	var once sync.Once
	opts := mock.Options{
		PublicURL: f.publicURL, ControlToken: f.remote.token, ServerLog: log.New(io.Discard, "", 0),
		Conduct: conduct, Record: recorded, Say: said,
		Left: func(world string, page journal.Page) { c.Keep(world, page) },
		Made: func(world, from string) {
			if err := f.prepare(context.Background(), &c, world, from); err != nil {
				once.Do(func() { failed = err })
			}
		},
	}
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return fmt.Errorf("--addr %q: expected HOST:PORT", f.addr)
	}
	if host != "localhost" && !net.ParseIP(host).IsLoopback() {
		opts.AnyHost = true
		if opts.ControlToken == "" {
			opts.ControlToken = rand.Text() // CMD is told
		}
	}
	config, forget, err := f.encrypted(&opts)
	if err != nil {
		return err
	}
	defer forget()
	server, err := mock.New(opts)
	if err != nil {
		return ofFlag(err)
	}
	defer server.Close()
	address, err := server.Listen(f.addr, config)
	if err != nil {
		return cannotListen("--addr", f.addr, err)
	}
	f.remote.server, f.remote.token = schemeOf(config)+reachable(address), opts.ControlToken
	if c.Control, err = f.remote.client(); err != nil {
		return err
	}
	world, err := c.Control.World(cmd.Context(), mock.DefaultWorld)
	if err = errors.Join(err, failed); err != nil {
		return f.remote.explain(err)
	}
	defer func() {
		if failed != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "sparring: a world was not prepared: %s\n", failed)
		}
	}()
	return f.command(cmd, text, &c, world, args)
}

// watchServer watches a running server, and a command if there is one.
func (f *watchFlags) watchServer(cmd *cobra.Command, text io.Writer, args []string) error {
	control, err := f.remote.client()
	if err != nil {
		return err
	}
	c := watch.Collector{Control: control}
	world, err := control.World(cmd.Context(), mock.DefaultWorld)
	if err == nil && len(args) > 0 {
		world, err = control.MakeWorld(cmd.Context(), client.WorldRequest{})
	}
	if err == nil {
		err = f.prepare(cmd.Context(), &c, world.ID, "")
	}
	if err != nil {
		return f.remote.explain(err)
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	followed := make(chan error, 1)
	go func() {
		followed <- c.Follow(ctx, func(id string) { // a world that was made without us gets its faults a moment later
			_ = f.prepare(ctx, &c, id, "") // it may be gone by then
		})
	}()
	if len(args) > 0 {
		return f.command(cmd, text, &c, world, args)
	}
	if err := f.tell(text, world); err != nil {
		return err
	}
	fmt.Fprintf(text, "watching %s until Ctrl-C%s\n", f.remote.server, f.until())
	if err := c.Await(ctx, f.idle, followed); err != nil {
		return f.remote.explain(err)
	}
	return f.judge(cmd, text, &c, &verdict.Report{Judged: "the clients of " + f.remote.server}, f.remote.server)
}

// prepare makes a new world what --script and --fault say. A copy of another is so already.
func (f *watchFlags) prepare(ctx context.Context, c *watch.Collector, id, from string) error {
	if f.script != "" && from == "" {
		world, err := c.Control.World(ctx, id)
		if err == nil && f.prepared == nil {
			f.prepared, err = scenarios.ReadScript(ctx, f.script, c.Control, world)
		}
		if err == nil {
			err = f.prepared.Apply(ctx, world)
		}
		if err != nil {
			return fmt.Errorf("--script %s: %w", f.script, err)
		}
	}
	return c.Plan(ctx, id, from, f.planned)
}

func (f *watchFlags) until() string {
	if f.idle == 0 {
		return ""
	}
	return fmt.Sprintf(", or until nothing has come for %s", f.idle)
}

// command runs the command and judges what it did.
func (f *watchFlags) command(
	cmd *cobra.Command, text io.Writer, c *watch.Collector, world client.World, args []string,
) error {
	if err := f.tell(text, world); err != nil {
		return err
	}
	p := driver.Program{
		Args: args, Env: f.environment(world), In: cmd.InOrStdin(), Out: text, Err: cmd.ErrOrStderr(),
	}
	how, interrupted, err := p.Run(cmd.Context())
	if err != nil {
		return err
	}
	r := &verdict.Report{
		Judged: scenarios.Quote(args), Stopped: interrupted,
		Traffic: &verdict.Traffic{Command: scenarios.Quote(args), CommandEnd: how},
	}
	where := "in process"
	if f.away {
		where = f.remote.server
	}
	return f.judge(cmd, text, c, r, where)
}

// judge reads what is left to read, and judges. Ctrl-C has ended the watching, not the judging.
func (f *watchFlags) judge(
	cmd *cobra.Command, text io.Writer, c *watch.Collector, r *verdict.Report, server string,
) error {
	if err := c.Read(context.WithoutCancel(cmd.Context())); err != nil {
		return f.remote.explain(err)
	}
	f.options.Planned, r.Server = c.Planned(f.faults), server
	return f.conclude(text, r, c.Worlds())
}

// environment is what CMD is told of a world: its address, and what its clients are configured with.
func (f *watchFlags) environment(world client.World) []string {
	out := []string{
		variable("server") + "=" + f.remote.server, variable("world") + "=" + world.ID,
		variable("control-token") + "=" + f.remote.token, // empty counts as not set
	}
	if file := cmp.Or(f.authorityFile, f.remote.trust.ca); file != "" {
		out = append(out, variable("ca")+"="+file)
	}
	if program, err := os.Executable(); err == nil {
		out = append(out, "SPARRING_BIN="+program)
	}
	for _, api := range scenarios.APIs().Names() {
		for _, setting := range clientSettings[api] {
			value := world.Credentials[api][setting]
			if setting == "url" {
				value = world.URLs[api]
			}
			out = append(out, variable(api+"_"+setting)+"="+value)
		}
	}
	return out
}

// tell prints and writes the environment, if it was asked for.
func (f *watchFlags) tell(text io.Writer, world client.World) error {
	lines := strings.Join(f.environment(world), "\n") + "\n"
	if f.printEnv {
		fmt.Fprint(text, lines)
	}
	if f.envFile == "" {
		return nil
	}
	if err := os.WriteFile(f.envFile, []byte(lines), 0o600); err != nil { // it has a token
		return fmt.Errorf("--env-file: %w", err)
	}
	return nil
}

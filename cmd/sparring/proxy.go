package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/problem"
	"sparring/mock/proxy/drift"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// proxyFlags are the flags of proxy.
type proxyFlags struct {
	judging
	to, faults      []string
	addr, publicURL string
	controlToken    string
	log             string
	quiet           bool
	secure          secureFlags
	timeout, idle   time.Duration
	proposal        string

	servers map[string]string // by API
	planned []client.FaultRequest
}

func newProxyCommand() *cobra.Command {
	f := &proxyFlags{}
	cmd := &cobra.Command{
		Use:   "proxy --to API=URL",
		Short: "Stand between a client and the real API: journal, faults, and a verdict on both",
		Long: paragraphs(`
Pass requests on to real servers, only to those named, and judge both sides: the client as "sparring watch" does, and
the real server by our document. What it does otherwise (fields, types, codes, statuses, headers) is drift: listed by
field, and written as a proposal for the document by --proposal. Faults, worlds and the journal work as on
"sparring serve"; secrets are marked in all that is shown. The end is Ctrl-C or --idle.
`) + trafficExits + "130 interrupted.",
		Example: paragraphs(`
  sparring proxy --to radist=https://api.radist.online/v2
  sparring proxy --to bonder=https://api.example.com --fault 'bonder saveCard DATABASE_ERROR --times 1'
  sparring proxy --to radist=https://api.radist.online/v2 --idle 5s --proposal radist.overlay.yaml --html report.html`),
		Args: func(cmd *cobra.Command, args []string) error { // before the environment is read
			f.given = givenFlags(cmd)
			return arguments(&cobra.Command{Use: "proxy"}, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return usageError(f.run(cmd)) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.to, "to", nil,
		"API=URL: the real server of an API, as a client is configured with it (repeatable)")
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to bind; port 0 picks a free one")
	flags.StringVar(&f.publicURL, "public-url", "", "base of all URLs shown to clients (default the bound address)")
	flags.StringVar(&f.controlToken, "control-token", "",
		"token demanded of control calls; required when the address is not loopback")
	f.secure.flags(flags)
	flags.Lookup("upstream-ca").Usage = "file of certificates (PEM) to trust, beside those of the machine, when a " +
		"real server is called"
	flags.DurationVar(&f.timeout, "upstream-timeout", time.Minute,
		"time that a real server has for a response that is not a stream")
	flags.StringArrayVar(&f.faults, "fault", nil,
		"break an operation in each world when it is made, as \"sparring fault\" does (repeatable):\n"+
			"'API OPERATION CODE|KIND [PARAMETER=VALUE…] [--times N] [--after N]'")
	flags.DurationVar(&f.idle, "idle", 0, "end when nothing has come for so long")
	flags.StringVar(
		&f.proposal,
		"proposal",
		"",
		"write the drift as an OpenAPI overlay for our document to this file;\n"+
			"one for each document if there are several",
	)
	flags.StringVar(&f.log, "log", "text", "form of the log on standard error: text or json")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "log what is wrong only, not every request")
	f.judging.flags(cmd)
	return cmd
}

// check refuses what has no meaning, before anything runs, and returns the options of the server.
func (f *proxyFlags) check(cmd *cobra.Command) (o mock.Options, text io.Writer, err error) {
	if err := f.targets(); err != nil {
		return o, nil, err
	}
	for _, line := range f.faults {
		fault, err := parseFault(line)
		if err != nil {
			return o, nil, fmt.Errorf("--fault %q: %w", line, err)
		}
		f.planned = append(f.planned, fault)
	}
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return o, nil, fmt.Errorf("--addr %q: expected HOST:PORT", f.addr)
	}
	loopback := host == "localhost" || net.ParseIP(host).IsLoopback()
	switch {
	case f.idle < 0:
		return o, nil, fmt.Errorf("--idle %s: expected a duration above 0", f.idle)
	case f.timeout <= 0:
		return o, nil, fmt.Errorf("--upstream-timeout %s: expected a duration above 0", f.timeout)
	case !loopback && f.controlToken == "":
		return o, nil, fmt.Errorf("--addr %q is not loopback: give --control-token, so that not everybody can drive "+
			"the worlds", f.addr)
	}
	if err := f.writable(); err != nil {
		return o, nil, err
	}
	if err := f.secure.check(); err != nil {
		return o, nil, err
	}
	o = mock.Options{
		PublicURL: f.publicURL, ControlToken: f.controlToken, AnyHost: !loopback, Upstream: f.servers,
		UpstreamTimeout: f.timeout, ServerLog: log.New(io.Discard, "", 0),
	}
	if o.Authority, err = f.secure.authority(); err != nil {
		return o, nil, err
	}
	if o.UpstreamCA, err = f.secure.trusted(); err != nil {
		return o, nil, err
	}
	if o.Log, err = newLog(f.log, f.quiet, cmd.ErrOrStderr()); err != nil {
		return o, nil, err
	}
	text, err = f.judging.check(cmd)
	return o, text, err
}

// targets reads --to.
func (f *proxyFlags) targets() error {
	if len(f.to) == 0 {
		return errors.New("--to is missing; expected API=URL, such as radist=https://api.radist.online/v2")
	}
	var known []string
	for _, a := range f.options.Catalogue {
		known = append(known, a.Name)
	}
	f.servers = map[string]string{}
	for _, text := range f.to {
		api, address, ok := strings.Cut(text, "=")
		switch {
		case !ok:
			return fmt.Errorf("--to %q: expected API=URL, such as radist=https://api.radist.online/v2", text)
		case !slices.Contains(known, api):
			return fmt.Errorf("--to: %s; there are %s",
				problem.Unknown(problem.UnknownAPI, "API", api, known).Detail, strings.Join(known, ", "))
		case f.servers[api] != "":
			return fmt.Errorf("--to: %s is named twice; an API has one server", api)
		}
		f.servers[api] = address
	}
	return nil
}

// writable checks that a proposal can be written, before anything runs.
func (f *proxyFlags) writable() error {
	if f.proposal == "" {
		return nil
	}
	info, err := os.Stat(filepath.Dir(f.proposal))
	if err == nil && !info.IsDir() {
		err = errors.New("its folder is a file")
	}
	if info, found := os.Stat(f.proposal); err == nil && found == nil && info.IsDir() {
		err = errors.New("this is a directory, expected a file")
	}
	if err != nil {
		return fmt.Errorf("--proposal %s: cannot be written: %w", f.proposal, err)
	}
	return nil
}

// run passes requests on until the end, and judges.
func (f *proxyFlags) run(cmd *cobra.Command) error {
	opts, text, err := f.check(cmd)
	if err != nil {
		return err
	}
	var c watch.Collector
	var failed error
	var once sync.Once
	opts.Left = func(world string, page journal.Page) { c.Keep(world, page) }
	opts.Made = func(world, from string) {
		if err := c.Plan(context.Background(), world, from, f.planned); err != nil {
			once.Do(func() { failed = err })
		}
	}
	server, err := mock.New(opts)
	if err != nil {
		return ofFlag(err)
	}
	defer server.Close()
	for _, api := range slices.Sorted(maps.Keys(f.servers)) {
		if err := reach(cmd.Context(), f.servers[api], opts.UpstreamCA); err != nil {
			return fmt.Errorf("--to %s=%s: %w", api, f.servers[api], err)
		}
	}
	hosts := []string{hostOf(f.addr)}
	if u, err := url.Parse(f.publicURL); err == nil {
		hosts = append(hosts, u.Hostname())
	}
	config, err := f.secure.config(opts, hosts)
	if err != nil {
		return err
	}
	address, err := server.Listen(f.addr, config)
	if err != nil {
		return cannotListen("--addr", f.addr, err)
	}
	r := remote{server: "http://" + reachable(address), token: f.controlToken}
	if config != nil {
		r.server, r.trust.insecure = "https://"+reachable(address), true // our own
	}
	if c.Control, err = r.client(); err != nil {
		return err
	}
	world, err := c.Control.World(cmd.Context(), mock.DefaultWorld)
	if err = errors.Join(err, failed); err != nil {
		return r.explain(err)
	}
	f.greet(text, address, server.ControlURL(), world)
	if err := f.await(cmd.Context(), &c); err != nil {
		return r.explain(err)
	}
	if err := c.Read(context.WithoutCancel(cmd.Context())); err != nil {
		return r.explain(err)
	}
	return f.report(text, &c)
}

// greet prints the addresses.
func (f *proxyFlags) greet(text io.Writer, address, control string, world client.World) {
	fmt.Fprintf(text, "Sparring %s passes requests on and listens on %s.\n", mock.Version, address)
	for _, api := range slices.Sorted(maps.Keys(world.URLs)) {
		fmt.Fprintf(text, "  %-11s %s  to %s\n", api, world.URLs[api], f.servers[api])
	}
	fmt.Fprintf(text, "  %-11s %s\n", "control", control)
	until := ""
	if f.idle > 0 {
		until = fmt.Sprintf(", or until nothing has come for %s", f.idle)
	}
	fmt.Fprintf(text, "Judging until Ctrl-C%s.\n", until)
}

// await waits for the end.
func (f *proxyFlags) await(ctx context.Context, c *watch.Collector) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	followed := make(chan error, 1)
	go func() { followed <- c.Follow(ctx, nil) }()
	return c.Await(ctx, f.idle, followed)
}

// report judges what came, and writes the proposal.
func (f *proxyFlags) report(text io.Writer, c *watch.Collector) error {
	var found drift.Collector
	worlds := c.Worlds()
	for _, w := range worlds {
		for i := range w.Entries {
			found.Add(w.ID, &w.Entries[i])
		}
	}
	differences := found.Differences()
	var judged []string
	for _, api := range slices.Sorted(maps.Keys(f.servers)) {
		judged = append(judged, api+" at "+f.servers[api])
	}
	f.options.Planned = c.Planned(f.faults)
	r := &verdict.Report{
		Server: strings.Join(judged, ", "), Traffic: &verdict.Traffic{By: "proxy"},
		Judged: "the clients of the proxy, and " + strings.Join(judged, ", "),
	}
	for _, d := range differences {
		r.Traffic.Drift = append(r.Traffic.Drift, verdict.Drift{
			API: d.API, Field: d.Field, Code: d.Code, Count: d.Count, Expected: d.Expected, Actual: d.Actual,
			Example: d.Example, Operations: d.Operations, World: d.World, Entry: d.Entry,
			Provenance: journal.Provenance(d.Provenance),
		})
	}
	ended := f.conclude(text, r, worlds)
	if f.proposal != "" {
		if err := propose(text, f.proposal, differences); err != nil {
			return &exitError{code: verdict.ExitError, err: fmt.Errorf("--proposal: %w", err)}
		}
	}
	return ended
}

// propose writes an overlay for each document; the file has its name if there are several.
func propose(text io.Writer, file string, found []*drift.Difference) error {
	overlays, err := drift.Proposals(found)
	if err != nil {
		return err
	}
	written := 0
	for _, o := range overlays {
		if len(o.Actions) == 0 {
			continue
		}
		name := file
		if written++; len(overlays) > 1 {
			end := filepath.Ext(file)
			name = strings.TrimSuffix(file, end) + "." + o.Document + end
		}
		data, err := o.YAML()
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil { //nolint:gosec // a document to be read by others
			return err
		}
		fmt.Fprintf(text, "wrote %s: %d actions for %s.yaml\n", name, len(o.Actions), o.Document)
	}
	if written == 0 {
		fmt.Fprintf(text, "no overlay was written to %s: there is no drift that one can express\n", file)
	}
	return nil
}

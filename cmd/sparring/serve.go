package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/clock"
)

// serveFlags are the flags of serve, as given.
type serveFlags struct {
	addr, publicURL, at, clock, log, controlToken string
	readyFile, store                              string
	listen, switches, cors                        []string
	seed                                          uint64
	secure                                        secureFlags
	headerFaults, quiet, untilEOF                 bool
	maxWorlds                                     int
	journalBytes                                  int64
	maxMemory, maxBody                            bytesFlag
}

func newServeCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the server",
		Long: paragraphs(`
Run the server until Ctrl-C. Every flag is also an environment variable: --addr is SPARRING_ADDR, and so on;
a repeatable flag takes a list with commas there.`),
		Example: paragraphs(`
  sparring serve
  sparring serve --listen bonder=127.0.0.1:9001 --switch bonder.regexMode=literal --clock frozen`),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if f.untilEOF {
				ctx = untilEOF(ctx, cmd.InOrStdin())
			}
			return serve(ctx, f, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to bind; port 0 picks a free one")
	flags.StringArrayVar(&f.listen, "listen", nil,
		"API=HOST:PORT: an own port for one API of the default world, the API at its root (repeatable)")
	flags.StringVar(&f.publicURL, "public-url", "", "base of all URLs shown to clients (default the bound address)")
	flags.Uint64Var(&f.seed, "seed", 0, "seed of worlds that name none (default one drawn per world)")
	flags.StringVar(&f.at, "at", "", "world time at which worlds start, RFC 3339 (default now)")
	flags.StringVar(&f.clock, "clock", "running", "clock of new worlds: frozen or running")
	flags.StringArrayVar(&f.switches, "switch", nil,
		"API.NAME=VALUE: another reading of the vendor's text, in new worlds (repeatable)")
	f.secure.flags(flags)
	flags.StringVar(&f.log, "log", textLog,
		"form of the log on standard error, and of the addresses on standard output: text or json")
	flags.StringVar(&f.readyFile, "ready-file", "",
		"`FILE` that is there while the server listens, with its addresses as JSON")
	flags.BoolVar(&f.untilEOF, "until-eof", false,
		"stop when standard input ends, as it does when the program at its other end ends in any way")
	flags.StringVar(&f.store, "store", "",
		"`STORE` that keeps all worlds when the server ends or is killed: bolt:FILE, or redis://HOST:PORT/DATABASE\n"+
			"with which several servers serve the same worlds (default they are in memory only)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "log what is wrong only, not every request")
	flags.StringVar(&f.controlToken, "control-token", "",
		"token demanded of control calls; required when the address is not loopback")
	flags.IntVar(&f.maxWorlds, "max-worlds", 10_000, "at most so many worlds")
	flags.Var(&f.maxMemory, "max-memory",
		"bytes of all worlds together, such as 512MiB; beyond it no world is made, forked or planted\n"+
			"(default a quarter of what the process may use)")
	flags.Var(&f.maxBody, "max-body",
		"bytes that are read of a request's body, such as 17MiB (the default); a switch that allows more is refused")
	flags.Int64Var(&f.journalBytes, "journal-bytes", allJournals,
		"bytes of all journals together; refused beside a store that servers share")
	flags.BoolVar(&f.headerFaults, "allow-header-faults", false,
		"let a request ask for a fault by the header X-Sparring-Fault")
	flags.StringArrayVar(&f.cors, "cors", nil,
		"ORIGIN, such as http://localhost:3000: pages of this origin may call the APIs from a browser (repeatable)")
	offer(cmd, "clock", cobra.FixedCompletions([]string{string(clock.Frozen), string(clock.Running)},
		cobra.ShellCompDirectiveNoFileComp))
	offer(cmd, "log", cobra.FixedCompletions([]string{textLog, jsonLog}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// untilEOF returns a context that ends with an input, too.
func untilEOF(ctx context.Context, in io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		_, _ = io.Copy(io.Discard, in) // an input that cannot be read has ended as well
	}()
	return ctx
}

// allJournals is the default of --journal-bytes.
const allJournals = 256 << 20

// options turns the flags into the server's options. Errors name the flag and what was expected.
func (f *serveFlags) options(errOut io.Writer) (o mock.Options, err error) {
	o = mock.Options{
		PublicURL: f.publicURL, Seed: f.seed, Clock: clock.Mode(f.clock), ControlToken: f.controlToken,
		MaxWorlds: f.maxWorlds, JournalBytes: f.journalBytes, HeaderFaults: f.headerFaults, CORS: f.cors,
		ServerLog: log.New(io.Discard, "", 0), Conduct: conduct, Record: recorded, Say: said,
	}
	if f.at != "" {
		if o.At, err = time.Parse(time.RFC3339Nano, f.at); err != nil {
			return o, fmt.Errorf("--at %q: expected a time such as 2030-01-01T00:00:00Z", f.at)
		}
		if !clock.InSpan(o.At) {
			return o, fmt.Errorf("--at %q: expected a time %s", f.at, clock.Span)
		}
	}
	if f.clock == "" { // not the default of mock.Options
		return o, errors.New(`--clock "": expected frozen or running`)
	}
	if f.maxWorlds < 1 {
		return o, fmt.Errorf("--max-worlds %d: expected a number of at least 1", f.maxWorlds)
	}
	if f.journalBytes < 1<<20 {
		return o, fmt.Errorf("--journal-bytes %d: expected at least 1048576", f.journalBytes)
	}
	if f.journalBytes != allJournals && strings.HasPrefix(f.store, "redis") {
		return o, fmt.Errorf("--journal-bytes %d: servers that share worlds do not bound all journals together, "+
			"each journal has a bound of its own; leave it out", f.journalBytes)
	}
	if o.MaxBody = int64(f.maxBody); o.MaxBody == 0 {
		o.MaxBody = mock.DefaultMaxBody
	}
	if o.MaxBody < 2<<20 || o.MaxBody > 1<<30 {
		return o, fmt.Errorf("--max-body %d: expected 2MiB to 1GiB", o.MaxBody)
	}
	if o.MaxMemory = int64(f.maxMemory); o.MaxMemory == 0 {
		o.MaxMemory = mock.WorldMemory()
	}
	if o.MaxMemory < 16<<20 {
		return o, fmt.Errorf("--max-memory %d: expected at least 16MiB", o.MaxMemory)
	}
	if o.Switches, err = parseSwitches(f.switches, mock.APIs()); err != nil {
		return o, fmt.Errorf("--switch %w", err)
	}
	if o.Log, err = newLog(f.log, f.quiet, errOut); err != nil {
		return o, err
	}
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return o, fmt.Errorf("--addr %q: expected HOST:PORT", f.addr)
	}
	loopback := host == "localhost" || net.ParseIP(host).IsLoopback()
	if !loopback && f.controlToken == "" {
		return o, fmt.Errorf("--addr %q is not loopback: give --control-token, so that not everybody can drive the "+
			"worlds", f.addr)
	}
	o.AnyHost = !loopback
	if err := f.secure.check(); err != nil {
		return o, err
	}
	if o.Authority, err = f.secure.authority(); err != nil {
		return o, err
	}
	o.UpstreamCA, err = f.secure.trusted()
	return o, err
}

func serve(ctx context.Context, f serveFlags, out, errOut io.Writer) (err error) {
	opts, err := f.options(errOut)
	if err != nil {
		return err
	}
	ready := readyFile(f.readyFile)
	if err := ready.check(); err != nil {
		return err
	}
	spare()
	defer tuneCollector(opts.JournalBytes)()
	closeStore, err := openStore(f.store, &opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	server, err := mock.New(opts)
	if err != nil {
		return f.ofStore(err)
	}
	defer server.Close()
	is, err := f.open(server, opts)
	if err != nil {
		return err
	}
	if err := ready.write(is); err != nil {
		return err
	}
	defer ready.remove(is)
	tellKept(server, opts)
	if err := is.print(out, f.log, apiOrder()); err != nil {
		return err
	}
	<-ctx.Done()
	ready.remove(is)
	server.Leave()
	err = server.Close()
	if f.log == jsonLog {
		return errors.Join(err, writeJSON(out, map[string]string{"event": "stopped"}, ""))
	}
	fmt.Fprintln(out, "stopped")
	return err
}

// apiOrder are the names of the APIs in their order.
func apiOrder() []string {
	var names []string
	for _, api := range mock.APIs() {
		names = append(names, api.Name)
	}
	return names
}

// flagOf names the flags of the options that a server may refuse.
var flagOf = map[string]string{
	"PublicURL": "--public-url", "Upstream": "--to",
	"CORS": "--cors", "Switches": "--switch", "Clock": "--clock", "At": "--at",
}

// ofFlag names the flag whose value a server refuses.
func ofFlag(err error) error {
	var option *mock.OptionError
	var setting *clock.SettingError
	switch {
	case !errors.As(err, &option):
		return err
	case errors.As(err, &setting):
		return fmt.Errorf("%s: %s", flagOf[option.Option], setting.Detail())
	}
	return fmt.Errorf("%s: %w", flagOf[option.Option], err)
}

// open opens the ports.
func (f *serveFlags) open(server *mock.Server, opts mock.Options) (is readiness, err error) {
	hosts := []string{hostOf(f.addr)}
	if u, err := url.Parse(f.publicURL); err == nil {
		hosts = append(hosts, u.Hostname())
	}
	for _, l := range f.listen {
		_, hostPort, _ := strings.Cut(l, "=")
		hosts = append(hosts, hostOf(hostPort))
	}
	config, err := f.secure.config(opts, hosts)
	if err != nil {
		return is, err
	}
	scheme := "http://"
	if config != nil {
		scheme = "https://"
	}
	address, err := server.Listen(f.addr, config)
	if err != nil {
		return is, cannotListen("--addr", f.addr, err)
	}
	own := map[string][]string{}
	for _, l := range f.listen {
		api, hostPort, ok := strings.Cut(l, "=")
		if !ok {
			return is, fmt.Errorf("--listen %q: expected API=HOST:PORT, such as bonder=127.0.0.1:9001", l)
		}
		bound, err := server.ListenAPI(api, hostPort, config)
		if err != nil {
			return is, cannotListen("--listen", l, err)
		}
		own[api] = append(own[api], scheme+reachable(bound))
	}
	return readinessOf(server, address, own, opts)
}

// hostOf is the host of HOST:PORT; what is wrong with it is told when the port is opened.
func hostOf(hostPort string) string {
	host, _, _ := net.SplitHostPort(hostPort)
	return host
}

// reachable is a bound address as a client on this machine can call it.
func reachable(bound string) string {
	host, port, _ := net.SplitHostPort(bound)
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/agent"
	"sparring/scenarios/driver"
)

// mcpFlags are the flags of mcp.
type mcpFlags struct {
	remote remote
	own    bool // no running server was named
}

func newMCPCommand() *cobra.Command {
	f := &mcpFlags{}
	cmd := &cobra.Command{
		Use:   "mcp [flags] [-- CLIENT ARGS…]",
		Short: "Offer a server and the scenarios to coding agents: tools of the Model Context Protocol",
		Long: paragraphs(`
Speak the Model Context Protocol on standard input and output, for coding agents that start this program: tools to make
worlds, break operations, move time, read journals with what was found, and run scenarios. A server is started for them
in this process, or a running one is used (--server). CLIENT is the command of an adapter, as for verify: what the tool
verify judges. No other command is ever run.`),
		Example: paragraphs(`
  sparring mcp
  sparring mcp -- python3 my_adapter.py
  sparring mcp --server http://127.0.0.1:8080`),
		Args: func(cmd *cobra.Command, _ []string) error {
			f.own = !cmd.Flags().Changed("server")
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return usageError(f.run(cmd, args)) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.remote.server, "server", "", "use this running server instead of one in this process")
	flags.StringVar(&f.remote.token, "control-token", "", "control token of the server")
	f.remote.trust.flags(flags)
	return cmd
}

func (f *mcpFlags) run(cmd *cobra.Command, args []string) error {
	o := agent.Options{Version: mock.Version, Explain: func(code string) (any, error) {
		return explanations([]string{code})
	}}
	switch dash := cmd.ArgsLenAtDash(); {
	case dash != 0 && len(args) > 0:
		return fmt.Errorf("%q stands before --; the client's command comes after it: sparring mcp -- %s", args[0],
			strings.Join(args, " "))
	case dash == 0 && len(args) == 0:
		return errors.New("nothing follows --; expected the client's command, such as: sparring mcp -- node a.mjs")
	case dash == 0:
		if err := (driver.Program{Args: args}).Check(); err != nil {
			return err
		}
		o.Client, o.Command = driver.Command{Args: args}, "-- "+scenarios.Quote(args)
	}
	if f.own && f.remote.server == "" {
		stop, err := f.serve()
		if err != nil {
			return err
		}
		defer stop()
	}
	var err error
	if o.Control, err = f.remote.client(); err != nil {
		return err
	}
	if o.TLS, err = f.remote.trust.config(); err != nil {
		return err
	}
	if _, err := o.Control.APIs(cmd.Context()); err != nil {
		return f.remote.explain(err)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "sparring: Model Context Protocol on standard input and output; server %s\n",
		f.remote.server)
	err = agent.New(o).Run(cmd.Context(), &mcp.IOTransport{
		Reader: io.NopCloser(cmd.InOrStdin()), Writer: keepOpen{cmd.OutOrStdout()},
	})
	if errors.Is(err, context.Canceled) { // Ctrl-C is the end
		return nil
	}
	return err
}

// serve starts a server in this process.
func (f *mcpFlags) serve() (stop func(), err error) {
	server, err := mock.New(mock.Options{
		ControlToken: f.remote.token, ServerLog: log.New(io.Discard, "", 0), Conduct: conduct,
		Say: said,
	})
	if err != nil {
		return nil, ofFlag(err)
	}
	address, err := server.Listen("127.0.0.1:0", nil)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	f.remote.server = "http://" + reachable(address)
	return func() { _ = server.Close() }, nil
}

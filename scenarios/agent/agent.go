// Package agent offers a server and the suite to coding agents: tools of the Model Context Protocol. New returns the
// server of the protocol; who calls it chooses the transport. It runs no command but the client that its user named.
package agent

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
)

// Options of the tools.
type Options struct {
	Control *client.Client // of the server whose worlds are made
	TLS     *tls.Config    // which certificate of the server is taken, nil for those that the system trusts
	Client  driver.Starter // what verify judges; nil means the built-in reference client
	Command string         // the client as on the command line
	Version string         // of this program
	// Explain returns what is known of a code under why, of a finding or of a vendor's error.
	Explain func(code string) (any, error)
}

// tools are the handlers.
type tools struct{ Options }

// instructions tell an agent how the tools belong together.
const instructions = `Sparring fakes four HTTP APIs (bonder, iqchannels, radist, timconnect) as their vendors document
them, and judges clients of them. To mend a client:

1. list_apis and describe_api say what is faked: operations, error codes, kinds of faults, switches, events.
2. make_world gives a fresh, isolated server state. Configure the client with its url and credentials, nothing else.
3. Run the client's own tests or calls against that url with your own means. Then read_journal with only_findings, and
   judge_world: rules that traffic can answer (renewals, retries, second effects), each with the entries that prove it.
4. read_entry shows a request and its response whole; explain_code says what a code means and what a client should do.
   A finding by "client" is a mistake of the client: mend the client, never the world. A finding with the provenance
   "derived" is our reading, not the vendor's words: it is a hint.
5. Test the hard cases: add_fault breaks an operation on demand, advance_clock lets tokens and sessions expire at once,
   raise_event lets something happen outside HTTP (a QR is scanned, an account is suspended). fork_world copies a world
   with its state, to try twice from one point.
6. If the user started this program with the command of an adapter, verify runs scenarios against the client; choose
   few (api, tags or scenarios). A failed scenario says what was expected and cites the vendor. Mend, and run the same
   again by its address; then run the whole API once.
7. find_sentences finds Gherkin sentences, in English and Russian, for a scenario of your own; verify takes its text.
8. close_world judges what is left (faults that nobody met) and ends the world.

A client is good when its journal has no finding by "client", no unmatched request, and no failed rule. Warnings are
advice. Do not change the client to please one world: the same mistake comes back under another seed.`

// New returns the server of the protocol with all tools.
func New(o Options) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "sparring", Title: "Sparring", Version: o.Version},
		&mcp.ServerOptions{Instructions: instructions})
	t := &tools{o}
	t.addCatalogue(s)
	t.addWorlds(s)
	t.addActs(s)
	t.addJournal(s)
	t.addVerify(s)
	return s
}

// reads and acts add a tool: one that only reads, one that changes a world.
func reads[In any](s *mcp.Server, name, doc string, do func(context.Context, In) (any, error)) {
	add(s, name, doc, &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: new(bool)}, do)
}

func acts[In any](s *mcp.Server, name, doc string, do func(context.Context, In) (any, error)) {
	add(s, name, doc, &mcp.ToolAnnotations{DestructiveHint: new(bool), OpenWorldHint: new(bool)}, do)
}

func add[In any](
	s *mcp.Server, name, doc string, hints *mcp.ToolAnnotations, do func(context.Context, In) (any, error),
) {
	mcp.AddTool(s, &mcp.Tool{Name: name, Description: doc, Annotations: hints},
		func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
			out, err := do(ctx, in)
			return nil, out, told(err)
		})
	s.AddReceivingMiddleware(describing(name, "; "+name+" takes "+arguments(reflect.TypeFor[In]())))
}

// describing adds what a tool takes to the refusal of a call that has other arguments.
func describing(tool, takes string) mcp.Middleware {
	return func(next mcp.MethodHandler) mcp.MethodHandler {
		return func(ctx context.Context, method string, r mcp.Request) (mcp.Result, error) {
			result, err := next(ctx, method, r)
			call, is := r.(*mcp.CallToolRequest)
			refused, failed := result.(*mcp.CallToolResult)
			if err != nil || !is || !failed || call.Params.Name != tool || !refused.IsError {
				return result, err
			}
			for _, part := range refused.Content {
				if text, is := part.(*mcp.TextContent); is && strings.HasPrefix(text.Text, `validating "arguments"`) {
					text.Text += takes
				}
			}
			return result, nil
		}
	}
}

// arguments lists what the fields of a type are called, with their types.
func arguments(of reflect.Type) string {
	var out []string
	for _, f := range reflect.VisibleFields(of) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" {
			continue
		}
		kind := strings.NewReplacer("*", "", "[]", "list of ", "interface {}", "any").Replace(f.Type.String())
		if options == "" {
			kind += ", required"
		}
		out = append(out, fmt.Sprintf("%s (%s)", name, kind))
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}

// hints say by tools what the control API says by paths, for the codes of its problems.
var hints = map[string]string{
	"unknown-world":    "list_worlds lists them, make_world makes one",
	"unknown-api":      "list_apis lists them",
	"unknown-event":    "describe_api lists events and their arguments",
	"bad-argument":     "describe_api lists events and their arguments",
	"bad-fault":        "describe_api lists operations, codes, and kinds of faults with their parameters",
	"bad-switch":       "describe_api lists switches and their values",
	"unknown-entry":    "read_journal lists those that are kept",
	"unknown-fault":    "list_faults lists them",
	"world-closed":     "make_world makes another",
	"bad-release":      "list_faults names the entries that wait",
	"impossible-event": "nothing has changed",
}

// told is an error in terms of the tools: what the server refused, with the names that it knows.
func told(err error) error {
	var refused *client.Problem
	if !errors.As(err, &refused) {
		return err
	}
	said := *refused
	if hint, is := hints[refused.Code()]; is {
		said.Hint = hint
	}
	text := said.Error()
	if known := refused.Known; len(known) > 0 && !strings.Contains(text, known[0]) {
		text += "; known: " + strings.Join(known, ", ")
	}
	return errors.New(text)
}

// result is a list under a name: a tool's result is an object.
func result(name string, list any) map[string]any { return map[string]any{name: list} }

func missing(name, example string) error {
	return fmt.Errorf("%s is missing; expected %s", name, example)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/problem"
)

func newFaultCommand() *cobra.Command {
	r := &remote{}
	var after, times int
	cmd := &cobra.Command{
		Use:   "fault API OPERATION CODE|KIND [PARAMETER=VALUE…]",
		Short: "Break an operation of a running server on demand",
		Long:  faultHelp(),
		Example: paragraphs(`
  sparring fault bonder saveCard DATABASE_ERROR --times 2
  sparring fault bonder saveCard delay duration=2s
  sparring fault radist ConnectionsGetItems status status=503 'body={"error":"down"}'`),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 3 {
				return fewArguments(cmd, args,
					`expected API OPERATION and a CODE or KIND, such as "sparring fault bonder saveCard `+
						`DATABASE_ERROR"`)
			}
			return nil
		},
		ValidArgsFunction: r.complete(faultWords),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			spec, err := fault.ParseWords(args[2:])
			if bad := (*fault.Refusal)(nil); errors.As(err, &bad) {
				p := problem.New(problem.BadFault, bad.Reason).At(bad.Field).Knowing(bad.Known...)
				suggest(p, args[2])
				return p
			}
			req := client.FaultRequest{Match: fault.Match{API: args[0], Operation: args[1]}, After: after, Fault: spec}
			if cmd.Flags().Changed("times") {
				req.Times = &times
			}
			rule, err := c.AddFault(cmd.Context(), r.world, req)
			if bad := (*client.Problem)(nil); errors.As(err, &bad) {
				switch bad.Field {
				case "/match/api":
					suggest(bad, args[0])
				case "/match/operation":
					suggest(bad, args[1])
				case "/fault/code":
					suggest(bad, args[2])
				}
			}
			if err != nil {
				return err
			}
			return r.print(cmd, rule, func(w io.Writer) { faultTable(w, []client.FaultRule{rule}) })
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.PersistentFlags())
	cmd.Flags().IntVar(&after, "after", 0, "let the first n matches pass")
	cmd.Flags().IntVar(&times, "times", 1, "fire so often; 0 until removed")
	cmd.AddCommand(r.faultList(), r.faultRemove(), r.faultRelease())
	return cmd
}

// faultHelp describes the kinds of faults.
func faultHelp() string {
	var b strings.Builder
	b.WriteString("Make a fault rule: an error code of the operation, or a kind of fault with its parameters. " +
		"Values may be\n" +
		"JSON. A rule fires once unless --times says otherwise.\n\nKinds:\n")
	for _, k := range fault.Kinds() {
		fmt.Fprintf(&b, "  %-10s  %s\n", k.Kind, k.Doc)
		for _, p := range k.Parameters {
			text := p.Usage()
			if p.Default != nil {
				text += fmt.Sprintf(" (%v)", p.Default)
			}
			fmt.Fprintf(&b, "              %s: %s\n", text, p.Doc)
		}
	}
	b.WriteString("\nA GET may be sent twice, by the HTTP library itself: see reset, empty and lose_reply. With " +
		"--times 0 a rule\n" +
		"fires until it is removed; the journal shows each request that it took.")
	return b.String()
}

func (r *remote) faultList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the rules, spent ones too, and who waits",
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			rules, err := c.Faults(cmd.Context(), r.world)
			if err != nil {
				return err
			}
			return r.print(cmd, client.Faults{Faults: append([]client.FaultRule{}, rules...)},
				func(w io.Writer) { faultTable(w, rules) })
		}),
	}
}

func (r *remote) faultRemove() *cobra.Command {
	return &cobra.Command{
		Use: "rm ID", Short: "Remove a rule and release what it holds",
		ValidArgsFunction: r.complete(firstOnly(r.ruleNames)),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			err := named("a fault rule", args[0])
			if err == nil {
				err = c.RemoveFault(cmd.Context(), r.world, args[0])
			}
			if err != nil {
				return err
			}
			return r.print(cmd, map[string]string{"removed": args[0]},
				func(w io.Writer) { fmt.Fprintf(w, "removed %s\n", args[0]) })
		}),
	}
}

func (r *remote) faultRelease() *cobra.Command {
	return &cobra.Command{
		Use: "release ID [SEQ…]", Short: "Let held requests go",
		Long: paragraphs(`
Let held requests go: all at once, or those of the journal entries named, one after the other in this order,
each handled before the next.`),
		ValidArgsFunction: r.complete(r.heldNames),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			if err := named("a fault rule", args[0]); err != nil {
				return err
			}
			var seqs []int64
			for _, arg := range args[1:] {
				seq, err := strconv.ParseInt(arg, 10, 64)
				if err != nil {
					return fmt.Errorf("%q: expected the seq of a journal entry", arg)
				}
				seqs = append(seqs, seq)
			}
			released, err := c.Release(cmd.Context(), r.world, args[0], seqs...)
			if err != nil {
				return err
			}
			return r.print(cmd, client.Released{Released: append([]int64{}, released...)}, func(w io.Writer) {
				if len(released) == 0 {
					fmt.Fprintln(w, "nobody waited")
					return
				}
				fmt.Fprintf(w, "released %s\n", numbers(released))
			})
		}),
	}
}

func faultTable(w io.Writer, rules []client.FaultRule) {
	if len(rules) == 0 {
		fmt.Fprintln(w, "no fault rules")
		return
	}
	fmt.Fprintln(w, "ID\tMATCH\tFAULT\tAFTER\tHITS\tREMAINING\tWAITING")
	for _, rule := range rules {
		remaining := "until removed"
		if rule.Remaining != nil {
			remaining = strconv.Itoa(*rule.Remaining)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\t%s\n", rule.ID, matched(rule.Match), faultText(rule.Fault), rule.After,
			rule.Hits, remaining,
			orDash(numbers(rule.Waiting)))
	}
}

// matched writes what a rule matches on one line.
func matched(m fault.Match) string {
	out := []string{dotted(m.API, m.Operation)}
	if m.Method != "" || m.Path != "" {
		out = append(out, strings.TrimSpace(m.Method+" "+m.Path))
	}
	if len(m.Header) > 0 {
		out = append(out, pairs(m.Header))
	}
	if len(m.Body) > 0 {
		out = append(out, pairs(m.Body))
	}
	return printable(strings.Join(out, " "))
}

// dotted names an operation of an API; what is left out is any.
func dotted(api, operation string) string {
	switch {
	case api == "" && operation == "":
		return "any"
	case operation == "":
		return api
	case api == "":
		return operation
	}
	return api + "." + operation
}

// faultText writes a fault as the command line takes it.
func faultText(s fault.Spec) string {
	out := []string{s.Kind}
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		value, isText := s.Parameters[name].(string)
		if !isText {
			data, _ := json.Marshal(s.Parameters[name]) // it came out of JSON
			value = string(data)
		}
		out = append(out, name+"="+value)
	}
	return printable(strings.Join(out, " "))
}

func numbers(list []int64) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(out, ", ")
}

func (r *remote) ruleNames(ctx context.Context, c *client.Client, _ []string) (out []string, err error) {
	rules, err := c.Faults(ctx, r.world)
	for _, rule := range rules {
		out = append(out, candidate(rule.ID, matched(rule.Match)+" "+faultText(rule.Fault)))
	}
	return out, err
}

// heldNames completes the arguments of release: a rule, then the requests that it holds.
func (r *remote) heldNames(ctx context.Context, c *client.Client, args []string) (out []string, err error) {
	if len(args) == 0 {
		return r.ruleNames(ctx, c, args)
	}
	rule, err := c.Fault(ctx, r.world, args[0])
	for _, seq := range rule.Waiting {
		out = append(out, strconv.FormatInt(seq, 10))
	}
	return out, err
}

// faultWords completes the arguments of fault: an API, an operation, a code or kind, parameters.
func faultWords(ctx context.Context, c *client.Client, args []string) (out []string, err error) {
	if len(args) == 0 {
		return apiNames(ctx, c, args)
	}
	api, err := c.API(ctx, args[0])
	if err != nil {
		return nil, err
	}
	if len(args) == 1 {
		for _, op := range api.Operations {
			out = append(out, candidate(op.ID, op.Summary))
		}
		return out, nil
	}
	if len(args) == 2 {
		for _, op := range api.Operations {
			if op.ID == args[1] || slices.Contains(op.Aliases, args[1]) {
				out = append(out, op.Codes...)
			}
		}
		for _, k := range api.Faults {
			out = append(out, candidate(k.Kind, k.Doc))
		}
		return out, nil
	}
	for _, k := range api.Faults {
		for _, p := range k.Parameters {
			given := slices.ContainsFunc(args[3:], func(arg string) bool { return strings.HasPrefix(arg, p.Name+"=") })
			if k.Kind == args[2] && !given {
				out = append(out, candidate(p.Name+"=", p.Doc))
			}
		}
	}
	return out, nil
}

// parseFault reads a fault as the command line of "sparring fault" has it.
func parseFault(line string) (client.FaultRequest, error) {
	words, err := splitWords(line)
	if err != nil {
		return client.FaultRequest{}, err
	}
	flags := pflag.NewFlagSet("fault", pflag.ContinueOnError)
	after := flags.Int("after", 0, "")
	times := flags.Int("times", 1, "")
	if err := flags.Parse(words); err != nil {
		return client.FaultRequest{}, errors.New(err.Error() + "; known: --times, --after")
	}
	args := flags.Args()
	if len(args) < 3 {
		return client.FaultRequest{}, errors.New("expected API OPERATION and a CODE or KIND, such as " +
			"'bonder saveCard DATABASE_ERROR --times 1'")
	}
	spec, err := fault.ParseWords(args[2:])
	if bad := (*fault.Refusal)(nil); errors.As(err, &bad) {
		return client.FaultRequest{}, refusal(problem.New(problem.BadFault, bad.Reason).At(bad.Field).
			Knowing(bad.Known...))
	}
	return client.FaultRequest{
		Match: fault.Match{API: args[0], Operation: args[1]}, After: *after, Times: times, Fault: spec,
	}, err
}

// splitWords splits a line at spaces, as a shell does; a text in quotes is one word.
func splitWords(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && unicode.IsSpace(r):
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c is not closed", quote)
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}

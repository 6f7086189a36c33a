package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// journalFlags are the flags of journal, as given.
type journalFlags struct {
	query             client.Query
	follow, findings  bool
	exitCode, noWorld bool
	har               string
}

func newJournalCommand() *cobra.Command {
	r := &remote{}
	var f journalFlags
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Show what happened in a world of a running server, and what was found",
		Long: paragraphs(`
Show the entries of a world's journal and, below each, what is wrong with it: violations of the client,
defects of Sparring, and requests that no operation fits. CODE is the vendor's error code in the response;
"sparring why CODE" explains a code under WHY. --since takes the rev that a limited list ends with.

With --json a script gets {entries, next, truncated}, and with --follow one entry a line, again whenever it
changes.

Exit codes with --exit-code: 0 nothing is wrong; 1 something is; 2 entries were forgotten before they were
judged.`),
		Example: paragraphs(`
  sparring journal --findings --exit-code
  sparring journal --api bonder --follow
  sparring journal --har session.har
  sparring journal --no-world`),
		Args: func(cmd *cobra.Command, args []string) error { // before the environment is read
			if f.noWorld && cmd.Flags().Changed("world") {
				return errors.New("--no-world and --world exclude each other: what reached no world is in none")
			}
			return arguments(cmd, args)
		},
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error { return r.journal(cmd, c, f) }),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.PersistentFlags())
	flags := cmd.Flags()
	flags.StringVar(&f.query.API, "api", "", "only this API")
	flags.StringVar(&f.query.Operation, "operation", "", "only this operation or event")
	flags.StringVar((*string)(&f.query.Kind), "kind", "", "only this kind: exchange, outgoing, event, clock, fault")
	flags.Int64Var(&f.query.Since, "since", 0, "only what changed after this rev")
	flags.IntVar(&f.query.Limit, "limit", 0, "at most so many entries; 0 is all")
	flags.BoolVar(&f.query.Canonical, "canonical", false, "leave out what differs from run to run")
	flags.BoolVarP(&f.follow, "follow", "f", false, "go on until Ctrl-C or until the world ends")
	flags.BoolVar(&f.findings, "findings", false, "only entries with findings, and requests that no operation fits")
	flags.BoolVar(&f.exitCode, "exit-code", false, "exit with 1 if anything is wrong with the entries")
	flags.BoolVar(&f.noWorld, "no-world", false, "what reached no world: requests with a misspelled API or world")
	flags.StringVar(&f.har, "har", "", "write an HTTP archive to this file; - is standard output")
	for _, other := range []string{"follow", "findings", "exit-code", "no-world", "json"} {
		exclude(cmd, "har", other)
	}
	exclude(cmd, "no-world", "follow")
	offer(cmd, "api", r.complete(apiNames))
	offer(cmd, "operation", r.complete(f.operationNames))
	var kinds []string
	for _, kind := range journal.Kinds() {
		kinds = append(kinds, string(kind))
	}
	offer(cmd, "kind", cobra.FixedCompletions(kinds, cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(r.journalClear())
	return cmd
}

func (r *remote) journalClear() *cobra.Command {
	return &cobra.Command{
		Use: "clear", Short: "Forget all entries; seq and rev go on",
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			if err := c.ClearJournal(cmd.Context(), r.world); err != nil {
				return err
			}
			return r.print(cmd, map[string]string{"cleared": r.world},
				func(w io.Writer) { fmt.Fprintf(w, "cleared the journal of %s\n", r.world) })
		}),
	}
}

func (r *remote) journal(cmd *cobra.Command, c *client.Client, f journalFlags) error {
	if f.query.Since < 0 || f.query.Limit < 0 {
		return errors.New("--since and --limit: expected a number of at least 0")
	}
	if cmd.Flags().Changed("har") {
		return r.archive(cmd, c, f)
	}
	if f.follow {
		return r.follow(cmd, c, f)
	}
	page, more, err := r.page(cmd.Context(), c, f)
	if err != nil {
		return err
	}
	if r.json.asked() {
		err = r.json.write(cmd, page, "  ")
	} else {
		r.list(cmd, c, f, page, more)
	}
	if err != nil || !f.exitCode {
		return err
	}
	var found tally
	for i := range page.Entries {
		found.add(&page.Entries[i])
	}
	return found.exit(page.Truncated)
}

// list prints a page for people.
func (r *remote) list(cmd *cobra.Command, c *client.Client, f journalFlags, page journal.Page, more bool) {
	out := cmd.OutOrStdout()
	if page.Truncated {
		fmt.Fprintln(out, "earlier entries were forgotten: the journal is bounded")
	}
	if len(page.Entries) == 0 {
		fmt.Fprintln(out, "no entries")
	} else {
		t := newTable()
		t.fit(page.Entries)
		t.head(out)
		for i := range page.Entries {
			t.row(out, &page.Entries[i])
		}
	}
	if more {
		fmt.Fprintf(out, "next: --since %d\n", page.Next)
	}
	if f.noWorld {
		return
	}
	astray, err := c.ServerJournal(cmd.Context(), client.Query{})
	count := 0
	for i := range astray.Entries {
		count += len(astray.Entries[i].Wrong())
	}
	if err == nil && count > 0 {
		fmt.Fprintf(out, "%s reached no world: see \"sparring journal --no-world\"\n", counted(count, "request"))
	}
}

// tally counts what is wrong with entries.
type tally struct{ violations, defects, unmatched int }

func (t *tally) add(e *journal.Entry) {
	for _, f := range e.Wrong() {
		switch f.Kind {
		case journal.Unmatched:
			t.unmatched++
		case journal.Defect:
			t.defects++
		default:
			t.violations++
		}
	}
}

// exit is the end of a command with --exit-code: 1 if anything is wrong, 2 if entries are missing that nobody judged.
func (t tally) exit(forgotten bool) error {
	switch {
	case t.violations+t.defects+t.unmatched > 0:
		return &exitError{code: 1, err: fmt.Errorf("something is wrong: %s, %s, %s", counted(t.violations, "violation"),
			counted(t.defects, "defect"), counted(t.unmatched, "unmatched request"))}
	case forgotten:
		return errors.New("earlier entries were forgotten before they were judged: " +
			"start the server with a larger --journal-bytes")
	}
	return nil
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// page reads the entries asked for. Those with findings are chosen here, so that a limit counts them alone; more
// reports whether the limit ended it.
func (r *remote) page(ctx context.Context, c *client.Client, f journalFlags) (page journal.Page, more bool, err error) {
	q := f.query
	read := func() (journal.Page, error) { return c.Journal(ctx, r.world, q) }
	if f.noWorld {
		read = func() (journal.Page, error) { return c.ServerJournal(ctx, q) }
	}
	bySeq := map[int64]journal.Entry{}
	for {
		part, err := read()
		if err != nil {
			return page, false, err
		}
		for _, e := range part.Entries {
			delete(bySeq, e.Seq) // an entry that changed between two parts
			if !f.findings || len(e.Wrong()) > 0 {
				bySeq[e.Seq] = e
			}
		}
		page.Next, page.Truncated = part.Next, page.Truncated || part.Truncated
		full := q.Limit > 0 && len(part.Entries) == q.Limit
		if more = full && len(bySeq) >= f.query.Limit; !full || more {
			break
		}
		q.Since, q.Limit = part.Next, f.query.Limit-len(bySeq)
	}
	page.Entries = make([]journal.Entry, 0, len(bySeq))
	for _, e := range bySeq {
		page.Entries = append(page.Entries, e)
	}
	slices.SortFunc(page.Entries, func(a, b journal.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return page, more, nil
}

// archive writes the exchanges as an HTTP archive.
func (r *remote) archive(cmd *cobra.Command, c *client.Client, f journalFlags) error {
	text, err := c.HAR(cmd.Context(), r.world, f.query)
	if err != nil {
		return err
	}
	if f.har == "-" {
		return writeJSON(cmd.OutOrStdout(), text, "  ")
	}
	if err := os.WriteFile(f.har, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("--har: %w", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\n", f.har)
	return nil
}

// operationNames completes --operation: those of --api, or of all.
func (f *journalFlags) operationNames(ctx context.Context, c *client.Client, _ []string) (out []string, err error) {
	apis, err := c.APIs(ctx)
	for _, a := range apis {
		for _, op := range a.Operations {
			if f.query.API == "" || f.query.API == a.Name {
				out = append(out, candidate(op.ID, op.Summary))
			}
		}
	}
	return out, err
}

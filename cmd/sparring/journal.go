package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// journalFlags are the flags of journal, as given.
type journalFlags struct {
	query            client.Query
	follow, findings bool
	har              string
}

func newJournalCommand() *cobra.Command {
	r := &remote{}
	var f journalFlags
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Show what happened in a world of a running server, and what was found",
		Long: "Show the entries of a world's journal with their findings. --since takes the rev that a limited answer ends with.\n" +
			"With --json a script gets {entries, next, truncated}, and with --follow one entry a line, again whenever it changes.",
		Example: "  sparring journal --findings\n  sparring journal --api bonder --follow\n  sparring journal --har session.har",
		Args:    cobra.NoArgs,
		RunE:    r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error { return r.journal(cmd, c, f) }),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.PersistentFlags())
	flags := cmd.Flags()
	flags.StringVar(&f.query.API, "api", "", "only this API")
	flags.StringVar(&f.query.Operation, "operation", "", "only this operation or event")
	flags.StringVar(&f.query.Kind, "kind", "", "only this kind: exchange, outgoing, event, clock, fault")
	flags.Int64Var(&f.query.Since, "since", 0, "only what changed after this rev")
	flags.IntVar(&f.query.Limit, "limit", 0, "at most so many entries; 0 is all")
	flags.BoolVar(&f.query.Canonical, "canonical", false, "leave out what differs from run to run")
	flags.BoolVarP(&f.follow, "follow", "f", false, "go on until Ctrl-C or until the world ends")
	flags.BoolVar(&f.findings, "findings", false, "only entries with findings")
	flags.StringVar(&f.har, "har", "", "write an HTTP archive to this file; - is standard output")
	for _, other := range []string{"follow", "findings", "json"} {
		cmd.MarkFlagsMutuallyExclusive("har", other)
	}
	offer(cmd, "api", r.complete(apiNames))
	offer(cmd, "operation", r.complete(f.operationNames))
	offer(cmd, "kind", cobra.FixedCompletions([]string{journal.Exchange, journal.Outgoing, journal.Event, journal.ClockMove, journal.Fault},
		cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(r.journalClear())
	return cmd
}

func (r *remote) journalClear() *cobra.Command {
	return &cobra.Command{
		Use: "clear", Short: "Forget all entries; seq and rev go on", Args: cobra.NoArgs,
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			if err := c.ClearJournal(cmd.Context(), r.world); err != nil {
				return err
			}
			return r.print(cmd, map[string]string{"cleared": r.world}, func(w io.Writer) { fmt.Fprintf(w, "cleared the journal of %s\n", r.world) })
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
	if r.asJSON {
		return writeJSON(cmd.OutOrStdout(), page, "  ")
	}
	out := cmd.OutOrStdout()
	if page.Truncated {
		fmt.Fprintln(out, "earlier entries were forgotten: the journal is bounded")
	}
	if len(page.Entries) == 0 {
		fmt.Fprintln(out, "no entries")
		return nil
	}
	t := newTable()
	t.fit(page.Entries)
	t.head(out)
	for i := range page.Entries {
		t.row(out, &page.Entries[i])
	}
	if more {
		fmt.Fprintf(out, "next: --since %d\n", page.Next)
	}
	return nil
}

// page reads the entries asked for. Those with findings are chosen here, so that a limit counts them alone; more tells
// that the limit ended it.
func (r *remote) page(ctx context.Context, c *client.Client, f journalFlags) (page journal.Page, more bool, err error) {
	q := f.query
	bySeq := map[int64]journal.Entry{}
	for {
		part, err := c.Journal(ctx, r.world, q)
		if err != nil {
			return page, false, err
		}
		for _, e := range part.Entries {
			delete(bySeq, e.Seq) // an entry that changed between two parts
			if !f.findings || len(e.Findings) > 0 {
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

// errEnough ends a stream that has given all that was asked for.
var errEnough = errors.New("enough")

// follow prints entries as they come, until Ctrl-C, the limit, or the end of the world.
func (r *remote) follow(cmd *cobra.Command, c *client.Client, f journalFlags) error {
	out, t := cmd.OutOrStdout(), newTable()
	shown, printed := map[int64]string{}, 0
	q := f.query
	q.Limit = 0 // counted here: not all that comes is printed
	err := c.StreamJournal(cmd.Context(), r.world, q, func(e journal.Entry) error {
		if f.findings && len(e.Findings) == 0 {
			return nil
		}
		if r.asJSON {
			if err := writeJSON(out, e, ""); err != nil {
				return err
			}
		} else {
			var line strings.Builder
			t.row(&line, &e)
			if t.quiet(&e) || shown[e.Seq] == line.String() {
				return nil
			}
			if e.State == journal.Open {
				shown[e.Seq] = line.String()
			} else {
				delete(shown, e.Seq)
			}
			if printed == 0 {
				t.head(out)
			}
			if _, err := io.WriteString(out, line.String()); err != nil {
				return err
			}
		}
		if printed++; printed == f.query.Limit {
			return errEnough
		}
		return nil
	})
	switch {
	case errors.Is(err, errEnough) || cmd.Context().Err() != nil:
		return nil
	case err == nil:
		if !r.asJSON {
			fmt.Fprintf(out, "world %s has ended\n", r.world)
		}
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the server at %s has gone", r.server)
	}
	return err
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

// table prints entries in columns. Its widths are set beforehand, as lines may come one by one.
type table struct{ widths []int }

func newTable() *table { return &table{widths: []int{5, 20, 7, 28, 36, 6, 8}} }

var columns = [...]string{"SEQ", "WORLD TIME", "STATE", "OPERATION", "REQUEST", "STATUS", "FINDINGS", "WHY"}

// widest bounds what a column gets, so that one long path does not spoil all lines.
const widest = 60

// fit sets the widths for the entries that are there.
func (t *table) fit(entries []journal.Entry) {
	for i := range t.widths {
		t.widths[i] = len(columns[i])
	}
	for i := range entries {
		cells := t.cells(&entries[i])
		for j := range t.widths {
			t.widths[j] = max(t.widths[j], min(utf8.RuneCountInString(cells[j]), widest))
		}
	}
}

func (t *table) head(out io.Writer) { t.line(out, columns[:]) }

func (t *table) line(out io.Writer, cells []string) {
	var b strings.Builder
	for i, width := range t.widths {
		fmt.Fprintf(&b, "%-*s  ", width, cells[i])
	}
	b.WriteString(cells[len(cells)-1])
	fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
}

// row prints an entry and, indented below, its findings.
func (t *table) row(out io.Writer, e *journal.Entry) {
	t.line(out, t.cells(e))
	for _, f := range e.Findings {
		fmt.Fprintf(out, "       %s by %s: %s at %s: %s (expected %s, got %s; %s)\n", f.Kind, f.By, f.Code, orDash(printable(f.Pointer)),
			printable(f.Message), orDash(printable(f.Expected)), orDash(printable(f.Actual)), f.Provenance)
	}
}

// quiet tells that there is nothing to say yet: the request has come and will be answered at once.
func (*table) quiet(e *journal.Entry) bool {
	return e.State == journal.Open && len(e.Faults) == 0 && len(e.Messages) == 0
}

func (*table) cells(e *journal.Entry) []string {
	operation, request := dotted(e.API, e.Operation), strings.TrimSpace(e.Method+" "+e.Path)
	switch {
	case e.Unmatched:
		operation = dotted(e.API, "(unmatched)")
	case e.Kind == journal.ClockMove || e.Kind == journal.Fault:
		operation, request = e.Kind+" "+e.Operation, asked(e)
	case e.Peer == journal.Control:
		request = asked(e)
	case e.Kind == journal.Outgoing:
		request = "to " + e.Peer + ": " + e.Method + " " + e.URL
	}
	var why []string
	for _, f := range e.Faults {
		why = append(why, "fault "+f.Rule+" "+f.Kind)
	}
	for _, w := range e.Why {
		why = append(why, w.Code)
	}
	findings := ""
	if len(e.Findings) > 0 {
		findings = strconv.Itoa(len(e.Findings))
	}
	return []string{
		strconv.FormatInt(e.Seq, 10), e.WorldTime.Format(time.RFC3339), e.State, printable(operation), orDash(shortened(request)), status(e),
		orDash(findings), printable(orDash(strings.Join(why, ", "))),
	}
}

// asked is what a control call was told to do, as short as can be.
func asked(e *journal.Entry) string {
	var event struct {
		Asked json.RawMessage `json:"asked"`
	}
	if json.Unmarshal(e.Event, &event) != nil {
		return ""
	}
	if e.Kind == journal.Fault {
		var rule client.FaultRequest
		if json.Unmarshal(event.Asked, &rule) == nil && rule.Fault.Kind != "" {
			return matched(rule.Match) + " " + faultText(rule.Fault)
		}
	} else if e.Kind == journal.Event && e.API != "" {
		var raised client.Event
		if json.Unmarshal(event.Asked, &raised) == nil && raised.Event != "" {
			return pairs(raised.Args)
		}
	}
	return string(event.Asked)
}

// status is the answer meant, or what left where a fault shaped it.
func status(e *journal.Entry) string {
	if e.Sent != nil && e.Sent.End != "" {
		return e.Sent.End
	}
	if e.Sent != nil && e.Sent.Status > 0 {
		return strconv.Itoa(e.Sent.Status)
	}
	if e.Response != nil && e.Response.Status > 0 {
		return strconv.Itoa(e.Response.Status)
	}
	if e.Error != "" {
		return "failed"
	}
	return "-"
}

func shortened(s string) string {
	s = printable(s)
	if utf8.RuneCountInString(s) <= widest {
		return s
	}
	return string([]rune(s)[:widest-1]) + "…"
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

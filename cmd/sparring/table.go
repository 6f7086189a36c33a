package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict/report/columns"
)

// table prints entries in columns that never drift: a cell wider than its column is cut. The last column is free.
type table struct{ widths []int }

var headings = [...]string{"SEQ", "WORLD TIME", "STATE", "OPERATION", "REQUEST", "STATUS", "CODE", "FINDINGS", "WHY"}

// newTable makes a table for entries that come one by one: its widths are set beforehand.
func newTable() *table { return &table{widths: []int{5, 20, 7, 38, 36, 7, 29, 8}} }

// widest bounds what a column gets, so that one long path does not spoil all lines.
const widest = 60

// fit sets the widths for the entries that are there.
func (t *table) fit(entries []journal.Entry) {
	for i := range t.widths {
		t.widths[i] = len(headings[i])
	}
	for i := range entries {
		cells := t.cells(&entries[i])
		for j := range t.widths {
			t.widths[j] = max(t.widths[j], min(columns.Width(cells[j]), widest))
		}
	}
}

func (t *table) head(out io.Writer) { t.line(out, headings[:]) }

func (t *table) line(out io.Writer, cells []string) {
	var b strings.Builder
	for i, w := range t.widths {
		b.WriteString(columns.Pad(cells[i], w) + "  ")
	}
	b.WriteString(cells[len(cells)-1])
	fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
}

// row prints an entry and, indented below, what is wrong with it.
func (t *table) row(out io.Writer, e *journal.Entry) {
	t.line(out, t.cells(e))
	for _, f := range e.Wrong() {
		fmt.Fprintf(out, "       %s\n", printable(f.String()))
	}
}

// quiet reports whether there is nothing to say yet: the request has come and will be answered at once.
func (*table) quiet(e *journal.Entry) bool {
	return e.State == journal.Open && len(e.Faults) == 0 && len(e.Messages) == 0
}

func (*table) cells(e *journal.Entry) []string {
	operation, request := dotted(e.API, e.Operation), strings.TrimSpace(e.Method+" "+e.Path)
	switch {
	case e.Unmatched:
		operation = dotted(e.API, "(unmatched)")
	case e.Kind == journal.ClockMove || e.Kind == journal.Fault:
		operation, request = string(e.Kind)+" "+e.Operation, asked(e)
	case e.Peer == journal.Control:
		request = asked(e)
	case e.Kind == journal.Outgoing:
		request = "to " + string(e.Peer) + ": " + e.Method + " " + e.URL
	}
	findings := ""
	if n := len(e.Wrong()); n > 0 {
		findings = strconv.Itoa(n)
	}
	return []string{
		strconv.FormatInt(e.Seq, 10), e.WorldTime.Format(time.RFC3339), string(e.State), printable(operation),
		orDash(columns.Fit(printable(request), widest)), orDash(e.Outcome()), orDash(printable(e.Code)),
		orDash(findings),
		orDash(whys(e)),
	}
}

// asked is what a control call asked for, in short.
func asked(e *journal.Entry) string {
	if e.Event == nil {
		return ""
	}
	if event, ok := e.Raised(); ok && e.API != "" {
		var args map[string]any
		if json.Unmarshal(event.Args, &args) == nil || event.Args == nil {
			return pairs(args)
		}
	}
	var rule client.FaultRequest
	if e.Kind == journal.Fault && json.Unmarshal(e.Event.Asked, &rule) == nil && rule.Fault.Kind != "" {
		return matched(rule.Match) + " " + faultText(rule.Fault)
	}
	return string(e.Event.Asked)
}

// whys are the codes of what the client is never told, the fault that acted first.
func whys(e *journal.Entry) string {
	var codes []string
	for _, f := range e.Faults {
		codes = append(codes, "fault "+f.Rule+" "+f.Kind)
	}
	for _, w := range e.Why {
		codes = append(codes, w.Code)
	}
	return printable(strings.Join(codes, ", "))
}

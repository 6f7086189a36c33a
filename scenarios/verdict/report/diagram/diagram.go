// Package diagram draws sequence diagrams of a journal as SVG. The page around them has the styles and the icons.
package diagram

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/columns"
)

// Sequence is what a diagram is drawn of.
type Sequence struct {
	Entries []journal.Entry
	Marks   map[int64][]Mark // why an entry is held against the client
	Anchor  string           // what the ids of the entries' texts begin with; empty: there is nothing to link to
	Small   bool             // without excerpts of bodies
	Most    int              // entries shown; those that are marked or have findings stay beyond it
	Label   string
	Say     func(text string) string // puts our own words into another language; nil: they stay as they are
}

func (q *Sequence) say(text string) string {
	if q.Say == nil {
		return text
	}
	return q.Say(text)
}

// Mark names the check that an entry is evidence of, and the verdict that it gave the scenario.
type Mark struct {
	ID     string
	Judged verdict.Verdict
}

// rowKind is what a row of the diagram shows.
type rowKind int

const (
	request rowKind = iota
	message
	response
	across // a control entry
	gap    // entries left out
)

// row is one line of the diagram.
type row struct {
	kind  rowKind
	entry *journal.Entry
	at    time.Time // wire time, or zero
	msg   *journal.StreamMessage
	text  string
	last  bool // of a stream: its end
}

// Kept returns which entries are shown: those that prove something always, then the ends, the neighbours, and what
// comes first.
func (q *Sequence) Kept() []bool {
	n := len(q.Entries)
	keep, left := make([]bool, n), q.Most
	take := func(i int) {
		if i >= 0 && i < n && !keep[i] && left > 0 {
			keep[i] = true
			left--
		}
	}
	if n <= q.Most {
		for i := range n {
			take(i)
		}
		return keep
	}
	for i := range q.Entries {
		if q.Offends(&q.Entries[i]) {
			keep[i] = true
			left--
		}
	}
	proofs := slices.Clone(keep)
	for i := range 3 {
		take(i)
		take(n - 1 - i)
	}
	for i, proof := range proofs {
		if proof {
			take(i - 1)
			take(i + 1)
		}
	}
	for i := range n {
		take(i)
	}
	return keep
}

// Offends reports whether something is wrong with an entry, or it proves that something is.
func (q *Sequence) Offends(e *journal.Entry) bool {
	return len(q.Marks[e.Seq]) > 0 || len(e.Findings) > 0 || e.Unmatched
}

// rows puts what happened in order: a response is where it was given, so that overlapping requests are seen.
func (q *Sequence) rows() []row {
	keep := q.Kept()
	timed := true
	for i := range q.Entries {
		timed = timed && q.Entries[i].WireTime != nil
	}
	var rows, messages []row
	for i := 0; i < len(q.Entries); i++ {
		e := &q.Entries[i]
		var at, end time.Time
		if timed {
			at, end = *e.WireTime, *e.WireTime
			if e.DurationMS != nil {
				end = at.Add(time.Duration(*e.DurationMS * float64(time.Millisecond)))
			}
		}
		switch {
		case !keep[i]:
			first := i
			for i+1 < len(q.Entries) && !keep[i+1] {
				i++
			}
			text := q.say(more(i-first+1, "entry", "entries"))
			rows = append(rows, row{kind: gap, entry: e, at: at, text: text})
		case e.Kind != journal.Exchange && e.Kind != journal.Outgoing:
			rows = append(rows, row{kind: across, entry: e, at: at})
		default:
			rows = append(rows, row{kind: request, entry: e, at: at})
			stream := streams(e)
			if stream {
				rows = append(rows, row{kind: response, entry: e, at: at})
				messages = append(messages, q.messages(e)...)
			}
			if e.State != journal.Open {
				rows = append(rows, row{kind: response, entry: e, at: end, last: stream})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.at.Compare(b.at) })
	for _, m := range messages {
		rows = slices.Insert(rows, place(rows, m), m)
	}
	return rows
}

func more(n int, one, many string) string {
	if n > 1 {
		one = many
	}
	return fmt.Sprintf("… %d more %s", n, one)
}

func streams(e *journal.Entry) bool {
	return len(e.Messages) > 0 || e.Response != nil && strings.HasPrefix(e.Response.Header.Get("Content-Type"),
		"text/event-stream")
}

// place is where a message of a stream belongs: messages have world time only, so it follows what is not younger than
// it, and stays within its stream.
func place(rows []row, m row) int {
	at, inside := len(rows), false
	for i, r := range rows {
		mine := r.entry == m.entry
		inside = inside || mine && r.kind == response
		if inside && (mine && r.last || r.world().After(m.world())) {
			at = i
			break
		}
	}
	return at
}

// world is the world time of a row.
func (r *row) world() time.Time {
	if r.msg != nil {
		return r.msg.WorldTime
	}
	return r.entry.WorldTime
}

const firstMessages, lastMessages = 8, 2

// messages are those of a stream, the middle of many left out.
func (q *Sequence) messages(e *journal.Entry) []row {
	var rows []row
	n := len(e.Messages)
	for i := range e.Messages {
		m := &e.Messages[i]
		switch skipped := n - firstMessages - lastMessages; {
		case skipped > 1 && i == firstMessages:
			rows = append(rows, row{kind: gap, entry: e, msg: m, text: q.say(more(skipped, "message", "messages"))})
		case skipped > 1 && i > firstMessages && i < n-lastMessages:
		default:
			rows = append(rows, row{kind: message, entry: e, msg: m})
		}
	}
	return rows
}

// kindOf is the class of a response.
func kindOf(e *journal.Entry) string {
	code := 0
	if e.Response != nil {
		code = e.Response.Status
	}
	if e.Sent != nil && e.Sent.Status != 0 {
		code = e.Sent.Status
	}
	switch {
	case len(e.Faults) > 0:
		return "flt"
	case e.State == journal.Aborted && !streams(e) || e.Error != "" || code >= 400:
		return "err"
	}
	return "ok"
}

// Draw returns the diagram as an SVG of the page; empty if there are no entries.
func (q *Sequence) Draw() template.HTML {
	if len(q.Entries) == 0 {
		return ""
	}
	p := newPen(q)
	rows := q.rows()
	for i := range rows {
		p.row(&rows[i], i > 0 && rows[i-1].entry == rows[i].entry, i+1 < len(rows) && rows[i+1].entry == rows[i].entry)
	}
	p.end()
	var out drawing
	out.add(`<svg class="seq" role="group" aria-label="`, html.EscapeString(columns.Line(q.Label)), `" viewBox="0 0 `,
		diagramW, " ", p.y, `" width="`, diagramW, `" height="`, p.y, `">`)
	out.Write(p.under.Bytes())
	p.lanes(&out)
	out.Write(p.over.Bytes())
	out.add("</svg>")
	return template.HTML(out.String()) //nolint:gosec // every text of others went through html.EscapeString
}

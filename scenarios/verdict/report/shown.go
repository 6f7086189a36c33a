package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/columns"
	"sparring/scenarios/verdict/report/diagram"
)

// shown is a scenario as the page has it.
type shown struct {
	*verdict.Scenario
	N         int
	Open      bool
	Broken    []broken
	Kept      []*verdict.Check
	Short     string // what is read while it is folded
	LogText   string
	LogCut    int // bytes left out
	Diagram   template.HTML
	Exchanges []exchange
	Left      int // entries that are not told

	Nth, Of, Prev, Next int // among the failures; the N of its neighbours
}

// broken is a check that was not kept.
type broken struct {
	*verdict.Check
	Judged verdict.Verdict
	Links  []int64 // entries with a text to link to
	More   int     // further entries
}

// exchange is the text of an entry.
type exchange struct {
	ID, Title, When      string
	Marked               bool
	Asked, Meant, Sent   string
	Event, Error, Hint   string
	Findings             []journal.Finding
	Why                  []journal.Why
	Faults               []journal.Shaping
	Messages             []journal.StreamMessage
	Aborted, Late, Still bool
	MoreMessages         int
}

// How much of a scenario is told. What passed is told in short, so that a report of hundreds stays small.
const (
	entriesOfBad  = 40
	entriesOfGood = 12
	bodyOfProof   = 3000 // bytes
	bodyOfOther   = 700
	logOfBad      = 16000
	logOfGood     = 1500
	linksShown    = 24
	messagesTold  = 20
	shortReason   = 160
)

func newShown(n int, s *verdict.Scenario, open bool, say func(string) string) *shown {
	good := s.Verdict == verdict.Passed
	out := &shown{Scenario: s, N: n, Open: open}
	marks := map[int64][]diagram.Mark{}
	for _, c := range s.Checks {
		if v := c.Judged(s.Level); v == verdict.Passed {
			out.Kept = append(out.Kept, c)
		} else if v != verdict.Skipped {
			for _, seq := range c.Entries {
				if !slices.ContainsFunc(marks[seq], func(m diagram.Mark) bool { return m.ID == c.ID }) {
					marks[seq] = append(marks[seq], diagram.Mark{ID: c.ID, Judged: v})
				}
			}
		}
	}
	out.Short = columns.Fit(columns.Line(say(s.Reason)), shortReason)
	limit, most := logOfBad, entriesOfBad
	if good {
		limit, most = logOfGood, entriesOfGood
	}
	out.LogText, out.LogCut = tail(plain(s.Log), limit)
	q := &diagram.Sequence{
		Entries: s.Entries, Marks: marks, Small: good, Most: most,
		Say: say, Label: say(fmt.Sprintf("Sequence diagram of %s: %s", s.Name, entriesOf(len(s.Entries)))),
	}
	told := map[int64]bool{}
	if !good {
		q.Anchor = fmt.Sprintf("s%d-e", n)
		for i, keep := range q.Kept() {
			if !keep {
				out.Left++
				continue
			}
			e := &s.Entries[i]
			told[e.Seq] = true
			out.Exchanges = append(out.Exchanges, newExchange(q, e))
		}
	}
	for _, c := range s.Evidence() {
		b := broken{Check: c, Judged: c.Judged(s.Level)}
		for _, seq := range c.Entries {
			if told[seq] && len(b.Links) < linksShown {
				b.Links = append(b.Links, seq)
			} else {
				b.More++
			}
		}
		out.Broken = append(out.Broken, b)
	}
	out.Diagram = q.Draw()
	return out
}

// plain is a log without the sequences with which programs colour it.
func plain(log string) string {
	if !strings.Contains(log, "\x1b[") {
		return log
	}
	return regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(log, "")
}

func entriesOf(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// tail is the end of a text, from the beginning of a line.
func tail(text string, limit int) (string, int) {
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return text, 0
	}
	from := len(text) - limit
	if i := strings.IndexByte(text[from:], '\n'); i >= 0 && i < limit/2 {
		from += i + 1
	}
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	return text[from:], from
}

func newExchange(q *diagram.Sequence, e *journal.Entry) exchange {
	x := exchange{
		ID: fmt.Sprintf("%s%d", q.Anchor, e.Seq), Marked: q.Offends(e), Findings: e.Findings, Why: e.Why,
		Faults: e.Faults, Error: e.Error, Hint: e.Hint, When: e.WorldTime.UTC().Format("15:04:05.000"),
		Messages: e.Messages,
		Aborted:  e.State == journal.Aborted, Late: e.State == journal.Late, Still: e.State == journal.Open,
	}
	limit := bodyOfOther
	if x.Marked {
		limit = bodyOfProof
	}
	if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
		_, _, text := diagram.Told(e)
		x.Title, x.Event = fmt.Sprintf("%d %s", e.Seq, q.Say(text)), cut(diagram.CommandText(e.Event), limit)
		return x
	}
	x.Title = strings.TrimSpace(fmt.Sprintf("%d %s %s", e.Seq, e.Method, diagram.Target(e)))
	if e.Kind == journal.Outgoing {
		x.Title = q.Say(x.Title + " (the server calls the " + string(e.Peer) + ")")
	}
	if status, _, _ := diagram.Outcome(e); status != "" {
		x.Title += " → " + status
	}
	if e.Request != nil {
		x.Asked = half(e.Method+" "+e.URL, e.Request.Header, e.Request.Body, e.Request.BodyNote(), limit)
	}
	if e.Response != nil {
		first := fmt.Sprintf("%d %s", e.Response.Status, http.StatusText(e.Response.Status))
		x.Meant = half(first, e.Response.Header, e.Response.Body, e.Response.BodyNote(), limit)
	}
	if e.Sent != nil {
		first := fmt.Sprintf("%d bytes of the body", e.Sent.Bytes)
		if e.Sent.Status != 0 {
			first = fmt.Sprintf("%d %s, %s", e.Sent.Status, http.StatusText(e.Sent.Status), first)
		}
		if e.Sent.End != "" {
			first += ", then " + string(e.Sent.End)
		}
		x.Sent = half(q.Say(first), e.Sent.Header, e.Sent.Body, "", limit)
	}
	if n := len(x.Messages); n > messagesTold {
		x.Messages, x.MoreMessages = x.Messages[:messagesTold], n-messagesTold
	}
	return x
}

// half is one half of an exchange as text. note is about the body.
func half(first string, header http.Header, body []byte, note string, limit int) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(first))
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			b.WriteString("\n" + name + ": " + cut(value, limit))
		}
	}
	if note != "" {
		b.WriteString("\n\n(body " + note + ")")
	}
	if len(body) > 0 {
		b.WriteString("\n\n" + indented(body, limit))
	}
	return b.String()
}

// indented puts short JSON on lines, and cuts a long text.
func indented(text json.RawMessage, limit int) string {
	if len(text) < limit/2 {
		var b bytes.Buffer
		if json.Indent(&b, text, "", "  ") == nil && b.Len() <= limit {
			return strings.TrimSpace(strings.ToValidUTF8(b.String(), "\uFFFD"))
		}
	}
	return cut(string(text), limit)
}

func cut(text string, limit int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= limit {
		return text
	}
	at := limit
	for !utf8.RuneStart(text[at]) {
		at--
	}
	return fmt.Sprintf("%s … %d more bytes", text[:at], len(text)-at)
}

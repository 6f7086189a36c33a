package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"sparring/mock/journal"
)

// note stands on the server's side of a diagram: what the client is never told.
type note struct{ class, icon, text string }

// asks and answers tell who is to blame: the client's findings stand with its request, others' with the answer.
func asks(f journal.Finding) bool    { return f.By == journal.ByClient }
func answers(f journal.Finding) bool { return !asks(f) }

// findings are the rules that were broken by one side.
func (p *pen) findings(e *journal.Entry, side func(journal.Finding) bool) []note {
	var notes []note
	for _, f := range e.Findings {
		if !side(f) {
			continue
		}
		class, icon := "bad", "failed"
		if f.Provenance == journal.Derived {
			class, icon = "warn", "warned"
		}
		text := f.Kind + " by " + f.By + ": " + f.Code
		if f.Pointer != "" {
			text += " at " + f.Pointer
		}
		if !p.q.Small {
			text += ", " + f.Message
		}
		notes = append(notes, note{class, icon, text})
	}
	return notes
}

// proofs are the rules that a request broke, and the checks that its entry proves broken.
func (p *pen) proofs(e *journal.Entry) []note {
	notes := p.findings(e, asks)
	if e.Unmatched {
		text := "no such operation"
		if e.Hint != "" {
			text += "; " + e.Hint
		}
		notes = append(notes, note{"bad", "failed", text})
	}
	for _, m := range p.q.Marks[e.Seq] {
		if strings.HasPrefix(m.ID, "unasked.") && (len(e.Findings) > 0 || e.Unmatched) {
			continue // the finding itself says so
		}
		class, icon := "bad", "failed"
		if m.Judged <= Warned {
			class, icon = "warn", "warned"
		}
		notes = append(notes, note{class, icon, m.ID})
	}
	return notes
}

// reasons are what is wrong with an answer, the faults that shaped it and what decided it.
func (p *pen) reasons(e *journal.Entry) []note {
	notes := p.findings(e, answers)
	for _, f := range e.Faults {
		text := strings.TrimSpace("fault " + f.Rule + ": " + f.Kind + " " + f.Detail)
		if e.Sent != nil && e.Response != nil && e.Sent.End != "" && !streams(e) {
			text += fmt.Sprintf(" (%d of %d bytes sent)", e.Sent.Bytes, len(e.Response.Body))
		}
		notes = append(notes, note{"flt", "fault", text})
	}
	for _, w := range e.Why {
		if w.Code == "fault" && len(e.Faults) > 0 {
			continue // told already
		}
		text := w.Code
		if !p.q.Small && w.Text != "" {
			text += ": " + w.Text
		}
		notes = append(notes, note{"why", "why", text})
	}
	return notes
}

// notes draws a pile of notes right of the server, from y on.
func (p *pen) notes(notes []note, y int) {
	y = max(y, p.floor)
	for _, n := range notes {
		lines := wrap(n.text, (p.noteW-34)*10/67, 3)
		h := 14*len(lines) + 6
		p.over.box("note "+n.class, noteX, y, p.noteW, h, 4)
		p.over.icon(n.icon, n.class, noteX+6, y+5, 12)
		for i, line := range lines {
			p.over.text("nt", noteX+24, y+14+14*i, len(line), line)
		}
		y += h + 4
	}
	if len(notes) > 0 {
		p.floor = y
	}
}

// across draws what was done to the world from outside: over all lanes.
func (p *pen) across(e *journal.Entry) {
	icon, class, text := told(e)
	right := diagramW - 8
	p.clock(e.WorldTime, p.y+20)
	p.over.box("ctl "+class, clientX-20, p.y+4, right-clientX+20, acrossH, 12)
	p.over.icon(icon, class, clientX-10, p.y+9, 14)
	p.over.text("ct", clientX+12, p.y+20, (right-clientX-30)/7, text)
	p.y += acrossH + 8
	if notes := p.proofs(e); len(notes) > 0 {
		p.notes(notes, p.y)
	}
}

// asked is what a control entry holds; what does not fit is told as it is.
type asked struct {
	Asked struct {
		Args     json.RawMessage `json:"args"`
		Switches json.RawMessage `json:"switches"`
		Advance  string          `json:"advance"`
		Set      string          `json:"set"`
		Bytes    int             `json:"bytes"`
		ID       string          `json:"id"`
		Times    *int            `json:"times"`
		After    int             `json:"after"`
		Match    map[string]any  `json:"match"`
		Fault    map[string]any  `json:"fault"`
	} `json:"asked"`
	Result struct {
		ID    any    `json:"id"`
		Now   string `json:"now"`
		Mode  string `json:"mode"`
		Fired int    `json:"fired"`
	} `json:"result"`
}

// told says in a line what a control entry did.
func told(e *journal.Entry) (icon, class, text string) {
	var a asked
	d := json.NewDecoder(bytes.NewReader(e.Event))
	d.UseNumber() // as they were asked
	parsed := d.Decode(&a) == nil
	raw := strings.TrimSpace(e.Operation + " " + compact(e.Event))
	switch {
	case e.Kind == journal.ClockMove:
		text = "clock: " + raw
		switch {
		case parsed && a.Asked.Advance != "":
			text = "clock: " + a.Asked.Advance + " pass"
		case parsed && a.Asked.Set != "":
			text = "clock: set"
		}
		if a.Result.Now != "" {
			text += ", now " + strings.Replace(strings.SplitN(a.Result.Now, ".", 2)[0], "T", " ", 1)
		}
		if a.Result.Fired > 0 {
			text += fmt.Sprintf(", %d fired", a.Result.Fired)
		}
		return "clock", "clk", text
	case e.Kind == journal.Fault:
		return "fault", "flt", toldFault(e.Operation, &a, raw, parsed)
	case e.Operation == "plant" && parsed:
		return "state", "set", fmt.Sprintf("state of %s planted, %d bytes", e.API, a.Asked.Bytes)
	case e.Operation == "switches" && parsed:
		return "state", "set", "switches: " + unquoted(a.Asked.Switches)
	case e.Kind == journal.Event && parsed:
		return "event", "evt", strings.TrimSpace("event " + e.Operation + " " + unquoted(a.Asked.Args))
	}
	return "event", "evt", e.Kind + ": " + raw
}

// toldFault says what became of a rule.
func toldFault(operation string, a *asked, raw string, parsed bool) string {
	switch {
	case parsed && operation == "clear":
		return "all faults removed"
	case parsed && operation == "remove":
		return "fault " + a.Asked.ID + " removed"
	case parsed && operation == "release":
		return "fault " + a.Asked.ID + ": what it held is let go"
	case !parsed || operation != "add":
		return "fault: " + raw
	}
	kind, _ := a.Asked.Fault["kind"].(string)
	api, _ := a.Asked.Match["api"].(string)
	at, _ := a.Asked.Match["operation"].(string)
	delete(a.Asked.Fault, "kind")
	delete(a.Asked.Match, "api")
	delete(a.Asked.Match, "operation")
	text := fmt.Sprintf("fault %v: %s %s", a.Result.ID, kind, pairs(a.Asked.Fault))
	text = strings.Join(strings.Fields(text+" on "+api+" "+at+" "+pairs(a.Asked.Match)), " ")
	if a.Asked.After > 0 {
		text += fmt.Sprintf(", after %d", a.Asked.After)
	}
	switch times := a.Asked.Times; {
	case times != nil && *times == 0:
		text += ", until removed"
	case times != nil && *times != 1:
		text += fmt.Sprintf(", %d times", *times)
	}
	return text
}

// pairs writes an object without its quotes, its keys in order.
func pairs(object map[string]any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if len(object) == 0 || e.Encode(object) != nil {
		return ""
	}
	return unquoted(b.Bytes())
}

// unquoted is JSON as people write it in a line.
func unquoted(text json.RawMessage) string {
	s := compact(text)
	if len(s) > 1 && s[0] == '{' {
		s = s[1 : len(s)-1]
	}
	return strings.NewReplacer(`":`, ": ", `"`, "", ",", ", ").Replace(s)
}

func compact(text json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return string(text)
	}
	return b.String()
}

// message draws one message of a stream.
func (p *pen) message(r *row) {
	to, from := p.ends(r.entry)
	y, d := p.y+18, direction(from, to)
	class, end := "a sse", to-6*d
	switch {
	case strings.HasPrefix(r.msg.Sent, "not sent"):
		class, end = "a sse flt", (from+to)/2
		p.over.icon("failed", "cut", end-6, y-6, 12)
		end -= 8 * d
	case r.msg.Sent != "":
		class = "a sse flt"
		fallthrough
	default:
		p.over.head(class, to-5*d, y, d)
	}
	p.clock(r.msg.WorldTime, p.y+14)
	p.over.line(class, from+5*d, y, end, y)
	p.over.text("x", min(from, to)+12, p.y+12, labelCols, r.msg.Data)
	top := p.y + 4
	p.y = y + 8
	if r.msg.Sent != "" {
		p.notes([]note{{"flt", "fault", r.msg.Sent}}, top)
	}
}

// gap says what was left out.
func (p *pen) gap(r *row) {
	p.over.line("gap", gutter, p.y+4, diagramW-8, p.y+4)
	p.over.line("gap", gutter, p.y+22, diagramW-8, p.y+22)
	p.over.text("gp", (clientX+serverX)/2, p.y+17, 60, r.text)
	p.y += 28
}

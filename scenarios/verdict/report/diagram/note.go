package diagram

import (
	"fmt"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/columns"
)

// note is a text on the server's side of a diagram: what the client never gets.
type note struct{ class, icon, text string }

// asks and answers report whose fault a finding is: the client's are beside its request, others' beside the response.
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
		text := p.q.say(string(f.Kind)+" by "+string(f.By)) + ": " + f.Code
		if f.Pointer != "" {
			text += " " + p.q.say("at") + " " + f.Pointer
		}
		if !p.q.Small {
			text += ", " + p.q.say(f.Message)
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
		notes = append(notes, note{"bad", "failed", p.q.say(text)})
	}
	for _, m := range p.q.Marks[e.Seq] {
		if strings.HasPrefix(m.ID, "unasked.") && (len(e.Findings) > 0 || e.Unmatched) {
			continue // the finding itself says so
		}
		class, icon := "bad", "failed"
		if m.Judged <= verdict.Warned {
			class, icon = "warn", "warned"
		}
		notes = append(notes, note{class, icon, m.ID})
	}
	return notes
}

// reasons are what is wrong with a response, the faults that shaped it and what decided it.
func (p *pen) reasons(e *journal.Entry) []note {
	notes := p.findings(e, answers)
	for _, f := range e.Faults {
		text := strings.TrimSpace(p.q.say("fault") + " " + f.Rule + ": " + f.Kind + " " + p.q.say(f.Detail))
		if e.Sent != nil && e.Response != nil && e.Sent.End != "" && !streams(e) {
			text += " " + p.q.say(fmt.Sprintf("(%d of %d bytes sent)", e.Sent.Bytes, len(e.Response.Body)))
		}
		notes = append(notes, note{"flt", "fault", text})
	}
	for _, w := range e.Why {
		if w.Code == "fault" && len(e.Faults) > 0 {
			continue // the fault says so
		}
		text := w.Code
		if !p.q.Small && w.Text != "" {
			text += ": " + p.q.say(w.Text)
		}
		notes = append(notes, note{"why", "why", text})
	}
	return notes
}

// notes draws a pile of notes right of the server, from y on.
func (p *pen) notes(notes []note, y int) {
	y = max(y, p.floor)
	for _, n := range notes {
		lines := columns.Wrap(n.text, (p.noteW-34)*10/67, 3)
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
	icon, class, text := Told(e)
	text = p.q.say(text)
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

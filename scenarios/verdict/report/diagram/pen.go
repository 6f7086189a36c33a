package diagram

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/columns"
)

// Measures of a diagram, in pixels. Text is monospaced: 0.6 of its size a column.
const (
	gutter    = 110 // of times, left of the client
	clientX   = 138
	serverX   = 620
	serviceX  = 936
	laneStep  = 106
	diagramW  = 1086
	headH     = 46
	noteX     = serverX + 18
	wideNote  = diagramW - noteX - 8
	slimNote  = serviceX - noteX - 18 // if there are lanes outside
	labelCols = 63                    // of 12 px, between client and server
	outerCols = 42                    // of 12 px, between server and service
	acrossH   = 24
)

// pen draws rows one under the other.
type pen struct {
	q           *Sequence
	under, over drawing
	noteW, y    int
	floor       int            // below the notes
	outside     []journal.Peer // peers that the server calls
	server      string
	day         string
	opened      map[*journal.Entry]bar
	depth       int
}

// several is the server's name if it has the part of several APIs, or of no API.
const several = "server"

// bar is the time that the server works on a request.
type bar struct{ y, depth int }

func newPen(q *Sequence) *pen {
	p := &pen{q: q, y: headH + 8, opened: map[*journal.Entry]bar{}}
	for i := range q.Entries {
		e := &q.Entries[i]
		if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
			continue
		}
		if e.Peer == journal.Service || e.Peer == journal.Webhook {
			if !slices.Contains(p.outside, e.Peer) {
				p.outside = append(p.outside, e.Peer)
			}
		}
		switch {
		case e.API == "" || e.API == p.server:
		case p.server == "":
			p.server = e.API
		default:
			p.server = several
		}
	}
	if p.server == "" {
		p.server = several
	}
	slices.Sort(p.outside)
	p.noteW = wideNote
	if len(p.outside) > 0 {
		p.noteW = slimNote
	}
	return p
}

// lane is where a peer's line is.
func (p *pen) lane(peer journal.Peer) int {
	if i := slices.Index(p.outside, peer); i >= 0 {
		return serviceX + i*laneStep
	}
	return clientX
}

// lanes draws the heads and the lines of client, server and services.
func (p *pen) lanes(out *drawing) {
	out.text("tm", 6, 20, 14, p.q.say("world time"))
	out.text("tm", 6, 34, 16, "UTC")
	name := func(x int, class, text string) {
		w := columns.Width(text)*7 + 28
		out.line("life", x, headH, x, p.y-4)
		out.box("lane "+class, x-w/2, 6, w, 28, 6)
		out.text("ln", x, 25, 30, text)
	}
	name(clientX, "", p.q.say("client"))
	name(serverX, "srv", p.server)
	for _, peer := range p.outside {
		name(p.lane(peer), "", p.q.say(string(peer)))
	}
}

func (p *pen) end() { p.y += 10 }

// row draws one row and moves down. follows and followed say that the row before or behind is of the same entry.
func (p *pen) row(r *row, follows, followed bool) {
	if day := r.world().UTC().Format("2 January 2006"); day != p.day && !r.world().IsZero() && r.kind != response {
		p.over.text("day", 6, p.y+11, 30, p.q.say(day))
		p.day = day
		p.y += 18
	}
	top := p.y
	switch r.kind {
	case request:
		p.request(r.entry)
	case response:
		p.response(r, follows)
	case message:
		p.message(r)
	case across:
		p.across(r.entry)
	case gap:
		p.gap(r)
	}
	if r.kind != request || !followed || r.entry.Kind == journal.Outgoing {
		p.y = max(p.y, p.floor) // else the response is drawn beside the notes
	}
	if r.kind != gap && r.kind != message {
		p.offence(r, top)
	}
}

// offence marks the rows of an entry that proves something: a tint, a bar and a sign, not the colour alone.
func (p *pen) offence(r *row, top int) {
	class, icon := p.graveness(r.entry)
	if class == "" {
		return
	}
	p.under.box("band "+class, 0, top, diagramW, p.y-top, 4)
	p.under.box("edge "+class, 0, top, 4, p.y-top, 2)
	if r.kind != response {
		p.over.icon(icon, class, 10, top+5, 13)
	}
}

// graveness returns how an entry is marked; empty if it is not.
func (p *pen) graveness(e *journal.Entry) (class, icon string) {
	for _, m := range p.q.Marks[e.Seq] {
		if m.Judged > verdict.Warned {
			return "bad", "failed"
		}
		class, icon = "warn", "warned"
	}
	for _, f := range e.Findings {
		if f.Kind == journal.Defect || f.By != journal.ByClient || f.Provenance != journal.Derived {
			return "bad", "failed"
		}
		class, icon = "warn", "warned"
	}
	if class == "" && e.Unmatched {
		return "bad", "failed"
	}
	return class, icon
}

func (p *pen) clock(at time.Time, y int) {
	if !at.IsZero() {
		p.over.text("t", gutter, y, 14, at.UTC().Format("15:04:05.000"))
	}
}

// ends returns where a request's arrow begins and ends.
func (p *pen) ends(e *journal.Entry) (from, to int) {
	if e.Kind == journal.Outgoing {
		return serverX, p.lane(e.Peer)
	}
	return p.lane(e.Peer), serverX
}

func direction(from, to int) int {
	if to < from {
		return -1
	}
	return 1
}

// request draws a request.
func (p *pen) request(e *journal.Entry) {
	top := p.y
	from, to := p.ends(e)
	left, cols, class := min(from, to)+12, labelCols, "a"
	if e.Kind == journal.Outgoing {
		cols = outerCols
	}
	if e.State == journal.Late {
		class = "a late"
	}
	p.clock(e.WorldTime, p.y+15)
	p.title(e, left, p.y+15, cols)
	d := direction(from, to)
	y := p.y + 22
	p.over.line(class, from+5*d, y, to-6*d, y)
	p.over.head(class, to-5*d, y, d)
	if e.Kind == journal.Exchange {
		p.opened[e] = bar{y, p.depth}
		p.depth++
	}
	p.y = y + 8
	if body := bodyOf(e.Request); body != "" && !p.q.Small {
		p.over.text("x", left, y+14, cols+4, body)
		p.y = y + 20
	}
	notes := p.proofs(e)
	if e.State == journal.Late {
		notes = append(notes, note{"late", "clock", p.q.say("late: the world was closed already")})
	}
	if e.State == journal.Open {
		delete(p.opened, e)
		p.depth--
		never := note{"why", "clock", p.q.say("never answered: still open at the end")}
		notes = append(append(notes, p.reasons(e)...), never)
	}
	at := top + 8
	if e.Kind == journal.Outgoing {
		at = p.y
	}
	p.notes(notes, at)
}

// title is the label of a request: a link to the entry's text, if it has one.
func (p *pen) title(e *journal.Entry, x, y, cols int) {
	where := Target(e)
	room := cols - columns.Width(e.Method) - len(strconv.FormatInt(e.Seq, 10)) - 3
	operation := e.Operation
	if left := room - columns.Width(where) - 1; left < columns.Width(operation) {
		if operation = columns.Fit(operation, max(left, 0)); left < 6 {
			operation = ""
		}
	}
	if p.q.Anchor != "" {
		p.over.add(`<a href="#`, p.q.Anchor, strconv.FormatInt(e.Seq, 10), `">`)
	}
	p.over.add(`<text class="m" x="`, x, `" y="`, y, `"><tspan class="n">`, strconv.FormatInt(e.Seq, 10),
		`</tspan> <tspan class="b">`, html.EscapeString(columns.Fit(columns.Line(e.Method), 10)),
		`</tspan> `, html.EscapeString(columns.Fit(where, room)))
	if operation != "" {
		p.over.add(` <tspan class="o">`, html.EscapeString(columns.Line(operation)), `</tspan>`)
	}
	p.over.add(`<title>`, html.EscapeString(columns.Fit(columns.Line(e.Method+" "+e.URL+" "+e.Operation), tooltip)),
		`</title></text>`)
	if p.q.Anchor != "" {
		p.over.add(`</a>`)
	}
}

// response draws what came back, or that nothing did.
func (p *pen) response(r *row, follows bool) {
	e, top := r.entry, p.y
	to, from := p.ends(e)
	left, cols := min(from, to)+12, labelCols
	if e.Kind == journal.Outgoing {
		cols = outerCols
	}
	y, d := p.y+20, direction(from, to)
	stream := streams(e)
	p.took(e, stream && !r.last, follows, p.y+13)
	status, body, broken := Outcome(e)
	switch {
	case stream && !r.last:
		body, broken = "stream begins", false
	case stream && e.State == journal.Aborted:
		body, broken = "the client ends the stream", false // there is no other way to end one
	case stream && !broken:
		status, body = "", "stream ends"
	case stream && e.Sent != nil && e.Sent.End != "":
		status, body = "", "stream: "+ending(e.Sent.End)
	case p.q.Small && !broken:
		body = ""
	}
	class := "a r " + kindOf(e)
	end := to - 6*d
	if broken {
		end = (from + to) / 2
		p.over.icon("failed", "cut", end-6, y-6, 12)
		end -= 8 * d
	} else {
		p.over.head(class, to-5*d, y, d)
	}
	p.over.line(class, from+5*d, y, end, y)
	if broken || stream { // else it is the body
		body = p.q.say(body)
	}
	p.status(left, p.y+13, cols, status, body, kindOf(e))
	p.y = y + 10
	if b, ok := p.opened[e]; ok && (!stream || r.last) {
		p.over.box("act", serverX-4+4*min(b.depth, 4), b.y-4, 8, y+4-b.y+4, 2)
		delete(p.opened, e)
		p.depth--
	}
	if stream && !r.last {
		return
	}
	at := top + 6
	if e.Kind == journal.Outgoing {
		at = p.y - 4
	}
	p.notes(p.reasons(e), at)
}

// took shows the wire time that a response needed, and its entry if others came between.
func (p *pen) took(e *journal.Entry, begins, follows bool, y int) {
	text := ""
	if !follows {
		text = "↳" + strconv.FormatInt(e.Seq, 10) + " "
	}
	if e.DurationMS != nil && *e.DurationMS >= 1 && !begins {
		text += "+" + Took(*e.DurationMS)
	}
	p.over.text("t d", gutter, y, 14, strings.TrimSpace(text))
}

func (p *pen) status(x, y, cols int, status, body, class string) {
	body = columns.Fit(columns.Line(body), cols-columns.Width(status)-2)
	p.over.add(`<text class="m" x="`, x, `" y="`, y, `">`)
	if status != "" {
		p.over.add(`<tspan class="b s `, class, `">`, html.EscapeString(columns.Line(status)), `</tspan>`)
	}
	if body != "" {
		if status != "" {
			p.over.add(" ")
		}
		p.over.add(`<tspan class="o">`, html.EscapeString(body), `</tspan>`)
	}
	p.over.add(`</text>`)
}

package explore

import (
	"fmt"
	"slices"
	"strings"

	"sparring/scenarios/suite"
)

// Cell is one point of the space: a flow, and what disturbs it. A cell without hits is the flow by itself.
type Cell struct {
	API  string
	Flow string // its name
	Hits []Hit
	// Order is the order in which the held requests of several calls are released; nil without them.
	Order []int
	// Between is what happens between two releases, or, if it is Early, before all are released at once; "" if
	// nothing does.
	Between string
	Early   bool
	Again   bool   // the flow is gone through three times, Between twice between them
	At      int    // Between happens at this place of the flow, counted from 1; 0 if at none
	Other   bool   // the second of two calls has other arguments
	Reading string // NAME=VALUE of a switch
	Rule    string // that the cell demands; "" if only what always holds is judged

	flow  *flow
	place int  // in the order of the walk
	tier  tier // what is cheap and telling is walked first
}

// tier is when a cell is walked: the lower, the earlier.
type tier int

const (
	undisturbed tier = iota
	telling          // the first of each kind, once per operation
	carrying         // values of many fields, no fault
	anew             // the flow once more, or with an end of what the client holds on its way
	reading          // another value of a switch
	together         // several calls at once
	each             // every value of every kind, once per operation
	lasting          // every exchange of an operation meets it
	repeated         // the same exchanges in other flows
	doubled          // two faults
	waiting          // the client waits for its own time limit
)

// flow is a flow with its lines.
type flow struct {
	suite.Flow
	api      string
	given    []string // lines up to the first step that acts
	acts     []string // the rest
	optional map[int]suite.May
	places   int // at which something may happen between two steps
}

// parse splits a flow into what is given and what happens.
func parse(f suite.Flow) *flow {
	lines, optional := f.Lines()
	at := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "When ") {
			at = i
			break
		}
	}
	out := &flow{Flow: f, given: lines[:at], acts: lines[at:], optional: map[int]suite.May{}}
	out.api, _, _ = strings.Cut(f.Ability, ".")
	for i, may := range optional {
		if out.optional[i-at] = may; may == suite.Between {
			out.places++
		}
	}
	return out
}

// Key names a cell the same in every run.
func (c *Cell) Key() string {
	parts := []string{c.API, c.Flow}
	for _, h := range c.Hits {
		parts = append(parts, h.words())
	}
	if c.Order != nil {
		parts = append(parts, "released "+c.how())
	}
	if c.Between != "" {
		parts = append(parts, c.Between)
	}
	if c.Early {
		parts = append(parts, "before")
	}
	if c.Again {
		parts = append(parts, "again")
	}
	if c.At > 0 {
		parts = append(parts, fmt.Sprint("at ", c.At))
	}
	if c.Other {
		parts = append(parts, "others")
	}
	if c.Reading != "" {
		parts = append(parts, c.Reading)
	}
	return strings.Join(parts, ": ")
}

// title is the name of the cell's scenario.
func (c *Cell) title() string {
	var parts []string
	for _, h := range c.Hits {
		if c.Order == nil {
			parts = append(parts, h.words())
		}
	}
	if c.Order != nil {
		parts = append(parts,
			fmt.Sprintf("%d requests for %s are released %s", len(c.Order), c.Hits[0].Operation, c.how()))
	}
	if c.Other {
		parts = append(parts, "their arguments differ")
	}
	if name, value, ok := strings.Cut(c.Reading, "="); ok {
		parts = append(parts, name+" is "+value)
	}
	if c.Again && c.Between == "" {
		parts = append(parts, "it is done again")
	}
	if c.Between != "" {
		when := "between them: "
		if c.Early {
			when = "before: "
		}
		if c.Again {
			when = "it is done again after: "
		}
		if c.At > 0 {
			when = "on its way: "
		}
		parts = append(parts, when+strings.ReplaceAll(strings.ReplaceAll(c.Between, "\n", ", "), `"`, ""))
	}
	if len(parts) == 0 {
		return c.Flow + " without a fault"
	}
	return c.Flow + " while " + strings.Join(parts, ", and ")
}

// how says how held requests are released.
func (c *Cell) how() string {
	if c.Early {
		return "at once"
	}
	return "in the order " + order(c.Order)
}

func order(of []int) string {
	var parts []string
	for _, n := range of {
		parts = append(parts, fmt.Sprint(n))
	}
	return strings.Join(parts, ", ")
}

// script is a cell as steps, each with the lines below it.
type script struct {
	name  string
	steps []line
	level string // its tag
}

// with is the script with other steps.
func (s *script) with(steps []line) *script {
	return &script{name: s.name, level: s.level, steps: steps}
}

// line is a step as it is written.
type line struct {
	text     []string // the sentence with its keyword, and its table or text
	optional suite.May
	closing  bool // it belongs to the end that every cell has
	acts     bool // the flow's own
}

// blocks puts lines into steps: what is indented belongs to the step above it.
func blocks(lines []string, optional map[int]suite.May, acts bool) []line {
	var out []line
	for i, text := range lines {
		if text == "" {
			continue
		}
		if optional[i] == suite.Between {
			out = append(out, line{optional: suite.Between, acts: acts})
			continue
		}
		if strings.HasPrefix(text, " ") && len(out) > 0 {
			last := &out[len(out)-1]
			last.text = append(last.text, text)
			continue
		}
		out = append(out, line{text: []string{text}, optional: optional[i], acts: acts})
	}
	return out
}

// script writes the cell.
func (c *Cell) script() *script {
	s := &script{name: c.title(), level: "@must"}
	if c.flow.Carries || c.flow.Should || c.Reading != "" || c.leads() {
		s.level = "@should"
	}
	if name, value, ok := strings.Cut(c.Reading, "="); ok {
		s.steps = append(s.steps, switchStep(c.API, name, value))
	}
	s.steps = append(s.steps, blocks(c.flow.given, nil, false)...)
	last := len(c.Hits) > 1 || c.Order != nil
	for _, h := range c.Hits {
		text := h.sentence()
		text[0] = "Given " + text[0]
		s.steps = append(s.steps, line{text: text})
		last = last || h.Moment == Every
	}
	if c.Again {
		s.steps = append(s.steps, c.repeated()...)
	} else if c.Order == nil {
		s.steps = append(s.steps, c.acted()...)
	} else {
		s.steps = append(s.steps, c.atOnce()...)
	}
	if advice := c.advice(); advice != "" {
		s.steps = append(s.steps, line{text: []string{"Then " + advice}, acts: true})
	}
	if last { // or the ordinary call would meet them
		s.steps = append(s.steps, line{text: []string{"When the faults end"}, closing: true})
	}
	if !c.flow.Carries { // that has an end of its own
		s.steps = append(s.steps, line{text: []string{"Then the client still works"}, closing: true})
	}
	return s
}

// switchStep sets a switch of an API.
func switchStep(api, name, value string) line {
	return line{text: []string{fmt.Sprintf("Given the switch %q of %s is %q", name, api, value)}}
}

// acted are the flow's own steps, once.
func (c *Cell) acted() []line {
	var out []line
	places := 0
	for _, st := range blocks(c.flow.acts, c.flow.optional, true) {
		switch {
		case st.optional == suite.Between:
			if places++; places == c.At {
				out = append(out, c.between()...)
			}
			continue
		case st.optional == suite.Undisturbed && (len(c.Hits) > 0 || c.Between != ""):
			continue
		case st.optional == suite.Undisturbed:
			st.optional = suite.Always
		case strings.HasPrefix(st.text[0], "Then ") && !c.demands():
			continue
		}
		out = append(out, st)
	}
	return out
}

// between are the steps of what happens between others.
func (c *Cell) between() []line {
	var out []line
	for _, text := range strings.Split(c.Between, "\n") {
		out = append(out, line{text: []string{"When " + text}, acts: true})
	}
	return out
}

// leads reports whether a fault leads to another host: that no secret goes there is not in the vendor's text.
func (c *Cell) leads() bool {
	return slices.ContainsFunc(c.Hits, func(h Hit) bool { return h.Fault.Kind == "redirect" })
}

// kind names what disturbs the flow.
func (c *Cell) kind() string {
	switch {
	case c.Order != nil:
		return "at once"
	case len(c.Hits) > 0:
		return c.Hits[0].Fault.Kind
	case c.Reading != "":
		return "another reading"
	case c.Again || c.At > 0:
		return "again"
	}
	return "undisturbed"
}

// demands reports whether what the flow demands holds: under one fault it does.
func (c *Cell) demands() bool {
	if len(c.Hits) != 1 {
		return len(c.Hits) == 0
	}
	h := c.Hits[0]
	return !h.Fault.ends && !(h.Fault.bars && h.Moment == Every)
}

// advice is the sentence that demands what the vendor says about an error code which every request of an operation
// gets; "" if the vendor says nothing.
func (c *Cell) advice() string {
	if len(c.Hits) != 1 || c.Hits[0].Moment != Every || c.Hits[0].Fault.advice == "" {
		return ""
	}
	return fmt.Sprintf("the client succeeds by itself or advises %q", c.Hits[0].Fault.advice)
}

// text writes the script as a feature. optional are the lines of steps that may be left out; lines are those of the
// steps.
func (s *script) text(head []string) (text string, optional map[int]suite.May, lines []int) {
	optional = map[int]suite.May{}
	out := append([]string{}, head...)
	out = append(out, "", "  "+s.level, "  Scenario: "+s.name)
	last := ""
	for _, st := range s.steps {
		keyword, sentence, _ := strings.Cut(st.text[0], " ")
		if keyword == "And" {
			keyword = last
		}
		written := keyword
		if keyword == last {
			written = "And"
		}
		last = keyword
		out = append(out, "    "+written+" "+sentence)
		lines = append(lines, len(out))
		if st.optional != suite.Always {
			optional[len(out)] = st.optional
		}
		for _, below := range st.text[1:] {
			out = append(out, "    "+below)
		}
	}
	return strings.Join(out, "\n") + "\n", optional, lines
}

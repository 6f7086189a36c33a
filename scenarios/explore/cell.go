package explore

import (
	"fmt"
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
	anew             // the flow once more
	each             // every value of every kind, once per operation
	lasting          // every exchange of an operation meets it
	repeated         // the same exchanges in other flows
	together         // several calls at once
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
		out.optional[i-at] = may
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
		parts = append(parts, when+strings.ReplaceAll(c.Between, `"`, ""))
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
	s := &script{name: c.title(), steps: blocks(c.flow.given, nil, false), level: "@must"}
	if c.flow.Carries {
		s.level = "@should"
	}
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
		for _, st := range blocks(c.flow.acts, c.flow.optional, true) {
			if !strings.HasPrefix(st.text[0], "Then ") || c.demands() {
				s.steps = append(s.steps, st)
			}
		}
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

// demands reports whether what the flow demands holds: under one fault it does.
func (c *Cell) demands() bool { return len(c.Hits) == 0 || len(c.Hits) == 1 && !c.Hits[0].Fault.ends }

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

package fidelity

import (
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/spec"
)

// finding is a difference on its way to a check.
type finding struct {
	kind       string
	call       *Call
	name       string // "values/card_addr"
	pointer    string // on the wire
	entry      *journal.Entry
	mark       spec.Mark
	difference *difference
	derived    bool // whatever the mark says
	should     bool
	message    string
}

// mostOfCall bounds the differences that are reported of one call.
const mostOfCall = 12

// add makes a check of a finding.
func (j *judge) add(f finding) {
	c := &verdict.Check{
		ID: f.kind, Level: verdict.Must, Text: texts[f.kind], Outcome: verdict.Broken, Unasked: true,
		Source: f.mark.Source, Provenance: journal.Provenance(f.mark.Provenance), Message: f.message,
	}
	if f.derived || c.Provenance == "" {
		c.Provenance = journal.Derived
	}
	if f.should {
		c.Level = verdict.Should
	}
	if f.entry != nil {
		c.Entries = []int64{f.entry.Seq}
	}
	c.Difference = &verdict.Difference{Ability: f.call.Ability, Name: f.name, Pointer: f.pointer}
	c.Detail = f.call.Ability + " " + f.name
	if d := f.difference; d != nil {
		if d.told {
			c.Difference.Caller = j.raw(d.caller)
		}
		if d.said {
			c.Difference.Wire = j.raw(d.wire)
		}
	}
	n := 0
	for _, other := range j.Checks {
		if other.Difference != nil && other.Message == c.Message {
			return
		}
		if other.Difference != nil && other.Difference.Ability == f.call.Ability {
			n++
		}
	}
	if n < mostOfCall {
		j.Checks = append(j.Checks, c)
	}
}

// raw is a value as JSON, as the journal shows it.
func (j *judge) raw(v any) verdict.Raw { return verdict.Raw(j.Shown(encode(v))) }

// mostShown is how many bytes of a value a message repeats.
const mostShown = 120

// shown is a value in a message.
func (j *judge) shown(v any) string {
	text := j.Shown(encode(v))
	if len(text) <= mostShown {
		return text
	}
	return strings.ToValidUTF8(text[:mostShown], "") + "…"
}

// side is what the wire has in a message.
func (j *judge) side(v any, has bool) string {
	if !has {
		return "nothing"
	}
	return j.shown(v)
}

// mark returns where the document describes a place of an exchange. tokens are those of the whole pointer.
func (j *judge) mark(e *journal.Entry, p Place, tokens []string) (spec.Mark, bool) {
	if in, name, _ := strings.Cut(p.At, "/"); parameter(p) {
		return spec.ParameterField(j.api.Name, e.Operation, in, name)
	}
	return spec.BodyField(j.api.Name, e.Operation, p.Side == Response, tokens)
}

// operationMark returns the mark of an exchange's operation.
func (j *judge) operationMark(e *journal.Entry) spec.Mark {
	op, _ := spec.Find(j.api.Name, e.Operation)
	return spec.Mark{Provenance: op.Provenance, Source: op.Source}
}

// parameter reports whether a place is no part of a body.
func parameter(p Place) bool {
	in, _, _ := strings.Cut(p.At, "/")
	return slices.Contains([]string{"path", "query", "header"}, in)
}

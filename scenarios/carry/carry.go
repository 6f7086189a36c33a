// Package carry writes the scenarios that exist to carry data: every field that the documents describe, with every kind
// of value, on its way to the client's caller and from it. The documents give the fields and a message to begin with;
// an API says which abilities carry them. What became of the values is judged by package fidelity.
package carry

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/pointer"
	"sparring/spec"
)

// Plan says how one ability carries the fields of one operation.
type Plan struct {
	Ability   string // "bonder.loadCard"
	Title     string // of its scenarios: "a card that is loaded"
	Source    string
	Operation string
	// Given are the steps that come first.
	Given []string
	// When are the steps that ask for the ability, one for each call in turn and then from the beginning. DATA in one
	// stands for the JSON of what is sent, [/name] for one value of it in a table, NUMBER for the number of the kind,
	// PAIR for one that two kinds share: what is asked for twice.
	When []string
	// After are steps that follow the last call.
	After []string
	// Also are other abilities whose arguments or values the scenarios carry.
	Also []string
	// Real leaves the response to the server.
	Real bool
	// Responds is the step, with NUMBER, that a response comes from if it is not a fault of the operation.
	Responds string
	// Paged makes a response a page of a list, the first is 0. Then one call gets the values of all kinds.
	Paged func(response map[string]any, page, pages int)
	// Sends is set if the values are sent and not told.
	Sends bool
	// At is the place below which the fields are carried.
	At string
	// Fields are pointers below At of what is carried; none: all.
	Fields []string
	// Names are the members that stand for any, by the pointer of their object.
	Names map[string][]string
	// Leave are pointers of fields that keep the value of the example, or that a value of the plan's own: their ends.
	Leave []string
	// Value returns the value of a field, or of an object or list, instead of that of its kind, unless ok is false.
	Value func(at string, kind Kind) (value any, ok bool)
	// Only are the kinds that are carried; none: all. Carries names them in titles instead of their own names.
	Only    []Kind
	Carries string
}

// Kind is a kind of values.
type Kind string

// The kinds of values.
const (
	Sample    Kind = "samples"
	Blanks    Kind = "blanks around them" // and a line break between them
	Scripts   Kind = "other scripts"
	Combining Kind = "combining characters"
	Markup    Kind = "quotes and markup"
	Zeros     Kind = "leading zeros"
	Large     Kind = "large numbers"
	Long      Kind = "long texts"
	Empty     Kind = "empty values"
	Null      Kind = "null"
	Absent    Kind = "missing values"
)

// groups are the kinds that travel in one scenario.
func groups() [][]Kind {
	return [][]Kind{{Sample, Blanks, Scripts, Combining}, {Markup, Zeros, Large, Long}, {Empty, Null, Absent}}
}

// Feature writes the feature of an API.
func Feature(api string, plans []Plan) (string, error) {
	var b strings.Builder
	var sources []string
	for _, p := range plans {
		sources = append(sources, strings.Split(p.Source, ", ")...)
	}
	slices.Sort(sources)
	fmt.Fprintf(&b, "Feature: Data arrives as it was sent, whatever it is\n  Source: %s.\n"+
		"  Written by `sparring generate` from the documents. What became of each value is judged without a step:\n"+
		"  fidelity.down, fidelity.up.\n", strings.Join(slices.Compact(sources), ", "))
	for _, p := range plans {
		for _, kinds := range groups() {
			kinds = slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool {
				return len(p.Only) > 0 && !slices.Contains(p.Only, k)
			})
			if len(kinds) == 0 {
				continue
			}
			if err := p.scenario(&b, api, kinds); err != nil {
				return "", fmt.Errorf("%s: %w", p.Ability, err)
			}
		}
	}
	return b.String(), nil
}

// scenario writes a scenario with a call for each kind.
func (p Plan) scenario(b *strings.Builder, api string, kinds []Kind) error {
	var named []string
	for _, k := range kinds {
		named = append(named, string(k))
	}
	list := named[0]
	if n := len(named); n > 1 {
		list = strings.Join(named[:n-1], ", ") + " and " + named[n-1]
	}
	if p.Carries != "" {
		list = p.Carries
	}
	fmt.Fprintf(b, "\n  @should\n  Scenario: %s carries %s\n    Source: %s.\n", p.Title, list, p.Source)
	for _, step := range p.Given {
		fmt.Fprintf(b, "    %s\n", indented(step))
	}
	var asks []string
	for i, k := range kinds {
		data, answer, err := p.message(api, k)
		if err != nil {
			return err
		}
		if object, ok := answer.(map[string]any); ok && p.Paged != nil {
			p.Paged(object, i, len(kinds))
		}
		if !p.Real && (!p.Sends || i == 0) {
			keyword := "And"
			if i == 0 && len(p.Given) == 0 {
				keyword = "Given"
			}
			fmt.Fprintf(b, "    %s %s:\n%s", keyword, p.responds(api, k), document(answer))
		}
		if p.Paged == nil || i == 0 {
			asks = append(asks, numbered(filled(p.When[i%len(p.When)], data), k))
		}
	}
	for i, step := range asks {
		keyword := "When"
		if i > 0 && !p.Sends {
			keyword = "And"
		}
		fmt.Fprintf(b, "    %s %s\n", keyword, indented(step))
		if p.Sends {
			fmt.Fprintf(b, "    Then the client succeeds by itself or advises \"fix_request\"\n")
		}
	}
	for _, step := range p.After {
		fmt.Fprintf(b, "    And %s\n", indented(step))
	}
	if !p.Sends && !slices.Contains(p.After, endFaults) {
		fmt.Fprintf(b, "    And %s\n", endFaults)
	}
	if p.Real {
		fmt.Fprintf(b, "    And the client still works\n")
	} else if p.Sends {
		fmt.Fprintf(b, "    When the faults end\n    Then the client still works\n")
	} else {
		fmt.Fprintf(b, "    Then every call reports success\n")
	}
	return nil
}

// endFaults is the step that takes back what no request has met: a client may know another way to what it is asked for.
const endFaults = "the faults end"

// responds is the step that gives the server a response.
func (p Plan) responds(api string, k Kind) string {
	which := "the next"
	if p.Sends { // a client may refuse some of the values, and send fewer requests or more
		which = "every"
	}
	if p.Responds != "" {
		return numbered(p.Responds, k)
	}
	return fmt.Sprintf("the server responds to %s %q with the status 200 and the body", which, api+"."+p.Operation)
}

// numbered puts the number of a kind into a step.
func numbered(step string, k Kind) string {
	return strings.NewReplacer("NUMBER", fmt.Sprint(Number(k)), "PAIR", fmt.Sprint(Pair(k))).Replace(step)
}

// slot matches a value of what is sent, in a table.
var slot = regexp.MustCompile(`\[(/[^\]]*)\]`)

// filled puts what is sent into a step.
func filled(step string, data any) string {
	if before, after, cut := strings.Cut(step, "DATA"); cut {
		return before + "\n" + strings.TrimSuffix(document(data), "\n") + after
	}
	return slot.ReplaceAllStringFunc(step, func(at string) string {
		list, _ := pointer.Parse(strings.Trim(at, "[]")) // a plan's author wrote it
		value, _ := pointer.Lookup(data, list)
		return cell(value)
	})
}

// cell is a value as JSON in a cell of a table. Its angle brackets are escaped: a step takes them for a column of
// examples.
func cell(value any) string {
	text, _ := json.Marshal(value) // it came from JSON
	return strings.NewReplacer(`\`, `\\`, "|", `\|`).Replace(string(text))
}

func indented(step string) string { return strings.ReplaceAll(step, "\n", "\n    ") }

// document is a doc string of JSON.
func document(value any) string {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(value) // it came from JSON
	lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	return "      \"\"\"json\n      " + strings.Join(lines, "\n      ") + "\n      \"\"\"\n"
}

// message returns what is sent by the client, if the plan sends, and what the server answers.
func (p Plan) message(api string, kind Kind) (data, answer any, err error) {
	example, found := spec.ResponseExample(api, p.Operation)
	if !found {
		return nil, nil, fmt.Errorf("the document has no example of a response to %s", p.Operation)
	}
	answer = plain(example)
	at, err := pointer.Parse(p.At)
	if err != nil {
		return nil, nil, err
	}
	fields := spec.BodyFields(api, p.Operation, !p.Sends, at)
	if len(p.Fields) > 0 {
		fields = slices.DeleteFunc(fields, func(f spec.Field) bool {
			return !slices.ContainsFunc(p.Fields, func(at string) bool {
				return f.Pointer() == at || strings.HasPrefix(f.Pointer(), at+"/")
			})
		})
	}
	if len(fields) == 0 {
		return nil, nil, fmt.Errorf("the document describes no field of %s at %q", p.Operation, p.At)
	}
	if p.Sends {
		filled := p.fill(map[string]any{}, fields, kind)
		return filled, answer, nil
	}
	inner, _ := pointer.Lookup(answer, at)
	filled := p.fill(inner, fields, kind)
	if len(at) == 0 {
		return nil, filled, nil
	}
	parent, _ := pointer.Lookup(answer, at[:len(at)-1])
	switch parent := parent.(type) {
	case map[string]any:
		parent[at[len(at)-1]] = filled
	case []any:
		if i, err := strconv.Atoi(at[len(at)-1]); err == nil && i < len(parent) {
			parent[i] = filled
		}
	}
	return nil, answer, nil
}

// fill sets all fields of a value.
func (p Plan) fill(value any, fields []spec.Field, kind Kind) any {
	n := 0
	for _, f := range fields {
		value = p.set(value, nil, f.Tokens, f, kind, &n)
	}
	return value
}

// items is how many items a list has.
const items = 3

// set sets one field, at every place that its tokens stand for.
func (p Plan) set(value any, at, rest []string, f spec.Field, kind Kind, n *int) any {
	place := pointer.Format(at...)
	if len(rest) > 0 && len(at) > 0 && p.Value != nil {
		if own, ok := p.Value(place, kind); ok {
			return own
		}
	}
	if len(rest) == 0 {
		*n++
		if slices.ContainsFunc(p.Leave, func(end string) bool { return strings.HasSuffix(place, end) }) {
			if value == nil {
				return Missing
			}
			return value
		}
		if p.Value != nil {
			if own, ok := p.Value(place, kind); ok {
				return own
			}
		}
		return valueOf(f, kind, *n)
	}
	switch token := rest[0]; token {
	case spec.Item:
		list, _ := value.([]any)
		out := []any{}
		for i := range items {
			var item any
			if i < len(list) {
				item = list[i]
			}
			item = p.set(item, append(slices.Clone(at), fmt.Sprint(i)), rest[1:], f, kind, n)
			if item != Missing {
				out = append(out, item)
			}
		}
		return out
	case spec.Any:
		object, _ := value.(map[string]any)
		names := p.Names[pointer.Format(at...)]
		if len(names) == 0 {
			names = slices.Sorted(maps.Keys(object))
		}
		out := map[string]any{}
		for _, name := range names {
			if set := p.set(object[name], append(slices.Clone(at), name), rest[1:], f, kind, n); set != Missing {
				out[name] = set
			}
		}
		return out
	default:
		object, _ := value.(map[string]any)
		out := map[string]any{}
		maps.Copy(out, object)
		set := p.set(out[token], append(slices.Clone(at), token), rest[1:], f, kind, n)
		if _, gone := set.(nothing); gone {
			delete(out, token)
			return out
		}
		out[token] = set
		return out
	}
}

// nothing is the type of Missing.
type nothing struct{}

// Missing is the value of a field that is not there.
var Missing any = nothing{}

// plain returns a value as it is after a way through JSON.
func plain(value any) any {
	data, err := json.Marshal(value)
	if err != nil {
		return value
	}
	var out any
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return value
	}
	return out
}

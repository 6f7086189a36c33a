// Package drift groups what real servers do otherwise than our documents say, and proposes changes of the documents.
// Collect makes groups of the findings by the service in journals; Proposals makes OpenAPI overlays of the groups. It
// reads entries as a reader gets them, secrets marked, and shows of values only their shapes.
package drift

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// Difference is one thing that a real server does otherwise: a field, a code, a type, a header, a status.
type Difference struct {
	API        string   `json:"api"`
	Operations []string `json:"operations"`
	Code       string   `json:"code"`  // of the findings
	Field      string   `json:"field"` // a JSON pointer with * for the items of lists, header/NAME, status, code, path
	Expected   string   `json:"expected"`
	Actual     string   `json:"actual"`
	Example    string   `json:"example"` // the shape of a value: letters are x, digits are 0
	Count      int      `json:"count"`
	World      string   `json:"world"` // of the first entry
	Entry      int64    `json:"entry"`
	Provenance string   `json:"provenance"` // of what the document says

	places []place
}

// place is one operation and status under which a difference was seen, with the value that was there.
type place struct {
	operation, kind string // kind is the content type
	status          int
	path            []string // as in Field, split
	body, value     any
}

// mostPlaces bounds the places that are kept of a difference: one for each operation and status is enough.
const mostPlaces = 64

// Collector groups the findings of many entries.
type Collector struct {
	found []*Difference
	index map[string]*Difference
}

// Add adds the findings by the service of an entry.
func (c *Collector) Add(world string, e *journal.Entry) {
	if e.Kind != journal.Exchange {
		return
	}
	var body any
	parsed := false
	for i := range e.Findings {
		f := &e.Findings[i]
		if f.By != journal.ByService || f.Code == "no_response" {
			continue
		}
		if !parsed && e.Response != nil {
			body, parsed = decode(e.Response.Body), true
		}
		c.add(world, e, f, body)
	}
}

func (c *Collector) add(world string, e *journal.Entry, f *journal.Finding, body any) {
	p := place{operation: e.Operation, path: generic(f.Pointer, body), body: body}
	field := f.Pointer
	if strings.HasPrefix(f.Pointer, "/") {
		field = pointer.Format(p.path...)
		p.value, _ = pointer.Get(body, f.Pointer)
	}
	if e.Response != nil {
		p.status = e.Response.Status
		p.kind, _, _ = strings.Cut(e.Response.Header.Get("Content-Type"), ";")
	}
	key := strings.Join([]string{e.API, f.Code, field}, " ")
	if f.Code == "unknown_code" || f.Code == "undocumented_status" {
		key += " " + f.Actual
	}
	if f.Code == "unknown_operation" {
		field = e.Method + " " + e.Path
		key = e.API + " " + field
	}
	if c.index == nil {
		c.index = map[string]*Difference{}
	}
	d := c.index[key]
	if d == nil {
		d = &Difference{
			API: e.API, Code: f.Code, Field: field, Expected: f.Expected, Actual: f.Actual, World: world, Entry: e.Seq,
			Provenance: string(f.Provenance), Example: example(e, f, &p),
		}
		c.index[key] = d
		c.found = append(c.found, d)
	}
	d.Count++
	if e.Operation != "" && !slices.Contains(d.Operations, e.Operation) {
		d.Operations = append(d.Operations, e.Operation)
	}
	same := func(o place) bool { return o.operation == p.operation && o.status == p.status }
	if len(d.places) < mostPlaces && !slices.ContainsFunc(d.places, same) {
		d.places = append(d.places, p)
	}
}

// example is the shape of what came in the first entry.
func example(e *journal.Entry, f *journal.Finding, p *place) string {
	name, header := strings.CutPrefix(f.Pointer, "header/")
	if tokens, err := pointer.Parse("/" + name); err == nil {
		name = tokens[0]
	}
	switch {
	case f.Code == "missing_field" || f.Code == "missing_header":
		return "absent"
	case header && e.Response != nil:
		return shapeOf(e.Response.Header.Get(name))
	case strings.HasPrefix(f.Pointer, "/"):
		return Shape(p.value)
	}
	return f.Actual
}

// Differences returns the groups: by API, field and code.
func (c *Collector) Differences() []*Difference {
	out := slices.Clone(c.found)
	slices.SortStableFunc(out, func(a, b *Difference) int {
		return cmp.Or(strings.Compare(a.API, b.API), strings.Compare(a.Field, b.Field), strings.Compare(a.Code, b.Code),
			strings.Compare(a.Actual, b.Actual))
	})
	return out
}

// generic splits a pointer, with * for each item of a list.
func generic(text string, body any) []string {
	tokens, err := pointer.Parse(text)
	if err != nil {
		return nil
	}
	for i := range tokens {
		if _, is := pointer.Index(tokens[i]); !is {
			continue
		}
		if _, list := at(body, tokens[:i], text).([]any); list {
			tokens[i] = "*"
		}
	}
	return tokens
}

// at returns the value at the beginning of a pointer, whose items may be replaced already.
func at(body any, tokens []string, text string) any {
	whole, err := pointer.Parse(text)
	if err != nil {
		return nil
	}
	v, _ := pointer.Lookup(body, whole[:len(tokens)])
	return v
}

func decode(body []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// mostShown bounds the shape of a text, in runes.
const mostShown = 40

// Shape shows of a value what it looks like and not what it says: each letter is x and each digit 0. It may be a
// person's.
func Shape(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case json.Number:
		return shapeOf(v.String())
	case string:
		return `"` + shapeOf(v) + `"`
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	case map[string]any:
		return fmt.Sprintf("an object of %d fields", len(v))
	}
	return fmt.Sprintf("%T", v)
}

func shapeOf(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > mostShown {
			b.WriteString("…")
			break
		}
		b.WriteRune(shapeRune(r))
	}
	return b.String()
}

// shapeRune is what is shown of a character: signs of a format stay.
func shapeRune(r rune) rune {
	switch {
	case unicode.IsDigit(r):
		return '0'
	case unicode.IsLetter(r):
		return 'x'
	case unicode.IsControl(r):
		return '.'
	}
	return r
}

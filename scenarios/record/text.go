package record

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/scenarios/driver"
)

// lines writes a step behind its keyword.
func (s *step) lines(keyword, indent string) []string {
	out := []string{indent + keyword + " " + s.text}
	if s.doc != "" {
		out = append(out, indent+`  """json`)
		for line := range strings.SplitSeq(s.doc, "\n") {
			out = append(out, indent+"  "+line)
		}
		out = append(out, indent+`  """`)
	}
	for _, row := range s.table {
		out = append(out, indent+"  | "+cell(row[0])+" | "+cell(row[1])+" |")
	}
	return out
}

var escapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", `\n`)

// cell writes a text into a table.
func cell(text string) string { return escapes.Replace(text) }

// cells are the members of an object as rows of a table. What is a mark of a secret is left out: a scenario has
// secrets of its own.
func cells(object json.RawMessage) [][2]string {
	var all map[string]any
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	if len(object) == 0 || d.Decode(&all) != nil {
		return nil
	}
	var out [][2]string
	for _, name := range sorted(all) {
		if text := literal(all[name]); all[name] != nil && !strings.Contains(text, "‹") {
			out = append(out, [2]string{name, text})
		}
	}
	return out
}

// literal writes a value as a feature has it: JSON, or a text that is not JSON as it is.
func literal(v any) string {
	text, isText := v.(string)
	plain := isText && !json.Valid([]byte(text)) && text == strings.TrimSpace(text) && text != "" &&
		!strings.ContainsAny(text, "{}\n\r\t")
	if plain {
		return text
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// bare is a literal without its quotes.
func bare(text string) string {
	var s string
	if json.Unmarshal([]byte(text), &s) == nil {
		return s
	}
	return text
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// needs reports whether an ability cannot be asked for without an argument.
func needs(a *driver.Ability) bool {
	return slices.ContainsFunc(a.Args, func(f driver.Field) bool { return !f.Optional })
}

// between is how far a clock was moved: to now, RFC 3339.
func between(from time.Time, now string) string {
	to, err := time.Parse(time.RFC3339Nano, now)
	if err != nil || !to.After(from) {
		return ""
	}
	return to.Sub(from).Round(time.Second).String()
}

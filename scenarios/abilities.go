package scenarios

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
)

// WriteAbilities writes the abilities, of one API or of all: a Markdown table, then where their arguments and values
// are on the wire.
func WriteAbilities(out io.Writer, api string) error {
	list, err := abilities(api)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "| ability | arguments | values of a success | what it does |")
	fmt.Fprintln(out, "|---|---|---|---|")
	for _, a := range list {
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", a.Name, fields(a.Args), fields(a.Values), a.Doc)
	}
	fmt.Fprintln(out)
	for _, line := range inHello() {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out)
	WriteWire(out, api)
	return nil
}

// inHello is what a client may say of itself beside its abilities, and what comes of it.
func inHello() []string {
	return []string{
		"| in hello, optional | what it says | what is judged only with it |",
		"|---|---|---|",
		"| `\"timeout_s\": 30` | the client waits so many seconds for a response | – |",
		"| `\"keeps\": true` | what the client writes to the folder " + driver.FolderVariable +
			" outlives its process | scenarios that start the client again |",
		"| `\"patience\": true` | the client waits for a whole response as many milliseconds as " +
			driver.PatienceVariable + " says, if it is set | time-outs and endless responses, without @slow |",
	}
}

// WriteWire writes where the arguments and values of the abilities are on the wire.
func WriteWire(out io.Writer, api string) {
	for _, declared := range APIs().Wire() {
		if api != "" && api != declared.Name {
			continue
		}
		for _, a := range declared.Abilities {
			fmt.Fprintln(out, a.Name)
			for _, line := range wireOf("args.", a.Args) {
				fmt.Fprintln(out, "  "+line)
			}
			for _, line := range wireOf("answers.", a.Answers) {
				fmt.Fprintln(out, "  "+line)
			}
			for _, line := range wireOf("values.", a.Values) {
				fmt.Fprintln(out, "  "+line)
			}
			if a.Only != "" {
				fmt.Fprintf(out, "  nothing else is sent (%s)\n", a.Only)
			}
		}
	}
}

// wireOf lists facts: each place that may have one is a line, what the vendor allows to differ there another.
func wireOf(kind string, facts []fidelity.Fact) (lines []string) {
	for _, f := range facts {
		name := kind + f.Name + f.Part
		if f.Own != "" {
			lines = append(lines, name+" is not on the wire: "+f.Own)
		}
		for i, p := range f.Places {
			sign := " = "
			if i > 0 {
				name, sign = strings.Repeat(" ", len(kind+f.Name)), "or "
			}
			lines = append(lines, name+sign+p.String())
			for _, a := range p.Same {
				lines = append(lines, fmt.Sprintf("    may differ: %s (%s)", a.Doc, a.Source))
			}
		}
	}
	return lines
}

// AbilityJSON is an ability as `sparring abilities --json` writes it.
type AbilityJSON struct {
	Name   string      `json:"name"`
	Doc    string      `json:"doc"`
	Args   []FieldJSON `json:"args"`
	Values []FieldJSON `json:"values"`
	Only   string      `json:"only,omitempty"` // the text by which nothing but the arguments is sent
}

// FieldJSON is an argument or a value.
type FieldJSON struct {
	Name     string      `json:"name"`
	Type     string      `json:"type"`
	Optional bool        `json:"optional,omitempty"`
	Doc      string      `json:"doc,omitempty"`
	Wire     []PlaceJSON `json:"wire,omitempty"`     // any of these places
	NotWire  string      `json:"not_wire,omitempty"` // why it has none
}

// PlaceJSON is a place on the wire.
type PlaceJSON struct {
	Side      fidelity.Side     `json:"side"`
	Operation string            `json:"operation"`
	At        string            `json:"at"` // JSON pointer into the body, or path/NAME, query/NAME, header/NAME
	If        map[string]string `json:"if,omitempty"`
	OfEach    bool              `json:"of_each,omitempty"` // a list that comes in several responses
	Part      string            `json:"part,omitempty"`    // of the argument, that the place has
	Count     string            `json:"count,omitempty"`   // where the number of items on all pages is
	Key       string            `json:"key,omitempty"`     // names an item; what came before may be left out
	May       []AllowanceJSON   `json:"may,omitempty"`
}

// AllowanceJSON is a difference that the vendor allows.
type AllowanceJSON struct {
	Doc    string `json:"doc"`
	Source string `json:"source"`
}

// Abilities returns the abilities of one API or of all, with their places on the wire.
func Abilities(api string) ([]AbilityJSON, error) {
	list, err := abilities(api)
	if err != nil {
		return nil, err
	}
	out := []AbilityJSON{}
	for _, a := range list {
		var declared fidelity.Ability
		for _, w := range APIs().Wire() {
			if i := slices.IndexFunc(w.Abilities, func(b fidelity.Ability) bool { return b.Name == a.Name }); i >= 0 {
				declared = w.Abilities[i]
			}
		}
		out = append(out, AbilityJSON{
			Name: a.Name, Doc: a.Doc, Only: declared.Only,
			Args: described(a.Args, declared.Args), Values: described(a.Values, declared.Values),
		})
	}
	return out, nil
}

func described(list []driver.Field, facts []fidelity.Fact) []FieldJSON {
	out := []FieldJSON{}
	for _, field := range list {
		f := FieldJSON{Name: field.Name, Type: field.Type, Optional: field.Optional, Doc: field.Doc}
		for _, fact := range facts {
			if fact.Name != field.Name {
				continue
			}
			f.NotWire = fact.Own
			for _, p := range fact.Places {
				place := PlaceJSON{Side: p.Side, Operation: p.Operation, At: p.At, If: p.When, OfEach: p.Gathered,
					Part: fact.Part, Count: p.Count, Key: p.Key}
				for _, a := range p.Same {
					place.May = append(place.May, AllowanceJSON{a.Doc, a.Source})
				}
				f.Wire = append(f.Wire, place)
			}
		}
		out = append(out, f)
	}
	return out
}

func abilities(api string) ([]driver.Ability, error) {
	all := APIs()
	if list := all.Abilities(api); len(list) > 0 {
		return list, nil
	}
	return nil, usage("no abilities of %q; APIs: %s", api, strings.Join(all.Names(), ", "))
}

func fields(list []driver.Field) string {
	var out []string
	for _, f := range list {
		text := fmt.Sprintf("`%s` %s", f.Name, f.Type)
		if f.Optional {
			text += ", optional"
		}
		if f.Doc != "" {
			text += ": " + f.Doc
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, "<br>")
}

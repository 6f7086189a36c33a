package diagnose

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the packed kills
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"sparring/scenarios/reference"
	"sparring/scenarios/verdict"
)

// Kills says which scenarios fail which mutant, and why: mutant → scenario → reasons.
type Kills map[string]map[string][]string

// packed are the kills of all mutants, as make kills has found them. A mutant that is not among them has the trips
// that its declaration names.
//
//go:embed kills.json.gz
var packed []byte

// pack is the packed form: names once, and numbers for the rest.
type pack struct {
	Scenarios []string           `json:"scenarios"`
	Reasons   []string           `json:"reasons"`
	Kills     map[string][][]int `json:"kills"` // by mutant: a scenario and its reasons
}

// Pack writes kills in the form that the binary holds.
func (k Kills) Pack() ([]byte, error) {
	p := pack{Kills: map[string][][]int{}, Scenarios: []string{}, Reasons: []string{}}
	scenarios, reasons := map[string]int{}, map[string]int{}
	number := func(of string, known map[string]int, list *[]string) int {
		n, ok := known[of]
		if !ok {
			n = len(*list)
			known[of], *list = n, append(*list, of)
		}
		return n
	}
	for _, mutant := range slices.Sorted(maps.Keys(k)) {
		rows := [][]int{}
		for _, scenario := range slices.Sorted(maps.Keys(k[mutant])) {
			row := []int{number(scenario, scenarios, &p.Scenarios)}
			for _, reason := range k[mutant][scenario] {
				row = append(row, number(reason, reasons, &p.Reasons))
			}
			rows = append(rows, row)
		}
		p.Kills[mutant] = rows
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(p); err != nil {
		return nil, err
	}
	err = w.Close() // writes what is left
	return out.Bytes(), err
}

// unpack reads what Pack has written.
func unpack(data []byte) (Kills, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var p pack
	if err := json.NewDecoder(r).Decode(&p); err != nil {
		return nil, err
	}
	out := Kills{}
	for mutant, rows := range p.Kills {
		out[mutant] = map[string][]string{}
		for _, row := range rows {
			if len(row) == 0 {
				return nil, fmt.Errorf("a kill of %s has no scenario", mutant)
			}
			var reasons []string
			for i, n := range row {
				if list := [][]string{p.Scenarios, p.Reasons}[min(i, 1)]; n < 0 || n >= len(list) {
					return nil, fmt.Errorf("a kill of %s has the number %d, expected less than %d", mutant, n,
						len(list))
				}
				if i > 0 {
					reasons = append(reasons, p.Reasons[n])
				}
			}
			out[mutant][p.Scenarios[row[0]]] = reasons
		}
	}
	return out, nil
}

// kills are those of the binary.
var kills = sync.OnceValues(func() (Kills, error) { return unpack(packed) })

// Packed returns the kills of the binary, for those who write them anew.
func Packed() (Kills, error) {
	found, err := kills()
	return maps.Clone(found), err
}

// Mutants returns the dictionary of the mutants: each with the scenarios that fail it, by Key.
func Mutants(all []reference.Mutant) ([]Known, error) {
	found, err := kills()
	if err != nil {
		return nil, err
	}
	var out []Known
	for _, m := range all {
		known := Known{Name: m.Name, Text: m.Doc}
		if row, ok := found[m.Name]; ok {
			known.Fails = func(of string) []string { return row[of] }
		} else {
			known.Fails = declared(m)
		}
		out = append(out, known)
	}
	return out, nil
}

// declared are the reasons that a mutant's declaration names.
func declared(m reference.Mutant) func(string) []string {
	return func(of string) []string {
		api, rest, _ := strings.Cut(of, "/")
		_, name, _ := strings.Cut(rest, ": ")
		var out []string
		for _, trip := range m.Trips {
			if api == m.API() && trip.Matches(name) {
				out = append(out, trip.Reason)
			}
		}
		return out
	}
}

// Key names a scenario by its feature and its name, so that moving a line changes nothing.
func Key(address, name string) string {
	feature, _, _ := strings.Cut(filepath.ToSlash(address), ".feature:")
	return path.Join(path.Base(path.Dir(feature)), path.Base(feature)) + ".feature: " + name
}

// Killed reports whether a scenario has failed a client, and for which reasons: the ids of the checks that were not
// kept, each with its detail if it has one.
func Killed(s *verdict.Scenario) (reasons []string, dead bool) {
	cause := false
	for _, c := range s.Evidence() {
		if text := (reason{c.ID, c.Detail}).String(); !slices.Contains(reasons, text) {
			reasons = append(reasons, text)
		}
		cause = cause || c.ID == s.Cause
	}
	return reasons, s.Verdict == verdict.Failed || s.Verdict == verdict.Warned && (s.Level == verdict.Should || cause)
}

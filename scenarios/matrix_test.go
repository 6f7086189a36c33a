package scenarios_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/scenarios"
	"sparring/scenarios/diagnose"
	"sparring/scenarios/reference"
	"sparring/scenarios/verdict"
)

// killMatrix says which scenarios fail which mutant, and why: mutant → scenario → ids of the rules that failed it. A
// scenario is named by its feature and its name, so that moving a line changes nothing.
type killMatrix map[string]map[string][]string

// scenarioKey names a scenario by feature and name.
func scenarioKey(address, name string) string {
	feature, _, _ := strings.Cut(address, ":")
	return feature + ": " + name
}

// writeMatrix runs all pairs of a mutant and a scenario of its API. It writes the whole matrix to ../dist/matrix.json
// and its summary to MUTANTS.md. With -before it compares the matrix with an earlier one.
func writeMatrix(t *testing.T) {
	addresses, names := listed(t, *onlyAPI)
	earlier, err := diagnose.Packed()
	if err != nil {
		t.Fatal(err)
	}
	texts, known := scenarioTexts(t, addresses, names), readTexts(t)
	var all []*survey
	for _, m := range mutants(*onlyAPI) {
		s := &survey{mutant: m}
		if *changed && len(earlier[m.Name]) > 0 {
			s.only = changedScenarios(m.API(), addresses, names, texts, known)
		}
		all = append(all, s)
	}
	runAll("", all, 24) // most of their time they wait
	runHungAgain(all)
	found := killMatrix{}
	for _, s := range all {
		if s.err != nil || s.late {
			t.Errorf("%s keeps the kills that it had (error %v, not begun in time: %t)", s.mutant.Name, s.err, s.late)
			if len(earlier[s.mutant.Name]) > 0 { // without a row it has what its declaration names
				found[s.mutant.Name] = earlier[s.mutant.Name]
			}
			maps.DeleteFunc(texts, func(key, _ string) bool { // they have to be run another time
				return strings.HasPrefix(key, s.mutant.API()+"/") && known[key] != texts[key]
			})
			continue
		}
		found[s.mutant.Name] = s.merged(kills(t, s), earlier[s.mutant.Name], texts)
		if len(found[s.mutant.Name]) == 0 {
			t.Errorf("mutant %s survives every scenario", s.mutant.Name)
		}
	}
	if *onlyMutant == "" {
		writeTexts(t, texts, known)
	}
	killers := found.killers()
	for _, a := range addresses {
		if *onlyMutant == "" && killers[scenarioKey(a, names[a])] == 0 && !generatedFeature(a) {
			t.Errorf("%s kills no mutant", a)
		}
	}
	if *before != "" {
		for _, difference := range found.differs(t, *before, filepath.Join("testdata", "renames.txt")) {
			t.Error(difference)
		}
	}
	whole := writeDictionary(t, found)
	if err := whole.write(filepath.Join("..", "dist", "matrix.json")); err != nil {
		t.Fatal(err)
	}
	page := whole.summary(listed(t, ""))
	if err := os.WriteFile("MUTANTS.md", []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runHungAgain runs once more, with more time and fewer at once, what failed by a hang alone: on a busy machine a
// client that waits four seconds is taken for one that hangs.
func runHungAgain(all []*survey) {
	again := map[*survey]*survey{}
	for _, s := range all {
		var hung []string
		for _, r := range s.report.Scenarios {
			if reasons, dead := killed(r); dead && slices.Equal(reasons, []string{"client.hang"}) {
				hung = append(hung, r.Address)
			}
		}
		if len(hung) > 0 && s.err == nil {
			again[s] = &survey{mutant: s.mutant, only: hung, timeout: 10 * time.Second}
		}
	}
	runAll("", slices.Collect(maps.Values(again)), 8)
	for s, second := range again {
		s.err = second.err
		for _, r := range second.report.Scenarios {
			i := slices.IndexFunc(s.report.Scenarios, func(first *verdict.Scenario) bool {
				return first.Address == r.Address
			})
			s.report.Scenarios[i] = r
		}
	}
}

// writeDictionary packs the kills for package diagnose, and returns them. What was not run stays as it is.
func writeDictionary(t *testing.T, found killMatrix) killMatrix {
	t.Helper()
	all, err := diagnose.Packed()
	if err != nil {
		t.Fatal(err)
	}
	exist := scenarios.APIs().Mutants()
	maps.DeleteFunc(all, func(mutant string, _ map[string][]string) bool {
		return !slices.ContainsFunc(exist, func(m reference.Mutant) bool { return m.Name == mutant })
	})
	maps.Copy(all, diagnose.Kills(found))
	packed, err := all.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("diagnose", "kills.json.gz"), packed, 0o644); err != nil {
		t.Fatal(err)
	}
	return killMatrix(all)
}

// merged adds the kills of the scenarios that were not run again. Of a mutant that is hasty only those count that it
// names: on a busy machine it fails anywhere.
func (s *survey) merged(found, earlier map[string][]string, texts map[string]string) map[string][]string {
	run := map[string]bool{}
	for _, r := range s.report.Scenarios {
		run[scenarioKey(r.Address, r.Name)] = true
	}
	for key, reasons := range earlier {
		if s.only != nil && !run[key] && texts[key] != "" {
			found[key] = reasons
		}
	}
	if strings.HasSuffix(s.mutant.Name, "-has-no-patience") {
		maps.DeleteFunc(found, func(key string, _ []string) bool {
			_, name, _ := strings.Cut(key, ": ")
			return !slices.ContainsFunc(s.mutant.Trips, func(t reference.Trip) bool { return t.Matches(name) })
		})
	}
	return found
}

// kills lists the scenarios that failed a mutant.
func kills(t *testing.T, s *survey) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, r := range s.report.Scenarios {
		if r.Verdict == verdict.Error {
			t.Errorf("%s on %s: %s", s.mutant.Name, r.Address, r.Reason)
		}
		if reasons, dead := diagnose.Killed(r); dead {
			slices.Sort(reasons)
			out[scenarioKey(r.Address, r.Name)] = reasons
		}
	}
	return out
}

// killers counts the mutants that each scenario fails.
func (m killMatrix) killers() map[string]int {
	out := map[string]int{}
	for _, scenarios := range m {
		for key := range scenarios {
			out[key]++
		}
	}
	return out
}

func (m killMatrix) write(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// differs lists the kills that only one of two matrices has. Scenarios and mutants that were renamed since are mapped.
func (m killMatrix) differs(t *testing.T, path, renames string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var earlier killMatrix
	if err := json.Unmarshal(text, &earlier); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	earlier = earlier.renamed(readRenames(t, renames))
	for mutant := range earlier {
		if *onlyAPI != "" && !strings.HasPrefix(mutant, *onlyAPI+"-") {
			delete(earlier, mutant)
		}
	}
	return compare(earlier, m)
}

func (m killMatrix) renamed(names map[string]string) killMatrix {
	now := func(name string) string {
		for names[name] != "" {
			name = names[name]
		}
		return name
	}
	out := killMatrix{}
	for mutant, scenarios := range m {
		row := map[string][]string{}
		for key, reasons := range scenarios {
			row[now(key)] = reasons
		}
		out[now(mutant)] = row
	}
	return out
}

func compare(earlier, later killMatrix) []string {
	var out []string
	only := func(a, b killMatrix, when string) {
		for _, mutant := range slices.Sorted(maps.Keys(a)) {
			for _, key := range slices.Sorted(maps.Keys(a[mutant])) {
				if _, both := b[mutant][key]; !both {
					out = append(out, mutant+" is killed by "+key+" only "+when)
				}
			}
		}
	}
	only(earlier, later, "before")
	only(later, earlier, "now")
	return out
}

// readRenames reads lines of the form "old => new"; # begins a comment.
func readRenames(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		from, to, ok := strings.Cut(line, " => ")
		if !ok || from == to || out[from] != "" {
			t.Errorf("%s:%d: expected one rename of the form old => new, got %q", path, n, line)
			continue
		}
		out[from] = to
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

const summaryHead = `# Mutants

A mutant is the reference client with one mistake. The suite is checked against them: each must fail a scenario, each
scenario must fail one. Written by ` + "`make kills`" +
	`, which also writes every pair with its reasons to dist/matrix.json.

| API | mutants | scenarios | kills | scenarios that fail one mutant only | mutants that one scenario fails |
|---|---|---|---|---|---|
`

// summary is the page of one screen: a row per API.
func (m killMatrix) summary(addresses []string, names map[string]string) string {
	var out strings.Builder
	out.WriteString(summaryHead)
	killers := m.killers()
	for _, api := range []string{"bonder", "iqchannels", "radist", "timconnect"} {
		scenarios, single := 0, 0
		for _, a := range addresses {
			if strings.HasPrefix(a, api+"/") {
				scenarios++
				if killers[scenarioKey(a, names[a])] == 1 {
					single++
				}
			}
		}
		mutants, pairs, rare := 0, 0, 0
		for name, row := range m {
			if strings.HasPrefix(name, api+"-") {
				mutants++
				pairs += len(row)
				if len(row) == 1 {
					rare++
				}
			}
		}
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %d | %d |\n", api, mutants, scenarios, pairs, single, rare)
	}
	return out.String()
}

func TestMatrixNames(t *testing.T) {
	earlier := killMatrix{"m-old": {"a: one": {"x"}, "a: two": {"y"}}, "n": {"b: gone": {"z"}}}
	later := killMatrix{"m-new": {"a: one": {"x"}, "a: second": {"other"}}, "n": {"b: new": {"z"}}}
	names := map[string]string{"m-old": "m-new", "a: two": "a: zwei", "a: zwei": "a: second"}
	want := []string{"n is killed by b: gone only before", "n is killed by b: new only now"}
	if got := compare(earlier.renamed(names), later); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	readRenames(t, filepath.Join("testdata", "renames.txt"))
}

// TestScenarioKeys checks that feature and name tell every scenario apart: the matrix is keyed by them.
func TestScenarioKeys(t *testing.T) {
	addresses, names := listed(t, "")
	seen := map[string]string{}
	for _, a := range addresses {
		key := scenarioKey(a, names[a])
		if first := seen[key]; first != "" {
			t.Errorf("%s and %s have one name: %s", first, a, key)
		}
		seen[key] = a
	}
}

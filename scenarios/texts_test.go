package scenarios_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// textsFile has a hash of the text of each scenario, as it was when the kills of the mutants were found.
const textsFile = "testdata/texts.json"

// scenarioTexts hashes the text of each scenario by its key: its block in the file, and the file's head.
func scenarioTexts(t *testing.T, addresses []string, names map[string]string) map[string]string {
	t.Helper()
	out, files := map[string]string{}, map[string][]string{}
	for _, a := range addresses {
		file, number, _ := strings.Cut(a, ":")
		if files[file] == nil {
			text, err := os.ReadFile(filepath.Join("..", "features", filepath.FromSlash(file)))
			if err != nil {
				t.Fatal(err)
			}
			files[file] = strings.Split(string(text), "\n")
		}
		line, err := strconv.Atoi(number)
		if err != nil || line > len(files[file]) {
			t.Fatalf("%s: expected FILE:LINE", a)
		}
		h := fnv.New64a()
		head, block := blockAt(files[file], line)
		fmt.Fprint(h, head, block)
		out[scenarioKey(a, names[a])] = fmt.Sprintf("%016x", h.Sum64())
	}
	return out
}

// blockAt returns what is before the first scenario, and the scenario to which a line belongs.
func blockAt(lines []string, line int) (head, block []string) {
	begins := func(i int) bool { return strings.HasPrefix(strings.TrimSpace(lines[i]), "Scenario") }
	first := 0
	for first < len(lines)-1 && !begins(first) {
		first++
	}
	from := line - 1
	for from > first && !begins(from) {
		from--
	}
	to := from + 1
	for to < len(lines) && !begins(to) {
		to++
	}
	return lines[:first], lines[from:to]
}

func readTexts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	data, err := os.ReadFile(textsFile)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return out
}

// writeTexts writes the hashes. Those of other APIs stay as they are.
func writeTexts(t *testing.T, texts, known map[string]string) {
	t.Helper()
	all := maps.Clone(known)
	maps.DeleteFunc(all, func(key, _ string) bool { return strings.HasPrefix(key, *onlyAPI) && texts[key] == "" })
	maps.Copy(all, texts)
	data, err := json.MarshalIndent(all, "", " ")
	if err == nil {
		err = os.WriteFile(textsFile, append(data, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// changedScenarios lists the scenarios of an API whose text is new or another one.
func changedScenarios(api string, addresses []string, names, texts, known map[string]string) []string {
	out := []string{}
	for _, a := range addresses {
		if key := scenarioKey(a, names[a]); strings.HasPrefix(a, api+"/") && texts[key] != known[key] {
			out = append(out, a)
		}
	}
	return out
}

package scenarios

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sparring/scenarios/carry"
	"sparring/scenarios/suite"
)

// carried and lost are the names of the features that are generated.
const (
	carried = "carried.feature"
	lost    = "lost.feature"
)

// Generate writes the features that carry data, of one API or of all: to a directory, each in the folder of its API, or
// to out if dir is "". They are among the built-in ones.
func Generate(out io.Writer, api, dir string) error {
	written := 0
	for _, a := range APIs() {
		if len(a.Plans) == 0 || api != "" && api != a.Name {
			continue
		}
		text, err := carry.Feature(a.Name, a.Plans)
		if err != nil {
			return err
		}
		for _, f := range [][2]string{{carried, text}, {lost, carry.Lost(a.Name, a.Losses)}} {
			written++
			if dir == "" {
				fmt.Fprint(out, f[1])
				continue
			}
			path := filepath.Join(dir, a.Name, f[0])
			err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(f[1]), 0o644))
			if err != nil {
				return usage("--out: %v", err)
			}
			fmt.Fprintf(out, "wrote %s\n", path)
		}
	}
	if written == 0 {
		return usage("no features are generated for %q; APIs: %s", api, strings.Join(APIs().Names(), ", "))
	}
	return nil
}

// Flows returns what package explore walks: the flows of the APIs, and the scenarios that carry every field.
func Flows() ([]suite.Flow, error) {
	out := APIs().Flows()
	for _, a := range APIs() {
		for _, p := range a.Plans {
			text, err := carry.Feature(a.Name, []carry.Plan{p})
			if err != nil {
				return nil, err
			}
			for _, block := range strings.Split(text, "\n  Scenario: ")[1:] {
				name, steps, _ := strings.Cut(block, "\n")
				out = append(out, suite.Flow{Ability: p.Ability, Name: name, Steps: written(steps), Carries: true})
			}
		}
	}
	return out, nil
}

// written are the steps of a generated scenario as a flow has them: each with the keyword that And stands for.
func written(block string) string {
	var out []string
	last := ""
	for _, line := range strings.Split(block, "\n") {
		line = strings.TrimPrefix(line, "    ")
		keyword, rest, _ := strings.Cut(line, " ")
		switch keyword {
		case "And":
			line = last + " " + rest
		case "Given", "When", "Then":
			last = keyword
		}
		if last != "" && strings.TrimSpace(line) != "@should" { // its source comes first
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

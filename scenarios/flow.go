package scenarios

import (
	"strings"

	"sparring/scenarios/suite"
	"sparring/scenarios/vocabulary"
)

// Flow reads a scenario of the user's as a flow for package explore: FEATURE:SCENARIO, where SCENARIO is a line or a
// name. Its demands are left out, since under a fault they need not hold; what they remember is kept. Errors: *Usage.
func Flow(at string) (suite.Flow, error) {
	path, name, found := cutAddress(at)
	if !found {
		return suite.Flow{}, usage("--flow %q: expected FEATURE:SCENARIO, a file and a line or a name", at)
	}
	words := sentences()
	files, err := load([]string{path}, words)
	if err != nil {
		return suite.Flow{}, usage("--flow %s: %v", at, err)
	}
	var chosen []*testCase
	for _, f := range files {
		for _, c := range f.cases {
			if c.name == name || address(f.name+":"+name).match(c) && isLine(name) {
				chosen = append(chosen, c)
			}
		}
	}
	switch {
	case len(chosen) == 0:
		return suite.Flow{}, usage("--flow %s: %s has no scenario %q (sparring verify --features %s --list shows them)",
			at, path, name, path)
	case len(chosen) > 1:
		return suite.Flow{}, usage("--flow %s: %d scenarios are meant; name a line of one", at, len(chosen))
	}
	if err := undefined(chosen, words); err != nil {
		return suite.Flow{}, err
	}
	return chosen[0].flow(words)
}

// cutAddress splits FILE.feature:REST.
func cutAddress(at string) (path, rest string, ok bool) {
	i := strings.Index(strings.ToLower(at), extension+":")
	if i < 0 {
		return "", "", false
	}
	i += len(extension)
	return at[:i], strings.TrimSpace(at[i+1:]), at[i+1:] != ""
}

func isLine(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// flow writes the test case as a flow.
func (c *testCase) flow(v *vocabulary.Vocabulary) (suite.Flow, error) {
	out := suite.Flow{Name: c.name}
	var lines []string
	asked := false
	for _, st := range c.steps {
		told := v.Told(st.written()) != ""
		if st.kind == vocabulary.Then && !told {
			continue
		}
		keyword := string(st.kind)
		if told {
			keyword = string(vocabulary.Then)
		}
		optional := ""
		if asked && !strings.Contains(st.text, "has finished") && st.text != "клиент закончил" {
			optional = "? "
		}
		lines = append(lines, optional+keyword+" "+st.text)
		lines = append(lines, st.below()...)
		if needs := v.Needs(c.api, []vocabulary.Written{st.written()}); st.kind == vocabulary.When && len(needs) > 0 {
			if asked = true; out.Ability == "" {
				out.Ability = needs[0][0]
			}
		}
	}
	if out.Ability == "" {
		return suite.Flow{}, usage("--flow %s: the scenario asks the client for nothing", c.Address())
	}
	out.Steps = strings.Join(lines, "\n")
	return out, nil
}

// below writes the table or text of a step.
func (st *step) below() (lines []string) {
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", `\n`)
	for _, row := range st.table {
		line := "  |"
		for _, cell := range row {
			line += " " + escape.Replace(cell) + " |"
		}
		lines = append(lines, line)
	}
	if st.doc == nil {
		return lines
	}
	lines = append(lines, `  """`+st.doc.MediaType)
	for _, text := range strings.Split(st.doc.Content, "\n") {
		lines = append(lines, "  "+strings.ReplaceAll(text, `"""`, `\"\"\"`))
	}
	return append(lines, `  """`)
}

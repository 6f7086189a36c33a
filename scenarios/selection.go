package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/steps"
)

// ErrNothing says that a selection matches nothing: exit code 3.
var ErrNothing = errors.New("nothing to run")

// address chooses scenarios: FILE, FILE:LINE, or a scenario's name.
type address string

// match tells whether an address means a test case. A file may be named by the end of its path.
func (a address) match(c *testCase) bool {
	text := strings.TrimSpace(string(a))
	if text == c.name {
		return true
	}
	name, line := text, int64(0)
	if i := strings.LastIndex(text, ":"); i > 0 {
		if n, err := strconv.ParseInt(text[i+1:], 10, 64); err == nil {
			name, line = text[:i], n
		}
	}
	name = strings.TrimPrefix(name, "./")
	if name != c.file.name && !strings.HasSuffix("/"+c.file.name, "/"+name) && !strings.HasSuffix("/"+name, "/"+c.file.name) {
		return false
	}
	// A row's line means the row; any other line of an outline all its rows.
	return line == 0 || line == c.line || line >= c.head && line <= c.end
}

// choose applies a selection. Errors: *Usage, and ErrNothing wrapped with the reason.
func (s *suite) choose(files []*file, o *Options) ([]*testCase, error) {
	among, err := profiles(o.Profiles)
	if err != nil {
		return nil, err
	}
	var tags []expression
	for _, text := range o.Tags {
		e, err := parseTags(text)
		if err != nil {
			return nil, &Usage{Message: err.Error()}
		}
		tags = append(tags, e)
	}
	for _, api := range o.APIs {
		if !slices.Contains(driver.APIs(), api) {
			return nil, usage("--api %s: no such API; there are %s", api, strings.Join(driver.APIs(), ", "))
		}
	}
	var chosen []*testCase
	total := 0
	hit := make([]bool, len(o.Scenarios))
	for _, f := range files {
		for _, c := range f.cases {
			total++
			named := len(o.Scenarios) == 0
			for i, a := range o.Scenarios {
				if address(a).match(c) {
					hit[i], named = true, true
				}
			}
			byAPI := len(o.APIs) == 0 || slices.Contains(o.APIs, c.api)
			// What is not finished runs only where it is asked for.
			unfinished := c.tags["@wip"] && len(o.Scenarios) == 0 && !strings.Contains(strings.Join(o.Tags, " "), "@wip")
			unfit := slices.ContainsFunc(tags, func(e expression) bool { return !e.match(c.tags) })
			if len(among) > 0 {
				c.profile = s.profile(c, among)
			}
			if named && byAPI && !unfinished && !unfit && (len(among) == 0 || c.profile != nil) {
				chosen = append(chosen, c)
			}
		}
	}
	for i, a := range o.Scenarios {
		if !hit[i] {
			return nil, fmt.Errorf("%w: no scenario is at %q (FILE, FILE:LINE or a scenario's name; --list shows them)", ErrNothing, a)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("%w: none of %d scenarios matches %s", ErrNothing, total, o.selection())
	}
	return chosen, nil
}

// selection says in words what was asked for.
func (o *Options) selection() string {
	var parts []string
	if len(o.APIs) > 0 {
		parts = append(parts, "--api "+strings.Join(o.APIs, " --api "))
	}
	for _, name := range o.Profiles {
		parts = append(parts, "--profile "+name)
	}
	for _, text := range o.Tags {
		parts = append(parts, fmt.Sprintf("--tags %q", text))
	}
	for _, a := range o.Scenarios {
		parts = append(parts, fmt.Sprintf("--scenario %q", a))
	}
	return strings.Join(parts, " ")
}

// undefined checks that every step is in the vocabulary, once.
func undefined(chosen []*testCase, v *steps.Vocabulary) error {
	var problems []string
	seen := map[string]bool{}
	for _, c := range chosen {
		for _, st := range c.steps {
			found := v.Find(st.kind, st.text)
			key := string(st.kind) + st.text
			if len(found) == 1 || seen[key] {
				continue
			}
			seen[key] = true
			at := fmt.Sprintf("%s:%d: %s %s", c.file.name, st.line, st.keyword, st.text)
			if len(found) > 1 {
				problems = append(problems, fmt.Sprintf("%s\n  this step can be read in %d ways", at, len(found)))
				continue
			}
			problems = append(problems, at+"\n  undefined step: "+v.Undefined(st.kind, st.text))
		}
	}
	if len(problems) > 0 {
		return usage("%s", strings.Join(problems, "\n"))
	}
	return nil
}

// known reads known-failing files: an ADDRESS a line, # comments. Every line must match some scenario.
func known(names []string, files []*file) (map[*testCase]bool, error) {
	listed := map[*testCase]bool{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, usage("--known-failing %s: %v", name, reason(err))
		}
		for n, line := range strings.Split(string(bytes.TrimPrefix(content, byteOrder)), "\n") {
			text, _, _ := strings.Cut(line, " #")
			text = strings.TrimSpace(text)
			if text == "" || strings.HasPrefix(text, "#") {
				continue
			}
			hit := false
			for _, file := range files {
				for _, c := range file.cases {
					if address(text).match(c) {
						listed[c], hit = true, true
					}
				}
			}
			if !hit {
				return nil, usage("%s:%d: no scenario is at %q (FILE, FILE:LINE or a scenario's name; --list shows them)", name, n+1, text)
			}
		}
	}
	return listed, nil
}

package scenarios

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/vocabulary"
)

// ErrNothing says that a selection matches nothing: exit code 3.
var ErrNothing = errors.New("nothing to run")

// address chooses scenarios: FILE, FILE:LINE, or a scenario's name.
type address string

// match reports whether an address means a test case. A file may be named by the end of its path, with / or \ between
// its parts.
func (a address) match(c *testCase) bool {
	text := strings.TrimSpace(string(a))
	if text == c.name {
		return true
	}
	return place(text).match(c) || place(strings.ReplaceAll(text, `\`, "/")).match(c)
}

// place is an address that names a file.
type place string

func (a place) match(c *testCase) bool {
	name, line := string(a), int64(0)
	text := name
	if i := strings.LastIndex(text, ":"); i > 0 {
		if n, err := strconv.ParseInt(text[i+1:], 10, 64); err == nil {
			name, line = text[:i], n
		}
	}
	name = strings.TrimPrefix(name, "./")
	if name != c.file.name && !strings.HasSuffix("/"+c.file.name, "/"+name) &&
		!strings.HasSuffix("/"+name, "/"+c.file.name) {
		return false
	}
	// A row's line means the row; any other line of an outline all its rows.
	return line == 0 || line == c.line || line >= c.head && line <= c.end
}

// choose returns the test cases of a selection. Errors: *Usage, and ErrNothing wrapped with the reason.
func (s *runner) choose(files []*file, tags []expression, o *Options) ([]*testCase, error) {
	among, err := profiles(o.Profiles)
	if err != nil {
		return nil, err
	}
	for _, api := range o.APIs {
		if !slices.Contains(APIs().Names(), api) {
			return nil, usage("--api %s: no such API; there are %s", api, strings.Join(APIs().Names(), ", "))
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
			// What is not finished runs only if it is asked for.
			unfinished := c.tags[wip] && len(o.Scenarios) == 0 &&
				!slices.ContainsFunc(tags, func(e expression) bool { return e.names(wip) })
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
			return nil, fmt.Errorf(
				"%w: no scenario is at %q (FILE, FILE:LINE or a scenario's name; --list shows them)",
				ErrNothing,
				a,
			)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("%w: none of %d scenarios matches %s", ErrNothing, total, o.selection())
	}
	return chosen, nil
}

// selection describes the selection.
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

// undefined checks that every step is in the vocabulary. Each unknown sentence is reported once.
func undefined(chosen []*testCase, v *vocabulary.Vocabulary) error {
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
		if content, err = decoded(content); err != nil {
			return nil, usage("--known-failing %s: %v", name, err)
		}
		for n, line := range strings.Split(string(content), "\n") {
			if !list(listed, files, line) {
				text := uncommented(line)
				return nil, usage(
					"%s:%d: no scenario is at %q (FILE, FILE:LINE or a scenario's name; --list shows them)",
					name,
					n+1,
					text[len(text)-1],
				)
			}
		}
	}
	return listed, nil
}

// list adds the scenarios that a line of a known-failing file means. It reports false if the line means none.
func list(listed map[*testCase]bool, files []*file, line string) bool {
	texts := uncommented(line)
	for _, text := range texts {
		hit := false
		for _, file := range files {
			for _, c := range file.cases {
				if text != "" && address(text).match(c) {
					listed[c], hit = true, true
				}
			}
		}
		if hit {
			return true
		}
	}
	last := texts[len(texts)-1]
	return last == "" || strings.HasPrefix(last, "#")
}

// comment is where one may begin.
var comment = regexp.MustCompile(`\s#`)

// uncommented lists how a line can be read, the whole line first: a # may belong to a scenario's name or begin a
// comment.
func uncommented(line string) []string {
	out := []string{strings.TrimSpace(line)}
	for _, at := range slices.Backward(comment.FindAllStringIndex(line, -1)) {
		out = append(out, strings.TrimSpace(line[:at[0]]))
	}
	return out
}

// The tags that have an effect by themselves.
const wip = "@wip"

var ownTags = []string{"@must", "@should", "@slow", wip}

// tagged checks the tags of all scenarios: a tag that no selection names, and that has no effect of its own, is an
// error.
func tagged(files []*file, tags []expression) error {
	var problems []string
	for _, f := range files {
		for _, c := range f.cases {
			for _, tag := range c.pickle.Tags {
				known := slices.Contains(ownTags, tag.Name) ||
					slices.ContainsFunc(tags, func(e expression) bool { return e.names(tag.Name) })
				if text := fmt.Sprintf(
					"%s:%d: the tag %s has no effect; there are %s, and those that --tags names", f.name,
					f.tagLines[tag.AstNodeId], tag.Name, strings.Join(ownTags, ", "),
				); !known &&
					!slices.Contains(problems, text) {
					problems = append(problems, text)
				}
			}
			if c.tags["@must"] && c.tags["@should"] {
				problems = append(
					problems,
					c.Address()+": the scenario has the tags @must and @should; expected one of them",
				)
			}
		}
	}
	if len(problems) > 0 {
		return usage("%s", strings.Join(problems, "\n"))
	}
	return nil
}

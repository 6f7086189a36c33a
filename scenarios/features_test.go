package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios/vocabulary"
)

// builtin loads the built-in features: none found is a failure.
func builtin(t *testing.T) []*file {
	t.Helper()
	files, err := load(nil, sentences())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// generated reports whether a feature is made from the documents: its scenarios carry as much as fits.
func generated(name string) bool {
	return strings.Contains(name, carried) || strings.Contains(name, lost)
}

// TestFeatures holds the built-in features to the house: sizes, tags, sources, names, folders.
func TestFeatures(t *testing.T) {
	names := map[string]string{}
	for _, f := range builtin(t) {
		lines := strings.Count(string(f.content), "\n")
		if lines > 120 && !generated(f.name) {
			t.Errorf("%s: %d lines, expected at most 120", f.name, lines)
		}
		if !strings.Contains(f.document.Feature.Description, "Source: ") {
			t.Errorf("%s: the Feature's description does not cite its source", f.name)
		}
		if len(f.document.Feature.Tags) > 0 {
			t.Errorf("%s: tags stand at scenarios, not at the Feature", f.name)
		}
		if f.api == "" {
			t.Errorf("%s: not in the folder of an API", f.name)
		}
		for _, c := range f.cases {
			name := f.api + " " + c.name // unique in its API: a name is an address
			if other, twice := names[name]; twice {
				t.Errorf("%s and %s have the same name: %s", other, c.Address(), c.name)
			}
			names[name] = c.Address()
			if c.tags["@must"] == c.tags["@should"] {
				t.Errorf("%s: expected either @must or @should", c.Address())
			}
			for _, tag := range c.order {
				if !slices.Contains([]string{"@must", "@should", "@slow", "@wip"}, tag) {
					t.Errorf("%s: the tag %s is not one of the list", c.Address(), tag)
				}
			}
			c.lintSteps(t)
		}
	}
	if least := 60; len(names) < least {
		t.Errorf("%d scenarios, expected at least %d", len(names), least)
	}
	for _, api := range APIs().Names() {
		if len(APIs().Abilities(api)) > 0 &&
			!slices.ContainsFunc(builtin(t), func(f *file) bool { return f.name == api+"/resilience.feature" }) {
			t.Errorf("%s has no resilience.feature", api)
		}
	}
}

// lintSteps: at most eight steps (a Background's not counted), one that judges, no Given behind another step, none
// that takes real time without @slow.
func (c *testCase) lintSteps(t *testing.T) {
	own, judges, acted := 0, false, false
	for _, st := range c.steps {
		if st.line >= c.head {
			own++
		}
		judges = judges || st.kind == vocabulary.Then
		if st.kind == vocabulary.Given && acted {
			t.Errorf("%s: %q follows a When or a Then", c.Address(), st.text)
		}
		acted = acted || st.kind != vocabulary.Given
		if strings.Contains(st.text, "of real time") && !c.tags["@slow"] && !strings.Contains(st.text, "ms\"") {
			t.Errorf("%s: %q needs @slow", c.Address(), st.text)
		}
	}
	if own > 8 && !generated(c.Address()) {
		t.Errorf("%s: %d steps, expected at most 8", c.Address(), own)
	}
	if !judges {
		t.Errorf("%s: no step judges anything", c.Address())
	}
}

// TestVocabulary: every example is found as itself and only as itself, every step of an API is used, and there are
// not too many.
func TestVocabulary(t *testing.T) {
	v := sentences()
	shared, perAPI := 0, map[string]int{}
	for _, s := range v.Steps() {
		for _, example := range s.Examples() {
			_, text, _ := strings.Cut(example, " ")
			text, _, _ = strings.Cut(text, "\n")
			if found := v.Find(s.Keyword, text); len(found) != 1 || found[0] != s {
				t.Errorf("the example %q is found as %d steps", example, len(found))
			}
		}
		if s.Doc == "" {
			t.Errorf("%q has no text", s.Example)
		}
		if slices.Contains(APIs().Names(), s.Subject) {
			perAPI[s.Subject]++
		} else {
			shared++
		}
	}
	if shared > 40 {
		t.Errorf("%d shared steps, expected at most 40", shared)
	}
	for api, n := range perAPI {
		if n > 15 {
			t.Errorf("%d steps of %s, expected at most 15", n, api)
		}
	}
	used := map[*vocabulary.Step]bool{}
	for _, f := range builtin(t) {
		for _, c := range f.cases {
			for _, st := range c.steps {
				for _, s := range v.Find(st.kind, st.text) {
					used[s] = true
				}
			}
		}
	}
	for _, s := range v.Steps() {
		if slices.Contains(APIs().Names(), s.Subject) && !used[s] {
			t.Errorf("no feature uses %s %q", s.Keyword, s.Example)
		}
	}
}

// TestRules: every rule has all that a report shows, and only documented and observed facts may fail a client.
func TestRules(t *testing.T) {
	rules := APIs().Rules()
	if len(rules) == 0 {
		t.Fatal("no rules")
	}
	seen := map[string]bool{}
	for _, r := range rules {
		if seen[r.ID] || r.Text == "" || r.Source == "" || r.Provenance == "" || r.Level == "" || r.Judge == nil {
			t.Errorf("rule %q: expected an id of its own, level, text, source and provenance", r.ID)
		}
		seen[r.ID] = true
		if r.Level == "must" && r.Provenance != "documented" && r.Provenance != "observed" {
			t.Errorf("rule %s must be kept, but is %s", r.ID, r.Provenance)
		}
		if !slices.Contains(APIs().Names(), r.API()) {
			t.Errorf("rule %s: expected the name of an API before the dot", r.ID)
		}
	}
}

// TestUndefined: a step that is not in the vocabulary is explained by the nearest ones.
func TestUndefined(t *testing.T) {
	v := sentences()
	for _, test := range []struct {
		keyword vocabulary.Keyword
		text    string
		says    string
	}{
		{vocabulary.Given, "the client is at wrk", "Given the client is already working"},
		{vocabulary.Then, "the client report success", "Then the client reports success"},
		{vocabulary.When, `the "1h" passes`, `When "1h" passes`},
		{vocabulary.When, "the client reports success", "is a Then, not a When"},
		{vocabulary.Then, `the server saw 2 "bonder.saveCard"`, `the server saw exactly 1 "bonder.saveCard"`},
		{vocabulary.Given, "клиент работает", "Дано клиент уже работает"},
		{vocabulary.Then, "клиент сообщит об успехе", "Тогда клиент сообщает об успехе"},
		{vocabulary.When, `прошёл "1h"`, `Когда проходит "1h"`},
		{vocabulary.When, "клиент сообщает об успехе", "is a Тогда, not a Когда"},
		{vocabulary.Then, `сервер видел 2 "bonder.saveCard"`, `сервер видел ровно 1 "bonder.saveCard"`},
	} {
		if got := v.Undefined(test.keyword, test.text); !strings.Contains(got, test.says) {
			t.Errorf("%s %s: expected a hint with %q, got %q", test.keyword, test.text, test.says, got)
		}
	}
}

// TestCitedScenarios: a scenario of iQChannels or TIM Connect that can fail a client cites the vendor's sentence
// itself, and its report shows it.
func TestCitedScenarios(t *testing.T) {
	cited := map[string]int{}
	for _, f := range builtin(t) {
		for _, c := range f.cases {
			vendor := vendorSources[f.api]
			if vendor == nil || !c.tags["@must"] {
				continue
			}
			if !vendor.MatchString(c.cites) {
				t.Errorf(
					"%s is @must: expected a description that cites the vendor (Source: %s#L62), got %q",
					c.Address(),
					f.api,
					c.cites,
				)
			}
			cited[f.api]++
		}
	}
	for api := range vendorSources {
		if cited[api] < 20 {
			t.Errorf("only %d scenarios of %s are @must", cited[api], api)
		}
	}
}

// vendorSources are citations of a line of the vendor's page, of a section of another text of it, of one of its
// clients, or of the errors that its page includes.
var vendorSources = map[string]*regexp.Regexp{
	"iqchannels": regexp.MustCompile(`^Source: iqchannels(#L\d|-readme §|-widget|-kotlin|-swift|-ios)`),
	"timconnect": regexp.MustCompile(`^Source: (timconnect#L\d|timconnect-1\.7\.1 §|slate-errors)`),
}

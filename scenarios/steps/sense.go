package steps

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/scenarios/check"
	"sparring/scenarios/driver"
)

// Catalogue is what a server fakes: the operations of every API.
type Catalogue map[string][]string

// operation splits "bonder.saveCard" and checks that there is such an operation: what can never come is never missed.
func (c Catalogue) operation(text string) (api, id string, err error) {
	api, id, found := strings.Cut(text, ".")
	if !found || api == "" || id == "" {
		return "", "", misuse("expected an operation with its API, such as %q; got %q", "bonder.saveCard", text)
	}
	if c == nil || id == "*" && c[api] != nil || slices.Contains(c[api], id) {
		return api, id, nil
	}
	if c[api] == nil {
		return "", "", misuse("no API is called %q in %q; there are %s", api, text, strings.Join(slices.Sorted(maps.Keys(c)), ", "))
	}
	return "", "", misuse("%s has no operation %q; the nearest are %s", api, id, strings.Join(nearest(id, c[api]), ", "))
}

// Nearest returns the word that differs least from one; words must not be empty.
func Nearest(word string, words []string) string { return nearest(word, words)[0] }

// nearest are the three words that differ least from one.
func nearest(word string, words []string) []string {
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(letters(word, a), letters(word, b)) })
	return sorted[:min(3, len(sorted))]
}

// naming is what a quoted text of a step names.
type naming string

const (
	operations naming = "operation"
	abilities  naming = "ability"
	rules      naming = "rule"
)

// Senseless finds what is wrong with a step of the vocabulary before anything runs: a table or doc string too much or too
// few, a name that nothing has, arguments that an ability does not take or lacks. Table is nil, or the rows of its table.
func (v *Vocabulary) Senseless(keyword Keyword, text string, table [][]string, doc bool, c Catalogue) error {
	found := v.Find(keyword, text)
	if len(found) != 1 {
		return nil // told elsewhere
	}
	step := found[0]
	takes := step.takes(text)
	switch {
	case table == nil && takes == tableType:
		return misuse("a table belongs below this step: two columns, names and values")
	case !doc && takes == docType:
		return misuse(`a text belongs below this step, between two lines of """`)
	case table != nil && takes != tableType:
		return misuse("this step takes no table: what stands in it would have no effect")
	case doc && takes != docType:
		return misuse("this step takes no text below it: it would have no effect")
	}
	for _, row := range table {
		if len(row) != 2 {
			return misuse("expected a table of two columns, names and values; got %d columns", len(row))
		}
	}
	name := ""
	if parts := strings.SplitN(text, `"`, 3); len(parts) == 3 {
		name = parts[1]
	}
	switch step.Names {
	case operations:
		_, _, err := c.operation(name)
		return err
	case rules:
		if _, ok := check.Find(name); !ok {
			return noRule(name)
		}
	case abilities:
		args := map[string]any{}
		for _, row := range table {
			args[row[0]] = nil
		}
		return fits(name, args)
	}
	return nil
}

var (
	tableType = reflect.TypeFor[*godog.Table]()
	docType   = reflect.TypeFor[*godog.DocString]()
)

// takes is what the form of a step that matches a text takes below itself: tableType, docType or nil.
func (s *Step) takes(text string) reflect.Type {
	for _, f := range s.forms {
		if !f.MatchString(text) {
			continue
		}
		handler := reflect.TypeOf(f.bind(&Scene{}))
		if n := handler.NumIn(); n > 0 && (handler.In(n-1) == tableType || handler.In(n-1) == docType) {
			return handler.In(n - 1)
		}
	}
	return nil
}

func noRule(id string) error {
	var ids []string
	for _, r := range check.Rules() {
		ids = append(ids, r.ID)
	}
	return misuse("no rule is called %q; the nearest are %s (sparring steps --rules lists them)", id, strings.Join(nearest(id, ids), ", "))
}

// fits checks arguments against those that an ability declares. A nil value is one that is not known yet.
func fits(name string, args map[string]any) error {
	all := driver.Abilities("")
	i := slices.IndexFunc(all, func(a driver.Ability) bool { return a.Name == name })
	if i < 0 {
		var names []string
		for _, a := range all {
			names = append(names, a.Name)
		}
		return misuse("no ability is called %q; the nearest are %s (sparring abilities lists them)", name, strings.Join(nearest(name, names), ", "))
	}
	var takes []string
	for _, f := range all[i].Args {
		takes = append(takes, f.Name)
		value, given := args[f.Name]
		if !given && !f.Optional {
			return misuse("%s needs the argument %q", name, f.Name)
		}
		if value != nil && !isA(f.Type, value) {
			return misuse("%s takes %q as %s, got %s", name, f.Name, f.Type, encode(value))
		}
	}
	for _, given := range slices.Sorted(maps.Keys(args)) {
		if !slices.Contains(takes, given) {
			return misuse("%s takes no argument %q; it takes %s", name, given, cmp.Or(strings.Join(takes, ", "), "none"))
		}
	}
	return nil
}

// isA tells whether a value has a type of driver.Field.
func isA(kind string, value any) bool {
	data := encode(value)
	switch kind {
	case "number":
		return strings.ContainsAny(data[:1], "-0123456789")
	case "boolean":
		return data == "true" || data == "false"
	case "object":
		return data[0] == '{'
	case "list":
		return data[0] == '['
	}
	return data[0] == '"'
}

// Mistake is a scenario that cannot be judged as it is written.
func Mistake(format string, args ...any) error { return &Misuse{fmt.Sprintf(format, args...)} }

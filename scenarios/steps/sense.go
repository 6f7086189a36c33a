package steps

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/mock/pointer"
	"sparring/scenarios/suite"
)

// Written is a step as a feature has it.
type Written struct {
	Keyword Keyword
	Text    string
	Table   [][]string // nil if it has none
	Doc     *Doc       // nil if it has none
}

// Doc is the text below a step.
type Doc struct{ Content, MediaType string }

// said is a step of the vocabulary with what a feature says in it: what can be checked before anything runs.
type said struct {
	args      []string // the groups of the sentence
	table     [][]string
	doc       *Doc
	apis      suite.APIs
	catalogue Catalogue
	mentions  func(text string) bool // reports whether the scenario plants a body with this text
}

// sense checks what a step says. Its errors are *Misuse.
type sense func(said) error

// checks makes one of several, in order.
func checks(list ...sense) sense {
	return func(q said) error {
		for _, check := range list {
			if err := check(q); err != nil {
				return err
			}
		}
		return nil
	}
}

// Check returns what is wrong with a step of the vocabulary before anything runs: a table or text too much or too few, a
// name that nothing has, a value that cannot be meant, arguments that an ability does not take or lacks. mentions reports
// whether the scenario plants a body that holds a text.
func (v *Vocabulary) Check(w Written, c Catalogue, mentions func(string) bool) error {
	found := v.Find(w.Keyword, w.Text)
	if len(found) != 1 {
		return nil // told elsewhere
	}
	step := found[0]
	if err := step.below(w); err != nil {
		return err
	}
	if err := readable(w); err != nil {
		return err
	}
	if step.Sense == nil {
		return nil
	}
	q := said{table: w.Table, doc: w.Doc, apis: v.apis, catalogue: c, mentions: mentions}
	for _, f := range step.forms {
		if m := f.FindStringSubmatch(w.Text); m != nil {
			q.args = m[1:]
		}
	}
	return step.Sense(q)
}

// below checks what stands below a step against what it takes.
func (s *Step) below(w Written) error {
	takes := s.takes(w.Text)
	switch {
	case w.Table == nil && takes == tableType:
		return misuse("a table belongs below this step: two columns, names and values")
	case w.Doc == nil && takes == docType:
		return misuse(`a text belongs below this step, between two lines of """`)
	case w.Table != nil && takes != tableType:
		return misuse("this step takes no table: it would have no effect")
	case w.Doc != nil && takes != docType:
		return misuse("this step takes no text below it: it would have no effect")
	}
	var names []string
	for _, row := range w.Table {
		switch {
		case len(row) != 2:
			return misuse("expected a table of two columns, names and values; got %s", columns(len(row)))
		case row[0] == "":
			return misuse("a row of the table has no name; its value is %q", row[1])
		case slices.Contains(names, row[0]):
			return misuse("the argument %q is given twice", row[0])
		}
		names = append(names, row[0])
	}
	if w.Doc == nil {
		return nil
	}
	switch strings.ToLower(w.Doc.MediaType) {
	case "":
		return nil
	case "json":
		_, err := strictly(placeholder.ReplaceAllString(w.Doc.Content, "0"))
		return err
	}
	return misuse(`the text below this step is marked as %q, which has no effect; expected """json or """`, w.Doc.MediaType)
}

func columns(n int) string {
	if n == 1 {
		return "1 column"
	}
	return fmt.Sprintf("%d columns", n)
}

// readable checks that what looks like a remembered value or like JSON is one.
func readable(w Written) error {
	texts := []string{w.Text}
	for _, row := range w.Table {
		texts = append(texts, row...)
	}
	if w.Doc != nil {
		texts = append(texts, w.Doc.Content)
	}
	for _, text := range texts {
		for _, name := range braced.FindAllString(text, -1) {
			if placeholder.FindString(name) != name {
				return misuse("%s is no remembered value: their names have small letters, digits and _, without blanks", name)
			}
		}
	}
	for _, row := range w.Table {
		if _, err := literal(row[1]); err != nil {
			return err
		}
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

// unplaced reports whether a text holds a value that is known only when the scenario runs.
func unplaced(text string) bool { return placeholder.MatchString(text) }

// operation checks that a group names an operation.
func operation(group int) sense {
	return func(q said) error {
		_, _, err := q.catalogue.operation(q.args[group])
		return err
	}
}

// anAPI checks that a group names an API.
func anAPI(group int) sense {
	return func(q said) error { return q.catalogue.knows(q.args[group]) }
}

// aRule checks that a group names a rule.
func aRule(group int) sense {
	return func(q said) error {
		if _, ok := q.apis.Rule(q.args[group]); !ok {
			return noRule(q.apis, q.args[group])
		}
		return nil
	}
}

// aPointer checks that a group is a JSON pointer.
func aPointer(group int) sense {
	return func(q said) error {
		if _, err := pointer.Parse(q.args[group]); err != nil {
			return misuse("%v", err)
		}
		return nil
	}
}

// aValue checks that a group is a value: JSON, or a text that does not look like it.
func aValue(group int) sense {
	return func(q said) error {
		_, err := literal(q.args[group])
		return err
	}
}

// aDuration checks that a group, if it is given, is a duration.
func aDuration(group int) sense {
	return func(q said) error {
		if q.args[group] == "" || unplaced(q.args[group]) {
			return nil
		}
		_, err := duration(q.args[group])
		return err
	}
}

// someAdvice checks that a group, if it is given, names advices.
func someAdvice(group int) sense {
	return func(q said) error {
		if q.args[group] == "" {
			return nil
		}
		_, err := choices(q.args[group])
		return err
	}
}

// aNumber checks that a group, if it is given, is a number within bounds.
func aNumber(group, least, most int) sense {
	return func(q said) error {
		if q.args[group] == "" {
			return nil
		}
		if n, err := strconv.Atoi(q.args[group]); err != nil || n < least || n > most {
			return misuse("expected a number from %d to %d, got %s", least, most, q.args[group])
		}
		return nil
	}
}

// oneOf checks that a group is one of some words.
func oneOf(group int, what string, words ...string) sense {
	return func(q said) error {
		if !slices.Contains(words, q.args[group]) {
			return misuse("no %s is called %q; there are %s", what, q.args[group], strings.Join(words, ", "))
		}
		return nil
	}
}

// anObject checks that the text below a step is a JSON object.
func anObject(q said) error {
	if unplaced(q.doc.Content) {
		return nil
	}
	_, err := decodeObject([]byte(q.doc.Content))
	return err
}

// anAbility checks that a group names an ability and that the table has the arguments that it takes.
func anAbility(group int) sense {
	return func(q said) error {
		args := map[string]any{}
		for _, row := range q.table {
			args[row[0]] = nil
			if value, err := literal(row[1]); err == nil && !unplaced(row[1]) {
				args[row[0]] = value
			}
		}
		return fits(q.apis, q.args[group], typed(q.apis, q.args[group], args))
	}
}

func noRule(apis suite.APIs, id string) error {
	var ids []string
	for _, r := range apis.Rules() {
		ids = append(ids, r.ID)
	}
	return misuse("no rule is called %q; the nearest are %s (sparring steps --rules lists them)", id, strings.Join(nearest(id, ids), ", "))
}

// fits checks arguments against those that an ability declares. A nil value is one that is not known yet.
func fits(apis suite.APIs, name string, args map[string]any) error {
	ability, ok := apis.Ability(name)
	if !ok {
		var names []string
		for _, a := range apis.Abilities("") {
			names = append(names, a.Name)
		}
		return misuse("no ability is called %q; the nearest are %s (sparring abilities lists them)", name, strings.Join(nearest(name, names), ", "))
	}
	var takes []string
	for _, f := range ability.Args {
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

// isA reports whether a value has a type of driver.Field.
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

// Plants reports whether a step only tells the server what to be, with all that it says known already.
func (v *Vocabulary) Plants(w Written) bool {
	found := v.Find(w.Keyword, w.Text)
	if len(found) != 1 || !found[0].Plants || unplaced(w.Text) || w.Doc != nil && unplaced(w.Doc.Content) {
		return false
	}
	return !slices.ContainsFunc(w.Table, func(row []string) bool { return unplaced(row[1]) })
}

// Plant runs a step that only plants; of any other it does nothing.
func (v *Vocabulary) Plant(s *Scene, w Written) error {
	if !v.Plants(w) {
		return nil
	}
	for _, f := range v.Find(w.Keyword, w.Text)[0].forms {
		m := f.FindStringSubmatch(w.Text)
		if m == nil {
			continue
		}
		handler := reflect.ValueOf(f.bind(s))
		var args []reflect.Value
		for i, text := range m[1:] {
			arg := reflect.New(handler.Type().In(i)).Elem()
			if arg.Kind() == reflect.Int {
				n, err := strconv.Atoi(text)
				if err != nil {
					return misuse("expected a number, got %q", text)
				}
				arg.SetInt(int64(n))
			} else {
				arg.SetString(text)
			}
			args = append(args, arg)
		}
		if w.Table != nil {
			args = append(args, reflect.ValueOf(godogTable(w.Table)))
		}
		if w.Doc != nil {
			args = append(args, reflect.ValueOf(&godog.DocString{Content: w.Doc.Content, MediaType: w.Doc.MediaType}))
		}
		err, _ := handler.Call(args)[0].Interface().(error)
		return err
	}
	return nil
}

func godogTable(rows [][]string) *godog.Table {
	table := &godog.Table{}
	for _, row := range rows {
		cells := &messages.PickleTableRow{}
		for _, cell := range row {
			cells.Cells = append(cells.Cells, &messages.PickleTableCell{Value: cell})
		}
		table.Rows = append(table.Rows, cells)
	}
	return table
}

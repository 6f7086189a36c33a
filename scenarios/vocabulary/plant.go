package vocabulary

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/feature"
	"sparring/scenarios/run"
)

// Plants reports whether a step only tells the server what to be, and all its values are known.
func (v *Vocabulary) Plants(w Written) bool {
	found := v.Find(w.Keyword, w.Text)
	if len(found) != 1 || !found[0].Plants || feature.HasPlaceholder(w.Text) ||
		w.Doc != nil && feature.HasPlaceholder(w.Doc.Content) {
		return false
	}
	return !slices.ContainsFunc(w.Table, func(row []string) bool { return feature.HasPlaceholder(row[1]) })
}

// Plant runs a step that only plants; it does nothing for any other step.
func (v *Vocabulary) Plant(s *run.Scenario, w Written) error {
	if !v.Plants(w) {
		return nil
	}
	return v.run(s, w)
}

// Gives reports whether a step is a Given about the server: it asks the client for nothing and tells it nothing.
func (v *Vocabulary) Gives(w Written) bool {
	found := v.Find(w.Keyword, w.Text)
	return w.Keyword == Given && len(found) == 1 && found[0].Subject != "client" && found[0].Asks == nil &&
		!found[0].SignOfLife
}

// Give runs a step of which Gives is true.
func (v *Vocabulary) Give(s *run.Scenario, w Written) error { return v.run(s, w) }

// run runs a step outside godog.
func (v *Vocabulary) run(s *run.Scenario, w Written) error {
	for _, f := range v.Find(w.Keyword, w.Text)[0].forms {
		groups := f.groups(w.Text)
		if groups == nil {
			continue
		}
		handler := reflect.ValueOf(f.bind(s))
		var args []reflect.Value
		for i, text := range groups {
			arg := reflect.New(handler.Type().In(i)).Elem()
			if arg.Kind() == reflect.Int {
				n, err := strconv.Atoi(text)
				if err != nil {
					return feature.Usagef("expected a number, got %q", text)
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

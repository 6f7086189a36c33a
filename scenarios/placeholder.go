package scenarios

import (
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v34"
)

// placeholder is <name> in the text of a scenario.
type placeholder struct {
	name string
	line int64
}

var angled = regexp.MustCompile(`<([^<>"\n]*[^<>"\n\s/][^<>"\n]*)>`)

// placeholders lists the names in angle brackets in a scenario, each once. Markup with its end tag is left out.
func placeholders(s *messages.Scenario) []placeholder {
	var out []placeholder
	add := func(line int64, text string) {
		for _, m := range angled.FindAllStringSubmatch(text, -1) {
			name := m[1]
			word, _, _ := strings.Cut(strings.TrimSpace(name), " ")
			known := slices.ContainsFunc(out, func(p placeholder) bool { return p.name == name })
			if known || strings.HasPrefix(name, "/") || strings.HasPrefix(name, "!") || strings.HasSuffix(name, "/") ||
				strings.Contains(text, "</"+word+">") {
				continue
			}
			out = append(out, placeholder{name, line})
		}
	}
	add(s.Location.Line, s.Name)
	for _, st := range s.Steps {
		add(st.Location.Line, st.Text)
		if st.DocString != nil {
			add(st.DocString.Location.Line, st.DocString.Content)
			add(st.DocString.Location.Line, st.DocString.MediaType)
		}
		if st.DataTable != nil {
			for _, row := range st.DataTable.Rows {
				for _, cell := range row.Cells {
					add(row.Location.Line, cell.Value)
				}
			}
		}
	}
	return out
}

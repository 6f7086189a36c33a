package scenarios

import (
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v34"

	"sparring/mock/excerpt"
	"sparring/scenarios/verdict"
)

// identify gives every file a class and every scenario a title that no other of its class has. Both follow from the
// files alone, so they are the same in every run, whatever is chosen and however it ends: readers of reports compare
// by them.
func identify(files []*file) {
	classes := map[string]bool{}
	for _, f := range files {
		f.class = verdict.ClassOf(f.name)
		for n := 2; f.class == "" || classes[f.class]; n++ {
			f.class = fmt.Sprintf("%s_%d", verdict.ClassOf(f.name), n)
		}
		classes[f.class] = true
		f.entitle()
	}
}

// entitle makes the names of a file's scenarios unique: by the values of a row, else by the line.
func (f *file) entitle() {
	count := func(of func(*testCase) string) map[string]int {
		n := map[string]int{}
		for _, c := range f.cases {
			n[of(c)]++
		}
		return n
	}
	names := count(func(c *testCase) string { return c.name })
	for _, c := range f.cases {
		c.title = c.name
		if names[c.name] > 1 && c.values != "" {
			c.title = strings.TrimSpace(fmt.Sprintf("%s (%s)", c.name, c.values))
		}
	}
	for clash := true; clash; {
		clash = false
		titles := count(func(c *testCase) string { return c.title })
		for _, c := range f.cases {
			if titles[c.title] > 1 {
				c.title, clash = strings.TrimSpace(fmt.Sprintf("%s (line %d)", c.title, c.line)), true
			}
		}
	}
}

// mostOfRow is how many bytes of a row's values a title repeats.
const mostOfRow = 100

// values are those of a row of an outline, with the names of their columns.
func (x *index) values(s *messages.Scenario, row *messages.TableRow) string {
	var parts []string
	for _, e := range s.Examples {
		for _, r := range e.TableBody {
			if r.Id != row.Id {
				continue
			}
			for i, cell := range r.Cells {
				parts = append(parts, e.TableHeader.Cells[i].Value+": "+strings.ReplaceAll(cell.Value, "\n", " "))
			}
		}
	}
	return excerpt.Of(strings.Join(parts, ", "), mostOfRow)
}

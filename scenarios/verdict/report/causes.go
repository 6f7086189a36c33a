package report

import (
	"fmt"
	"io"

	"sparring/scenarios/verdict"
)

// WriteCauses writes what explains the failures of a run, and what nothing explains.
func WriteCauses(out io.Writer, causes []verdict.Cause, rest []verdict.Unexplained) {
	if len(causes)+len(rest) == 0 {
		return
	}
	fmt.Fprintln(out, "causes:")
	for i, c := range causes {
		fmt.Fprintf(out, "  %d. %s\n", i+1, clean(c.Text))
		fmt.Fprintf(out, "     explains %d of the failures (%.0f %%), such as: %s\n", c.Explains, 100*c.Share,
			clean(c.Failures[0]))
		for _, or := range c.Or[:min(len(c.Or), mostAlike)] {
			fmt.Fprintf(out, "     or: %s\n", clean(or))
		}
		if c.Mend != "" {
			fmt.Fprintf(out, "     mend: %s\n", clean(c.Mend))
		}
	}
	for _, u := range rest {
		fmt.Fprintf(out, "  not explained: %s, %s, such as: %s\n", u.Rule, count(len(u.Failures), "failure"),
			clean(u.Failures[0]))
	}
	fmt.Fprintln(out)
}

// mostAlike bounds how many mistakes are named that explain the same.
const mostAlike = 3

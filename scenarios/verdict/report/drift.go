package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/columns"
)

// writeDrift lists what real servers did otherwise than our documents say.
func writeDrift(out io.Writer, t *verdict.Traffic) {
	if len(t.Drift) == 0 {
		return
	}
	fmt.Fprintf(out, "drift: the real server does %s otherwise than our document\n", count(len(t.Drift), "thing"))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "    API\tFIELD\tWHAT\tTIMES\tEXPECTED\tEXAMPLE\tFIRST\tOPERATIONS")
	for _, d := range t.Drift {
		fmt.Fprintf(
			w,
			"    %s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n",
			d.API,
			clean(d.Field),
			d.Code,
			d.Count,
			short(
				d.Expected,
			),
			short(d.Example),
			fmt.Sprintf("%s %d", d.World, d.Entry),
			strings.Join(d.Operations, ", "),
		)
	}
	_ = w.Flush() // as the other writes of this text
	fmt.Fprintln(out)
}

// short is a text as a column has it.
func short(text string) string { return columns.Fit(columns.Line(clean(text)), 40) }

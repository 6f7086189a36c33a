package scenarios

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"sparring/scenarios/driver"
)

// List writes the scenarios that a selection chooses, one a line: address, tags, name. It returns their number.
func List(out io.Writer, o Options) (int, error) {
	_, chosen, err := prepare(&o)
	if err != nil {
		return 0, err
	}
	if err := startable(o.Client); err != nil {
		return 0, err
	}
	for _, c := range chosen {
		fmt.Fprintf(out, "%s  %s  %s\n", c.Address(), c.name, strings.Join(c.order, " "))
	}
	return len(chosen), nil
}

// startable returns an error if a client cannot be started, as far as this is known without starting it.
func startable(client driver.Starter) error {
	if checker, ok := client.(interface{ Check() error }); ok {
		return checker.Check()
	}
	return nil
}

// DryRun reads everything, checks that every step is defined and makes sense to the server, and runs nothing.
func DryRun(ctx context.Context, out io.Writer, o Options) error {
	s, chosen, err := prepare(&o)
	if err != nil {
		return err
	}
	if err := startable(o.Client); err != nil {
		return err
	}
	closeServer, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer closeServer()
	var problems []string
	n, files := 0, map[*file]bool{}
	for _, c := range chosen {
		n += len(c.steps)
		files[c.file] = true
		wrong := c.check(s.words, s.catalogue)
		if len(wrong) == 0 {
			if wrong, err = s.rehearse(ctx, c); err != nil {
				return err
			}
		}
		for _, err := range wrong {
			if !slices.Contains(problems, err.Error()) {
				problems = append(problems, err.Error())
			}
		}
	}
	if len(problems) > 0 {
		return usage("%s", strings.Join(problems, "\n"))
	}
	fmt.Fprintf(
		out,
		"scenarios: %d, steps: %d, files: %d; all steps are defined, nothing was run\n",
		len(chosen),
		n,
		len(files),
	)
	return nil
}

// WriteSteps writes the vocabulary with examples; that of one subject, unless subject is "".
func WriteSteps(out io.Writer, subject string) error {
	last, n := "", 0
	for _, s := range newVocabulary().Steps() {
		if subject != "" && s.Subject != subject {
			continue
		}
		n++
		if s.Subject != last {
			fmt.Fprintf(out, "%s\n", strings.ToUpper(s.Subject))
			last = s.Subject
		}
		for _, example := range s.Examples() {
			keyword, text, _ := strings.Cut(example, " ")
			fmt.Fprintf(out, "  %-5s %s\n", keyword, strings.ReplaceAll(text, "\n", "\n        "))
		}
		fmt.Fprintf(out, "          — %s\n", s.Doc)
	}
	if n == 0 {
		return usage("no steps on %q", subject)
	}
	return nil
}

// WriteRules writes the rules that a step may demand by id.
func WriteRules(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range APIs().Rules() {
		when := ""
		if r.Always {
			when = ", always"
		}
		fmt.Fprintf(w, "%s\t%s%s\t%s\t%s (%s)\n", r.ID, r.Level, when, r.Text, r.Source, r.Provenance)
	}
	return w.Flush()
}

// WriteAbilities writes the abilities, of one API or of all, as a Markdown table.
func WriteAbilities(out io.Writer, api string) error {
	list := APIs().Abilities(api)
	if len(list) == 0 {
		return usage("no abilities of %q; APIs: %s", api, strings.Join(APIs().Names(), ", "))
	}
	fmt.Fprintln(out, "| ability | arguments | values of a success | what it does |")
	fmt.Fprintln(out, "|---|---|---|---|")
	for _, a := range list {
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", a.Name, fields(a.Args), fields(a.Values), a.Doc)
	}
	return nil
}

func fields(list []driver.Field) string {
	var out []string
	for _, f := range list {
		text := fmt.Sprintf("`%s` %s", f.Name, f.Type)
		if f.Optional {
			text += ", optional"
		}
		if f.Doc != "" {
			text += ": " + f.Doc
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, "<br>")
}

package scenarios

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

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

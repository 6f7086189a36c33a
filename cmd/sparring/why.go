package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/problem"
)

func newWhyCommand() *cobra.Command {
	var asked jsonFlag
	cmd := &cobra.Command{
		Use:   "why [CODE…]",
		Short: "Explain a code that the journal shows",
		Long: paragraphs(`
Explain the codes under WHY, which say what a client is never told, the codes of findings, and the vendors'
error codes under CODE. Without a code all but the vendors' are listed.`),
		Example: paragraphs(`
  sparring why token_dead_count
  sparring why 404_session_not_found
  sparring why`),
		ValidArgsFunction: func(*cobra.Command, []string, string) (out []string, _ cobra.ShellCompDirective) {
			for _, e := range mock.Why() {
				out = append(out, candidate(e.Code, e.Doc))
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, codes []string) error {
			found, err := explanations(codes)
			if err != nil {
				return err
			}
			if asked.asked() {
				return asked.write(cmd, map[string][]mock.Explanation{"codes": found}, "  ")
			}
			if len(codes) > 0 {
				explain(cmd.OutOrStdout(), found)
				return nil
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "API\tCODE\tMEANING")
			for _, e := range found {
				fmt.Fprintf(w, "%s\t%s\t%s\n", orDash(e.API), e.Code, e.Doc)
			}
			return w.Flush()
		},
	}
	asked.add(cmd.Flags(), "the explanations")
	onlyGiven(cmd)
	return cmd
}

// explanations finds the codes, or all but the vendors' if none is given.
func explanations(codes []string) ([]mock.Explanation, error) {
	all := mock.Why()
	if len(codes) == 0 {
		return slices.DeleteFunc(all, func(e mock.Explanation) bool { return e.Vendor }), nil
	}
	var out []mock.Explanation
	for _, code := range codes {
		before := len(out)
		for _, e := range all {
			if strings.EqualFold(e.Code, code) {
				out = append(out, e)
			}
		}
		if len(out) == before {
			known := make([]string, len(all))
			for i, e := range all {
				known[i] = e.Code
			}
			if meant, ok := problem.Meant(code, known); ok {
				return nil, fmt.Errorf("there is no code %q; did you mean %s?", code, meant)
			}
			return nil, fmt.Errorf("there is no code %q; \"sparring why\" lists all codes", code)
		}
	}
	return out, nil
}

func explain(out io.Writer, found []mock.Explanation) {
	for _, e := range found {
		of := "every API"
		if e.API != "" {
			of = e.API
		}
		switch {
		case e.Vendor:
			of += ", the vendor's error code"
		case e.Finding:
			of += ", a finding"
		}
		fmt.Fprintf(out, "%s (%s): %s\n", e.Code, of, e.Doc)
		if e.Advice != "" {
			fmt.Fprintf(out, "  advice for the client: %s\n", e.Advice)
		}
	}
}

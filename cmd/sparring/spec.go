package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"sparring/spec"
)

func newSpecCommand() *cobra.Command {
	var asked jsonFlag
	cmd := &cobra.Command{
		Use:               "spec [NAME]",
		Short:             "List the documents, or print one",
		ValidArgsFunction: cobra.FixedCompletions(spec.Names(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listDocuments(cmd, &asked)
			}
			if asked.asked() {
				text, err := spec.JSON(args[0])
				if err != nil {
					return err
				}
				return asked.write(cmd, json.RawMessage(text), "")
			}
			text, err := spec.Text(args[0])
			if err != nil {
				return err
			}
			if !bytes.HasSuffix(text, []byte("\n")) {
				text = append(text, '\n')
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	asked.add(cmd.Flags(), "the document, or the list,")
	onlyGiven(cmd)
	return cmd
}

// listed is a document in the list.
type listed struct {
	Name       string `json:"name"`
	API        string `json:"api"`
	Title      string `json:"title"`
	Source     string `json:"source"`
	Operations int    `json:"operations"`
}

func listDocuments(cmd *cobra.Command, asked *jsonFlag) error {
	var list []listed
	for _, name := range spec.Names() {
		d, err := spec.Load(name)
		if err != nil {
			return err
		}
		of := listed{Name: name, API: d.API, Title: d.Title, Source: d.Source}
		for _, op := range spec.Operations(d.API) {
			if op.Document == name {
				of.Operations++
			}
		}
		list = append(list, of)
	}
	if asked.asked() {
		return asked.write(cmd, map[string][]listed{"documents": list}, "  ")
	}
	for _, of := range list {
		fmt.Fprintf(cmd.OutOrStdout(), "%-16s %3d operations  %s\n", of.Name, of.Operations, of.Title)
	}
	return nil
}

func newLintCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lint [NAME…]",
		Short: "Check the documents",
		Long: paragraphs(`
Check that the documents are valid, operation ids unique, that every request and response has an example, every
operation and error code its provenance, and that every error code is named by an operation.`),
		ValidArgsFunction: cobra.FixedCompletions(spec.Names(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, names []string) error {
			if len(names) == 0 {
				names = spec.Names()
			}
			found := 0
			for _, name := range names {
				problems, err := spec.Lint(name)
				if err != nil {
					return err
				}
				for _, p := range problems {
					fmt.Fprintln(cmd.OutOrStdout(), p)
				}
				found += len(problems)
			}
			if found > 0 {
				return &exitError{code: 1, err: fmt.Errorf("%d problems in %d documents", found, len(names))}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d documents, no problems\n", len(names))
			return nil
		},
	}
}

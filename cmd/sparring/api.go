package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/problem"
)

// catalogued is an operation as the command api shows it: with the meaning of its codes, and how it can be broken.
type catalogued struct {
	API string `json:"api"`
	client.Operation
	Errors []client.ErrorCode `json:"errors"`
	Faults []fault.KindInfo   `json:"faults"`
}

func newAPICommand() *cobra.Command {
	var asked jsonFlag
	cmd := &cobra.Command{
		Use:   "api [API [OPERATION]]",
		Short: "List what is faked and what can be broken: operations, codes, kinds of faults, switches, events",
		Long: paragraphs(`
List what is faked and what can be broken. Without arguments the APIs and the kinds of faults; of an API its
operations, error codes, switches and events; of an operation the codes that it can answer. No server is needed.`),
		Example: paragraphs(`
  sparring api
  sparring api bonder
  sparring api bonder saveCard`),
		ValidArgsFunction: apiWords,
		RunE: func(cmd *cobra.Command, args []string) error {
			apis := mock.APIs()
			value, table := any(client.APIs{APIs: apis}), func(w io.Writer) { allTable(w, apis) }
			if len(args) > 0 {
				api, err := apiNamed(apis, args[0])
				if err != nil {
					return err
				}
				value, table = api, func(w io.Writer) { apiTable(w, api) }
				if len(args) > 1 {
					op, err := operationNamed(api, args[1])
					if err != nil {
						return err
					}
					value, table = op, func(w io.Writer) { operationTable(w, op) }
				}
			}
			if asked.asked() {
				return asked.write(cmd, value, "  ")
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			table(w)
			return w.Flush()
		},
	}
	asked.add(cmd.Flags(), "the list")
	onlyGiven(cmd)
	return cmd
}

// apiNamed finds an API. The error names the nearest, or all.
func apiNamed(apis []client.API, name string) (client.API, error) {
	var known []string
	for _, api := range apis {
		if api.Name == name {
			return api, nil
		}
		known = append(known, api.Name)
	}
	return client.API{}, fmt.Errorf("there is no API %q; %s", name, meantOr(name, known, "there are "+
		strings.Join(known, ", ")))
}

// operationNamed finds an operation by its id or another name of it.
func operationNamed(api client.API, name string) (catalogued, error) {
	var known []string
	for _, op := range api.Operations {
		if op.ID != name && !slices.Contains(op.Aliases, name) {
			known = append(append(known, op.ID), op.Aliases...)
			continue
		}
		out := catalogued{API: api.Name, Operation: op, Errors: []client.ErrorCode{}, Faults: api.Faults}
		for _, e := range api.Errors {
			if slices.Contains(op.Codes, e.Code) {
				out.Errors = append(out.Errors, e)
			}
		}
		return out, nil
	}
	return catalogued{}, fmt.Errorf("%s has no operation %q; %s", api.Name, name,
		meantOr(name, known, fmt.Sprintf("\"sparring api %s\" lists them", api.Name)))
}

// meantOr asks for the name that was probably meant, or says what else to do.
func meantOr(name string, known []string, otherwise string) string {
	if meant, ok := problem.Meant(name, known); ok {
		return fmt.Sprintf("did you mean %s?", meant)
	}
	return otherwise
}

func allTable(w io.Writer, apis []client.API) {
	fmt.Fprintln(w, "API\tOPERATIONS\tCODES\tSWITCHES\tEVENTS\tDOCUMENTS")
	for _, a := range apis {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\n", a.Name, len(a.Operations), len(a.Errors), len(a.Switches),
			len(a.Events), strings.Join(a.Documents, ", "))
	}
	fmt.Fprintln(w, "\nKIND OF FAULT\tWHAT IT DOES")
	for _, k := range fault.Kinds() {
		fmt.Fprintf(w, "%s\t%s\n", k.Kind, k.Doc)
	}
	fmt.Fprintln(w, "\n\"sparring api API\" lists one API; \"sparring fault --help\" has the parameters of the kinds.")
}

func apiTable(w io.Writer, a client.API) {
	fmt.Fprintln(w, "OPERATION\tREQUEST\tCODES\tWHAT IT DOES")
	for _, op := range a.Operations {
		fmt.Fprintf(w, "%s\t%s %s\t%d\t%s\n", op.ID, op.Method, op.Path, len(op.Codes), oneLine(op.Summary))
	}
	fmt.Fprintln(w)
	codeTable(w, a.Errors)
	fmt.Fprintln(w, "\nSWITCH\tDEFAULT\tTAKES\tMEANING")
	for _, s := range a.Switches {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Name, shownValue(s.Default), s.Takes(), oneLine(s.Doc))
	}
	fmt.Fprintln(w)
	eventTable(w, []client.API{a})
	fmt.Fprintf(w, "\n\"sparring api %s OPERATION\" shows one operation.\n", a.Name)
}

func operationTable(w io.Writer, op catalogued) {
	fmt.Fprintf(w, "%s: %s %s\n", dotted(op.API, op.ID), op.Method, op.Path)
	if op.Summary != "" {
		fmt.Fprintln(w, oneLine(op.Summary))
	}
	facts := []string{op.Provenance, "in the document " + op.Document}
	if len(op.Aliases) > 0 {
		facts = append(facts, "also "+strings.Join(op.Aliases, ", "))
	}
	if op.Page {
		facts = append(facts, "a page for people")
	}
	if op.Stream {
		facts = append(facts, "a stream of events")
	}
	fmt.Fprintf(w, "%s\n\n", strings.Join(facts, "; "))
	example := "delay duration=2s"
	if len(op.Errors) > 0 {
		codeTable(w, op.Errors)
		fmt.Fprintln(w)
		example = op.Errors[0].Code
	}
	var kinds []string
	for _, k := range op.Faults {
		kinds = append(kinds, k.Kind)
	}
	fmt.Fprintf(w, "Break it: sparring fault %s %s %s\nKinds: %s\n", op.API, op.ID, example, strings.Join(kinds, ", "))
}

func codeTable(w io.Writer, codes []client.ErrorCode) {
	fmt.Fprintln(w, "CODE\tSTATUS\tADVICE\tPROVENANCE\tMEANING")
	for _, e := range codes {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\n", e.Code, e.Status, orDash(e.Advice), e.Provenance, oneLine(e.Meaning))
	}
}

// apiWords completes an API, then one of its operations.
func apiWords(_ *cobra.Command, args []string, _ string) (out []string, _ cobra.ShellCompDirective) {
	apis := mock.APIs()
	if len(args) == 0 {
		for _, api := range apis {
			out = append(out, api.Name)
		}
	} else if api, err := apiNamed(apis, args[0]); err == nil && len(args) == 1 {
		for _, op := range api.Operations {
			out = append(out, candidate(op.ID, op.Summary))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

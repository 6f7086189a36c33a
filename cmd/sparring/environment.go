package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock/problem"
	"sparring/scenarios/driver"
)

// variablePrefix is what the names of our environment variables begin with.
const variablePrefix = "SPARRING_"

// toldVariables are the names that Sparring sets for programs which it starts, beside those of the flags: what a client
// of each API is configured with, what a client process is told for its scenario, the mark by which a client's children
// are found, and the program itself for the kits.
func toldVariables() []string {
	out := []string{"SPARRING_BIN", "SPARRING_SESSION", driver.FolderVariable, driver.PatienceVariable}
	for api, names := range clientSettings {
		for _, name := range names {
			out = append(out, variable(api+"_"+name))
		}
	}
	return out
}

// clientSettings are what a client of an API is configured with: its URL, and the world's credentials.
var clientSettings = map[string][]string{
	"bonder":     {"url", "username", "password", "client"},
	"iqchannels": {"url", "token", "channel"},
	"radist":     {"url", "api_key", "company_id"},
	"timconnect": {"url", "api_key", "digest_secret"},
}

// variable is the name of a flag's variable.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// knownVariables are all names that may begin with SPARRING_: one per flag that has a variable, and those we set
// ourselves.
func knownVariables(root *cobra.Command) []string {
	known := map[string]bool{}
	for _, name := range toldVariables() {
		known[name] = true
	}
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) {
				if hasVariable(f) {
					known[variable(f.Name)] = true
				}
			})
		}
		for _, sub := range cmd.Commands() {
			if sub.Name() != "completion" && sub.Name() != "help" {
				visit(sub)
			}
		}
	}
	visit(root)
	return slices.Sorted(maps.Keys(known))
}

// knownEnvironment refuses a variable that begins with SPARRING_ and is not in the table: a misspelled setting would
// have no effect. An empty one counts as not set.
func knownEnvironment(root *cobra.Command, environ []string) error {
	var known []string
	for _, setting := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(setting, "=")
		if !strings.HasPrefix(name, variablePrefix) || value == "" {
			continue
		}
		if known == nil {
			known = knownVariables(root)
		}
		if slices.Contains(known, name) {
			continue
		}
		var ends []string // the common beginning would make all of them alike
		for _, k := range known {
			ends = append(ends, strings.TrimPrefix(k, variablePrefix))
		}
		hint := "each is named after a flag, as SPARRING_ADDR after --addr of serve"
		if meant, ok := problem.Meant(strings.TrimPrefix(name, variablePrefix), ends); ok {
			hint = "did you mean " + variablePrefix + meant + "?"
		}
		return fmt.Errorf("environment variable %s: there is no such setting; %s", name, hint)
	}
	return nil
}

// flagOnly marks a flag that has no variable.
const flagOnly = "sparring_flag_only"

// hasVariable reports whether a flag is also a variable.
func hasVariable(f *pflag.Flag) bool {
	return f.Name != "help" && f.Name != "version" && f.Annotations[flagOnly] == nil
}

// onlyGiven takes the variables of a command's flags away, except those named: what one call asks for is not a setting,
// and another command may mean something else by the name.
func onlyGiven(cmd *cobra.Command, except ...string) {
	mark := func(f *pflag.Flag) {
		if !slices.Contains(except, f.Name) {
			if f.Annotations == nil {
				f.Annotations = map[string][]string{}
			}
			f.Annotations[flagOnly] = []string{"true"}
		}
	}
	cmd.PersistentFlags().VisitAll(mark)
	cmd.Flags().VisitAll(mark)
	for _, sub := range cmd.Commands() {
		onlyGiven(sub, except...)
	}
}

// fromEnvironment sets every flag that was not given from its variable: --control-token is SPARRING_CONTROL_TOKEN. A
// repeatable flag takes a list with commas.
func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || failed != nil || !hasVariable(f) {
			return
		}
		name := variable(f.Name)
		value, ok := lookup(name)
		if !ok || value == "" {
			return
		}
		values := []string{value}
		if strings.HasSuffix(f.Value.Type(), "Array") || strings.HasSuffix(f.Value.Type(), "Slice") {
			values = strings.Split(value, ",")
		}
		for _, v := range values {
			if err := flags.Set(f.Name, strings.TrimSpace(v)); err != nil {
				failed = fmt.Errorf("environment variable %s: %w", name, invalidValue(err))
				return
			}
		}
	})
	return failed
}

package agent

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

type verifyArguments struct {
	API       []string `json:"api,omitempty" jsonschema:"only scenarios of these APIs"`
	Tags      string   `json:"tags,omitempty" jsonschema:"only with such tags: @must and not @slow"`
	Scenarios []string `json:"scenarios,omitempty" jsonschema:"only these: FILE, FILE:LINE or a name"`
	Feature   string   `json:"feature,omitempty" jsonschema:"Gherkin text instead of the built-in features"`
	ListOnly  bool     `json:"list_only,omitempty" jsonschema:"list what is chosen and run nothing"`
}

// failure is a scenario that did not pass.
type failure struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
	Cause   string `json:"cause,omitempty"`  // the id of the check that decided
	Reason  string `json:"reason,omitempty"` // expected, got
	Cites   string `json:"cites,omitempty"`  // the vendor's sentence
	World   string `json:"world,omitempty"`
	Steps   []step `json:"steps,omitempty"`
	Log     string `json:"log,omitempty"` // the end of the client's stderr
}

type step struct {
	Text    string `json:"text"`
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
	Said    string `json:"said,omitempty"` // what the client reported
}

// addVerify adds the tool that judges the client.
func (t *tools) addVerify(s *mcp.Server) {
	judged := scenarios.Reference + ", because this program was started without the command of an adapter: good for " +
		"trying out a feature text"
	if t.Client != nil {
		judged = t.Command
	}
	acts(s, "verify", "Run scenarios against the client and judge it. Choose few: a whole API takes a minute. Judged "+
		"is: "+judged+".", t.verify)
}

// mostFailures is how many scenarios that did not pass are described, and mostLog how many bytes of a client's log.
const mostFailures, mostLog = 10, 1000

func (t *tools) verify(ctx context.Context, in verifyArguments) (any, error) {
	o := scenarios.Options{
		APIs: in.API, Scenarios: in.Scenarios, Client: t.Client, Command: t.Command, Version: t.Version,
		Server: t.Control.Base, ControlToken: t.Control.Token, TLS: t.TLS,
	}
	if in.Tags != "" {
		o.Tags = []string{in.Tags}
	}
	if in.Feature != "" {
		dir, err := os.MkdirTemp("", "sparring-feature-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := os.WriteFile(filepath.Join(dir, "own.feature"), []byte(in.Feature), 0o600); err != nil {
			return nil, err
		}
		o.Features = []string{dir}
	}
	if in.ListOnly {
		var list strings.Builder
		_, err := scenarios.List(&list, o)
		return result("scenarios", strings.Split(strings.TrimSpace(list.String()), "\n")), unselected(err)
	}
	report, err := scenarios.Run(ctx, o)
	if err != nil {
		err = unselected(err)
		if in.Feature != "" { // the agent knows no file
			err = errors.New(strings.ReplaceAll(err.Error(), o.Features[0]+string(filepath.Separator), ""))
		}
		return nil, err
	}
	return summary(&report), nil
}

func unselected(err error) error {
	if errors.Is(err, scenarios.ErrNothing) {
		return errors.New("no scenario is chosen by api, tags and scenarios; list_only lists those that there are")
	}
	return err
}

func summary(r *verdict.Report) map[string]any {
	failures, others := []failure{}, 0
	for _, s := range r.Scenarios {
		if s.Verdict == verdict.Passed || s.Verdict == verdict.Skipped {
			continue
		}
		if len(failures) == mostFailures {
			others++
			continue
		}
		f := failure{
			Address: s.Address, Name: s.Name, Verdict: s.Verdict.String(), Cause: s.Cause, Reason: s.Reason,
			Cites: s.Cites, World: s.World, Log: s.Log[max(0, len(s.Log)-mostLog):],
		}
		for _, st := range s.Steps {
			f.Steps = append(f.Steps, step{st.Keyword + " " + st.Text, st.Status, st.Message, st.Said})
		}
		failures = append(failures, f)
	}
	return map[string]any{
		"verdict": r.Verdict.String(), "exit_code": r.ExitCode, "judged": r.Judged, "counts": r.Counts, "seed": r.Seed,
		"not_passed": failures, "not_passed_and_not_described": others, "warnings": append([]string{}, r.Warnings...),
	}
}

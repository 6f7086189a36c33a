package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sparring/scenarios/verdict"
)

// The flavours of annotations: notes that a forge shows at the line of a feature.
const (
	GitHubCommands    Flavour = "github" // workflow commands, which the log of a GitHub action takes
	GitLabCodeQuality Flavour = "gitlab" // a code quality report
)

// Annotations are notes on the lines of features, for the page on which a change is reviewed.
func Annotations() Format {
	return Format{
		Name: "annotations", About: "write what failed as annotations of lines to this file",
		Flavours: &Choices{
			Names: []Flavour{GitHubCommands, GitLabCodeQuality},
			About: "for whom the annotations are: github (workflow commands) or gitlab (a code quality report)",
		},
		Write: WriteAnnotations,
	}
}

// annotation is a note on a line of a feature.
type annotation struct {
	of         *verdict.Scenario
	file, text string
	line       int
	warning    bool
}

// WriteAnnotations writes a note for each scenario that somebody should look at, worst first: at the step that failed,
// else at the scenario.
func WriteAnnotations(out io.Writer, r *verdict.Report, flavour Flavour) error {
	var all []annotation
	for _, s := range r.Failures() {
		file, line := s.Place()
		a := annotation{of: s, file: file, text: s.Reason + "\nagain: " + s.Reproduce, warning: s.Good(r.Strict)}
		a.line, _ = strconv.Atoi(line) // an address without a line is of the whole file
		for _, step := range s.Steps {
			if step.Status == verdict.StepFailed || step.Status == verdict.StepNotExercised {
				a.line = step.Line
				break
			}
		}
		a.line = max(a.line, 1)
		all = append(all, a)
	}
	write := commands
	if flavour == GitLabCodeQuality {
		write = codeQuality
	}
	if err := write(out, all); err != nil {
		return fmt.Errorf("write the annotations: %w", err)
	}
	return nil
}

// Characters that end a value of a workflow command.
var (
	commandText  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandValue = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func commands(out io.Writer, all []annotation) error {
	for _, a := range all {
		kind := "error"
		if a.warning {
			kind = "warning"
		}
		_, err := fmt.Fprintf(out, "::%s file=%s,line=%d,title=%s::%s\n", kind, commandValue.Replace(a.file), a.line,
			commandValue.Replace(a.of.Shown()+": "+a.of.Name), commandText.Replace(a.text))
		if err != nil {
			return err
		}
	}
	return nil
}

// codeIssue is an entry of a code quality report as GitLab reads it.
type codeIssue struct {
	Description string       `json:"description"`
	CheckName   string       `json:"check_name"`
	Fingerprint string       `json:"fingerprint"` // the same in every run, so that changes can be told
	Severity    string       `json:"severity"`
	Location    codeLocation `json:"location"`
}

type codeLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

func codeQuality(out io.Writer, all []annotation) error {
	issues := []codeIssue{}
	for _, a := range all {
		identity := a.of.Identity()
		issue := codeIssue{
			Description: a.of.Shown() + ": " + a.of.Name + ": " + a.text,
			CheckName:   cmp.Or(a.of.Cause, a.of.Verdict.String()),
			Fingerprint: fmt.Sprintf("%x", sha256.Sum256(
				[]byte(strings.Join([]string{identity[0], identity[1], a.of.Reading}, "\x00")))),
			Severity: "major", Location: codeLocation{Path: a.file},
		}
		if a.warning {
			issue.Severity = "minor"
		}
		issue.Location.Lines.Begin = a.line
		issues = append(issues, issue)
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(issues)
}

package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"sparring/scenarios/verdict"
)

// The flavours of a JUnit report: the format has no standard.
const (
	XUnit  Flavour = "xunit"  // valid by the schema of Jenkins' xunit plugin; places are properties of the suite
	GitLab Flavour = "gitlab" // a test case has its file and line, which GitLab links
)

// JUnit is the XML that CI systems read.
func JUnit() Format {
	return Format{
		Name: "junit", About: "write a JUnit report to this file",
		Flavours: &Choices{
			Names: []Flavour{XUnit, GitLab},
			About: "for whom the JUnit report is: xunit (valid by Jenkins' schema) or gitlab (files and lines of " +
				"tests)",
		},
		Write: WriteJUnit,
	}
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []*junitFile `xml:"testsuite"`
}

// junitFile is one feature file: GitLab and Jenkins group by it.
type junitFile struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Hostname   string          `xml:"hostname,attr"`
	File       string          `xml:"file,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []*junitCase    `xml:"testcase"`
	seconds    float64
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    string       `xml:"line,attr,omitempty"`
	Time    string       `xml:"time,attr"`
	Failure *junitResult `xml:"failure"`
	Error   *junitResult `xml:"error"`
	Skipped *junitResult `xml:"skipped"`
	Out     string       `xml:"system-out,omitempty"`
	Err     string       `xml:"system-err,omitempty"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the report in the JUnit form that GitLab and Jenkins show: a suite for each feature, its folder and
// file as the class. A name is unique within its class and stable from run to run. What was not exercised or is
// inconclusive is a failure there, an expected failure is skipped, and a warning is a test that passed: its output and
// a property of the suite say so.
func WriteJUnit(out io.Writer, r *verdict.Report, flavour Flavour) error {
	all := junitSuites{Name: "sparring " + command(r), Tests: len(r.Scenarios), Time: seconds(r.DurationMS)}
	files := map[string]*junitFile{}
	taken := map[[2]string]bool{}
	for _, s := range r.Scenarios {
		file, line := s.Place()
		suite := files[file]
		if suite == nil {
			suite = newJUnitFile(r, s, file)
			files[file] = suite
			all.Suites = append(all.Suites, suite)
		}
		c := junit(r, s)
		for taken[[2]string{c.Class, c.Name}] { // a report that was not made by a run
			c.Name += " (line " + line + ")"
		}
		taken[[2]string{c.Class, c.Name}] = true
		if flavour == GitLab && line != "" {
			c.File, c.Line = file, line
		} else {
			suite.property("place: "+c.Name, s.Address)
		}
		if s.Verdict == verdict.Warned {
			suite.property("warned: "+c.Name, s.Reason)
		}
		suite.add(c, s.DurationMS)
	}
	for _, suite := range all.Suites {
		suite.Time = seconds(suite.seconds)
		all.Failures += suite.Failures
		all.Errors += suite.Errors
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return fmt.Errorf("write the JUnit report: %w", err)
	}
	e := xml.NewEncoder(out)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return fmt.Errorf("write the JUnit report: %w", err)
	}
	_, err := io.WriteString(out, "\n")
	return err
}

// command is the command that made the report.
func command(r *verdict.Report) string {
	switch {
	case r.Traffic == nil:
		return "verify"
	case r.Traffic.By != "":
		return r.Traffic.By
	}
	return "watch"
}

func newJUnitFile(r *verdict.Report, s *verdict.Scenario, file string) *junitFile {
	suite := &junitFile{Name: s.Feature, File: file, Timestamp: s.Started.UTC().Format("2006-01-02T15:04:05"),
		Hostname: "sparring"}
	if suite.Name == "" {
		suite.Name = file
	}
	suite.property("judged", r.Judged)
	suite.property("client", strings.TrimSpace(r.Client.Name+" "+r.Client.Version))
	suite.property("server", r.Server)
	suite.property("seed", fmt.Sprint(r.Seed))
	suite.property("sparring", r.Version)
	if len(r.Switches) > 0 {
		suite.property("switches", strings.Join(r.Switches, " "))
	}
	for _, c := range r.Causes {
		suite.property("cause: "+c.Mistake, fmt.Sprintf("%s (explains %d, %.0f %%). %s", c.Text, c.Explains,
			100*c.Share, c.Mend))
	}
	for _, note := range r.Notes {
		suite.property("note", note)
	}
	for _, w := range r.Warnings {
		suite.property("warning", w)
	}
	for _, u := range r.NotJudged {
		suite.property("not judged: "+u.Ability, fmt.Sprintf("%s, %s", count(u.Scenarios, "scenario"), u.Why))
	}
	for _, l := range r.LeftOut {
		suite.property(
			"not judged: "+l.Value,
			fmt.Sprintf("%s, left out by the client", count(l.Scenarios, "scenario")),
		)
	}
	return suite
}

func (f *junitFile) property(name, value string) {
	f.Properties = append(f.Properties, junitProperty{name, value})
}

func (f *junitFile) add(c *junitCase, ms float64) {
	f.Cases = append(f.Cases, c)
	f.Tests++
	f.seconds += ms
	switch {
	case c.Error != nil:
		f.Errors++
	case c.Failure != nil:
		f.Failures++
	case c.Skipped != nil:
		f.Skipped++
	}
}

func junit(r *verdict.Report, s *verdict.Scenario) *junitCase {
	file, _ := s.Place()
	c := &junitCase{Class: s.Class, Name: s.Title, Time: seconds(s.DurationMS), Err: s.Log}
	if c.Class == "" {
		c.Class = verdict.ClassOf(file)
	}
	if c.Name == "" {
		c.Name = s.Name
	}
	var text strings.Builder
	evidence(&text, s, "")
	fmt.Fprintf(&text, "\nagain: %s\n", s.Reproduce)
	c.Out = played(r, s)
	if s.Verdict == verdict.Warned {
		c.Out = "WARNED: " + s.Reason + "\n" + c.Out + "\n" + text.String()
	}
	result := &junitResult{Message: s.Reason, Type: s.Cause, Text: text.String()}
	switch {
	case s.Verdict == verdict.Error:
		c.Error = result
	case s.KnownFailing:
		c.Skipped = &junitResult{Message: "known failing: " + s.Reason}
	case s.Verdict == verdict.Cancelled:
		c.Skipped = &junitResult{Message: "cancelled: " + s.Reason}
	case s.Unused(), s.Verdict == verdict.Skipped && !r.Strict:
		c.Skipped = &junitResult{Message: s.Reason}
	case !s.Good(r.Strict):
		if s.Verdict != verdict.Failed {
			result.Message = s.Verdict.String() + ": " + s.Reason
		}
		c.Failure = result
	}
	return c
}

// played lists the steps with their tables and texts.
func played(r *verdict.Report, s *verdict.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "judged: %s\nverdict: %s\nplace: %s\n", r.Judged, s.Shown(), s.Address)
	for _, step := range s.Steps {
		fmt.Fprintf(&b, "%s %s %s\n", tick(step.Status), step.Keyword, step.Text)
		if step.Argument != "" {
			fmt.Fprintf(&b, "      %s\n", strings.ReplaceAll(step.Argument, "\n", "\n      "))
		}
		if step.Said != "" {
			fmt.Fprintf(&b, "    client: %s\n", step.Said)
		}
	}
	return b.String()
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", ms/1000) }

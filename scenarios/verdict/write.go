package verdict

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// WriteJSON writes the report as REPORT.md documents it.
func WriteJSON(out io.Writer, r *Report) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the JSON report: %w", err)
	}
	return nil
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
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
	File    string       `xml:"file,attr"`
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

// WriteJUnit writes the report in the JUnit form that GitLab and Jenkins show: a suite a feature, a class a folder and
// feature. What was not exercised or is inconclusive is a failure there, an expected failure is skipped.
func WriteJUnit(out io.Writer, r *Report) error {
	all := junitSuites{Name: "sparring verify", Tests: len(r.Scenarios), Time: seconds(r.DurationMS)}
	files := map[string]*junitFile{}
	for _, s := range r.Scenarios {
		file, line, _ := cutLast(s.Address, ":")
		suite := files[file]
		if suite == nil {
			suite = &junitFile{Name: s.Feature, Timestamp: s.Started.UTC().Format("2006-01-02T15:04:05"), Hostname: "sparring", Properties: []junitProperty{
				{"judged", r.Judged}, {"client", strings.TrimSpace(r.Client.Name + " " + r.Client.Version)},
				{"server", r.Server}, {"seed", fmt.Sprint(r.Seed)}, {"sparring", r.Version},
			}}
			files[file] = suite
			all.Suites = append(all.Suites, suite)
		}
		suite.add(junit(r, s, file, line), s.DurationMS)
	}
	for _, suite := range all.Suites {
		suite.Time = seconds(suite.seconds)
		all.Failures += suite.Failures
		all.Errors += suite.Errors
		all.Skipped += suite.Skipped
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

func junit(r *Report, s *Scenario, file, line string) *junitCase {
	class := strings.ReplaceAll(strings.TrimSuffix(strings.Trim(path.Clean(file), "./"), ".feature"), "/", ".")
	c := &junitCase{Class: class, Name: s.Name, File: file, Line: line, Time: seconds(s.DurationMS), Err: s.Log}
	var text, steps strings.Builder
	evidence(&text, s, "")
	fmt.Fprintf(&text, "\nagain: %s\n", s.Reproduce)
	fmt.Fprintf(&steps, "judged: %s\nverdict: %s\n", r.Judged, s.Shown())
	for _, step := range s.Steps {
		fmt.Fprintf(&steps, "%s %s %s\n", tick(step.Status), step.Keyword, step.Text)
		if step.Said != "" {
			fmt.Fprintf(&steps, "    client: %s\n", step.Said)
		}
	}
	if s.Verdict == Warned {
		steps.WriteString("\n" + text.String())
	}
	c.Out = steps.String()
	result := &junitResult{Message: s.Reason, Type: s.Cause, Text: text.String()}
	switch {
	case s.Verdict == Error:
		c.Error = result
	case s.KnownFailing:
		c.Skipped = &junitResult{Message: "known failing: " + s.Reason}
	case s.Verdict == Skipped && !r.Strict:
		c.Skipped = &junitResult{Message: s.Reason}
	case !s.Good(r.Strict):
		if s.Verdict != Failed {
			result.Message = s.Verdict.String() + ": " + s.Reason
		}
		c.Failure = result
	}
	return c
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", ms/1000) }

func cutLast(text, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(text, sep); i >= 0 {
		return text[:i], text[i+len(sep):], true
	}
	return text, "", false
}

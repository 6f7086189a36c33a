package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// element is what the schema of Jenkins' xunit plugin (junit-10.xsd) allows: attributes, those that are required, and
// what may stand inside. Text may be inside if there is "#text".
type element struct {
	attributes, required, inside []string
}

var xunitSchema = map[string]element{
	"testsuites": {[]string{"name", "time", "tests", "failures", "errors"}, nil, []string{"testsuite"}},
	"testsuite": {
		[]string{"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id",
			"package", "file", "log", "url"},
		[]string{"name", "tests", "failures", "errors"}, []string{"testsuite", "properties", "testcase", "system-out",
			"system-err"},
	},
	"testcase": {[]string{"name", "time", "classname", "group"}, []string{"name"},
		[]string{"skipped", "error", "failure", "system-out", "system-err"}},
	"properties": {nil, nil, []string{"property"}},
	"property":   {[]string{"name", "value"}, []string{"name", "value"}, nil},
	"skipped":    {[]string{"type", "message"}, nil, []string{"#text"}},
	"error":      {[]string{"type", "message"}, nil, []string{"#text"}},
	"failure":    {[]string{"type", "message"}, nil, []string{"#text"}},
	"system-out": {nil, nil, []string{"#text"}},
	"system-err": {nil, nil, []string{"#text"}},
}

var surefireTime = regexp.MustCompile(`^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$`)

// valid returns what is wrong with a JUnit report by the schema.
func valid(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			known, ok := xunitSchema[name]
			if !ok || len(open) == 0 && name != "testsuites" {
				return fmt.Errorf("<%s> is not an element of the schema", name)
			}
			if len(open) > 0 && !slices.Contains(xunitSchema[open[len(open)-1]].inside, name) {
				return fmt.Errorf("<%s> stands in <%s>", name, open[len(open)-1])
			}
			var given []string
			for _, a := range t.Attr {
				given = append(given, a.Name.Local)
				if !slices.Contains(known.attributes, a.Name.Local) {
					return fmt.Errorf("<%s> has the attribute %s", name, a.Name.Local)
				}
				if a.Name.Local == "time" && name != "testcase" && !surefireTime.MatchString(a.Value) {
					return fmt.Errorf("<%s> has the time %s", name, a.Value)
				}
			}
			for _, a := range known.required {
				if !slices.Contains(given, a) {
					return fmt.Errorf("<%s> lacks the attribute %s", name, a)
				}
			}
			open = append(open, name)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && strings.TrimSpace(string(t)) != "" &&
				!slices.Contains(xunitSchema[open[len(open)-1]].inside, "#text") {
				return fmt.Errorf("<%s> holds the text %q", open[len(open)-1], t)
			}
		}
	}
}

// TestJUnitSchema: the default is valid by Jenkins' schema; the flavour for GitLab has what that refuses.
func TestJUnitSchema(t *testing.T) {
	for name, r := range map[string]*verdict.Report{"all verdicts": judged(), "empty": {},
		"long": {
			DurationMS: 12345678.9, Scenarios: []*verdict.Scenario{{Address: "a.feature:1", DurationMS: 1234567}},
		},
		"sample": sample()} {
		var out bytes.Buffer
		if err := report.WriteJUnit(&out, r, report.XUnit); err != nil {
			t.Fatal(err)
		}
		if err := valid(out.Bytes()); err != nil {
			t.Errorf("%s: %v in\n%s", name, err, &out)
		}
	}
	var out bytes.Buffer
	if err := report.WriteJUnit(&out, judged(), report.GitLab); err != nil {
		t.Fatal(err)
	}
	if err := valid(out.Bytes()); err == nil || !strings.Contains(out.String(), `file="bonder/x.feature" line="3"`) {
		t.Errorf("GitLab: %v in\n%s", err, &out)
	}
}

// TestJUnitShows: a warning is a test that passed and says so; steps keep their tables; each test has its place.
func TestJUnitShows(t *testing.T) {
	r := judged()
	for _, s := range r.Scenarios {
		s.Steps = append([]*verdict.Step{{Keyword: "When", Text: "the client is asked", Status: verdict.StepPassed}},
			s.Steps...)
		s.Steps[0].Argument = "| card_id | {card_id} |\n| data    | {} |"
	}
	var out bytes.Buffer
	if err := report.WriteJUnit(&out, r, report.XUnit); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"testsuite>properties>property"`
		Cases []struct {
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
			Skipped *struct{} `xml:"skipped"`
			Out     string    `xml:"system-out"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	properties := map[string]string{}
	for _, p := range back.Properties {
		properties[p.Name] = p.Value
	}
	for _, c := range back.Cases {
		if !strings.Contains(c.Out, "| card_id | {card_id} |\n      | data    | {} |") ||
			properties["place: "+c.Name] == "" {
			t.Errorf("%s at %q: %s", c.Name, properties["place: "+c.Name], c.Out)
		}
		if c.Name == "warned" && (c.Failure != nil || c.Skipped != nil ||
			!strings.HasPrefix(c.Out, "WARNED: expected ") || properties["warned: warned"] == "") {
			t.Errorf("the warning: %+v", c)
		}
	}
}

func TestClassOf(t *testing.T) {
	for file, want := range map[string]string{
		"bonder/x.feature": "bonder.x", "./a/b.c.feature": "a.b_c", "../../a/x.feature": "a.x",
		"/abs/x.feature": "abs.x", "x.feature": "x",
	} {
		if got := verdict.ClassOf(file); got != want {
			t.Errorf("%s: expected %s, got %s", file, want, got)
		}
	}
}

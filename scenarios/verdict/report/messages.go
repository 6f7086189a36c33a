package report

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/verdict"
)

// Messages is the run as Cucumber messages.
func Messages() Format {
	return Format{
		Name: "messages", About: "write the run to this file as Cucumber messages (ndjson), for Cucumber's formatters",
		Write: func(out io.Writer, r *verdict.Report, _ Flavour) error { return WriteMessages(out, r) },
	}
}

// protocolVersion is that of the messages.
const protocolVersion = "34.2.0"

// hookName names what is judged after the last step: what holds for every scenario, and the verdict.
const hookName = "verdict"

// messenger writes the messages of a run.
type messenger struct {
	out     *json.Encoder
	id      func() string
	report  *verdict.Report
	run     string
	hook    string
	pickles map[*verdict.Scenario]*messages.Pickle
	err     error
}

// WriteMessages writes a run as Cucumber messages, one JSON object a line: the features, and for each scenario its
// steps, then the verdict as a hook. What is inconclusive or not exercised has failed there, a warning has passed, and
// a failure that was expected is skipped, as in JUnit; evidence is attached.
func WriteMessages(out io.Writer, r *verdict.Report) error {
	m := &messenger{
		out: json.NewEncoder(out), id: (&messages.Incrementing{}).NewId, report: r,
		pickles: map[*verdict.Scenario]*messages.Pickle{},
	}
	m.out.SetEscapeHTML(false)
	m.send(&messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: protocolVersion,
		Implementation:  &messages.Product{Name: "sparring", Version: r.Version},
		Runtime:         &messages.Product{Name: "go", Version: runtime.Version()},
		Os:              &messages.Product{Name: runtime.GOOS}, Cpu: &messages.Product{Name: runtime.GOARCH},
	}})
	if err := m.features(); err != nil {
		return fmt.Errorf("write the messages: %w", err)
	}
	m.hook, m.run = m.id(), m.id()
	m.send(&messages.Envelope{Hook: &messages.Hook{
		Id: m.hook, Name: hookName, Type: messages.HookType_AFTER_TEST_CASE,
		SourceReference: &messages.SourceReference{Uri: "sparring"},
	}})
	m.send(&messages.Envelope{TestRunStarted: &messages.TestRunStarted{Id: m.run, Timestamp: timestamp(r.Started)}})
	for _, s := range r.Scenarios {
		m.scenario(s)
	}
	m.send(&messages.Envelope{TestRunFinished: &messages.TestRunFinished{
		TestRunStartedId: m.run, Success: r.ExitCode == verdict.ExitGood,
		Timestamp: timestamp(after(r.Started, r.DurationMS)),
	}})
	if m.err != nil {
		return fmt.Errorf("write the messages: %w", m.err)
	}
	return nil
}

func (m *messenger) send(e *messages.Envelope) {
	if m.err == nil {
		m.err = m.out.Encode(e)
	}
}

// features writes the features and the pickles of the scenarios that were run.
func (m *messenger) features() error {
	texts, runs := map[string]string{}, map[string][]*verdict.Scenario{}
	for _, f := range m.report.Features {
		texts[f.File] = f.Text
	}
	var files []string
	for _, s := range m.report.Scenarios {
		file, _ := s.Place()
		if runs[file] == nil {
			files = append(files, file)
		}
		runs[file] = append(runs[file], s)
	}
	for _, file := range files {
		text, known := texts[file]
		if !known {
			text = rewritten(runs[file])
		}
		document, err := gherkin.ParseGherkinDocument(strings.NewReader(text), m.id)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		document.Uri = file
		m.send(&messages.Envelope{Source: &messages.Source{
			Uri: file, Data: text, MediaType: messages.SourceMediaType_TEXT_X_CUCUMBER_GHERKIN_PLAIN,
		}})
		m.send(&messages.Envelope{GherkinDocument: document})
		m.choose(gherkin.Pickles(*document, file, m.id), runs[file], known)
	}
	return nil
}

// choose writes the pickles of scenarios: those at their lines, or in their order in a rewritten text.
func (m *messenger) choose(pickles []*messages.Pickle, of []*verdict.Scenario, byLine bool) {
	sent := map[string]bool{}
	for i, s := range of {
		for n, p := range pickles {
			if byLine && fmt.Sprintf("%s:%d", p.Uri, p.Location.Line) != s.Address || !byLine && n != i {
				continue
			}
			if !sent[p.Id] { // several readings of one scenario
				sent[p.Id] = true
				m.send(&messages.Envelope{Pickle: p})
			}
			m.pickles[s] = p
		}
	}
}

// rewritten is a feature whose text a report does not have, made from its scenarios.
func rewritten(of []*verdict.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Feature: %s\n", strings.Join(strings.Fields(of[0].Feature), " "))
	for _, s := range of {
		fmt.Fprintf(&b, "\n  Scenario: %s\n", strings.Join(strings.Fields(s.Name), " "))
		for _, step := range s.Steps {
			fmt.Fprintf(&b, "    * %s\n", strings.Join(strings.Fields(step.Keyword+" "+step.Text), " "))
		}
	}
	return b.String()
}

// scenario writes one scenario as it was played.
func (m *messenger) scenario(s *verdict.Scenario) {
	pickle := m.pickles[s]
	if pickle == nil { // its line is not in the text
		pickle = &messages.Pickle{Id: m.id(), Name: s.Name, Language: "en"}
		pickle.Uri, _ = s.Place()
		m.send(&messages.Envelope{Pickle: pickle})
	}
	test := &messages.TestCase{Id: m.id(), PickleId: pickle.Id, TestRunStartedId: m.run}
	for _, step := range pickle.Steps {
		test.TestSteps = append(test.TestSteps, &messages.TestStep{Id: m.id(), PickleStepId: step.Id})
	}
	last := &messages.TestStep{Id: m.id(), HookId: m.hook}
	test.TestSteps = append(test.TestSteps, last)
	m.send(&messages.Envelope{TestCase: test})

	started, at := m.id(), s.Started
	m.send(&messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{
		Id: started, TestCaseId: test.Id, Timestamp: timestamp(at),
	}})
	status := m.status(s)
	for i := range pickle.Steps {
		result := &messages.TestStepResult{Status: messages.TestStepResultStatus_SKIPPED, Duration: duration(0)}
		if i < len(s.Steps) {
			step := s.Steps[i]
			result.Status, result.Duration = stepStatus(step, status), duration(step.DurationMS)
			result.Message = step.Message
		}
		at = m.step(started, test.TestSteps[i].Id, at, result)
	}
	m.attach(s, started, last.Id, at)
	m.step(started, last.Id, at, &messages.TestStepResult{Status: status, Message: s.Reason, Duration: duration(0)})
	m.send(&messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{
		TestCaseStartedId: started, Timestamp: timestamp(after(s.Started, s.DurationMS)),
	}})
}

// step writes one step and returns when it ended.
func (m *messenger) step(test, id string, at time.Time, result *messages.TestStepResult) time.Time {
	ended := at.Add(messages.DurationToGoDuration(*result.Duration))
	m.send(&messages.Envelope{TestStepStarted: &messages.TestStepStarted{
		TestCaseStartedId: test, TestStepId: id, Timestamp: timestamp(at),
	}})
	m.send(&messages.Envelope{TestStepFinished: &messages.TestStepFinished{
		TestCaseStartedId: test, TestStepId: id, TestStepResult: result, Timestamp: timestamp(ended),
	}})
	return ended
}

// attach attaches the reading, the evidence and the command that reproduces it.
func (m *messenger) attach(s *verdict.Scenario, test, step string, at time.Time) {
	var text strings.Builder
	if s.Reading != "" {
		fmt.Fprintf(&text, "reading: %s\n", s.Reading)
	}
	if s.Verdict != verdict.Passed {
		fmt.Fprintf(&text, "%s\n", strings.ToUpper(s.Shown()))
		evidence(&text, s, "")
		fmt.Fprintf(&text, "again: %s\n", s.Reproduce)
	}
	if text.Len() == 0 {
		return
	}
	m.send(&messages.Envelope{Attachment: &messages.Attachment{
		TestCaseStartedId: test, TestStepId: step, Body: text.String(), MediaType: "text/plain",
		ContentEncoding: messages.AttachmentContentEncoding_IDENTITY, Timestamp: timestamp(at),
	}})
}

// status is the verdict on a scenario in Cucumber's terms.
func (m *messenger) status(s *verdict.Scenario) messages.TestStepResultStatus {
	switch {
	case s.Verdict == verdict.Passed:
		return messages.TestStepResultStatus_PASSED
	case !s.Good(m.report.Strict):
		return messages.TestStepResultStatus_FAILED
	case s.KnownFailing || s.Verdict != verdict.Warned:
		return messages.TestStepResultStatus_SKIPPED
	}
	return messages.TestStepResultStatus_PASSED
}

// stepStatus is the status of a step: one that failed has, unless the scenario is not counted as failed.
func stepStatus(step *verdict.Step, scenario messages.TestStepResultStatus) messages.TestStepResultStatus {
	switch step.Status {
	case verdict.StepPassed:
		return messages.TestStepResultStatus_PASSED
	case verdict.StepSkipped:
		return messages.TestStepResultStatus_SKIPPED
	}
	return scenario
}

func after(t time.Time, ms float64) time.Time {
	return t.Add(time.Duration(ms * float64(time.Millisecond)))
}

func timestamp(t time.Time) *messages.Timestamp {
	out := messages.GoTimeToTimestamp(t)
	return &out
}

func duration(ms float64) *messages.Duration {
	out := messages.GoDurationToDuration(time.Duration(ms * float64(time.Millisecond)))
	return &out
}

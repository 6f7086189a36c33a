package scenarios_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/scenarios"
	"sparring/scenarios/record"
	"sparring/scenarios/verdict"
)

// recording starts a server that writes scenarios.
func recording(t *testing.T) *mocktest.Server {
	t.Helper()
	return mocktest.Start(t, func(o *mock.Options, _ *client.WorldRequest) {
		o.Record = func(world string, asked client.RecordRequest, page journal.Page) client.Recorded {
			return record.Of(scenarios.APIs(), world, asked, page)
		}
	})
}

// ask sends a request as a client would, and returns its status.
func ask(t *testing.T, method, url, body string, header ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

func faultOf(kind string, parameters ...any) fault.Spec {
	s := fault.Spec{Kind: kind, Parameters: map[string]any{}}
	for i := 0; i+1 < len(parameters); i += 2 {
		name, _ := parameters[i].(string)
		s.Parameters[name] = parameters[i+1]
	}
	return s
}

// TestRecordedRuns: what was done in a world is a scenario that runs, in both languages, and that the reference client
// passes.
func TestRecordedRuns(t *testing.T) {
	for name, act := range map[string]func(t *testing.T, s *mocktest.Server){
		"nothing": func(*testing.T, *mocktest.Server) {},
		"bonder": func(t *testing.T, s *mocktest.Server) {
			t.Helper()
			if _, err := s.Control.SetSwitches(t.Context(), s.World.ID,
				client.Switches{"bonder": {"scalars": "integer"}}); err != nil {
				t.Fatal(err)
			}
			s.Fail("bonder", "listRepositories", "DATABASE_ERROR")
			ask(t, "GET", s.URL("bonder")+"/repositories", "", "X-Auth-Key", "none", "X-Auth-Email", "none")
			s.Advance(90 * time.Minute)
			ask(t, "GET", s.URL("bonder")+"/repositories", "", "X-Auth-Key", "none", "X-Auth-Email", "none")
		},
		"timconnect": func(t *testing.T, s *mocktest.Server) {
			t.Helper()
			key := s.Credentials("timconnect")["api_key"]
			ask(t, "GET", s.URL("timconnect")+"/api/kittens", "", "Authorization", key)
			zero := 0
			s.Fault(client.FaultRequest{Match: fault.Match{API: "timconnect", Operation: "listKittens"}, Times: &zero,
				Fault: faultOf("delay", "duration", "1ms")})
			ask(t, "GET", s.URL("timconnect")+"/api/kittens", "", "Authorization", key)
		},
		"radist": func(t *testing.T, s *mocktest.Server) {
			t.Helper()
			key := s.Credentials("radist")["api_key"]
			ask(t, "POST", s.URL("radist")+"/companies/7/telegram/init", `{"auth_type":"qr"}`, "X-Api-Key", key)
			s.Event("radist", "telegram.qr_scanned", map[string]any{"two_factor": false})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := recording(t)
			act(t, s)
			for _, language := range []string{"en", "ru"} {
				made, err := s.Control.Record(t.Context(), s.World.ID, client.RecordRequest{Language: language})
				if err != nil {
					t.Fatal(err)
				}
				r := judge(t, scenarios.Options{Features: []string{
					write(t, map[string]string{"recorded.feature": made.Feature})}})
				if len(r.Scenarios) != 1 || r.ExitCode != verdict.ExitGood ||
					r.Scenarios[0].Verdict.String() != "passed" {
					t.Errorf("exit %d, %v\n%s", r.ExitCode, r.Scenarios, made.Feature)
				}
			}
		})
	}
}

// TestRecordedSteps: each thing that can be done has its sentence, or is said to have none.
func TestRecordedSteps(t *testing.T) {
	s := recording(t)
	two := 2
	s.Fault(client.FaultRequest{Match: fault.Match{API: "bonder", Operation: "saveCard"}, Times: &two, After: 1,
		Fault: faultOf("status", "status", 200, "body", map[string]any{"a|b": "c\nd"})})
	s.Fault(client.FaultRequest{Match: fault.Match{Path: "*"}, Fault: faultOf("reset")})
	s.Event("bonder", "account.profile_limit", map[string]any{"limit": 0})
	if err := s.Control.ClearFaults(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	made, err := s.Control.Record(t.Context(), s.World.ID, client.RecordRequest{Title: "a  title\nwith lines"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`Given the server responds to the next 2 "bonder.saveCard" after 1 other with the status 200 and the body:`,
		`  """json`, `  {"a|b":"c\nd"}`, `  """`,
		`When "account.profile_limit" happens at bonder with:`, `  | limit | 0 |`, `When the faults end`,
	}
	if got := strings.Join(made.Steps, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the steps are\n%s", got)
	}
	if len(made.LeftOut) != 1 || made.LeftOut[0].Seq != 2 {
		t.Errorf("left out %+v", made.LeftOut)
	}
	if !strings.HasPrefix(made.Feature, "Feature: a title with lines\n") {
		t.Errorf("the feature is\n%s", made.Feature)
	}
	one, err := s.Control.Record(t.Context(), s.World.ID, client.RecordRequest{Entries: []int64{3}, Language: "ru"})
	const happens = `Когда происходит "account.profile_limit" у bonder с данными:`
	if err != nil || len(one.Steps) != 2 || one.Steps[0] != happens {
		t.Errorf("one entry: %q, %v", one.Steps, err)
	}
}

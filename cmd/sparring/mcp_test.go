package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// agentSession is a coding agent that is connected to the program.
type agentSession struct {
	*mcp.ClientSession
	t *testing.T
}

// connected starts the program as an agent does, and connects to it.
func connected(t *testing.T, args ...string) *agentSession {
	t.Helper()
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	ended := make(chan int, 1)
	var errOut bytes.Buffer
	go func() {
		ended <- Run(t.Context(), append([]string{"mcp"}, args...), in, out, &errOut)
		_ = out.Close()
	}()
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := c.Connect(t.Context(), &mcp.IOTransport{Reader: fromProgram, Writer: toProgram}, nil)
	check(t, err)
	t.Cleanup(func() {
		_ = session.Close()
		_ = toProgram.Close()
		if code := <-ended; code != 0 {
			t.Errorf("exit %d: %s", code, errOut.String())
		}
	})
	return &agentSession{session, t}
}

// call calls a tool and decodes its result; refused wants an error of the tool and returns its text.
func (s *agentSession) call(tool string, args map[string]any, out any) {
	s.t.Helper()
	text, failed := s.text(tool, args)
	if failed {
		s.t.Fatalf("%s %v: %s", tool, args, text)
	}
	check(s.t, json.Unmarshal([]byte(text), out))
}

func (s *agentSession) refused(tool string, args map[string]any) string {
	s.t.Helper()
	text, failed := s.text(tool, args)
	if !failed {
		s.t.Errorf("%s %v: expected an error, got %s", tool, args, text)
	}
	return text
}

func (s *agentSession) text(tool string, args map[string]any) (string, bool) {
	s.t.Helper()
	result, err := s.CallTool(s.t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	check(s.t, err)
	return result.Content[0].(*mcp.TextContent).Text, result.IsError
}

type madeWorld struct {
	ID          string                       `json:"id"`
	URLs        map[string]string            `json:"urls"`
	Credentials map[string]map[string]string `json:"credentials"`
}

type readJournal struct {
	Entries []struct {
		Seq       int64  `json:"seq"`
		Operation string `json:"operation"`
		Code      string `json:"code"`
		Findings  []struct {
			By, Code string
		} `json:"findings"`
	} `json:"entries"`
	Next int64 `json:"next"`
}

// TestAgentMendsAClient is a session in which an agent finds what is wrong with a client by the tools alone, and sees
// that it is mended.
func TestAgentMendsAClient(t *testing.T) {
	s := connected(t)
	if text := s.InitializeResult().Instructions; !strings.Contains(text, "make_world") {
		t.Errorf("instructions: %s", text)
	}
	tools, err := s.ListTools(t.Context(), nil)
	check(t, err)
	if len(tools.Tools) < 19 {
		t.Errorf("%d tools", len(tools.Tools))
	}
	var world madeWorld
	s.call("make_world", map[string]any{"label": "mending", "seed": 7, "at": "2030-01-01T00:00:00Z"}, &world)

	// The client calls a field by another name than Bonder.
	authorize := func(body map[string]string) string {
		data, err := json.Marshal(body)
		check(t, err)
		resp, err := http.Post(world.URLs["bonder"]+"/auth", "application/json", bytes.NewReader(data))
		check(t, err)
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		check(t, err)
		return string(text)
	}
	given := world.Credentials["bonder"]
	body := map[string]string{
		"user": given["username"], "password": given["password"], "client": given["client"], "rpt": "10000",
	}
	authorize(body)
	var found readJournal
	s.call("read_journal", map[string]any{"world": world.ID, "only_findings": true}, &found)
	if len(found.Entries) != 1 || len(found.Entries[0].Findings) == 0 || found.Entries[0].Findings[0].By != "client" {
		t.Fatalf("expected a finding by the client, got %+v", found)
	}
	bad := found.Entries[0]
	var entry struct{ Request, Response struct{ Body any } }
	s.call("read_entry", map[string]any{"world": world.ID, "seq": bad.Seq}, &entry)
	if entry.Request.Body == nil {
		t.Errorf("no body in %+v", entry)
	}
	var codes struct{ Codes []struct{ Code, Doc string } }
	s.call("explain_code", map[string]any{"code": bad.Findings[0].Code}, &codes)
	if len(codes.Codes) == 0 || codes.Codes[0].Doc == "" {
		t.Errorf("%s is not explained", bad.Findings[0].Code)
	}

	// The client is mended and runs again, under a fault, too.
	delete(body, "user")
	body["username"] = given["username"]
	s.call("add_fault", map[string]any{
		"world": world.ID, "api": "bonder", "operation": "authorize", "fault": "DATABASE_ERROR",
	}, &struct{}{})
	if text := authorize(body); !strings.Contains(text, "DATABASE_ERROR") {
		t.Errorf("expected the fault, got %s", text)
	}
	if text := authorize(body); !strings.Contains(text, "token") {
		t.Errorf("expected a token, got %s", text)
	}
	var after readJournal
	s.call("read_journal", map[string]any{"world": world.ID, "since": found.Next}, &after)
	operations := []string{}
	for _, e := range after.Entries {
		operations = append(operations, e.Operation+" "+e.Code)
		if len(e.Findings) > 0 {
			t.Errorf("%+v", e)
		}
	}
	if !slices.Contains(operations, "authorize DATABASE_ERROR") || !slices.Contains(operations, "authorize ") {
		t.Errorf("entries %q", operations)
	}
	s.otherTools(world)
	s.verifies()
	s.refuses(world)
}

// otherTools calls the tools that the client's mending did not need.
func (s *agentSession) otherTools(world madeWorld) {
	s.t.Helper()
	in := func(more ...any) map[string]any {
		args := map[string]any{"world": world.ID}
		for i := 0; i < len(more); i += 2 {
			args[more[i].(string)] = more[i+1]
		}
		return args
	}
	var copied madeWorld
	s.call("fork_world", in("label", "copy"), &copied)
	for _, c := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"list_apis", nil, `"name":"radist"`},
		{"list_worlds", nil, `"label":"copy"`},
		{"describe_api", map[string]any{"api": "bonder"}, `"id":"saveCard"`},
		{"list_faults", in(), `"hits":1`},
		{"find_sentences", map[string]any{"words": "неверный пароль"}, "the user enters a wrong password"},
		{"advance_clock", in("by", "2d"), `"now":"2030-01-03T`},
		{"raise_event", in("api", "bonder", "event", "account.suspended"), `"seq":`},
		{"read_state", in("api", "bonder"), `"tokens"`},
		{"judge_world", in(), `"outcomes":[`},
		{"remove_faults", in(), `"removed":"all"`},
	} {
		if text, failed := s.text(c.tool, c.args); failed || !strings.Contains(text, c.want) {
			s.t.Errorf("%s: expected %s in %.2000s", c.tool, c.want, text)
		}
	}
	var operation struct {
		Errors []struct{ Code string }
		Faults []struct{ Kind string }
	}
	s.call("describe_api", map[string]any{"api": "bonder", "operation": "saveCard"}, &operation)
	if len(operation.Errors) == 0 || len(operation.Faults) < 5 {
		s.t.Errorf("saveCard: %+v", operation)
	}
	var held struct{ ID string }
	s.call("add_fault", in("api", "bonder", "operation", "getCard", "fault", "hold"), &held)
	text, failed := s.text("release_held", in("fault", held.ID))
	if failed || !strings.Contains(text, `"released":[]`) {
		s.t.Errorf("release_held: %s", text)
	}
	var summary struct {
		Violations   int        `json:"violations"`
		UnfiredRules []struct{} `json:"unfired_rules"`
	}
	s.call("close_world", in("forget", true), &summary)
	if summary.Violations == 0 || len(summary.UnfiredRules) != 1 {
		s.t.Errorf("close_world: %+v", summary)
	}
}

// verifies runs a scenario that passes, and a text of its own that does not.
func (s *agentSession) verifies() {
	s.t.Helper()
	var judged struct {
		Judged string         `json:"judged"`
		Counts map[string]int `json:"counts"`
		Failed []struct {
			Reason string `json:"reason"`
			Steps  []struct{ Said string }
		} `json:"not_passed"`
	}
	s.call("verify", map[string]any{"scenarios": []string{"bonder/saving.feature"}, "tags": "@must"}, &judged)
	if judged.Counts["passed"] == 0 || judged.Counts["failed"] != 0 || len(judged.Failed) != 0 {
		s.t.Errorf("verify: %+v", judged)
	}
	s.call("verify", map[string]any{"feature": "# language: ru\nФункция: ф\n\n  @should\n  Сценарий: два профиля\n" +
		"    Когда клиент создаёт профиль\n    Тогда теперь есть 2 профиля\n"}, &judged)
	if len(judged.Failed) != 1 || !strings.Contains(judged.Failed[0].Reason, "2 profiles") ||
		len(judged.Failed[0].Steps) != 2 {
		s.t.Errorf("verify of a text: %+v", judged)
	}
	var list struct{ Scenarios []string }
	s.call("verify", map[string]any{"api": []string{"radist"}, "list_only": true}, &list)
	if len(list.Scenarios) < 20 {
		s.t.Errorf("list: %q", list.Scenarios)
	}
}

// refuses gives each tool something wrong: the error says what was expected.
func (s *agentSession) refuses(world madeWorld) {
	s.t.Helper()
	for _, c := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"describe_api", map[string]any{"api": "bonde"}, "bonde"},
		{"describe_api", map[string]any{"api": "bonder", "operation": "save"}, "known: "},
		{"explain_code", map[string]any{"code": "DATABASE_EROR"}, "did you mean DATABASE_ERROR"},
		{"find_sentences", map[string]any{"words": " "}, "words is missing"},
		{"find_sentences", map[string]any{"words": "xyzzy"}, "no sentence"},
		{"make_world", map[string]any{"at": "tomorrow"}, "2030-01-01"},
		{"make_world", map[string]any{"sed": 7}, "sed"},
		{"read_journal", map[string]any{"world": world.ID}, world.ID}, // it was forgotten
		{"add_fault", map[string]any{"world": "default", "api": "bonder", "operation": "saveCard", "fault": "x y"},
			"y"},
		{"add_fault", map[string]any{"world": "default", "api": "bonder", "operation": "saveCar", "fault": "reset"},
			"saveCard"},
		{"advance_clock", map[string]any{"world": "default", "by": "soon"}, "1h, 90s or 15d"},
		{"raise_event", map[string]any{"world": "default", "api": "bonder", "event": "x"}, "account.suspended"},
		{"verify", map[string]any{"scenarios": []string{"nowhere"}}, "no scenario"},
		{"verify", map[string]any{"feature": "Nothing"}, "own.feature"},
	} {
		if text := s.refused(c.tool, c.args); !strings.Contains(text, c.want) {
			s.t.Errorf("%s %v: expected %q in %s", c.tool, c.args, c.want, text)
		}
	}
}

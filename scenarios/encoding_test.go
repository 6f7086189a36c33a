package scenarios_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// myClient is what the smallest adapter of PROTOCOL.md imports: a client that saves and loads cards, and fails for
// nothing.
const myClient = `
import json, urllib.request

class BonderError(Exception):
    code, advice = "x", "none"

class Bonder:
    def __init__(self, base_url, username, password, client):
        self.base, self.username = base_url, username
        body = {"username": username, "password": password, "client": client, "rpt": "10000"}
        self.token = self.send("POST", "/auth", body)["token"]

    def send(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-Auth-Email": self.username}
        if hasattr(self, "token"):
            headers["X-Auth-Key"] = self.token
        data = json.dumps(body).encode() if body is not None else body
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        return json.load(urllib.request.urlopen(request))["result"]

    def load(self, card_id):
        return self.send("GET", "/users/" + card_id)

    def save(self, card_id, data):
        self.send("PUT", "/users/" + card_id, data)
        return {}
`

const savesAndLoads = `Feature: F
  @must
  Scenario: text survives
    Given a profile
    When the client saves "pl" "name" as "Łukasz"
    Then the client reports success
    And the card now holds "pl" "name" as "Łukasz"
    When the client loads the card
    Then the client reports "/translatable/pl/name" as "Łukasz"
`

// smallestAdapter is the adapter of PROTOCOL.md as printed there, with a client to import and one more ability.
func smallestAdapter(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("driver/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("(?s)## The smallest adapter\n+```python\n(.*?)```").FindSubmatch(page)
	if code == nil {
		t.Fatal("PROTOCOL.md has no smallest adapter")
	}
	const load = "        return client.load(args[\"card_id\"])\n"
	more := load + "    if method == \"bonder.saveCard\":\n        return client.save(args[\"card_id\"], " +
		"args[\"data\"])\n"
	text := strings.Replace(string(code[1]), load, more, 1)
	text = strings.Replace(text, `["bonder.loadCard"]`, `["bonder.loadCard", "bonder.saveCard"]`, 1)
	if strings.Count(text, "saveCard") != 2 {
		t.Fatal("the smallest adapter has no bonder.loadCard that could be doubled")
	}
	return filepath.Join(write(t, map[string]string{"adapter.py": text, "my_client.py": myClient}), "adapter.py")
}

// TestEncodings: the smallest adapter of PROTOCOL.md passes whatever encoding its runtime has chosen for its pipes.
func TestEncodings(t *testing.T) {
	python := outside.Tool(t, "python3")
	adapter := smallestAdapter(t)
	features := write(t, map[string]string{"bonder/x.feature": savesAndLoads})
	for _, encoding := range []string{"utf-8", "cp1251", "latin-1", "ascii", "utf-8-sig"} {
		client := driver.Command{Args: []string{python, adapter}, Env: []string{"PYTHONIOENCODING=" + encoding,
			"PYTHONDONTWRITEBYTECODE=1"}}
		r := judge(t, scenarios.Options{Client: client, Features: []string{features}})
		if s := r.Scenarios[0]; s.Verdict != verdict.Passed {
			t.Errorf("%s: %s by %s: %s\n%s", encoding, s.Verdict, s.Cause, s.Reason, s.Log)
		}
	}
}

// TestWrongEncodings: an adapter that writes text in another encoding is told so.
func TestWrongEncodings(t *testing.T) {
	python := outside.Tool(t, "python3")
	adapter := smallestAdapter(t)
	text, err := os.ReadFile(adapter)
	if err != nil {
		t.Fatal(err)
	}
	raw := strings.Replace(string(text), "json.dumps(answer)", "json.dumps(answer, ensure_ascii=False)", 1)
	if err := os.WriteFile(adapter, []byte(raw), 0o644); err != nil {
		t.Fatal(err)
	}
	features := write(t, map[string]string{"bonder/x.feature": strings.ReplaceAll(savesAndLoads, "Łukasz", "Олег")})
	for encoding, says := range map[string]string{
		"utf-8":  "",
		"cp1251": "the byte 0xCE at byte ",
		"utf-16": "as in UTF-16",
	} {
		client := driver.Command{Args: []string{python, adapter}, Env: []string{"PYTHONIOENCODING=utf-8:strict",
			"ENCODING=" + encoding, "PYTHONDONTWRITEBYTECODE=1"}}
		if err := os.WriteFile(filepath.Join(filepath.Dir(adapter), "sitecustomize.py"), []byte(
			"import os, sys\n"+
				"sys.stdout.reconfigure(encoding=os.environ.get('ENCODING', 'utf-8'))\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		client.Env = append(client.Env, "PYTHONPATH="+filepath.Dir(adapter))
		s := judge(t, scenarios.Options{Client: client, Features: []string{features}}).Scenarios[0]
		if says == "" && s.Verdict != verdict.Passed || says != "" && (s.Cause != "client.garbage" ||
			!strings.Contains(s.Reason, says)) {
			t.Errorf("%s: expected %q, got %s by %s: %s\n%s", encoding, says, s.Verdict, s.Cause, s.Reason, s.Log)
		}
	}
}

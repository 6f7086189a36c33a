package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oasdiff/yaml"

	"sparring/mock/mocktest/outside"
)

// mineFeature is a feature whose one scenario fails in line 9 for every client.
const mineFeature = `Feature: Profiles are counted
  Ours.

  @must
  Scenario: The server remembers more than was made
    Ours.
    Given a profile
    When the client creates a profile
    Then there are now 3 profiles
`

// pipeline runs a script of deploy/ci as a runner does, in a folder with the feature of this test.
func pipeline(t *testing.T, script string, env ...string) (dir, out string, code int) {
	t.Helper()
	outside.Tools(t, "bash")
	dir = t.TempDir()
	check(t, os.MkdirAll(filepath.Join(dir, "mine", "bonder"), 0o755))
	check(t, os.WriteFile(filepath.Join(dir, "mine", "bonder", "counted.feature"), []byte(mineFeature), 0o644))
	self, err := os.Executable()
	check(t, err)
	bin := filepath.Join(dir, "bin")
	check(t, os.Mkdir(bin, 0o755))
	check(t, os.Symlink(self, filepath.Join(bin, "sparring")))
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir,
		"RUNNER_TEMP=" + dir, "GITHUB_OUTPUT=" + filepath.Join(dir, "output"),
		"GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary.md"), "GORACE=" + quickExit}, env...)
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return dir, string(text), cmd.ProcessState.ExitCode()
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	check(t, err)
	_, err = yaml.Unmarshal(text, into, yaml.DecodeOpts{})
	check(t, err)
}

// clientProgram is the command of the built-in adapter in Go, compiled once.
func clientProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "client")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "sparring/scenarios/clients/go").
		CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// The script of the GitHub action judges a client, writes the reports, and annotates the line that failed.
func TestGitHubAction(t *testing.T) {
	outside.Tools(t, "bash")
	var action struct {
		Runs struct {
			Steps []struct{ ID, Run string }
		}
	}
	readYAML(t, "../../deploy/ci/github/action.yml", &action)
	script := ""
	for _, step := range action.Runs.Steps {
		if step.ID == "judge" {
			script = step.Run
		}
	}
	if script == "" {
		t.Fatal("the action has no step judge with a script")
	}
	program := clientProgram(t)
	dir, out, code := pipeline(t, script, "BINARY=sparring", "CLIENT="+program, "REPORTS=reports",
		"FLAGS=--features mine --tags '@must and not @slow'")
	if code != 1 {
		t.Errorf("exit code %d, want 1: %s", code, out)
	}
	want(t, out, `(?m)^sparring `, `(?m)^::error file=mine/bonder/counted\.feature,line=9,title=failed%3A The server `)
	for file, pattern := range map[string]string{
		"output": `^exit-code=1\n$`, "summary.md": `^### Sparring\n\njudged: .* · 1 failed · exit 1\n$`,
		"reports/junit.xml": `<failure `, "reports/report.html": `<html`, "reports/report.json": `"exit_code": 1`,
	} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		check(t, err)
		want(t, string(text), pattern)
	}
	dir, out, code = pipeline(t, script, "BINARY=sparring", "CLIENT="+program, "REPORTS=reports",
		"FLAGS=--api bonder --scenario bonder/authorization.feature")
	if code != 0 || strings.Contains(out, "::error") {
		t.Errorf("a good client: exit code %d: %s", code, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "reports", "report.html")); err != nil {
		t.Error(err)
	}
	_, out, code = pipeline(t, script, "BINARY=nowhere", "CLIENT=x", "REPORTS=reports")
	if code != 2 || !strings.Contains(out, `::error::there is no program "nowhere": give the input binary a path`) {
		t.Errorf("no program: exit code %d: %s", code, out)
	}
	_, out, code = pipeline(t, script, "BINARY=false", "CLIENT=x", "REPORTS=reports")
	if code != 2 || !strings.Contains(out, `is too old for this action`) {
		t.Errorf("an old program: exit code %d: %s", code, out)
	}
}

// The script of the GitLab template judges a client and writes the reports that the template names.
func TestGitLabTemplate(t *testing.T) {
	outside.Tools(t, "bash")
	var template struct {
		Job struct {
			Script    []string
			Artifacts struct {
				Reports map[string]string
			}
		} `json:".sparring"`
	}
	readYAML(t, "../../deploy/ci/gitlab/sparring.gitlab-ci.yml", &template)
	script := strings.Join(template.Job.Script, "\n")
	dir, out, code := pipeline(t, script, "JUDGE_CLIENT="+clientProgram(t),
		"JUDGE_FLAGS=--features mine --tags '@must'")
	if code != 1 {
		t.Errorf("exit code %d, want 1: %s", code, out)
	}
	if len(template.Job.Artifacts.Reports) != 2 {
		t.Fatalf("reports %v, want junit and codequality", template.Job.Artifacts.Reports)
	}
	junit, err := os.ReadFile(filepath.Join(dir, template.Job.Artifacts.Reports["junit"]))
	check(t, err)
	want(t, string(junit), `<failure `, `file="mine/bonder/counted.feature" line="5"`)
	quality, err := os.ReadFile(filepath.Join(dir, template.Job.Artifacts.Reports["codequality"]))
	check(t, err)
	var issues []struct {
		Location struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	check(t, json.Unmarshal(quality, &issues))
	if len(issues) != 1 || issues[0].Location.Path != "mine/bonder/counted.feature" ||
		issues[0].Location.Lines.Begin != 9 {
		t.Errorf("issues %+v", issues)
	}
	_, out, code = pipeline(t, script, "SPARRING_BIN=nowhere", "JUDGE_CLIENT=x")
	if code != 2 || !strings.Contains(out, `there is no program "nowhere": use an image that has it`) {
		t.Errorf("no program: exit code %d: %s", code, out)
	}
	_, out, code = pipeline(t, script, "JUDGE_CLIENT=")
	if code != 2 || !strings.Contains(out, "JUDGE_CLIENT is empty") {
		t.Errorf("no client: exit code %d: %s", code, out)
	}
}

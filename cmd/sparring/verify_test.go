package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/scenarios/verdict"
)

// sparring runs the program and gives its exit code and what it wrote.
func sparring(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(context.Background(), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

// featureDir makes a directory with one feature.
func featureDir(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.feature"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

const oneScenario = "Feature: F\n  Scenario: ordinary\n    When the client lists the languages\n    Then the " +
	"client reports success\n"

// TestVerifyUsage: wrong usage is exit 2 (3 where nothing matches) and one clear line.
func TestVerifyUsage(t *testing.T) {
	dir := featureDir(t, oneScenario)
	file := filepath.Join(dir, "x.feature")
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, test := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--"}, 2, "nothing follows --"},
		{[]string{"client"}, 2, `"client" stands before --`},
		{[]string{"client", "--", "x"}, 2, `"client" stands before --`},
		{[]string{"--client-url", gone.URL, "--", "x"}, 2, "exclude each other"},
		{[]string{"--client-url", "nowhere"}, 2, "expected a URL"},
		{[]string{"--client-url", gone.URL}, 2, "nobody listens"},
		{[]string{"--server", "nowhere"}, 2, "expected a URL"},
		{[]string{"--server", gone.URL}, 2, "connection refused"},
		{[]string{"--format", "html"}, 2, "expected progress or pretty"},
		{[]string{"--jobs", "0"}, 2, "--jobs 0"},
		{[]string{"--jobs", "-1"}, 2, "--jobs -1"},
		{[]string{"--timeout", "0s"}, 2, "--timeout 0s"},
		{[]string{"--timeout", "soon"}, 2, "soon"},
		{[]string{"--seed", "0"}, 2, "--seed 0"},
		{[]string{"--bogus"}, 2, "unknown flag"},
		{[]string{"--api", "nosuch"}, 2, "no such API"},
		{[]string{"--tags", "@a and"}, 2, "tag expression"},
		{[]string{"--tags", ""}, 2, "tag expression"},
		{[]string{"--tags", "@nosuch"}, 3, "nothing to run"},
		{[]string{"--list", "--tags", "@nosuch"}, 3, "nothing to run"},
		{[]string{"--dry-run", "--tags", "@nosuch"}, 3, "nothing to run"},
		{[]string{"--scenario", "nosuch"}, 3, "nosuch"},
		{[]string{"--features", t.TempDir()}, 2, "no *.feature file"},
		{[]string{"--features", "/no/such"}, 2, "no such file"},
		{[]string{"--features", featureDir(t, "Feature: F\n  Scenario: s\n    Given a\n  What\n")}, 2,
			"x.feature:4: expected"},
		{[]string{"--features", featureDir(t, "Feature: F\n  Scenario: s\n    When the clint lists the languages\n")},
			2, "When the client lists the languages"},
		{[]string{"--features", dir, "--known-failing", "/no/such"}, 2, "--known-failing"},
		{[]string{"--features", dir, "--junit", "/no/such/dir/x.xml"}, 2, "cannot be written"},
		{[]string{"--features", dir, "--json", dir}, 2, "this is a directory"},
		{[]string{"--features", dir, "--baseline", "/no/such"}, 2, "--baseline: open /no/such"},
		{[]string{"--features", dir, "--baseline", file}, 2, "expected a JSON report of verify"},
		{[]string{"--features", dir, "--junit", "x.xml", "--junit-flavour", "jenkins"}, 2, "expected xunit or gitlab"},
		{[]string{"--features", dir, "--junit-flavour", "gitlab"}, 2, "no effect without --junit"},
		{[]string{"--list", "--baseline", "x"}, 2, "--list runs nothing: --baseline would have no effect"},
		{[]string{"--", "/no/such/client"}, 2, "no such program"},
		{[]string{"--", file}, 2, "not executable"},
		{[]string{"--dry-run", "--", "/no/such/client"}, 2, "no such program"},
		{[]string{"--list", "--", "/no/such/client"}, 2, "no such program"},
		{[]string{"--client-url", ""}, 2, "--client-url is empty"},
		{[]string{"--server", ""}, 2, "--server is empty"},
		{[]string{"--api", ""}, 2, "--api is empty"},
		{[]string{"--json", ""}, 2, "--json is empty"},
		{[]string{"--features", ""}, 2, "--features is empty"},
		{[]string{"--scenario", ""}, 2, "--scenario is empty"},
		{[]string{"--known-failing", ""}, 2, "--known-failing is empty"},
		{[]string{"--list", "--json", "x"}, 2, "--list runs nothing: --json would have no effect"},
		{[]string{"--dry-run", "--html", "x"}, 2, "--dry-run runs nothing: --html would have no effect"},
		{[]string{"--dry-run", "--list"}, 2, "exclude each other"},
		{[]string{"--dry-run", "--features", featureDir(t,
			"Feature: F\n  Scenario: s\n    When the client lists the languages\n    Then the server saw no "+
				"\"bonder.saveCrd\"\n")}, 2, "the nearest are saveCard"},
	} {
		code, out, errOut := sparring(t, append([]string{"verify"}, test.args...)...)
		if code != test.code || !strings.Contains(errOut, test.says) || strings.Contains(out, "judged") {
			t.Errorf("verify %v: expected exit %d and %q, got %d, %q, output %q", test.args, test.code, test.says, code,
				errOut, out)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("files were left behind: %v", left)
	}
}

// TestVerifyReference: without a client the reference is judged, and every report says so.
func TestVerifyReference(t *testing.T) {
	dir := featureDir(t, oneScenario)
	reports := t.TempDir()
	junit, data, page := filepath.Join(reports, "r.xml"), filepath.Join(reports, "r.json"),
		filepath.Join(reports, "r.html")
	code, out, errOut := sparring(t, "verify", "--features", dir, "--junit", junit, "--json", data, "--html", page,
		"--seed", "7")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || errOut != "" || !strings.Contains(lines[0], "judged: built-in reference client") ||
		!strings.Contains(lines[len(lines)-1], "judged: built-in reference client") {
		t.Fatalf("exit %d, %q, output %q", code, errOut, out)
	}
	xml, err := os.ReadFile(junit)
	if err != nil || !strings.Contains(string(xml), "built-in reference client") {
		t.Errorf("JUnit: %v, %s", err, xml)
	}
	if html, err := os.ReadFile(page); err != nil ||
		!strings.Contains(string(html), ">built-in reference client</h1>") ||
		!strings.Contains(string(html), `<svg class="seq"`) {
		t.Errorf("HTML: %v, %s", err, html)
	}
	text, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	var r verdict.Report
	if err := json.Unmarshal(text, &r); err != nil || r.Judged != "built-in reference client" || r.Seed != 7 ||
		len(r.Scenarios) != 1 || len(r.Scenarios[0].Entries) == 0 {
		t.Errorf("JSON: %v, %+v", err, r)
	}
}

// hello is a line of shell that answers hello as a client with one ability.
const hello = `read hello; echo '{"jsonrpc":"2.0","id":1,"result":{"name":"x","abilities":["bonder.languages"]}}'; `

// TestVerifyNoHello: where nobody answers hello, the run ends with one line that says why, and judges nothing.
func TestVerifyNoHello(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.json")
	for _, test := range []struct{ line, says, timeout string }{
		{"echo no such file >&2; exit 2", "it last said on stderr: no such file", "1m"},
		{"kill -9 $$", "killed", "1m"},
		{"exec sleep 100", "no answer to hello", "300ms"},
	} {
		code, out, errOut := sparring(t, "verify", "--timeout", test.timeout, "--json", report, "--", "sh", "-c",
			test.line)
		if code != 2 || out != "" || !strings.Contains(errOut, test.says) || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%s: expected exit 2 and one line with %q, got %d, %q, output %q", test.line, test.says, code,
				errOut, out)
		}
	}
	if _, err := os.Stat(report); err == nil {
		t.Error("a report of nothing was written")
	}
}

// TestVerifyNotJudged: the summary names what was not judged, ability by ability, and an ability that does not exist,
// once.
func TestVerifyNotJudged(t *testing.T) {
	odd := strings.Replace(hello, `"bonder.languages"`, `"bonder.languges"`, 1)
	code, out, errOut := sparring(t, "verify", "--features", featureDir(t, oneScenario), "--", "sh", "-c",
		odd+"cat >/dev/null")
	if code != 3 || errOut != "" || !strings.Contains(out,
		"not judged: 1 of 1 scenario, for want of an ability:\n    bonder.languages  1 scenario, not listed in its "+
			"hello\n") {
		t.Errorf("exit %d, %q, output %q", code, errOut, out)
	}
	if strings.Count(out, "warning: ") != 1 || !strings.Contains(out,
		`lists the ability "bonder.languges", which does not exist; the nearest is bonder.languages`) {
		t.Errorf("output %q", out)
	}
}

// TestVerifyCA: with --ca the suite and the built-in client take a certificate that the system does not trust, and the
// line that reproduces says so.
func TestVerifyCA(t *testing.T) {
	issuer := httptest.NewTLSServer(nil) // for its certificate, which is good for 127.0.0.1
	defer issuer.Close()
	server, err := mock.New(mock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	address, err := server.Listen("127.0.0.1:0", &tls.Config{Certificates: issuer.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuer.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"verify", "--server", "https://" + address, "--features", featureDir(t, oneScenario)}
	if code, _, errOut := sparring(t, args...); code != 2 || !strings.Contains(errOut, "is not trusted") {
		t.Errorf("without --ca: exit %d, %q", code, errOut)
	}
	if code, out, errOut := sparring(t, append(args, "--ca", ca)...); code != 0 {
		t.Errorf("exit %d, %q, output %q", code, errOut, out)
	}
	code, out, _ := sparring(t, append(args, "--ca", ca, "--", "sh", "-c", hello+"exit 1")...)
	if code != 1 || !strings.Contains(out, "--server https://"+address+" --ca "+ca+" -- sh") {
		t.Errorf("exit %d, output %q", code, out)
	}
}

// TestVerifyPrograms: clients that are programs, and cannot do a thing, fail; nothing hangs.
func TestVerifyPrograms(t *testing.T) {
	dir := featureDir(t, oneScenario)
	for _, test := range []struct {
		client  []string
		says    string
		timeout string
	}{
		{[]string{"sh", "-c", "echo hello"}, "client garbage", "1m"},
		{[]string{"sh", "-c", "yes"}, "client garbage", "1m"},
		{[]string{"sh", "-c", hello + "read call; echo out of here >&2; exit 3"}, "exit status 3", "1m"},
		{[]string{"sh", "-c", hello + "read call; kill -9 $$"}, "client crash", "1m"},
		{[]string{"sh", "-c", hello + "sleep 100"}, "client hang", "300ms"},
	} {
		code, out, errOut := sparring(t, append([]string{"verify", "--features", dir, "--timeout", test.timeout, "--"},
			test.client...)...)
		if code != 1 || !strings.Contains(out, test.says) ||
			!strings.Contains(out, "again: sparring verify --scenario ") || !strings.Contains(out, "-- sh -c ") {
			t.Errorf("%v: expected exit 1 and %q, got %d, %q, output %q", test.client, test.says, code, errOut, out)
		}
	}
}

// TestVerifyReportPlaces: a report goes where its name leads, and nothing there is replaced by another kind of file.
func TestVerifyReportPlaces(t *testing.T) {
	features, dir := featureDir(t, oneScenario), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Symlink("target.json", at("link")), os.Symlink("link", at("chain")),
		os.Symlink("nowhere/x", at("dangling")), os.Mkdir(at("d"), 0o755)); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	mkfifo, err := exec.LookPath("mkfifo")
	if err != nil {
		t.Skip("no mkfifo here")
	}
	if err := exec.CommandContext(t.Context(), mkfifo, at("pipe")).Run(); err != nil {
		t.Fatal(err)
	}
	piped := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(at("pipe"))
		piped <- string(text)
	}()
	code, _, errOut := sparring(t, "verify", "--features", features, "--json", at("chain"), "--junit", at("pipe"))
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	if text, err := os.ReadFile(at("target.json")); err != nil || !json.Valid(text) {
		t.Errorf("behind the link: %v, %s", err, text)
	}
	if text := <-piped; !strings.Contains(text, "<testsuites") {
		t.Errorf("from the pipe: %q", text)
	}
	for name, kind := range map[string]os.FileMode{"link": os.ModeSymlink, "chain": os.ModeSymlink,
		"pipe": os.ModeNamedPipe} {
		if info, err := os.Lstat(at(name)); err != nil || info.Mode().Type() != kind {
			t.Errorf("%s is now %v, %v", name, info.Mode(), err)
		}
	}
	for _, test := range [][]string{
		{"--json", at("same"), "--junit", at("same"), "the file of --junit, too"},
		{"--json", at("d/../same"), "--html", at("same"), "the file of --json, too"},
		{"--json", at("link"), "--html", at("target.json"), "the file of --json, too"},
		{"--json", at("dangling"), "cannot be written"},
		{"--json", at("d"), "this is a directory"},
	} {
		says := test[len(test)-1]
		if code, out, errOut := sparring(t, append([]string{"verify", "--features", features},
			test[:len(test)-1]...)...); code != 2 || !strings.Contains(errOut, says) || out != "" {
			t.Errorf("%v: expected exit 2 and %q, got %d, %q, output %q", test, says, code, errOut, out)
		}
	}
	if left, err := filepath.Glob(at(".*")); err != nil || len(left) > 0 {
		t.Errorf("files were left behind: %v, %v", left, err)
	}
}

func TestVerifyList(t *testing.T) {
	t.Setenv("SPARRING_JOBS", "3") // a setting for runs is not a mistake where nothing is run
	code, out, _ := sparring(t, "verify", "--list", "--api", "bonder")
	if lines := strings.Count(out, "\n"); code != 0 || lines < 60 || !strings.Contains(out, "bonder/tokens.feature:") {
		t.Errorf("exit %d, %d lines", code, lines)
	}
	if code, out, _ := sparring(t, "verify", "--dry-run", "--features", "builtin"); code != 0 ||
		!strings.Contains(out, "nothing was run") {
		t.Errorf("dry run: exit %d, %q", code, out)
	}
	for _, args := range [][]string{{"steps"}, {"steps", "bonder"}, {"steps", "--rules"}, {"abilities"},
		{"abilities", "bonder"}} {
		if code, out, errOut := sparring(t, args...); code != 0 || strings.Count(out, "\n") < 5 {
			t.Errorf("%v: exit %d, %q %q", args, code, out, errOut)
		}
	}
	if code, _, errOut := sparring(t, "abilities", "nosuch"); code != 2 || errOut == "" {
		t.Errorf("abilities nosuch: exit %d, %q", code, errOut)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/verdict"
)

// judged runs the command against a service and returns its exit code, its outcomes and all that it printed.
func judged(t *testing.T, url string, args ...string) (code int, report verdict.Report, printed string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	var out, errOut bytes.Buffer
	args = append([]string{"provider", "--url", url, "--token", bankToken, "--unknown-token", noToken,
		"--json=" + file}, args...)
	code = Run(t.Context(), args, strings.NewReader(""), &out, &errOut)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("exit %d: %v: %s", code, err, &errOut)
	}
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{bankToken, noToken, "ромашка"} {
		if strings.Contains(string(text), secret) || strings.Contains(out.String()+errOut.String(), secret) {
			t.Errorf("the secret %q was printed", secret)
		}
	}
	return code, report, out.String()
}

// verdicts returns the outcomes that are neither passed nor not exercised, as "failed id".
func verdicts(r *verdict.Report) []string {
	var out []string
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed && s.Verdict != verdict.NotExercised {
			out = append(out, s.Verdict.String()+" "+strings.TrimPrefix(s.Address, "provider."))
		}
	}
	return out
}

// TestProviderFindsMistakes judges a right service and wrong ones by the command: each mistake is found, and nothing
// else.
func TestProviderFindsMistakes(t *testing.T) {
	if n := len(wrongBanks()); n < 20 {
		t.Fatalf("only %d services", n)
	}
	for _, row := range wrongBanks() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(row.bank.handler())
			defer s.Close()
			code, report, printed := judged(t, s.URL)
			got := verdicts(&report)
			slices.Sort(got)
			want := slices.Clone(row.want)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q\n%s", got, want, printed)
			}
			exit := 0
			if slices.ContainsFunc(row.want, func(s string) bool { return strings.HasPrefix(s, "failed") }) {
				exit = 1
			}
			if code != exit || report.ExitCode != exit {
				t.Errorf("exit %d, in the report %d, want %d", code, report.ExitCode, exit)
			}
		})
	}
}

// TestProviderOfSlowServices checks that a response that is late warns, and one that never comes fails.
func TestProviderOfSlowServices(t *testing.T) {
	b := right()
	b.wrap = func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(300 * time.Millisecond)
			h.ServeHTTP(w, r)
		})
	}
	slow := httptest.NewServer(b.handler())
	defer slow.Close()
	_, report, _ := judged(t, slow.URL, "--timeout", "150ms", "--method", "get")
	if got := verdicts(&report); !slices.Contains(got, "warned time") || slices.Contains(got, "failed card") {
		t.Errorf("a late response: %q", got)
	}
	hanging := httptest.NewServer(
		http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
	)
	defer hanging.Close()
	code, report, _ := judged(t, hanging.URL, "--timeout", "50ms")
	if got := verdicts(&report); code != 1 || !slices.Contains(got, "failed card") {
		t.Errorf("no response: exit %d, %q", code, got)
	}
}

// TestProviderByVersion checks what each version of the page has.
func TestProviderByVersion(t *testing.T) {
	s := httptest.NewServer(right().handler())
	defer s.Close()
	for version, want := range map[string][]string{
		"1.2": {"accountNumbers", "betaUser", "device", "deviceVersion", "lvlClient", "osVersion", "positionStream",
			"timezone"},
		"1.1": {"contacts", "contacts.phone", "group", "group.id", "secretWord"},
		"1.0": {"fieldList", "fieldList.name"},
	} {
		code, report, printed := judged(t, s.URL, "--version", version)
		got := verdicts(&report)
		for _, name := range want {
			if !slices.Contains(got, "warned field.client."+name) {
				t.Errorf("version %s: no warning about %s: %q", version, name, got)
			}
		}
		if code != 0 || strings.Contains(printed, "POST") {
			t.Errorf("version %s: exit %d: %s", version, code, printed)
		}
	}
}

func TestProviderReports(t *testing.T) {
	s := httptest.NewServer(right().client(func(c map[string]any) { delete(c, "surname") }).handler())
	defer s.Close()
	dir := t.TempDir()
	known := filepath.Join(dir, "known")
	check(t, os.WriteFile(known, []byte("# a mistake that we know\nprovider.field.client.surname\n"), 0o600))
	junit, html := filepath.Join(dir, "r.xml"), filepath.Join(dir, "r.html")
	code, report, printed := judged(t, s.URL, "--known-failing", known, "--junit", junit, "--html", html)
	if code != 0 || report.Counts.KnownFailing != 1 {
		t.Errorf("exit %d, counts %+v", code, report.Counts)
	}
	want(t, printed, `GET +token 1: 200 OK in .*\n +the chat server signs client 17 in`,
		`unknown token 1: 404 Not Found`, `not exercised: \d+`, `KNOWN FAILING: provider.field.client.surname`,
		`source: iqchannels#L75 \(documented\)`)
	text, err := os.ReadFile(junit)
	check(t, err)
	var suites struct {
		Tests int `xml:"tests,attr"`
	}
	if err := xml.Unmarshal(text, &suites); err != nil || suites.Tests != len(report.Scenarios) {
		t.Errorf("JUnit has %d tests of %d: %v", suites.Tests, len(report.Scenarios), err)
	}
	page, err := os.ReadFile(html)
	check(t, err)
	want(t, string(page), `provider.field.client.surname`)
	for _, secret := range []string{bankToken, noToken, "ромашка"} {
		if strings.Contains(string(text)+string(page), secret) {
			t.Errorf("the secret %q is in a report", secret)
		}
	}
	if code, report, _ := judged(t, s.URL, "--require", "provider.field.client.crmURL"); code != 1 {
		t.Errorf("a required field that is absent: exit %d, %q", code, verdicts(&report))
	}
	check(t, os.WriteFile(known, []byte("provider.card\n"), 0o600))
	if code, _, _ := judged(t, s.URL, "--known-failing", known); code != 1 {
		t.Errorf("a passed outcome is listed as known to fail: exit %d", code)
	}
}

// TestProviderRefuses checks bad input: exit code 2 and one line that names it.
func TestProviderRefuses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	closed := "http://" + l.Addr().String()
	check(t, l.Close())
	secured := httptest.NewTLSServer(right().handler())
	defer secured.Close()
	all := []string{"--token", "a", "--unknown-token", "b"}
	for _, row := range []struct {
		args []string
		want string
	}{
		{nil, `--url is missing`},
		{[]string{"--url", "x"}, `--token is missing`},
		{[]string{"--url", "x", "--token", "a"}, `--unknown-token is missing`},
		{append(all, "--url", "nonsense"), `--url "nonsense": expected a URL`},
		{append(all, "--url", "http://u:secret@127.0.0.1:1"), `--url: .*user`},
		{append(all, "--url", closed), `--url http://127\.0\.0\.1:\d+: the server cannot be reached: .*refused`},
		{append(all, "--url", secured.URL), `cannot be reached: .*certificate.*--upstream-ca`},
		{append(all, "--url", closed, "--version", "2.0"), `version "2.0": expected one of 1.0`},
		{append(all, "--url", closed, "--version", "1.2", "--method", "post"), `version 1.2 has no method POST`},
		{append(all, "--url", closed, "--method", "put"), `--method "put": expected get, post or both`},
		{append(all, "--url", closed, "--token", "b"), `known and as unknown`},
		{append(all, "--url", closed, "--token", ""), `empty token`},
		{append(all, "--url", closed, "--timeout", "0s"), `time limit 0s`},
		{append(all, "--url", closed, "--require", "provider.cards"), `--require: .*provider.card`},
		{append(all, "--url", closed, "--upstream-ca", "none.pem"), `--upstream-ca`},
		{append(all, "--url", closed, "extra"), `unexpected argument "extra"`},
	} {
		var out, errOut bytes.Buffer
		code := Run(t.Context(), append([]string{"provider"}, row.args...), strings.NewReader(""), &out, &errOut)
		if code != 2 || strings.Count(errOut.String(), "\n") != 1 || strings.Contains(errOut.String(), "secret@") {
			t.Errorf("%v: exit %d: %s", row.args, code, &errOut)
		}
		want(t, errOut.String(), row.want)
	}
}

package mock_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/store/storetest"
)

// metricsOf returns the samples of a server by name and labels. Each line has to have the form that Prometheus reads.
func metricsOf(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	sample := regexp.MustCompile(`^([a-z_0-9]+(?:\{(?:[a-zA-Z_]+="[^"\\]*",? ?)+\})?) ([-+0-9.e]+)$`)
	comment := regexp.MustCompile(`^# (HELP|TYPE) [a-z_0-9]+`)
	samples := map[string]string{}
	for line := range strings.Lines(shownAt(t, h, "/_sparring/metrics")) {
		line = strings.TrimSuffix(line, "\n")
		if m := sample.FindStringSubmatch(line); m != nil {
			samples[m[1]] = m[2]
		} else if !comment.MatchString(line) {
			t.Errorf("the line %q is no sample", line)
		}
	}
	return samples
}

// Requests are counted by operation and outcome, findings by code, and what the server holds is there, too.
func TestMetrics(t *testing.T) {
	s := keptServer(t, &storetest.Memory{})
	send := func(method, path, body string, headers ...string) {
		t.Helper()
		r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	for range 3 {
		send("GET", "/bonder/repositories", "")
	}
	send("GET", "/bonder/nowhere", "")
	send("GET", "/nothing/at/all", "")
	send("GET", "/radist/v2/companies/7/connections/", "", "X-Api-Key", "wrong")
	_, err := inProcess(s).AddFault(t.Context(), mock.DefaultWorld, client.FaultRequest{Fault: statusFault("503")})
	if err != nil {
		t.Fatal(err)
	}
	send("GET", "/bonder/repositories", "")
	send("POST", "/bonder/auth", `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1}`)
	shownAt(t, s, client.Prefix+"/worlds/default/journal") // entries are judged when somebody reads them

	got := metricsOf(t, s)
	for name, want := range map[string]string{
		`sparring_requests_total{api="bonder",operation="listRepositories",outcome="2xx"}`:    "3",
		`sparring_requests_total{api="bonder",operation="listRepositories",outcome="fault"}`:  "1",
		`sparring_requests_total{api="bonder",operation="",outcome="unmatched"}`:              "1",
		`sparring_requests_total{api="radist",operation="ConnectionsGetItems",outcome="4xx"}`: "1",
		`sparring_findings_total{api="bonder",code="rpt_out_of_range",kind="violation"}`:      "1",
		`sparring_response_seconds_count{api="bonder"}`:                                       "4",
		`sparring_response_seconds_bucket{api="bonder",le="+Inf"}`:                            "4",
		`sparring_worlds`: "1", `sparring_stray_requests`: "1", `sparring_streams`: "0",
		`sparring_store_failures_total`: "0",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %s", name, got[name], want)
		}
	}
	for _, name := range []string{
		"sparring_journal_bytes", "sparring_world_bytes", "sparring_store_commits_total", "go_goroutines",
	} {
		if got[name] == "" || got[name] == "0" {
			t.Errorf("%s is %q", name, got[name])
		}
	}
}

// Metrics are behind the token, like the control API.
func TestMetricsNeedTheToken(t *testing.T) {
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080", ControlToken: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for header, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer secret": 200} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/_sparring/metrics", nil)
		if header != "" {
			r.Header.Set("Authorization", header)
		}
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, r)
		if rec.Code != want {
			t.Errorf("%q: %d %s", header, rec.Code, rec.Body)
		}
	}
}

// An entry has the id of the trace that its request belongs to, if the header is as the W3C describes it.
func TestTraceIsKept(t *testing.T) {
	s := keptServer(t, &storetest.Memory{})
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	for _, row := range []struct{ header, want string }{
		{"00-" + id + "-00f067aa0ba902b7-01", id},
		{"cc-" + id + "-00f067aa0ba902b7-01-what-comes", id},
		{"00-" + id + "-00f067aa0ba902b7-01-x", ""},
		{"ff-" + id + "-00f067aa0ba902b7-01", ""},
		{"00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01", ""},
		{"00-" + id + "-0000000000000000-01", ""},
		{"00-" + strings.ToUpper(id) + "-00f067aa0ba902b7-01", ""},
		{"00-" + id, ""},
		{"", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil)
		if row.header != "" {
			r.Header.Set("Traceparent", row.header)
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
		page, err := inProcess(s).Journal(t.Context(), mock.DefaultWorld, client.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if e := page.Entries[len(page.Entries)-1]; e.Trace != row.want {
			t.Errorf("%q: the trace is %q, want %q", row.header, e.Trace, row.want)
		}
	}
}

func statusFault(status string) fault.Spec {
	return fault.Spec{Kind: "status", Parameters: map[string]any{"status": json.Number(status)}}
}

package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "sparring/mock/mocktest/outside" // the flag
)

const wrkSays = `Running 3s test @ http://127.0.0.1:9090/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   650.10us    1.02ms  20.11ms   93.10%
  Latency Distribution
     50%  401.00us
     99%    4.90ms
  180201 requests in 3.01s, 250.05MB read
Requests/sec:  59867.44
`

// TestReadWrk checks that what wrk prints is understood, and that a response which is no success spoils the figures.
func TestReadWrk(t *testing.T) {
	got, err := readWrk(wrkSays)
	if want := (turn{180201, 59867.44, 4.9}); err != nil || got != want {
		t.Errorf("got %+v %v, want %+v", got, err, want)
	}
	for _, text := range []string{
		"", "unable to connect", wrkSays + "Non-2xx or 3xx responses: 7\n",
		wrkSays + "  Socket errors: connect 0, read 3, write 0, timeout 0\n",
	} {
		if _, err := readWrk(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

// TestLoad checks that the load without wrk counts what the server got, and stops at a response that is no success.
func TestLoad(t *testing.T) {
	got := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got++ // one connection: one request at a time
		if r.Method != http.MethodPost || r.URL.Path != "/x" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	var out strings.Builder
	if err := run([]string{"load", "-url", server.URL + "/x", "-body", "{}"}, &out); err != nil {
		t.Fatal(err)
	}
	var seen turn
	if err := json.Unmarshal([]byte(out.String()), &seen); err != nil || seen.Requests != got || got == 0 ||
		seen.Rate != float64(got) || seen.P99 <= 0 {
		t.Errorf("%s for %d requests: %v", out.String(), got, err)
	}
	if err := run([]string{"load", "-url", server.URL}, &out); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
}

// TestArguments checks that a wrong argument is named before anything is built.
func TestArguments(t *testing.T) {
	for want, args := range map[string][]string{
		"-only":        {"-only", "("},
		"no arguments": {"-rounds", "0"},
		"no such file": {"bare", "-get", filepath.Join(t.TempDir(), "missing"), "-post", os.DevNull},
	} {
		if err := run(args, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", args, err, want)
		}
	}
}

// TestSpread checks the median and the range.
func TestSpread(t *testing.T) {
	for want, list := range map[string][]float64{
		"2.00 (1.00-9.00)": {9, 1, 2}, "1.50 (1.00-2.00)": {2, 1}, "3.00 (3.00-3.00)": {3},
	} {
		if got := spread(list); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

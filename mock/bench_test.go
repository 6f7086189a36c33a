package mock_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/store"
)

// subject is one request and the answer to it, measured through the chain and from a bare handler that writes the same
// bytes.
type subject struct {
	name    string
	request func(token string) *http.Request
}

var subjects = []subject{
	{"get1400", func(token string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/bonder/repositories/local", nil)
		r.Header.Set("X-Auth-Key", token)
		r.Header.Set("X-Auth-Email", "USERNAME")
		return r
	}},
	{"post", func(string) *http.Request {
		body := `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`
		r := httptest.NewRequest(http.MethodPost, "/bonder/auth", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		return r
	}},
}

func benchServer(tb testing.TB, kept store.Store) (*mock.Server, string) {
	tb.Helper()
	s, err := mock.New(mock.Options{Seed: 1, PublicURL: "http://127.0.0.1:8080", Store: kept,
		Switches: map[string]map[string]any{"bonder": {"rptMax": 2_000_000_000}}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	rec := httptest.NewRecorder()
	body := `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":2000000000}`
	s.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/bonder/auth", strings.NewReader(body)))
	var answer struct{ Result struct{ Token string } }
	if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil || answer.Result.Token == "" {
		tb.Fatalf("no token: %s", rec.Body)
	}
	return s, answer.Result.Token
}

// bare writes the same status, header and body as the chain did, after reading the body.
func bare(rec *httptest.ResponseRecorder) http.Handler {
	body, header := rec.Body.Bytes(), rec.Header()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		h := w.Header()
		for k, v := range header {
			h[k] = v
		}
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(body)
	})
}

// BenchmarkChain measures the whole chain beside the bare handler: in process, and over a loopback socket with 32
// keep-alive connections. Compare the pairs: the ratio is what counts.
func BenchmarkChain(b *testing.B) {
	for _, sub := range subjects {
		s, token := benchServer(b, nil)
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, sub.request(token))
		for _, h := range []struct {
			name    string
			handler http.Handler
		}{{"bare", bare(rec)}, {"chain", s}} {
			b.Run(sub.name+"/process/"+h.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					h.handler.ServeHTTP(httptest.NewRecorder(), sub.request(token))
				}
			})
			b.Run(sub.name+"/socket/"+h.name, func(b *testing.B) { overSocket(b, h.handler, sub.request(token)) })
		}
	}
}

// overSocket sends the request over 32 connections with a client that does next to nothing, and reports the 99th
// percentile.
func overSocket(b *testing.B, h http.Handler, r *http.Request) {
	const connections = 32
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := mock.NewHTTPServer(h)
	go func() { _ = server.Serve(socket) }()
	defer server.Close()
	var raw bytes.Buffer
	r.Host = socket.Addr().String()
	if err := r.Write(&raw); err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	times := make([][]time.Duration, connections)
	b.ResetTimer()
	cpu := cpuTime()
	for i := range connections {
		wg.Go(func() {
			conn, err := net.Dial("tcp", socket.Addr().String())
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			for range b.N/connections + 1 {
				start := time.Now()
				if _, err := conn.Write(raw.Bytes()); err != nil {
					b.Error(err)
					return
				}
				if err := readAnswer(in); err != nil {
					b.Error(err)
					return
				}
				times[i] = append(times[i], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Concat(times...)
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(len(all)), "cpu-µs/req")
	slices.Sort(all)
	b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "req/s")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
}

func readAnswer(in *bufio.Reader) error {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return err
			}
		}
	}
	_, err := in.Discard(length)
	return err
}

// BenchmarkWorlds measures making a world, and what an idle one weighs.
func BenchmarkWorlds(b *testing.B) {
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080", MaxWorlds: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c := inProcess(s)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ReportAllocs()
	made := 0
	for b.Loop() {
		if _, err := c.MakeWorld(context.Background(), client.WorldRequest{}); err != nil {
			b.Fatal(err)
		}
		made++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(made), "B/world")
}

// BenchmarkJournal measures reading 10,000 entries that nobody has checked yet: contract, redaction, JSON.
func BenchmarkJournal(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, token := benchServer(b, nil)
		for range 10_000 {
			s.ServeHTTP(httptest.NewRecorder(), subjects[0].request(token))
		}
		b.StartTimer()
		rec := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/_sparring/v1/worlds/default/journal", nil)
		s.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK {
			b.Fatal(rec.Code, rec.Body)
		}
	}
}

// BenchmarkMemory sends 200,000 requests and reports what is kept: flat within the journal's bound.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		s, token := benchServer(b, nil)
		heap := func() float64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return float64(m.HeapAlloc) / (1 << 20)
		}
		for i := range 200_000 {
			s.ServeHTTP(httptest.NewRecorder(), subjects[0].request(token))
			if i == 50_000 {
				b.ReportMetric(heap(), "MiB-after-50k")
			}
		}
		b.ReportMetric(heap(), "MiB-after-200k")
	}
}

// inProcess is a control client that needs no socket.
func inProcess(h http.Handler) *client.Client {
	c := client.New("http://127.0.0.1:8080")
	c.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		rec := httptest.NewRecorder()
		if r.Body == nil { // as net/http's server does
			r.Body = http.NoBody
		}
		h.ServeHTTP(rec, r)
		return rec.Result(), nil
	})}
	return c
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

package mock_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
)

// BenchmarkRules measures what rules that do not match cost a request on its way through the whole chain: none, one, a
// hundred that stand at its operation and are looked at, and a hundred that stand elsewhere.
func BenchmarkRules(b *testing.B) {
	for _, row := range []struct {
		count     int
		operation string
	}{{0, "getRepository"}, {1, "getRepository"}, {100, "getRepository"}, {100, "saveCard"}} {
		b.Run(fmt.Sprintf("%d/%s", row.count, row.operation), func(b *testing.B) {
			s, token := benchServer(b)
			control := inProcess(s)
			for i := range row.count {
				match := fault.Match{API: "bonder", Operation: row.operation, Header: map[string]string{"X-Try": fmt.Sprint(i)}}
				if _, err := control.AddFault(context.Background(), mock.DefaultWorld, client.FaultRequest{Match: match, Fault: faultOf("reset")}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				rec := httptest.NewRecorder()
				s.ServeHTTP(rec, subjects[0].request(token))
				if rec.Code != http.StatusOK {
					b.Fatal(rec.Code, rec.Body)
				}
			}
		})
	}
}

const heldAtOnce = 10_000

// BenchmarkHeld parks 10,000 requests over as many connections on one server, releases them together and reads every
// answer. B/held is what one parked request weighs, the client's half of its connection included.
func BenchmarkHeld(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, token := benchServer(b)
		address, err := s.Listen("127.0.0.1:0", nil)
		if err != nil {
			b.Fatal(err)
		}
		control := inProcess(s)
		ctx := context.Background()
		rule, err := control.AddFault(ctx, mock.DefaultWorld, client.FaultRequest{
			Match: matchOp("bonder", "listRepositories"), Fault: faultOf("hold", "count", heldAtOnce, "timeout", "10m"),
		})
		if err != nil {
			b.Fatal(err)
		}
		before := weight()
		b.StartTimer()

		raw := "GET /bonder/repositories HTTP/1.1\r\nHost: " + address + "\r\nX-Auth-Key: " + token + "\r\nX-Auth-Email: USERNAME\r\n\r\n"
		conns := make([]net.Conn, heldAtOnce)
		for i := range conns {
			if conns[i], err = net.Dial("tcp", address); err != nil {
				b.Fatal(i, err)
			}
			if _, err := conns[i].Write([]byte(raw)); err != nil {
				b.Fatal(i, err)
			}
		}
		for {
			r, err := control.Fault(ctx, mock.DefaultWorld, rule.ID)
			if err != nil {
				b.Fatal(err)
			}
			if len(r.Waiting) == heldAtOnce {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		b.StopTimer()
		held := weight()
		b.StartTimer()
		released, err := control.Release(ctx, mock.DefaultWorld, rule.ID)
		if err != nil || len(released) != heldAtOnce {
			b.Fatal(len(released), err)
		}
		served := 0
		in := bufio.NewReader(nil)
		for _, c := range conns {
			in.Reset(c)
			if resp, err := http.ReadResponse(in, nil); err == nil && resp.StatusCode == http.StatusOK {
				served++
			}
			c.Close()
		}
		b.StopTimer()
		lost := checkHeld(b, s)
		if served != heldAtOnce || lost != 0 {
			b.Fatalf("%d answers, %d entries lost", served, lost)
		}
		b.ReportMetric(float64(held-before)/heldAtOnce, "B/held")
		b.ReportMetric(float64(served), "served")
		s.Close()
		b.StartTimer()
	}
}

// weight is what is alive on the heap and on stacks.
func weight() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// checkHeld counts the held requests whose entry is missing, open or not served.
func checkHeld(b *testing.B, s *mock.Server) (lost int) {
	b.Helper()
	w, err := s.Default()
	if err != nil {
		b.Fatal(err)
	}
	lost = heldAtOnce
	for _, e := range w.Journal.Query(journal.Filter{Operation: "listRepositories"}).Entries {
		if e.State == journal.Closed && e.Response != nil && strings.Contains(string(e.Response.Body), `"success":true`) && len(e.Findings) == 0 {
			lost--
		}
	}
	return lost
}

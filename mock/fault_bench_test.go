package mock_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
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
			s, token := benchServer(b, nil)
			control := inProcess(s)
			for i := range row.count {
				match := fault.Match{API: "bonder", Operation: row.operation,
					Header: map[string]string{"X-Try": fmt.Sprint(i)}}
				if _, err := control.AddFault(context.Background(), mock.DefaultWorld,
					client.FaultRequest{Match: match, Fault: faultOf("reset")}); err != nil {
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

// heldPeer names the environment variable that makes BenchmarkHeld the client's half, and says where to call.
const heldPeer = "SPARRING_HELD_PEER"

// BenchmarkHeld parks 10,000 requests over as many connections on one server, releases them together and counts every
// answer. The client is a process of its own: both halves of all connections are more files than one may open. B/held
// is what one parked request weighs on the server.
func BenchmarkHeld(b *testing.B) {
	if peer := os.Getenv(heldPeer); peer != "" {
		address, token, _ := strings.Cut(peer, " ")
		fmt.Fprintf(os.Stderr, "served %d\n", callHeld(b, address, token))
		return
	}
	for b.Loop() {
		b.StopTimer()
		s, token := benchServer(b, nil)
		address, err := s.Listen("127.0.0.1:0", nil)
		if err != nil {
			b.Fatal(err)
		}
		control := inProcess(s)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		rule, err := control.AddFault(ctx, mock.DefaultWorld, client.FaultRequest{
			Match: matchOp("bonder", "listRepositories"), Fault: faultOf("hold", "count", heldAtOnce, "timeout", "10m"),
		})
		if err != nil {
			b.Fatal(err)
		}
		before := weight()
		b.StartTimer()

		peer := exec.CommandContext(ctx, os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkHeld$",
			"-test.benchtime=1x") //nolint:gosec // ourselves
		peer.Env = append(os.Environ(), heldPeer+"="+address+" "+token)
		var said strings.Builder
		peer.Stderr = &said
		if err := peer.Start(); err != nil {
			b.Fatal(err)
		}
		for waiting := 0; waiting < heldAtOnce; time.Sleep(10 * time.Millisecond) {
			r, err := control.Fault(ctx, mock.DefaultWorld, rule.ID)
			if err != nil || ctx.Err() != nil {
				b.Fatal(waiting, err, ctx.Err(), said.String())
			}
			waiting = len(r.Waiting)
		}
		b.StopTimer()
		held := weight()
		b.StartTimer()
		released, err := control.Release(ctx, mock.DefaultWorld, rule.ID)
		if err != nil || len(released) != heldAtOnce {
			b.Fatal(len(released), err)
		}
		if err := peer.Wait(); err != nil || !strings.Contains(said.String(), fmt.Sprintf("served %d\n", heldAtOnce)) {
			b.Fatalf("the client: %v, %s", err, &said)
		}
		b.StopTimer()
		if lost := checkHeld(b, s); lost != 0 {
			b.Fatalf("%d entries lost", lost)
		}
		b.ReportMetric(float64(held-before)/heldAtOnce, "B/held")
		b.ReportMetric(heldAtOnce, "served")
		cancel()
		s.Close()
		b.StartTimer()
	}
}

// callHeld sends the requests, each on its own connection, and counts the answers.
func callHeld(b *testing.B, address, token string) (served int) {
	b.Helper()
	raw := "GET /bonder/repositories HTTP/1.1\r\nHost: " + address + "\r\nX-Auth-Key: " + token +
		"\r\nX-Auth-Email: USERNAME\r\n\r\n"
	conns := make([]net.Conn, heldAtOnce)
	for i := range conns {
		var err error
		if conns[i], err = net.Dial("tcp", address); err != nil {
			b.Fatal(i, err)
		}
		if _, err := conns[i].Write([]byte(raw)); err != nil {
			b.Fatal(i, err)
		}
	}
	in := bufio.NewReader(nil)
	for _, c := range conns {
		in.Reset(c)
		if resp, err := http.ReadResponse(in, nil); err == nil && resp.StatusCode == http.StatusOK {
			served++
			resp.Body.Close()
		}
		c.Close()
	}
	return served
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
		if e.State == journal.Closed && e.Response != nil &&
			strings.Contains(string(e.Response.Body), `"success":true`) && len(e.Findings) == 0 {
			lost--
		}
	}
	return lost
}

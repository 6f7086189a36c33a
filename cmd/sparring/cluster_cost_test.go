//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"sparring/mock/control/client"
)

// cpuOf returns the processor time that a process has used. It needs /proc.
func cpuOf(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	check(t, err)
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	var ticks int64
	for _, field := range fields[11:13] { // utime, stime: hundredths of a second
		n, err := strconv.ParseInt(field, 10, 64)
		check(t, err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// counters are the calls of an engine by command, of what is counted by INFO commandstats.
func counters(t *testing.T, engine *redis.Client, command string) (calls int) {
	t.Helper()
	text, err := engine.Info(context.Background(), "commandstats").Result()
	check(t, err)
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "cmdstat_"+command+":calls="); ok {
			n, _, _ := strings.Cut(rest, ",")
			calls, err = strconv.Atoi(n)
			check(t, err)
		}
	}
	return calls
}

// A request costs one round trip to the engine if the server has the world's current version, and two if another server
// had the last one and nobody was faster meanwhile. What it costs in processor time is printed.
func TestClusterCost(t *testing.T) {
	c := startCluster(t, 2)
	engine := c.engine.Client(0, "")
	_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: "cost"})
	check(t, err)
	const requests = 1000
	// Calls a second by which two servers ask what is due, and say that they live, while the requests run.
	const background = 20
	measure := func(name string, clients int, url func(i int) string) (roundTrips, commits, besides float64) {
		t.Helper()
		calls, publishes := counters(t, engine, "evalsha"), counters(t, engine, "publish")
		servers, redis := time.Duration(0), cpuOf(t, c.engine.PID())
		for _, s := range c.servers {
			servers -= cpuOf(t, s.cmd.Process.Pid)
		}
		begin := time.Now()
		inParallel(clients, requests, func(i int) {
			if _, err := authorize(url(i) + "/w/cost"); err != nil {
				t.Error(err)
			}
		})
		took := time.Since(begin)
		for _, s := range c.servers {
			servers += cpuOf(t, s.cmd.Process.Pid)
		}
		redis = cpuOf(t, c.engine.PID()) - redis
		roundTrips = float64(counters(t, engine, "evalsha")-calls) / requests
		commits = float64(counters(t, engine, "publish")-publishes) / requests
		t.Logf("%s: %.3f calls of the script, %.3f commits a request; CPU %v on servers, %v on the engine; "+
			"%.0f a second", name, roundTrips, commits, servers/requests, redis/requests, requests/took.Seconds())
		return roundTrips, commits, background * took.Seconds() / requests
	}
	for _, warm := range []string{c.servers[0].url, c.servers[1].url} {
		_, err := authorize(warm + "/w/cost")
		check(t, err)
	}
	trips, commits, besides := measure("one server", 1, func(int) string { return c.servers[0].url })
	if trips > 1+besides || commits < 1 || commits > 1+besides {
		t.Errorf("%.3f round trips and %.3f commits a request, want one", trips, commits)
	}
	trips, commits, besides = measure("servers in turn", 1, func(i int) string { return c.servers[i%2].url })
	if trips > 2+besides || commits < 1 || commits > 1+besides {
		t.Errorf("%.3f round trips and %.3f commits a request, want two and one", trips, commits)
	}
	measure("one server, eight clients", 8, func(int) string { return c.servers[0].url })
	measure("servers in turn, eight clients", 8, func(i int) string { return c.servers[i%2].url })
}

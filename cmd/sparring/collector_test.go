package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// percent returns the percentage in force.
func percent() int {
	p := debug.SetGCPercent(100)
	debug.SetGCPercent(p)
	return p
}

// TestCollector checks that the heap may grow by much while it is small, and by half when it is large; and that GOGC of
// the environment, and of the process before, is respected.
func TestCollector(t *testing.T) {
	before := percent()
	t.Setenv("GOGC", "")
	stop := tuneCollector(256 << 20)
	if p := percent(); p <= 100 {
		t.Errorf("%d %% for a small heap", p)
	}
	large := make([]byte, 256<<20)
	for range 50 { // the percentage is set after the collection
		runtime.GC()
		if percent() == leastPercent {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if p := percent(); p != leastPercent {
		t.Errorf("%d %% for a heap of 256 MiB", p)
	}
	runtime.KeepAlive(large)
	stop()
	if p := percent(); p != before {
		t.Errorf("%d %% afterwards, %d %% before", p, before)
	}
	t.Setenv("GOGC", "77")
	defer tuneCollector(256 << 20)()
	if p := percent(); p != before {
		t.Errorf("%d %% although GOGC is set, %d %% before", p, before)
	}
}

package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// What the heap may grow by before the garbage collector runs: an eighth of the bound of all journals within these
// bounds, and at least a quarter of what is alive.
const (
	leastGrowth   = 8 << 20
	mostGrowth    = 24 << 20
	leastHeap     = 4 << 20 // what the runtime counts at least
	leastPercent  = 25
	changePercent = 10 // a smaller change is not worth stopping the program
)

// tuneCollector lets the garbage collector run rarely while little is alive, and keeps the heap from doubling when the
// journals are full. A percentage cannot say both, so it is set anew after each collection. GOGC of the environment is
// left alone, and a limit of memory holds as well.
func tuneCollector(journalBytes int64) (stop func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	growth := min(max(journalBytes/8, leastGrowth), mostGrowth)
	before := debug.SetGCPercent(percentOf(growth, 0))
	var stopped atomic.Bool
	var collected func(percent int64)
	collected = func(percent int64) {
		if stopped.Load() {
			return
		}
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		want := int64(percentOf(growth, int64(sample[0].Value.Uint64()))) //nolint:gosec // no machine has more
		if d := want - percent; d > changePercent || d < -changePercent {
			debug.SetGCPercent(int(want))
			percent = want
		}
		runtime.AddCleanup(&struct{ _ *int }{}, collected, percent) // is called after the next collection
	}
	collected(0)
	return func() {
		stopped.Store(true)
		debug.SetGCPercent(before)
	}
}

// percentOf returns the growth as runtime/debug.SetGCPercent wants it.
func percentOf(growth, live int64) int {
	return int(max(growth*100/max(live, leastHeap), leastPercent))
}

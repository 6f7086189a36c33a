package mock

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/problem"
)

// memory bounds the bytes of all worlds. What the stores of the fakes count is in a limit.Total; this measures the
// process, which includes planting, forking and all that has no meter. The zero memory measures nothing.
type memory struct {
	max      int64
	journals func() int64 // have a bound of their own

	base     int64         // of the process before there were worlds
	copying  chan struct{} // holds one: a fork needs twice the memory of its world while it runs
	mu       sync.Mutex
	reserved int64 // by calls that run

	deleted atomic.Int64 // bytes of deleted worlds that the system may not have yet
	giving  atomic.Bool  // they are being given back
}

func newMemory(most int64, journals func() int64) *memory {
	if most > 0 {
		runtime.GC() // the base is without garbage
	}
	return &memory{max: most, journals: journals, base: heap(), copying: make(chan struct{}, 1)}
}

// reserve reserves need more bytes until done is called. Errors: *problem.Problem.
func (m *memory) reserve(need int64) (done func(), err error) {
	if m.max <= 0 {
		return func() {}, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	held := m.held()
	if held+m.reserved+need > m.max {
		runtime.GC() // what was measured includes garbage
		held = m.held()
	}
	if held+m.reserved+need > m.max {
		return nil, problem.New(problem.Full, fmt.Sprintf(
			"the worlds hold about %d bytes, this needs %d more, and --max-memory allows %d", held+m.reserved,
			need, m.max))
	}
	m.reserved += need
	return func() {
		m.mu.Lock()
		m.reserved -= need
		m.mu.Unlock()
	}, nil
}

// What is given back to the system: the runtime would keep it for hours if nothing else happened.
const (
	mostDeleted = 16 << 20
	deletedWait = time.Second // more worlds may follow
)

// gone notes that a world was deleted, and gives its memory back to the system if there is much of it.
func (m *memory) gone(ctx context.Context, bytes int64) {
	if m.deleted.Add(bytes) < mostDeleted || !m.giving.CompareAndSwap(false, true) {
		return
	}
	go func() {
		ticks, stop := clock.Ticker(deletedWait)
		defer stop()
		defer m.giving.Store(false)
		for last := int64(0); m.deleted.Load() != last; {
			last = m.deleted.Load()
			select {
			case <-ticks:
			case <-ctx.Done():
				return
			}
		}
		m.deleted.Store(0)
		debug.FreeOSMemory()
	}()
}

// held returns about how many bytes the worlds hold.
func (m *memory) held() int64 { return max(0, heap()-m.base-m.journals()) }

// turn waits until no other fork runs. Errors: ctx's.
func (m *memory) turn(ctx context.Context) (done func(), err error) {
	select {
	case m.copying <- struct{}{}:
		return func() { <-m.copying }, ctx.Err()
	case <-ctx.Done():
		return func() {}, ctx.Err()
	}
}

// heap returns the memory of all objects, including garbage that was not collected yet.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64()) //nolint:gosec // no machine has more
}

// Memory returns how many bytes this process may use: the least of the machine's memory, the limit of the control group
// and GOMEMLIMIT, 0 if none is known.
func Memory() int64 {
	least := int64(0)
	consider := func(n int64) {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if limit := debug.SetMemoryLimit(-1); limit < 1<<62 {
		consider(limit)
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if n, ok := numberIn(file, ""); ok && n < 1<<62 {
			consider(n)
		}
	}
	if n, ok := numberIn("/proc/meminfo", "MemTotal:"); ok {
		consider(n << 10)
	}
	return least
}

// numberIn reads the number that follows a word in a file.
func numberIn(file, word string) (int64, bool) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	_, rest, ok := strings.Cut(string(data), word)
	fields := strings.Fields(rest)
	if !ok || len(fields) == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	return n, err == nil
}

// WorldMemory returns the default of --max-memory: a quarter of what the process may use, because a copy and garbage
// need as much again, or 2 GiB if that is unknown.
func WorldMemory() int64 {
	if n := Memory(); n > 0 {
		return max(n/4, leastMemory)
	}
	return 2 << 30
}

const leastMemory = 16 << 20

package fault_test

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"

	"sparring/mock/message"
)

// BenchmarkDecide is what a rule set costs a request that no rule is meant for.
func BenchmarkDecide(b *testing.B) {
	const save = `{"match":{"api":"bonder","operation":"saveCard",`
	others := map[string]string{
		"other operation": `{"match":{"api":"bonder","operation":"auth"},"times":0,"fault":{"kind":"reset"}}`,
		"other header":    save + `"header":{"X-Test":"no %d"}},"times":0,"fault":{"kind":"reset"}}`,
		"other body":      save + `"body":{"/id":%d}},"times":0,"fault":{"kind":"reset"}}`,
	}
	for name, text := range others {
		for _, n := range []int{0, 1, 100, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				s := newSet()
				for i := range n {
					one := text
					if name != "other operation" {
						one = fmt.Sprintf(text, i)
					}
					add(b, s, one)
				}
				f := saveCard(1)
				f.Header = http.Header{"X-Test": {"yes"}}
				f.Body = []byte(`{"id":-1,"name":"Анна"}`)
				b.ReportAllocs()
				for b.Loop() {
					if s.Decide(f) != nil {
						b.Fatal("fired")
					}
				}
			})
		}
	}
}

// BenchmarkFire consumes rules that stand in one queue.
func BenchmarkFire(b *testing.B) {
	const n = 10_000
	for b.Loop() {
		s := newSet()
		for range n {
			add(b, s, `{"match":{"api":"bonder","operation":"saveCard"},"fault":{"kind":"reset"}}`)
		}
		for i := range n {
			if s.Decide(saveCard(int64(i))) == nil {
				b.Fatal("none left")
			}
		}
	}
}

// BenchmarkHold parks 10,000 requests and lets them go together; it reports the memory of one that waits.
func BenchmarkHold(b *testing.B) {
	const n = 10_000
	var before, held runtime.MemStats
	for b.Loop() {
		s := newSet()
		r := add(b, s, fmt.Sprintf(`{"fault":{"kind":"hold","count":%d}}`, n))
		runtime.ReadMemStats(&before)
		var wg sync.WaitGroup
		for i := range n {
			f := s.Decide(&message.Request{Seq: int64(i), API: "bonder", Operation: "saveCard"})
			wg.Go(func() {
				end, handled := wait(b.Context(), f)
				if end != "released" {
					b.Error(end)
				}
				handled()
			})
		}
		runtime.ReadMemStats(&held)
		if seqs, err := s.Release(b.Context(), r.ID, nil); err != nil || len(seqs) != n {
			b.Fatal(len(seqs), err)
		}
		wg.Wait()
	}
	b.ReportMetric(float64(held.HeapAlloc+held.StackInuse-before.HeapAlloc-before.StackInuse)/n, "bytes/held")
}

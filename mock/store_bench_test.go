package mock_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"sparring/mock/store"
)

// BenchmarkStore measures the chain with a store beside it: compare with BenchmarkChain's process/chain.
func BenchmarkStore(b *testing.B) {
	for _, sub := range subjects {
		kept, err := store.Open("bolt:" + filepath.Join(b.TempDir(), "w.db"))
		if err != nil {
			b.Fatal(err)
		}
		s, token := benchServer(b, kept)
		b.Run(sub.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.ServeHTTP(httptest.NewRecorder(), sub.request(token))
			}
		})
		s.Close()
		if err := kept.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

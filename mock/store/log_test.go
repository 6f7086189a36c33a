package store

import (
	"os"
	"path/filepath"
	"testing"

	"sparring/mock/keep"
)

// A commit that cannot be written returns an error; given again when there is room, it is there once, and so is what
// was before.
func TestCommitAfterAFailedWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	b, err := OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	commit := func(key string) error {
		return b.Commit("w", keep.Changes{{Key: key, Value: []byte(key)}})
	}
	if err := commit("before"); err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	good := b.log.file
	if b.log.file, err = os.Open(good.Name()); err != nil { // takes no writes
		t.Fatal(err)
	}
	b.mu.Unlock()
	for range 2 {
		if commit("lost") == nil {
			t.Fatal("a commit that was not written returned no error")
		}
	}
	b.mu.Lock()
	b.log.close()
	b.log.file = good
	b.mu.Unlock()
	if err := commit("after"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good.Name())
	if err != nil {
		t.Fatal(err)
	}
	read, broken, err := readLog(data)
	if err != nil || broken {
		t.Fatalf("the log is not whole: %v %v", broken, err)
	}
	for i, c := range read[max(0, len(read)-1):] {
		if c.changes[0].Key != "after" {
			t.Errorf("commit %d is %v", i, c)
		}
	}
	records := map[string]bool{}
	if err := b.Load("w", func(key string, _ []byte) error { records[key] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if len(records) != 2 || !records["before"] || !records["after"] {
		t.Errorf("kept: %v", records)
	}
}

package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"sparring/mock/keep"
	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
	"sparring/mock/store"
	"sparring/mock/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Test(t, func(*testing.T) store.Store { return &storetest.Memory{} })
}

func TestBolt(t *testing.T) {
	storetest.Test(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "w.db")) })
}

func open(t *testing.T, path string) *store.Bolt {
	t.Helper()
	b, err := store.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// left copies the files of a store that is in use: what the death of its process leaves.
func left(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(file)), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, filepath.Base(path))
}

// logOf is the newest log of a store.
func logOf(t *testing.T, path string) string {
	t.Helper()
	files, err := filepath.Glob(path + ".log.*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	return files[len(files)-1]
}

// write commits a, b and c as one record each, which only the log has: nobody waits for the second in which the file
// is written.
func write(t *testing.T, b *store.Bolt) {
	t.Helper()
	for _, key := range []string{"a", "b", "c"} {
		if err := b.Commit("w", keep.Changes{{Key: key, Value: []byte(strings.Repeat(key, 100))}}); err != nil {
			t.Fatal(err)
		}
	}
}

// What was committed is there when the store is opened again, whether it was closed or its process was killed. The file
// belongs to its owner alone.
func TestBoltOutlivesItsProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	b, err := store.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, b)
	killed := open(t, left(t, path))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit("w", keep.Changes{{Key: "d", Value: []byte("d")}}); err == nil {
		t.Error("a closed store takes changes")
	}
	if files, _ := filepath.Glob(path + "*"); len(files) != 1 {
		t.Errorf("a closed store leaves %q", files)
	}
	closed := open(t, path)
	for name, b := range map[string]*store.Bolt{"killed": killed, "closed": closed} {
		if got := storetest.Content(t, b)["w"]; len(got) != 3 || got["c"] != strings.Repeat("c", 100) {
			t.Errorf("%s: got %q", name, got)
		}
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", file, info.Mode(), err)
		}
	}
}

// A log that was cut anywhere has the commits up to there, and none by halves.
func TestBoltAfterAPowerCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	b := open(t, path)
	write(t, b)
	whole, err := os.ReadFile(logOf(t, path))
	if err != nil || len(whole) < 300 {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	copied := left(t, path)
	log := logOf(t, copied)
	for _, n := range []int{0, 1, 11, 12, 13, 100, len(whole)/3 - 1, len(whole) / 3, len(whole)/3 + 1, len(whole) - 1} {
		for _, rest := range []int{0, 1, 5000} { // space that the file got, and no bytes
			again := left(t, copied)
			cut := append(bytes.Clone(whole[:n]), make([]byte, rest)...)
			if rest > 0 && n%(len(whole)/3) != 0 {
				continue
			}
			if err := os.WriteFile(filepath.Join(filepath.Dir(again), filepath.Base(log)), cut, 0o600); err != nil {
				t.Fatal(err)
			}
			got := storetest.Content(t, open(t, again))["w"]
			if want := n / (len(whole) / 3); len(got) != want {
				t.Errorf("cut at byte %d of %d: %d records, want %d", n, len(whole), len(got), want)
			}
		}
	}
}

// A damaged file is refused, and so is a damaged log: nothing is read by halves, and nothing is changed.
func TestBoltRefusesDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	b, err := store.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, b)
	killed := left(t, path)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	refused := func(name, path string, want error) {
		t.Helper()
		before, _ := os.ReadFile(path)
		b, err := store.OpenBolt(path)
		if err == nil {
			_ = b.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", name, err, want)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", name)
		}
	}
	change := func(file string, f func(data []byte) []byte) {
		t.Helper()
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, f(data), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, at := range map[string]int{"length": 2, "checksum": 9, "commit": 40} {
		copied := left(t, killed)
		change(logOf(t, copied), func(data []byte) []byte { data[at]++; return data })
		refused("a log with another "+name, copied, store.ErrDamaged)
	}
	copied := left(t, path)
	change(copied, func(data []byte) []byte { return data[:len(data)/2] })
	refused("a file cut in the middle", copied, store.ErrDamaged)
	copied = left(t, path)
	change(copied, func(data []byte) []byte { return bytes.Replace(data, []byte("bbbb"), []byte("bbBb"), -1) })
	refused("a file with another value", copied, store.ErrDamaged)
	copied = left(t, path)
	change(copied, func([]byte) []byte { return bytes.Repeat([]byte("text\n"), 4000) })
	refused("a text", copied, store.ErrDamaged)
	copied = left(t, path)
	change(copied, func(data []byte) []byte { clear(data[8192:]); return data })
	refused("a file with empty pages", copied, store.ErrDamaged)
}

// A file of another format, and one of another program, are refused and stay as they are.
func TestBoltRefusesOthers(t *testing.T) {
	for name, row := range map[string]struct {
		bucket, format string
		want           error
		says           string
	}{
		"older":   {"sparring", "0", store.ErrFormat, "begin with a new file, or use the version that wrote it"},
		"newer":   {"sparring", "1000", store.ErrFormat, `it is of format "1000"`},
		"foreign": {"other", "1", store.ErrForeign, ""},
	} {
		path := filepath.Join(t.TempDir(), "w.db")
		db, err := bolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucket([]byte(row.bucket))
			return errors.Join(err, b.Put([]byte("format"), []byte(row.format)))
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		if _, err := store.OpenBolt(path); !errors.Is(err, row.want) || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: error %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestBoltInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	open(t, path)
	if _, err := store.OpenBolt(path); !errors.Is(err, store.ErrInUse) {
		t.Errorf("error %v", err)
	}
}

func TestOpenNames(t *testing.T) {
	for _, name := range []string{"", "bolt", "bolt:", "file.db", "redis://localhost", "bolt:" + t.TempDir(),
		"bolt:/nowhere/at/all.db"} {
		if s, err := store.Open(name); err == nil {
			t.Errorf("%q was opened: %v", name, s.Close())
		}
	}
}

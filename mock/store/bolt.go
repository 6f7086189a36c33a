package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	failure "go.etcd.io/bbolt/errors"

	"sparring/mock/keep"
)

// Bolt is a store in one file, which one process uses. A commit is appended to a log beside the file, which the death
// of the process cannot undo, and costs one write. Each second the changes go to the file, and are synchronized with
// the disk: after a power cut, the last second may be missing.
type Bolt struct {
	path string
	db   *bolt.DB

	saving sync.Mutex // one at a time; before mu

	mu     sync.Mutex
	log    *changeLog
	recent []committed // since the last save began, in order
	bytes  int         // of recent
	failed error       // of the last save

	stop chan struct{}
	done sync.WaitGroup
}

// committed are changes of a world, or its end.
type committed struct {
	world   string
	changes keep.Changes
	gone    bool // the world is deleted
}

const (
	savePeriod = time.Second
	mostRecent = 64 << 20 // bytes that are only in the log; with more, a commit waits until they are in the file
	lockTime   = time.Second
)

// The buckets of the file, and the keys of the first.
var (
	aboutBucket  = []byte("sparring")
	worldsBucket = []byte("worlds")
	formatKey    = []byte("format")
	generation   = []byte("generation") // of the oldest log that is not in the file
)

// OpenBolt opens a file, or makes it with the mode 0600, because facts hold secrets. Errors: ErrInUse, ErrDamaged,
// ErrForeign, ErrFormat, and those of the file system.
func OpenBolt(path string) (*Bolt, error) {
	b := &Bolt{path: path, stop: make(chan struct{})}
	if err := b.open(); err != nil {
		if b.db != nil {
			_ = b.db.Close()
		}
		return nil, err
	}
	b.done.Add(1)
	go b.saveRegularly()
	return b, nil
}

// open opens the file, checks it, and takes over what only the logs have.
func (b *Bolt) open() (err error) {
	// A page beyond the end of a file that was cut short is a fault of memory, which would end the process.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, v)
		}
	}()
	if err := checkPlace(b.path); err != nil {
		return err
	}
	b.db, err = bolt.Open(b.path, 0o600, &bolt.Options{Timeout: lockTime})
	switch {
	case errors.Is(err, failure.ErrTimeout):
		return ErrInUse
	case errors.Is(err, failure.ErrInvalid), errors.Is(err, failure.ErrChecksum),
		errors.Is(err, failure.ErrVersionMismatch):
		return fmt.Errorf("%w, or not a store: %w", ErrDamaged, err)
	case err != nil:
		return err
	}
	if err := os.Chmod(b.path, 0o600); err != nil {
		return err
	}
	if err := b.db.View(b.check); err != nil {
		return err
	}
	return b.replay()
}

// checkPlace explains what no store can be at, before bbolt makes it.
func checkPlace(path string) error {
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("expected a regular file, %s is a directory or a device", path)
	case errors.Is(err, os.ErrNotExist):
		_, err = os.Stat(filepath.Dir(path))
		return err
	default:
		return err
	}
}

// check refuses a file that is not whole, or not ours. A new one has no buckets.
func (b *Bolt) check(tx *bolt.Tx) error {
	if info, err := os.Stat(b.path); err != nil || info.Size() < tx.Size() {
		return errors.Join(fmt.Errorf("%w: it was cut short", ErrDamaged), err)
	}
	for err := range tx.Check() {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	about := tx.Bucket(aboutBucket)
	if about == nil {
		if first, _ := tx.Cursor().First(); first != nil {
			return ErrForeign
		}
		return nil
	}
	if got := string(about.Get(formatKey)); got != strconv.Itoa(Format) {
		return fmt.Errorf("%w: it is of format %q, this version of Sparring reads %d only; "+
			"begin with a new file, or use the version that wrote it", ErrFormat, got, Format)
	}
	worlds := tx.Bucket(worldsBucket)
	return worlds.ForEachBucket(func(name []byte) error {
		return worlds.Bucket(name).ForEach(func(k, v []byte) error {
			if !whole(v) {
				return fmt.Errorf("%w: record %q of the world %q has another checksum", ErrDamaged, k, name)
			}
			return nil
		})
	})
}

// replay takes over the logs that the file does not have, and begins a new one.
func (b *Bolt) replay() error {
	next := uint64(1)
	err := b.db.View(func(tx *bolt.Tx) error {
		if about := tx.Bucket(aboutBucket); about != nil {
			next = binary.BigEndian.Uint64(about.Get(generation))
		}
		return nil
	})
	if err != nil {
		return err
	}
	read, last, err := readLogs(b.path, next)
	if err != nil {
		return err
	}
	if b.log, err = createLog(b.path, last+1); err != nil {
		return err
	}
	if err := b.write(read, last+1); err != nil {
		return err
	}
	return removeLogs(b.path, last+1)
}

// write puts changes into the file, after which it does not need logs before next.
func (b *Bolt) write(changes []committed, next uint64) error {
	return b.db.Update(func(tx *bolt.Tx) error {
		about, err := tx.CreateBucketIfNotExists(aboutBucket)
		if err != nil {
			return err
		}
		worlds, err := tx.CreateBucketIfNotExists(worldsBucket)
		if err != nil {
			return err
		}
		for i := range changes {
			if err := changes[i].apply(worlds); err != nil {
				return err
			}
		}
		return errors.Join(about.Put(formatKey, []byte(strconv.Itoa(Format))),
			about.Put(generation, binary.BigEndian.AppendUint64(nil, next)))
	})
}

func (c *committed) apply(worlds *bolt.Bucket) error {
	name := []byte(c.world)
	if c.gone {
		if worlds.Bucket(name) == nil {
			return nil
		}
		return worlds.DeleteBucket(name)
	}
	in, err := worlds.CreateBucketIfNotExists(name)
	if err != nil {
		return err
	}
	for _, change := range c.changes {
		key := []byte(change.Key)
		switch {
		case change.Value != nil:
			err = in.Put(key, sealed(change.Value))
		case change.Below:
			err = deleteBelow(in, change.Key)
		default:
			err = in.Delete(key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func deleteBelow(in *bolt.Bucket, prefix string) error {
	var keys [][]byte
	c := in.Cursor()
	for k, _ := c.Seek([]byte(prefix)); k != nil && len(k) >= len(prefix) && string(k[:len(prefix)]) == prefix; {
		keys = append(keys, append([]byte(nil), k...))
		k, _ = c.Next()
	}
	for _, k := range keys {
		if err := in.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealed returns a value behind its checksum: bbolt checks its pages, not what is in them.
func sealed(value []byte) []byte {
	out := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(value)), crc32.Checksum(value, castagnoli))
	return append(out, value...)
}

// whole reports whether a sealed value is as it was written.
func whole(value []byte) bool {
	return len(value) >= 4 && crc32.Checksum(value[4:], castagnoli) == binary.BigEndian.Uint32(value)
}

package store

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"sparring/mock/keep"
)

var errClosed = errors.New("the store is closed")

// Worlds names the worlds that are kept, in order.
func (b *Bolt) Worlds() (names []string, err error) {
	if err := b.save(); err != nil {
		return nil, err
	}
	err = b.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(worldsBucket).ForEachBucket(func(name []byte) error {
			names = append(names, string(name))
			return nil
		})
	})
	return names, err
}

// Load hands over the records of a world. Errors: ErrDamaged, and each's.
func (b *Bolt) Load(world string, each func(key string, value []byte) error) error {
	if err := b.save(); err != nil {
		return err
	}
	return b.db.View(func(tx *bolt.Tx) error {
		in := tx.Bucket(worldsBucket).Bucket([]byte(world))
		if in == nil {
			return nil
		}
		return in.ForEach(func(k, v []byte) error {
			if !whole(v) {
				return fmt.Errorf("%w: record %q of the world %q", ErrDamaged, k, world)
			}
			return each(string(k), bytes.Clone(v[4:]))
		})
	})
}

// Commit makes all changes or none. Errors: those of writing.
func (b *Bolt) Commit(world string, changes keep.Changes) error {
	if len(changes) == 0 {
		return nil
	}
	return b.commit(committed{world: world, changes: changes})
}

// Delete deletes a world.
func (b *Bolt) Delete(world string) error { return b.commit(committed{world: world, gone: true}) }

func (b *Bolt) commit(c committed) error {
	if b.behind() {
		if err := b.save(); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.log == nil {
		return errClosed
	}
	n, err := b.log.append(&c)
	if err != nil {
		return err
	}
	b.recent = append(b.recent, c)
	b.bytes += n
	return nil
}

// behind reports whether the file has to be written before more may be committed.
func (b *Bolt) behind() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log != nil && (b.failed != nil || b.bytes > mostRecent)
}

// save brings the file up to date.
func (b *Bolt) save() error {
	b.saving.Lock()
	defer b.saving.Unlock()
	changes, next, err := b.rotate()
	if err != nil || len(changes) == 0 {
		return err
	}
	if err = b.write(changes, next); err == nil {
		err = removeLogs(b.path, next)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = err
	if err != nil { // the logs still have them
		b.recent = append(changes, b.recent...)
	}
	return err
}

// rotate begins a new log, and returns what the older ones have that the file has not.
func (b *Bolt) rotate() (changes []committed, next uint64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.log == nil:
		return nil, 0, errClosed
	case len(b.recent) == 0:
		return nil, 0, nil
	}
	fresh, err := createLog(b.path, b.log.generation+1)
	if err != nil {
		b.failed = err
		return nil, 0, err
	}
	b.log.close()
	b.log = fresh
	changes, b.recent, b.bytes = b.recent, nil, 0
	return changes, fresh.generation, nil
}

func (b *Bolt) saveRegularly() {
	defer b.done.Done()
	ticks := time.NewTicker(savePeriod)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			_ = b.save() // the next commit tries again, and returns the error
		case <-b.stop:
			return
		}
	}
}

// Close saves what was committed and frees the file.
func (b *Bolt) Close() error {
	b.mu.Lock()
	closed := b.log == nil
	b.mu.Unlock()
	if closed {
		return nil
	}
	close(b.stop)
	b.done.Wait()
	err := b.save()
	b.mu.Lock()
	last := b.log
	b.log = nil
	b.mu.Unlock()
	last.close()
	if err == nil {
		err = removeLogs(b.path, last.generation+1)
	}
	return errors.Join(err, b.db.Close())
}

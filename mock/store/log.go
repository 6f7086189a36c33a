package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/keep"
)

// changeLog is a file beside the store: commits in their order, each behind its length and its checksum. A log is
// written by one process, and read when the next one opens the store.
type changeLog struct {
	generation uint64
	file       *os.File
	size       int64  // up to which all is whole
	cut        bool   // a commit broke off: what is behind size has to go
	space      []byte // to write a commit in
}

// A commit is behind its length, the checksum of the length, and that of the commit. So a length that was damaged is
// not taken for a commit that broke off.
const frameHead = 12

// logName returns the name of a log of a store.
func logName(store string, generation uint64) string {
	return fmt.Sprintf("%s.log.%d", store, generation)
}

func createLog(store string, generation uint64) (*changeLog, error) {
	file, err := os.OpenFile(logName(store, generation), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &changeLog{generation: generation, file: file}, nil
}

func (l *changeLog) close() { _ = l.file.Close() }

// append writes a commit with one call of the system, and returns its size. What breaks off is cut before the next.
func (l *changeLog) append(c *committed) (int, error) {
	if l.cut {
		if err := l.file.Truncate(l.size); err != nil {
			return 0, err
		}
		l.cut = false
	}
	b := c.encode(append(l.space[:0], make([]byte, frameHead)...))
	binary.BigEndian.PutUint32(b, uint32(len(b)-frameHead)) //nolint:gosec // a commit is bounded by memory
	binary.BigEndian.PutUint32(b[4:], crc32.Checksum(b[:4], castagnoli))
	binary.BigEndian.PutUint32(b[8:], crc32.Checksum(b[frameHead:], castagnoli))
	if l.space = b; cap(b) > mostSpace {
		l.space = nil
	}
	if _, err := l.file.WriteAt(b, l.size); err != nil {
		l.cut = true
		return 0, err
	}
	l.size += int64(len(b))
	return len(b), nil
}

// mostSpace is how much space is kept for the next commit.
const mostSpace = 1 << 20

// The kinds of changes in a log.
const (
	put         = 'p'
	remove      = 'd'
	removeBelow = 'b'
	removeWorld = 'w'
)

func (c *committed) encode(b []byte) []byte {
	b = appendText(b, c.world)
	if c.gone {
		return append(b, removeWorld)
	}
	for _, change := range c.changes {
		switch {
		case change.Value != nil:
			b = appendText(appendText(append(b, put), change.Key), string(change.Value))
		case change.Below:
			b = appendText(append(b, removeBelow), change.Key)
		default:
			b = appendText(append(b, remove), change.Key)
		}
	}
	return b
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func decodeCommit(b []byte) (c committed, err error) {
	r := bytes.NewReader(b)
	c.world = readText(r, &err)
	for r.Len() > 0 && err == nil {
		kind, _ := r.ReadByte()
		switch kind {
		case removeWorld:
			c.gone = true
		case put:
			key := readText(r, &err)
			c.changes = append(c.changes, keep.Change{Key: key, Value: []byte(readText(r, &err))})
		case remove, removeBelow:
			c.changes = append(c.changes, keep.Change{Key: readText(r, &err), Below: kind == removeBelow})
		default:
			err = fmt.Errorf("a change of kind %q", kind)
		}
	}
	return c, err
}

func readText(r *bytes.Reader, failed *error) string {
	n, err := binary.ReadUvarint(r)
	if err == nil && n > uint64(r.Len()) { //nolint:gosec // never negative
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		*failed = errors.Join(*failed, err)
		return ""
	}
	text := make([]byte, n)
	_, _ = io.ReadFull(r, text) // there is enough
	return string(text)
}

// logsOf returns the logs of a store in order.
func logsOf(store string) (generations []uint64, err error) {
	entries, err := os.ReadDir(filepath.Dir(store))
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), filepath.Base(store)+".log.")
		if n, err := strconv.ParseUint(number, 10, 64); ok && err == nil {
			generations = append(generations, n)
		}
	}
	slices.Sort(generations)
	return generations, err
}

// removeLogs removes the logs before a generation.
func removeLogs(store string, before uint64) error {
	generations, err := logsOf(store)
	for _, n := range generations {
		if n < before {
			err = errors.Join(err, os.Remove(logName(store, n)))
		}
	}
	return err
}

// readLogs reads the logs from a generation on. last is the generation of the newest log. What follows a commit that
// broke off is missing: the power was cut before it reached the disk.
func readLogs(store string, from uint64) (all []committed, last uint64, err error) {
	last = from - 1
	generations, err := logsOf(store)
	if err != nil {
		return nil, 0, err
	}
	broken := false
	for _, n := range generations {
		if n < from {
			continue
		}
		last = n
		if broken {
			continue
		}
		data, err := os.ReadFile(logName(store, n))
		if err != nil {
			return nil, 0, err
		}
		var read []committed
		if read, broken, err = readLog(data); err != nil {
			return nil, 0, fmt.Errorf("%w: %s: %w", ErrDamaged, logName(store, n), err)
		}
		all = append(all, read...)
	}
	return all, last, nil
}

// readLog reads the commits of a log. broken says that the last one broke off.
func readLog(data []byte) (all []committed, broken bool, err error) {
	for at := 0; at < len(data); {
		rest := data[at:]
		if len(rest) < frameHead || allZero(rest) { // zeros are space that the file got, and no bytes
			return all, true, nil
		}
		if crc32.Checksum(rest[:4], castagnoli) != binary.BigEndian.Uint32(rest[4:]) {
			return nil, false, fmt.Errorf("the length at byte %d has another checksum", at)
		}
		n := int(binary.BigEndian.Uint32(rest))
		if n > len(rest)-frameHead {
			return all, true, nil
		}
		frame := rest[frameHead : frameHead+n]
		if crc32.Checksum(frame, castagnoli) != binary.BigEndian.Uint32(rest[8:]) {
			return nil, false, fmt.Errorf("the commit at byte %d has another checksum", at)
		}
		c, err := decodeCommit(frame)
		if err != nil {
			return nil, false, fmt.Errorf("the commit at byte %d: %w", at, err)
		}
		all = append(all, c)
		at += frameHead + n
	}
	return all, false, nil
}

func allZero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

package reference

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Store is what a client keeps from one start to the next: JSON values by name, in a file. A nil *Store keeps nothing.
// Its methods are safe for concurrent use.
type Store struct {
	mu     sync.Mutex
	file   string
	values map[string]json.RawMessage
}

// OpenStore opens the store in a folder, as an earlier client has left it. Errors: those of the file.
func OpenStore(folder string) (*Store, error) {
	s := &Store{file: filepath.Join(folder, "store.json"), values: map[string]json.RawMessage{}}
	data, err := os.ReadFile(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("read what was kept: %w", err)
	}
	if err := json.Unmarshal(data, &s.values); err != nil {
		return nil, fmt.Errorf("read what was kept in %s: %w", s.file, err)
	}
	return s, nil
}

// Get reads the value of a name into a pointer. It returns false if nothing was put there.
func (s *Store) Get(name string, into any) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.values[name]
	return ok && Decode(raw, into) == nil
}

// Put keeps a value under a name. What cannot be written is lost with the process, as without a store.
func (s *Store) Put(name string, value any) {
	if s == nil {
		return
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[name] = raw
	if data, err := json.Marshal(s.values); err == nil {
		next := s.file + ".new" // a process that ends in the middle leaves the old file whole
		if os.WriteFile(next, data, 0o600) == nil {
			_ = os.Rename(next, s.file)
		}
	}
}

// Name makes the name of a value of parts, some of which are secret: it cannot be read back.
func (s *Store) Name(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

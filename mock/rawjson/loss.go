package rawjson

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"sparring/mock/pointer"
)

// Loss is something in a valid text that decoders lose without a word.
type Loss struct {
	Pointer string
	Half    string // the escape of half a surrogate pair; empty if a name of the object comes twice
}

// Losses returns the losses of a text in its order, at most so many of each kind.
func Losses(text []byte, most int) []Loss {
	s := losses{text: text, most: most, escapes: bytes.Contains(text, []byte(`\u`))}
	start := Space(text, 0)
	s.value(start, End(text, start))
	return s.found
}

type losses struct {
	text    []byte
	most    int
	escapes bool // there may be surrogates
	path    []string
	found   []Loss
	twice   int // of found; the others are halves
}

// value looks at the value between two indexes.
func (s *losses) value(start, end int) {
	if start >= end {
		return
	}
	switch s.text[start] {
	case '{':
		var seen Names
		for c := enter(s.text, start); c.next(); {
			name := c.name()
			s.path = append(s.path, name)
			if _, again := seen.Add(name); again {
				s.add("")
			}
			s.half(c.member, c.nameEnd)
			s.value(c.start, c.end)
			s.path = s.path[:len(s.path)-1]
		}
	case '[':
		c := enter(s.text, start)
		for n := 0; c.next(); n++ {
			if first := s.text[c.start]; first == '{' || first == '[' || first == '"' {
				s.path = append(s.path, strconv.Itoa(n))
				s.value(c.start, c.end)
				s.path = s.path[:len(s.path)-1]
			}
		}
	case '"':
		s.half(start, end)
	}
}

func (s *losses) half(start, end int) {
	if s.escapes {
		if half := Half(s.text[start:end]); half != "" {
			s.add(half)
		}
	}
}

func (s *losses) add(half string) {
	count := len(s.found) - s.twice
	if half == "" {
		count = s.twice
	}
	if count >= s.most {
		return
	}
	if half == "" {
		s.twice++
	}
	s.found = append(s.found, Loss{pointer.Format(s.path...), half})
}

// Names are those of one object that were read. Few are looked through one by one.
type Names struct {
	few   []string
	index map[string]int // of many
}

const fewNames = 16

// Add adds a name and returns its index among the different ones, and whether it was there.
func (n *Names) Add(name string) (index int, again bool) {
	if n.index == nil {
		if index = slices.Index(n.few, name); index >= 0 {
			return index, true
		}
		if n.few = append(n.few, name); len(n.few) > fewNames {
			n.index = make(map[string]int, 2*len(n.few))
			for i, name := range n.few {
				n.index[name] = i
			}
		}
		return len(n.few) - 1, false
	}
	if index, again = n.index[name]; !again {
		index = len(n.index)
		n.index[name] = index
	}
	return index, again
}

// Half returns the first escape of a JSON string that is half a surrogate pair, "" if all are whole.
func Half(quoted []byte) string {
	for i := 0; i+1 < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		first, ok := surrogate(quoted[i:])
		if !ok {
			i++ // what is escaped is not a backslash of another escape
			continue
		}
		second, ok := surrogate(quoted[i+len(`\u0000`):])
		if !ok || utf16.DecodeRune(first, second) == utf8.RuneError {
			return string(quoted[i : i+len(`\u0000`)])
		}
		i += 2*len(`\u0000`) - 1
	}
	return ""
}

// surrogate reads the escape of a surrogate at the beginning of a text.
func surrogate(text []byte) (rune, bool) {
	if len(text) < len(`\u0000`) || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil && utf16.IsSurrogate(rune(unit))
}

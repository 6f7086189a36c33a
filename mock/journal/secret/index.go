package secret

import (
	"encoding/binary"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// index finds registered values in a text in one pass. Forms of eight bytes and more are looked up by their first eight
// bytes behind a bit set, shorter ones only at the start of a word.
type index struct {
	words bool // ordinary words count, too: for texts of others, in which secrets are marked wherever they occur

	long  map[uint64][]int // first eight bytes → lengths of the forms that begin so, longest first
	texts map[string]*secret
	bits  []uint64 // a power of two of words
	size  int

	short   map[string]*secret
	lengths [anywhere]bool
	first   [256]bool
}

const (
	anywhere = 8 // bytes from which a value is marked wherever it occurs
	shortest = 3 // bytes below which it is marked at known positions only
)

// ordinary reports whether a value may be a word of anybody's text, "password" above all: it is marked only if it fills
// a value, never within a text.
func ordinary(value string) bool {
	if len(value) >= 20 {
		return false
	}
	for _, r := range value {
		if !unicode.IsLetter(r) && r != '_' {
			return false
		}
	}
	return true
}

// reading says how a text is searched for secrets.
type reading struct {
	whole bool // it is a whole value: a short secret that fills it is not marked, an ordinary word that fills it is
	cut   bool // it ends where it was cut: the beginning of a secret at its end counts
	own   bool // it is our own text: only what cannot be a part of it is marked
}

// update takes in fresh secrets.
func (x *index) update(fresh []*secret) {
	if len(fresh) == 0 {
		return
	}
	if x.long == nil {
		x.long, x.texts, x.short = map[uint64][]int{}, map[string]*secret{}, map[string]*secret{}
	}
	for _, s := range fresh {
		if s.value == "" {
			continue
		}
		if s.exact {
			x.put(s.value, s)
			continue
		}
		for _, text := range forms(s.value) {
			x.put(text, s)
		}
	}
	if words := len(x.bits); words*64 < x.size*16 {
		words = max(words, 8)
		for words*64 < x.size*32 {
			words *= 2
		}
		x.bits = make([]uint64, words)
		for key := range x.long {
			x.set(key)
		}
	}
}

func (x *index) put(text string, of *secret) {
	switch n := len(text); {
	case n >= anywhere:
		key := binary.LittleEndian.Uint64([]byte(text[:anywhere]))
		x.texts[text] = of
		lengths := x.long[key]
		i, has := slices.BinarySearchFunc(lengths, n, func(have, want int) int { return want - have })
		if !has {
			x.long[key] = slices.Insert(lengths, i, n)
		}
		if x.size++; len(x.bits) > 0 {
			x.set(key)
		}
	case n >= shortest && (x.words || !ordinary(text)):
		x.short[text] = of
		x.lengths[n], x.first[text[0]] = true, true
	}
}

func (x *index) slot(key uint64) (word, bit uint64) {
	h := key * 0x9e3779b97f4a7c15 >> 20
	h &= uint64(len(x.bits))*64 - 1
	return h >> 6, h & 63
}

func (x *index) set(key uint64) {
	word, bit := x.slot(key)
	x.bits[word] |= 1 << bit
}

// forms lists how a value may be written, without repeats. Most secrets have one form.
func forms(value string) []string {
	list := []string{value}
	if plain(value) {
		return list
	}
	once := quote(value)
	escaped, _ := json.Marshal(value) // a string can always be marshalled
	for _, f := range []string{
		url.QueryEscape(value), url.PathEscape(value), strings.ReplaceAll(url.QueryEscape(value), "+", "%20"),
		once, quote(once), string(escaped[1 : len(escaped)-1]), html.EscapeString(value),
	} {
		if !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	return list
}

// plain reports whether a value is written the same way everywhere.
func plain(value string) bool {
	for i := range len(value) {
		if !plainBytes[value[i]] {
			return false
		}
	}
	return true
}

var plainBytes = func() (set [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_." {
		set[c] = true
	}
	return set
}()

// match finds the first secret in b at or after from.
func (x *index) match(b []byte, from int, how reading) (start, end int, of *secret) {
	for i := from; i < len(b); i++ {
		if i+anywhere <= len(b) && x.size > 0 {
			key := binary.LittleEndian.Uint64(b[i:])
			if word, bit := x.slot(key); x.bits[word]&(1<<bit) != 0 {
				if n, of := x.longAt(b[i:], key, how.cut); of != nil && (x.words || how.takes(b, i, i+n)) {
					return i, i + n, of
				}
			}
		}
		if x.first[b[i]] && !how.own {
			if n, of := x.shortAt(b, i); of != nil && (!how.whole || n < len(b)) {
				return i, i + n, of
			}
		}
	}
	return len(b), len(b), nil
}

// takes reports whether a secret of eight bytes and more that was found at b[i:end] is to be marked.
func (how reading) takes(b []byte, i, end int) bool {
	if ordinary(string(b[i:end])) {
		return how.whole && i == 0 && end == len(b)
	}
	return !how.own || bounded(b, i, end)
}

// bounded reports whether b[i:end] is not part of a longer word.
func bounded(b []byte, i, end int) bool {
	before, _ := utf8.DecodeLastRune(b[:i])
	after, _ := utf8.DecodeRune(b[end:])
	return (i == 0 || !word(before)) && (end == len(b) || !word(after))
}

func (x *index) longAt(b []byte, key uint64, cut bool) (int, *secret) {
	for _, n := range x.long[key] {
		if n > len(b) {
			continue
		}
		if of := x.texts[string(b[:n])]; of != nil {
			return n, of
		}
	}
	if !cut || len(b) > 4096 {
		return 0, nil
	}
	begun := "" // the first in alphabet: which of several was cut cannot be told
	for text := range x.texts {
		if strings.HasPrefix(text, string(b)) && (begun == "" || text < begun) {
			begun = text
		}
	}
	return len(b), x.texts[begun]
}

func (x *index) shortAt(b []byte, i int) (int, *secret) {
	if x.joined(b[:i], true) {
		return 0, nil
	}
	for n := anywhere - 1; n >= shortest; n-- {
		if !x.lengths[n] || i+n > len(b) {
			continue
		}
		if of := x.short[string(b[i:i+n])]; of != nil {
			if !x.joined(b[i+n:], false) {
				return n, of
			}
		}
	}
	return 0, nil
}

// joined reports whether a word goes on in the text before it or behind it. In texts of others a number, a time and an
// address are one word: the code 4821 is not in 10.4821.
func (x *index) joined(text []byte, before bool) bool {
	r, rest := beside(text, before)
	switch {
	case len(text) == 0:
		return false
	case !x.words:
		return word(r)
	case word(r) || r == '_':
		return true
	case !strings.ContainsRune("-.:,/", r):
		return false
	}
	r, _ = beside(rest, before)
	return unicode.IsDigit(r)
}

// beside returns the last rune of a text before a word, or the first one of a text behind it, and what is left.
func beside(text []byte, before bool) (r rune, rest []byte) {
	if before {
		r, size := utf8.DecodeLastRune(text)
		return r, text[:len(text)-size]
	}
	r, size := utf8.DecodeRune(text)
	return r, text[size:]
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

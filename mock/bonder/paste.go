package bonder

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

// malformed says why a body is not JSON in UTF-8, place by place, and what to do: the vendor's samples cannot be pasted
// as they stand (bonder#L9-L14, bonder#L114-L131, bonder#L428-L470, bonder#L575-L601). The answer does not change for
// it.
func malformed(r *world.Request) []journal.Why {
	var list []journal.Why
	for _, text := range misprints(r) {
		list = append(list, journal.Why{Code: "body_malformed", Text: text})
	}
	if list == nil { // the lenient reader found nothing where the strict one did
		list = []journal.Why{{Code: "body_malformed", Text: "the body is not JSON in UTF-8 (B-05)"}}
	}
	return list
}

const (
	mostMisprints   = 8       // of one body that are told
	deepestMisprint = 64      // objects within each other that are read
	longestPaste    = 1 << 20 // bytes that are looked at
	longestExcerpt  = 40      // characters of a text that is shown
)

// paste reads a text that was meant to be JSON as leniently as a person would.
type paste struct {
	text  []byte
	at    int
	depth int
	cut   bool         // not all was read, so nothing is said of its end
	name  string       // of the member being read
	odd   map[rune]int // white space that JSON does not know: how often
	first map[rune]int // and where it stands first
	found []misprint
}

// misprint is one thing that is wrong, and where.
type misprint struct {
	at   int
	text string
}

// misprints lists what is wrong with a body, in the order of the places.
func misprints(r *world.Request) []string {
	if whole := unreadable(r); whole != "" {
		return []string{whole}
	}
	body := r.Body
	p := &paste{text: body[:min(len(body), longestPaste)], odd: map[rune]int{}, first: map[rune]int{}}
	p.cut = len(body) > longestPaste
	p.read()
	for r, n := range p.odd {
		more := ""
		if n > 1 {
			more = fmt.Sprintf(" (%d of them)", n)
		}
		text := " is not white space to JSON, which knows space, tab and line breaks only; replace it by a space or " +
			"delete it"
		if r == '\ufeff' {
			text = " is not part of JSON; delete it"
		}
		p.found = append(p.found, misprint{p.first[r], character(r) + more + text})
	}
	slices.SortStableFunc(p.found, func(a, b misprint) int { return cmp.Compare(a.at, b.at) })
	var list []string
	for i, m := range p.found {
		if i == mostMisprints {
			list = append(list, fmt.Sprintf("%d more places are wrong; mend these first", len(p.found)-i))
			break
		}
		list = append(list, p.place(m.at)+": "+m.text)
	}
	return list
}

// unreadable says why nothing in a body can be read, if that is so: it is empty, packed, or not in UTF-8.
func unreadable(r *world.Request) string {
	body := r.Body
	if len(bytes.TrimSpace(body)) == 0 {
		return "the body is empty; send a JSON object"
	}
	switch in := message.ContainerOf(r.Header, body); {
	case in.Packed:
		return "the body " + in.Verb() + "; send the JSON itself"
	case in.Wide:
		return "the body " + in.Verb() + "; encode the JSON as UTF-8"
	}
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			line, column := placeIn(body, i)
			return fmt.Sprintf("line %d, column %d: the byte 0x%02X is not UTF-8; encode the JSON as UTF-8 "+
				"(a letter of Windows-1251 or Latin-1 looks so)", line, column, body[i])
		}
		i += size
	}
	return ""
}

func placeIn(text []byte, at int) (line, column int) {
	before := text[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}

func (p *paste) place(at int) string {
	line, column := placeIn(p.text, at)
	return fmt.Sprintf("line %d, column %d", line, column)
}

func (p *paste) wrong(at int, format string, args ...any) {
	p.found = append(p.found, misprint{at, fmt.Sprintf(format, args...)})
}

// full reports whether there is no point in reading on.
func (p *paste) full() bool { return len(p.found) > 4*mostMisprints || p.at >= len(p.text) }

func (p *paste) peek() rune {
	if p.at >= len(p.text) {
		return -1
	}
	r, _ := utf8.DecodeRune(p.text[p.at:])
	return r
}

func (p *paste) next() rune {
	r, size := utf8.DecodeRune(p.text[p.at:])
	p.at += size
	return r
}

// space skips white space of every kind, and comments.
func (p *paste) space() {
	for p.at < len(p.text) {
		r := p.peek()
		rest := p.text[p.at:]
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060':
			if p.odd[r]++; p.odd[r] == 1 {
				p.first[r] = p.at
			}
		case bytes.HasPrefix(rest, []byte("//")), bytes.HasPrefix(rest, []byte("#")):
			p.wrong(p.at, "a comment, which JSON does not know; delete it")
			p.skipTo("\n")
			continue
		case bytes.HasPrefix(rest, []byte("/*")):
			p.wrong(p.at, "a comment, which JSON does not know; delete it")
			if end := bytes.Index(rest, []byte("*/")); end >= 0 {
				p.at += end + 2
			} else {
				p.at = len(p.text)
			}
			continue
		default:
			return
		}
		p.next()
	}
}

// skipTo goes on to the first of some characters, or to the end.
func (p *paste) skipTo(stops string) {
	if n := bytes.IndexAny(p.text[p.at:], stops); n >= 0 {
		p.at += n
	} else {
		p.at = len(p.text)
	}
}

// names of characters that come by pasting.
var names = map[rune]string{
	'\u0000': "NULL", '\t': "TAB", '\u00a0': "NO-BREAK " +
		"SPACE", '\u2002': "EN SPACE", '\u2003': "EM SPACE", '\u2004': "THREE-PER-EM SPACE",
	'\u2005': "FOUR-PER-EM " +
		"SPACE", '\u2006': "SIX-PER-EM SPACE", '\u2007': "FIGURE SPACE", '\u2008': "PUNCTUATION SPACE",
	'\u2009': "THIN SPACE", '\u200a': "HAIR SPACE", '\u200b': "ZERO WIDTH SPACE", '\u2028': "LINE SEPARATOR",
	'\u2029': "PARAGRAPH SEPARATOR", '\u202f': "NARROW NO-BREAK SPACE", '\u205f': "MEDIUM MATHEMATICAL " +
		"SPACE", '\u2060': "WORD JOINER",
	'\u3000': "IDEOGRAPHIC " +
		"SPACE", '\ufeff': "BYTE ORDER MARK", '\u000b': "LINE TABULATION", '\u000c': "FORM FEED", '\u0085': "NEXT LINE",
	'“': "LEFT DOUBLE QUOTATION MARK", '”': "RIGHT DOUBLE QUOTATION MARK", '„': "DOUBLE LOW-9 QUOTATION MARK",
	'‘': "LEFT SINGLE QUOTATION MARK", '’': "RIGHT SINGLE QUOTATION MARK", '‚': "SINGLE LOW-9 QUOTATION MARK",
	'«': "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", '»': "RIGHT-POINTING DOUBLE ANGLE QUOTATION " +
		"MARK", '\'': "APOSTROPHE",
	'`': "GRAVE ACCENT",
}

// character names a character by its number.
func character(r rune) string {
	if name := names[r]; name != "" {
		return fmt.Sprintf("U+%04X %s", r, name)
	}
	return fmt.Sprintf("U+%04X", r)
}

package vocabulary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a pattern: a literal text, a place for any value, or a choice.
type piece struct {
	literal string
	value   string    // `\d+`, `\w+`, `.+` or `[^"]*`
	choice  [][]piece // what may stand here; an option begins with nothing
	counted bool      // the choice is a group that handlers see
	ending  bool      // the choice is one of grammar (profile, profiles), not of meaning
}

// reader takes the pattern of a sentence apart. Patterns are written in few forms: text, groups with alternatives,
// options, two letters in brackets, and places for values.
type reader struct{ rest string }

// pieces returns the parts of a pattern.
func pieces(pattern string) []piece {
	r := &reader{rest: pattern}
	return r.sequence()
}

// sequence reads until the end of an alternative.
func (r *reader) sequence() (out []piece) {
	for r.rest != "" && r.rest[0] != '|' && r.rest[0] != ')' {
		p := r.next(endsInLetter(out))
		if strings.HasPrefix(r.rest, "?") {
			r.rest = r.rest[1:]
			p = option(p, endsInLetter(out))
		}
		if n := len(out); p.literal != "" && n > 0 && out[n-1].literal != "" && !strings.HasPrefix(r.rest, "?") {
			out[n-1].literal += p.literal
			continue
		}
		out = append(out, p)
	}
	return out
}

// next reads one part: a letter, a value or a group.
func (r *reader) next(behindLetter bool) piece {
	for _, value := range []string{`\d+`, `\w+`, `.+`, `[^"]*`} {
		if rest, is := strings.CutPrefix(r.rest, value); is {
			r.rest = rest
			return piece{value: value}
		}
	}
	switch r.rest[0] {
	case '(':
		return r.group(behindLetter)
	case '[':
		letters, rest, _ := strings.Cut(r.rest[1:], "]")
		r.rest = rest
		p := piece{ending: true}
		for _, letter := range letters {
			p.choice = append(p.choice, []piece{{literal: string(letter)}})
		}
		return p
	}
	_, size := utf8.DecodeRuneInString(r.rest)
	letter := r.rest[:size]
	r.rest = r.rest[size:]
	return piece{literal: letter}
}

// group reads alternatives in parentheses. One that is not counted is of grammar if it ends a word or agrees with one.
func (r *reader) group(behindLetter bool) piece {
	rest, uncounted := strings.CutPrefix(r.rest, "(?:")
	if !uncounted {
		rest = r.rest[1:]
	}
	agrees := strings.HasPrefix(rest, "is|are)")
	r.rest = rest
	var p piece
	for {
		p.choice = append(p.choice, r.sequence())
		more := strings.HasPrefix(r.rest, "|")
		r.rest = r.rest[1:]
		if !more {
			break
		}
	}
	p.counted = !uncounted
	p.ending = uncounted && (agrees || behindLetter && beginsWithLetter(p.choice[0]))
	return p
}

// option makes a part one that may be missing.
func option(p piece, behindLetter bool) piece {
	if p.choice == nil {
		return piece{choice: [][]piece{nil, {p}}, ending: behindLetter}
	}
	p.choice = append([][]piece{nil}, p.choice...)
	return p
}

func beginsWithLetter(seq []piece) bool {
	if len(seq) == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(seq[0].literal)
	return unicode.IsLetter(first)
}

func endsInLetter(seq []piece) bool {
	if len(seq) == 0 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(seq[len(seq)-1].literal)
	return unicode.IsLetter(last)
}

// reading is how a text was read by a pattern: which alternative of each choice, and each value, by their places.
type reading struct {
	chosen map[*piece]int
	values map[*piece]string
}

// fit reads a text by parts. Rest is what must read what is left.
func (f reading) fit(seq []piece, text string, rest func(string) bool) bool {
	if len(seq) == 0 {
		return rest(text)
	}
	p, more := &seq[0], seq[1:]
	switch {
	case p.literal != "":
		after, is := strings.CutPrefix(text, p.literal)
		return is && f.fit(more, after, rest)
	case p.value != "":
		for end := len(text); end > 0; end-- {
			if allowed(p.value, text[:end]) && f.fit(more, text[end:], rest) {
				f.values[p] = text[:end]
				return true
			}
		}
		return false
	}
	for i := range p.choice {
		if f.fit(p.choice[i], text, func(left string) bool { return f.fit(more, left, rest) }) {
			f.chosen[p] = i
			return true
		}
	}
	return false
}

// allowed reports whether a text can stand in the place of a value.
func allowed(value, text string) bool {
	switch value {
	case `\d+`:
		return strings.Trim(text, "0123456789") == ""
	case `\w+`:
		return !strings.ContainsAny(text, ` "`)
	case `[^"]*`:
		return !strings.Contains(text, `"`)
	}
	return true
}

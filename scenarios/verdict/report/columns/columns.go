// Package columns fits texts into columns of a monospaced font: those of a terminal, and those of a diagram.
package columns

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/mock/excerpt"
)

// longest is how many bytes of a text Line looks at: a column shows far less.
const longest = 1 << 12

// Of returns how many columns a rune takes: 0 if it joins the character before it, 2 if it belongs to a wide script of
// East Asia or is a picture, else 1.
func Of(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// Width returns how many columns a text takes.
func Width(text string) int {
	n := 0
	for _, r := range text {
		n += Of(r)
	}
	return n
}

// Fit returns a text of at most so many columns; one that was cut ends with "…".
func Fit(text string, columns int) string {
	if len(text) <= columns || Width(text) <= columns {
		return text
	}
	n := 0
	for i, r := range text {
		if n += Of(r); n > columns-1 {
			return text[:i] + "…"
		}
	}
	return text
}

// Pad returns a text of exactly so many columns: cut, or with blanks behind it.
func Pad(text string, columns int) string {
	text = Fit(text, columns)
	return text + strings.Repeat(" ", max(0, columns-Width(text)))
}

// Wrap breaks a text into at most so many lines of columns; the last one is cut.
func Wrap(text string, columns, most int) []string {
	var lines []string
	for text = Line(text); text != "" && len(lines) < most-1 && Width(text) > columns; {
		end, n, blank := 0, 0, -1
		for i, r := range text {
			if n += Of(r); n > columns {
				break
			}
			if r == ' ' {
				blank = i
			}
			end = i + utf8.RuneLen(r)
		}
		if blank > end/4 {
			end = blank
		}
		lines, text = append(lines, text[:end]), strings.TrimSpace(text[end:])
	}
	if text != "" {
		lines = append(lines, Fit(text, columns))
	}
	return lines
}

// Line returns a text on one line: white space becomes a blank, and each character that cannot be seen, or would
// reverse the direction of the line, becomes U+FFFD. Only the beginning of a long text is returned.
func Line[T ~string | ~[]byte](text T) string {
	s := string(text[:min(len(text), longest+1)])
	if len(s) > longest {
		s = string(excerpt.Whole([]byte(s[:longest])))
	}
	var b strings.Builder
	blank := false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			blank = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\uFFFE', r == '\uFFFF':
			r = '\uFFFD'
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

package verdict

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/mock/excerpt"
)

// drawing collects the elements of an SVG. Colours and fonts are those of the page's classes, so that it follows the theme.
type drawing struct{ bytes.Buffer }

// add writes markup and numbers; text of others goes through escape first.
func (d *drawing) add(parts ...any) {
	for _, p := range parts {
		switch v := p.(type) {
		case string:
			d.WriteString(v)
		case int:
			d.Write(strconv.AppendInt(d.AvailableBuffer(), int64(v), 10))
		}
	}
}

func (d *drawing) line(class string, x1, y1, x2, y2 int) {
	d.add(`<path class="`, class, `" d="M`, x1, " ", y1)
	switch {
	case y1 == y2:
		d.add("H", x2)
	case x1 == x2:
		d.add("V", y2)
	default:
		d.add("L", x2, " ", y2)
	}
	d.add(`"/>`)
}

func (d *drawing) box(class string, x, y, w, h, r int) {
	d.add(`<rect class="`, class, `" x="`, x, `" y="`, y, `" width="`, w, `" height="`, h)
	if r > 0 {
		d.add(`" rx="`, r)
	}
	d.add(`"/>`)
}

// head is the head of an arrow that comes from the left (dir 1) or the right (dir -1).
func (d *drawing) head(class string, x, y, dir int) {
	d.add(`<path class="h `, class, `" d="M`, x, " ", y, "l", -8*dir, ` -4v8z"/>`)
}

func (d *drawing) icon(name, class string, x, y, size int) {
	d.add(`<use href="#i-`, name, `" class="i `, class, `" x="`, x, `" y="`, y, `" width="`, size, `" height="`, size, `"/>`)
}

// text writes what fits into columns; what was cut is in the tooltip.
func (d *drawing) text(class string, x, y, columns int, text string) {
	text = visible(text)
	short := fit(text, columns)
	d.add(`<text class="`, class, `" x="`, x, `" y="`, y, `">`, html.EscapeString(short))
	if short != text {
		d.add(`<title>`, html.EscapeString(fit(text, tooltip)), `</title>`)
	}
	d.add(`</text>`)
}

const (
	tooltip     = 600     // columns of a tooltip
	longestText = 1 << 12 // bytes looked at: a label shows far less
)

// visibleBody makes one line of a body's beginning.
func visibleBody(body []byte) string { return visible(string(body[:min(len(body), longestText+1)])) }

// visible makes one line of a text: white space is a blank, and what cannot be seen, or would turn the line round, has a mark.
func visible(text string) string {
	if len(text) > longestText {
		text = string(excerpt.Whole([]byte(text[:longestText])))
	}
	var b strings.Builder
	blank := false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
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

// columns of a rune in a monospaced font.
func columnsOf(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

func width(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// fit cuts a text to columns.
func fit(text string, columns int) string {
	if len(text) <= columns || width(text) <= columns {
		return text
	}
	n := 0
	for i, r := range text {
		if n += columnsOf(r); n > columns-1 {
			return text[:i] + "…"
		}
	}
	return text
}

// wrap breaks a text into at most so many lines of columns; the last one is cut.
func wrap(text string, columns, most int) []string {
	var lines []string
	for text = visible(text); text != "" && len(lines) < most-1 && width(text) > columns; {
		cut, n, blank := 0, 0, -1
		for i, r := range text {
			if n += columnsOf(r); n > columns {
				break
			}
			if r == ' ' {
				blank = i
			}
			cut = i + utf8.RuneLen(r)
		}
		if blank > cut/4 {
			cut = blank
		}
		lines, text = append(lines, text[:cut]), strings.TrimSpace(text[cut:])
	}
	if text != "" {
		lines = append(lines, fit(text, columns))
	}
	return lines
}

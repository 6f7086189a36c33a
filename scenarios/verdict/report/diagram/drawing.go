package diagram

import (
	"bytes"
	"html"
	"strconv"

	"sparring/scenarios/verdict/report/columns"
)

// drawing collects the elements of an SVG. Colours and fonts are those of the page's classes, so that it follows the
// theme.
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
	d.add(`<use href="#i-`, name, `" class="i `, class, `" x="`, x, `" y="`, y, `" width="`, size, `" height="`, size,
		`"/>`)
}

// text writes what fits into columns; what was cut is in the tooltip.
func (d *drawing) text(class string, x, y, cols int, text string) {
	text = columns.Line(text)
	short := columns.Fit(text, cols)
	d.add(`<text class="`, class, `" x="`, x, `" y="`, y, `">`, html.EscapeString(short))
	if short != text {
		d.add(`<title>`, html.EscapeString(columns.Fit(text, tooltip)), `</title>`)
	}
	d.add(`</text>`)
}

// tooltip is how many cols a tooltip shows.
const tooltip = 600

package report

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"sparring/scenarios/russian"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/diagram"
	"sparring/scenarios/verdict/source"
)

var (
	//go:embed report.gohtml
	reportPage string
	//go:embed report.css
	reportStyle string
	//go:embed report.js
	reportScript string
)

// HTML is the report as a page for people.
func HTML() Format {
	return Format{
		Name: "html", About: "write an HTML report to this file: one page, with a diagram of every scenario",
		Flavours: &Choices{
			Names: []Flavour{inEnglish, inRussian}, About: "the language of the HTML report: en, or ru",
		},
		Write: writeHTML,
	}
}

// WriteHTML writes the report as one page that needs nothing else: no network, and no script to be read. What the
// client said, wherever it occurs, is text; the page's policy lets no script run but its own.
func WriteHTML(out io.Writer, r *verdict.Report) error { return writeHTML(out, r, inEnglish) }

func writeHTML(out io.Writer, r *verdict.Report, language Flavour) error {
	source, said, took, at := reportPage, func(word string) string { return word }, diagram.Took, stamp
	told, counted := said, said
	if language == inRussian {
		source, said, took, at = translated(source, pagePieces), wordInRussian, tookInRussian, stampInRussian
		told, counted = russian.Of, countsInRussian
	}
	of := newPage(r, told)
	if language == inRussian {
		of.inWords()
	}
	step := func(s verdict.Step) verdict.Step {
		if language == inRussian && r.Russian != nil {
			s.Keyword, s.Text = r.Russian(s.Keyword, s.Text)
		}
		return s
	}
	page, err := template.New("report").Funcs(template.FuncMap{
		"slug": slug, "class": func(text string) string { return strings.ReplaceAll(text, " ", "-") },
		"took": took, "stamp": at, "instant": instant, "words": words,
		"reading": func(s *shown) string { return s.Shown() },
		"say":     func(word any) string { return said(fmt.Sprint(word)) },
		"tell":    told,
		"step":    step,
		"counts":  func(counts any) string { return counted(fmt.Sprint(counts)) },
		"cite":    cite, "changed": changed, "weblink": func(where string) bool {
			return strings.HasPrefix(where,
				"https://") && !strings.Contains(where, " ")
		},
	}).Parse(source)
	if err != nil {
		return fmt.Errorf("read the page of the HTML report: %w", err)
	}
	buffered := bufio.NewWriterSize(printable{out}, 1<<16)
	err = page.Execute(buffered, of)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	return nil
}

// printable writes text without the control characters that HTML does not know: a client may say anything.
type printable struct{ out io.Writer }

func (p printable) Write(text []byte) (int, error) {
	clean := text
	if bytes.ContainsFunc(text, unprintable) {
		clean = make([]byte, 0, len(text)+64)
		for _, b := range text { // bytes, not runes: a rune may be cut where the text is
			if unprintable(rune(b)) {
				clean = append(clean, "\uFFFD"...)
			} else {
				clean = append(clean, b)
			}
		}
	}
	if _, err := p.out.Write(clean); err != nil {
		return 0, err
	}
	return len(text), nil
}

func unprintable(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f }

// change is a row of the comparison with an earlier run.
type change struct {
	verdict.Change
	How string
	N   int // of its scenario on this page; 0 if it is not there
}

func changed(p *page, how string, c verdict.Change) change {
	return change{Change: c, How: how, N: p.byIdentity[[2]string{c.Class, c.Title}]}
}

// cite is the text of a source with links to the page's table of sources.
func cite(text string) template.HTML {
	var b strings.Builder
	rest := text
	for _, c := range source.Cited(text) {
		at := source.At(rest, c.Slug)
		if at == nil {
			continue
		}
		b.WriteString(template.HTMLEscapeString(rest[:at[0]]))
		fmt.Fprintf(&b, `<a href="#source-%s">%s</a>`, c.Slug, template.HTMLEscapeString(rest[at[0]:at[1]]))
		rest = rest[at[1]:]
	}
	return template.HTML(b.String() + template.HTMLEscapeString(rest)) //nolint:gosec // escaped above; slugs are ours
}

// unfolded is up to how many bad scenarios are shown open.
const unfolded = 3

// slug makes a class of a verdict or level.
func slug(v fmt.Stringer) string { return strings.ReplaceAll(v.String(), " ", "-") }

// words cuts a command line where it may be broken.
func words(line string) []string { return strings.Split(line, " ") }

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func stamp(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

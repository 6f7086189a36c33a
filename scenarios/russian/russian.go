// Package russian says in Russian what rules, steps, the contract, the catalogue and the journal say in English: for
// pages that people read. What is in JSON stays as it is, unless its reader asks for Russian.
//
// A sentence is known by the format that it is made by, so its values may be anything; values that are sentences or
// words of ours are said in Russian, too.
package russian

import (
	"cmp"
	"embed"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// pair is a sentence. The English one is a format of fmt, or a text with %s for what is put together; $1 in the Russian
// one is the first of its values.
type pair struct{ english, russian string }

// known is a sentence that is ready to be looked for.
type known struct {
	begins  string // before the first value
	longest string // what is between two values, at the most
	pattern *regexp.Regexp
	russian string
	values  int
	said    int // characters that are no values
}

// said has the sentences that are many: an English one, and behind a tab in the next line its Russian one.
//
//go:embed said/*.txt
var said embed.FS

// read returns the sentences of the files.
var read = sync.OnceValue(func() []pair {
	var out []pair
	files, err := said.ReadDir("said")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		text, err := said.ReadFile(path.Join("said", f.Name()))
		if err != nil {
			panic(err)
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			if russian, is := strings.CutPrefix(line, "\t"); is {
				out[len(out)-1].russian = russian
			} else if !strings.HasPrefix(line, "#") {
				out = append(out, pair{english: line})
			}
		}
	}
	return out
})

var sentences = sync.OnceValues(func() (whole map[string]string, patterns []known) {
	whole = map[string]string{}
	for _, p := range all() {
		begins, _, varies := strings.Cut(p.english, "%")
		if !varies {
			whole[p.english] = p.russian
			continue
		}
		parts := verb.Split(strings.ReplaceAll(p.english, "%%", "\x00"), -1)
		k := known{begins: begins, pattern: compiled(p.english), russian: p.russian, values: len(parts) - 1}
		for _, part := range parts {
			part = strings.ReplaceAll(part, "\x00", "%")
			k.said += len(part)
			if len(part) > len(k.longest) {
				k.longest = part
			}
		}
		patterns = append(patterns, k)
	}
	slices.SortStableFunc(patterns, func(a, b known) int { return cmp.Compare(b.said, a.said) }) // the exact ones first
	return whole, patterns
})

func all() []pair {
	var out []pair
	for _, list := range [][]pair{read(), words, rules, broken, steps, findings} {
		out = append(out, list...)
	}
	return out
}

// verb is a verb of fmt.
var verb = regexp.MustCompile(`%[+#.0-9]*[a-zA-Z]`)

// compiled makes a pattern of a format.
func compiled(format string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	for i, part := range strings.Split(format, "%%") {
		if i > 0 {
			b.WriteString("%")
		}
		from := 0
		for _, at := range verb.FindAllStringIndex(part, -1) {
			b.WriteString(regexp.QuoteMeta(part[from:at[0]]))
			switch part[at[1]-1] {
			case 'd':
				b.WriteString(`(-?\d+)`)
			case 'q':
				b.WriteString(`("(?:[^"\\]|\\.)*")`)
			default:
				b.WriteString(`(.*?)`)
			}
			from = at[1]
		}
		b.WriteString(regexp.QuoteMeta(part[from:]))
	}
	b.WriteString(`$`)
	return regexp.MustCompile(b.String())
}

// deepest bounds sentences within sentences.
const deepest = 4

// Of returns a sentence in Russian, or as it is if it is not known.
func Of(english string) string { return of(english, 0) }

func of(english string, depth int) string {
	whole, patterns := sentences()
	if russian, is := whole[english]; is {
		return russian
	}
	if depth == deepest {
		return english
	}
	if i := strings.Index(english, ": "); i >= 0 && whole[english[:i]] != "" { // a demand, and what came of it
		return whole[english[:i]] + ": " + of(english[i+2:], depth+1)
	}
	for i := range patterns {
		p := &patterns[i]
		if !strings.HasPrefix(english, p.begins) || !strings.Contains(english, p.longest) {
			continue // sooner known than by the pattern
		}
		values := p.pattern.FindStringSubmatch(english)
		if values == nil {
			continue
		}
		said := make([]string, 0, 2*p.values) // values and their places
		for n := p.values; n > 0; n-- {       // $12 before $1
			said = append(said, "$"+string(rune('0'+n)), of(values[n], depth+1))
		}
		return strings.NewReplacer(said...).Replace(p.russian)
	}
	return english
}

// Knows reports whether a sentence, or the format of one, is known.
func Knows(english string) bool {
	for _, p := range all() {
		if p.english == english {
			return true
		}
	}
	return false
}

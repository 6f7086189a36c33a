package vocabulary

import (
	"regexp"
	"strings"
)

// Way is one way of writing a step in one language: with or without a table behind it.
type Way struct {
	Language string `json:"language"` // en, ru
	Keyword  string `json:"keyword"`  // in the language
	// Example is a whole step; its table or doc string is on further lines.
	Example string `json:"example"`
	// Template has every choice: {the right | a wrong} for alternatives, [again] for what may be missing. "" if there
	// is no choice.
	Template string `json:"template,omitempty"`
	// Variants are the sentences of all choices with the values of the example, Expressions the same for a reader of
	// Cucumber Expressions, in the same order.
	Variants    []string `json:"variants"`
	Expressions []string `json:"expressions"`
}

// Ways returns the ways of writing the step: in English, in Russian, and both with a table or doc string, if it can
// have one. Those of the two languages have the same variants in the same order.
func (s *Step) Ways() []Way {
	var out []Way
	for i := range s.forms {
		out = append(out, s.forms[i].way(s.Keyword))
	}
	return out
}

func (f *form) way(keyword Keyword) Way {
	seq := f.pieces()
	line, table, _ := strings.Cut(f.example, "\n")
	as := newReading()
	as.fit(seq, line, isEmpty)
	w := Way{Language: f.language, Keyword: keyword.in(f.language), Example: f.example, Variants: as.texts(seq)}
	for i, text := range w.Variants {
		text = vowel.ReplaceAllString(agreed(text, f.language), "${1}an $2")
		if table != "" {
			text += "\n" + table
		}
		w.Variants[i] = text
	}
	if len(w.Variants) > 1 {
		w.Template = agreed(template(seq, as), f.language)
	}
	for _, text := range expressions(seq) {
		w.Expressions = append(w.Expressions, alternated(text))
	}
	return w
}

// vowel is an article that needs another form: English patterns have “an?”.
var vowel = regexp.MustCompile(`(^| )a ([AEIOaeio])`)

// texts returns the sentences of all choices of meaning, with marks around endings.
func (f reading) texts(seq []piece) []string {
	return combined(seq, func(p *piece) []string {
		switch {
		case p.value != "":
			return []string{f.value(p)}
		case p.ending:
			return []string{f.ending(p)}
		}
		var out []string
		for _, c := range p.choice {
			out = append(out, f.texts(c)...)
		}
		return out
	})
}

// ending writes all endings between marks, that of the example first.
func (f reading) ending(p *piece) string {
	words := []string{f.texts(p.choice[f.chosen[p]])[0]}
	for _, c := range p.choice {
		words = append(words, f.texts(c)[0])
	}
	return endingOpen + strings.Join(words, endingOr) + endingClose
}

// value returns the example's value, or one that reads well where the example has none.
func (f reading) value(p *piece) string {
	if text, is := f.values[p]; is {
		return text
	}
	if p.value == `\d+` {
		return "5"
	}
	return "…"
}

// combined returns all texts that a sequence makes of its parts.
func combined(seq []piece, of func(*piece) []string) []string {
	out := []string{""}
	for i := range seq {
		ends := []string{seq[i].literal}
		if seq[i].literal == "" {
			ends = of(&seq[i])
		}
		var longer []string
		for _, text := range out {
			for _, end := range ends {
				longer = append(longer, text+end)
			}
		}
		out = longer
	}
	return out
}

// template writes a sequence with its choices.
func template(seq []piece, as reading) string {
	var b strings.Builder
	for i := range seq {
		p := &seq[i]
		switch {
		case p.literal != "":
			b.WriteString(p.literal)
		case p.value != "":
			b.WriteString(as.value(p))
		case p.ending:
			b.WriteString(as.ending(p))
		default:
			b.WriteString(choices(p.choice, as))
		}
	}
	return b.String()
}

func choices(all [][]piece, as reading) string {
	var words []string
	for _, c := range all {
		if c != nil {
			words = append(words, template(c, as))
		}
	}
	joined := strings.Join(words, " | ")
	if len(all) == 1 {
		return joined
	}
	if all[0] != nil {
		return "{" + joined + "}"
	}
	if rest, spaced := strings.CutPrefix(joined, " "); spaced {
		return " [" + rest + "]"
	}
	return "[" + joined + "]"
}

// The marks of a choice of grammar within a word; no sentence has them.
const (
	endingOpen, endingOr, endingClose = "\x01", "\x02", "\x03"
)

// expressions returns the sentences of all choices of meaning as Cucumber Expressions, with marks around endings.
func expressions(seq []piece) []string {
	out := combined(escaped(seq), func(p *piece) []string {
		switch {
		case p.value != "":
			return []string{map[string]string{`\d+`: "{int}", `\w+`: "{word}", `.+`: "{}", `[^"]*`: "\x04"}[p.value]}
		case p.ending:
			var words []string
			for _, c := range p.choice {
				words = append(words, expressions(c)...)
			}
			return []string{endingOpen + strings.Join(words, endingOr) + endingClose}
		}
		var all []string
		for _, c := range p.choice {
			all = append(all, expressions(c)...)
		}
		return all
	})
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "\"\x04\"", "{string}")
	}
	return out
}

// escaped returns the parts with the characters that mean something in a Cucumber Expression behind a backslash.
func escaped(seq []piece) []piece {
	out := make([]piece, len(seq))
	for i, p := range seq {
		p.literal = strings.NewReplacer(`\`, `\\`, "(", `\(`, "{", `\{`, "/", `\/`).Replace(p.literal)
		out[i] = p
	}
	return out
}

// alternated makes alternatives of the words with endings: profile/profiles.
func alternated(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		forms := []string{word}
		for strings.Contains(forms[0], endingOpen) {
			var longer []string
			for _, form := range forms {
				before, rest, _ := strings.Cut(form, endingOpen)
				endings, after, _ := strings.Cut(rest, endingClose)
				for _, ending := range strings.Split(endings, endingOr) {
					longer = append(longer, before+ending+after)
				}
			}
			forms = longer
		}
		words[i] = strings.Join(forms, "/")
	}
	return strings.Join(words, " ")
}

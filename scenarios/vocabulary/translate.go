package vocabulary

import "strings"

// Russian returns an English sentence of the vocabulary in Russian. It reports whether the sentence is one.
func (v *Vocabulary) Russian(text string) (string, bool) {
	for _, s := range v.Find(Any, text) {
		for i := 0; i+1 < len(s.forms); i += 2 { // forms come in pairs
			if said, is := translated(&s.forms[i], &s.forms[i+1], text); is {
				return said, true
			}
		}
	}
	return "", false
}

// RussianKeyword returns the keyword of a step in Russian.
func RussianKeyword(keyword string) string {
	switch keyword {
	case "And":
		return "И"
	case "But":
		return "Но"
	}
	return Keyword(keyword).in(russian)
}

// translated writes a text of one form as the other one has it: the same choices of meaning, the same values.
func translated(from, to *form, text string) (string, bool) {
	as := newReading()
	ours := from.pieces()
	if !as.fit(ours, text, isEmpty) {
		return "", false
	}
	at, of := as.variant(ours)
	like := newReading()
	theirs := to.pieces()
	line, _, _ := strings.Cut(to.example, "\n")
	like.fit(theirs, line, isEmpty) // for the endings
	places, taken := valuesIn(ours), valuesIn(theirs)
	if len(places) != len(taken) {
		return "", false
	}
	for i, p := range taken {
		like.values[p] = as.values[places[i]]
	}
	variants := like.texts(theirs)
	if len(variants) != of {
		return "", false
	}
	return agreed(variants[at], to.language), true
}

func newReading() reading { return reading{chosen: map[*piece]int{}, values: map[*piece]string{}} }

func isEmpty(left string) bool { return left == "" }

func (f *form) pieces() []piece {
	return pieces(strings.TrimSuffix(strings.TrimPrefix(f.String(), "^"), "$"))
}

// variant returns which of the sentences of all choices was read, and how many there are, in the order of texts.
func (f reading) variant(seq []piece) (at, of int) {
	of = 1
	for i := range seq {
		p := &seq[i]
		if p.choice == nil || p.ending {
			continue
		}
		here, all := 0, 0
		for n, c := range p.choice {
			inner, many := f.variant(c)
			if n == f.chosen[p] {
				here = all + inner
			}
			all += many
		}
		at, of = at*all+here, of*all
	}
	return at, of
}

// valuesIn returns the places for values in the order of the text.
func valuesIn(seq []piece) (out []*piece) {
	for i := range seq {
		if seq[i].value != "" {
			out = append(out, &seq[i])
		}
		for _, c := range seq[i].choice {
			out = append(out, valuesIn(c)...)
		}
	}
	return out
}

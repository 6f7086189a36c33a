// Package search finds the sentences of features by words, in English and Russian, whatever their endings and with a
// letter misspelt. It is for people who look for a sentence; what a feature says is found by package vocabulary.
package search

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"

	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// Found is a step, with what of it fits the words best.
type Found struct {
	Step *vocabulary.Step
	// English and Russian are the same sentence in both languages, whole: a table is on further lines.
	English, Russian string
	score            float64
}

// Index is steps whose words are known.
type Index struct{ steps []indexed }

// indexed is a step with its words.
type indexed struct {
	step      *vocabulary.Step
	about     []place
	sentences []sentence
}

// sentence is a variant of a step in both languages.
type sentence struct {
	english, russian string
	words            []token
}

// New returns an index of some steps.
func New(steps []*vocabulary.Step) *Index {
	x := &Index{}
	for _, s := range steps {
		of := indexed{step: s, about: []place{
			{tokens(s.Subject), inSubject}, {tokens(s.Doc), inDescription}, {tokens(s.Russian.Doc), inDescription},
		}}
		ways := s.Ways()
		for i := 0; i+1 < len(ways); i += 2 {
			for k, text := range ways[i].Variants {
				other := ways[i+1].Variants[k]
				of.sentences = append(of.sentences, sentence{text, other, tokens(text + " " + other)})
			}
		}
		x.steps = append(x.steps, of)
	}
	return x
}

// Find returns the steps that all the words fit, or else those that most of them fit; the best first. The words may be
// of either language, of a sentence, of its description or of its subject.
func (x *Index) Find(words []string) []Found {
	asked := tokens(strings.Join(words, " "))
	if meant := slices.DeleteFunc(slices.Clone(asked), func(t token) bool { return idle[t.word] }); len(meant) > 0 {
		asked = meant
	}
	if len(asked) == 0 {
		return nil
	}
	for i := range asked {
		asked[i].known = map[string]float64{}
	}
	var found []Found
	most := 0
	for i := range x.steps {
		f, fits := x.steps[i].best(asked)
		switch {
		case fits == 0 || fits < most:
			continue
		case fits > most:
			found, most = nil, fits
		}
		found = append(found, f)
	}
	slices.SortStableFunc(found, func(a, b Found) int { return cmp.Compare(b.score, a.score) })
	return found
}

// idle are words that say nothing: nearly every sentence has one.
var idle = map[string]bool{
	"a": true, "an": true, "the": true, "is": true, "are": true, "of": true, "to": true, "in": true, "on": true,
	"и": true, "в": true, "во": true, "на": true, "с": true, "со": true, "о": true, "об": true, "у": true, "по": true,
	"для": true, "как": true, "что": true,
}

// What a word counts by where it stands, and how much it may be another.
const (
	inSentence, inSubject, inDescription = 1.0, 0.9, 0.5

	same, sameStem, begins, alike, misspelt = 1.0, 0.95, 0.85, 0.7, 0.6
)

// best returns the sentence of a step that fits the words best, and how many of them fit.
func (s *indexed) best(asked []token) (out Found, fits int) {
	for _, one := range s.sentences {
		n, score := fit(asked, append([]place{{one.words, inSentence}}, s.about...))
		score -= float64(len(one.words)) / 1000 // of two that fit alike, the shorter
		if n > fits || n == fits && n > 0 && score > out.score {
			out, fits = Found{Step: s.step, English: one.english, Russian: one.russian, score: score}, n
		}
	}
	return out, fits
}

// place is a text that words are looked for in, and how much it counts.
type place struct {
	words  []token
	counts float64
}

// fit returns how many of the words are in the places, and how well they fit.
func fit(asked []token, places []place) (n int, sum float64) {
	for _, a := range asked {
		most := 0.0
		for _, p := range places {
			for _, w := range p.words {
				likeness, is := a.known[w.word]
				if !is {
					likeness = a.like(w)
					a.known[w.word] = likeness
				}
				most = max(most, likeness*p.counts)
			}
		}
		if most > 0 {
			n++
		}
		sum += most
	}
	return n, sum
}

// token is a word in lower case with е for ё, and its stem.
type token struct {
	word, stem string
	known      map[string]float64 // of a word that is looked for: how much other words are like it
}

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

func tokens(text string) (out []token) {
	for _, w := range word.FindAllString(strings.ReplaceAll(strings.ToLower(text), "ё", "е"), -1) {
		out = append(out, token{word: w, stem: stem(w)})
	}
	return out
}

// stem takes the ending off a word: Snowball's stemmer of its language.
func stem(w string) string {
	env := snowballstem.NewEnv(w)
	if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		russian.Stem(env)
	} else {
		english.Stem(env)
	}
	return env.Current()
}

// like returns how much a word that was asked for is like another, from 0 to 1.
func (t token) like(other token) float64 {
	asked, stem, of := []rune(t.word), []rune(t.stem), []rune(other.stem)
	switch {
	case t.word == other.word:
		return same
	case t.stem == other.stem:
		return sameStem
	case len(asked) >= 3 && strings.HasPrefix(other.word, t.word):
		return begins
	case common(stem, of) >= 4 && 3*common(stem, of) >= 2*max(len(stem), len(of)):
		return alike // сканировать, сканирует; authorize, authorization
	case len(of) >= 5 && strings.Contains(t.stem, other.stem), len(stem) >= 5 && strings.Contains(other.stem, t.stem):
		return alike // заблокировать, блокируют
	case misspells(t.word, other.word), misspells(t.stem, other.stem):
		return misspelt
	}
	return 0
}

// misspells reports whether a word is another with a letter wrong, two of a long word, or two letters swapped.
func misspells(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < 4 || len(x) > len(y)+2 || len(y) > len(x)+2 {
		return false
	}
	wrong := feature.Distance(a, b) * float64(max(len(x), len(y)))
	if wrong > 1.5 && len(x) < 7 {
		slices.Sort(x)
		slices.Sort(y)
		return wrong <= 2 && slices.Equal(x, y)
	}
	return wrong <= 2
}

// common returns how many letters two words begin with.
func common(a, b []rune) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

package vocabulary

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"sparring/mock/text"
	"sparring/scenarios/feature"
)

// Undefined explains why a text was not found: it has another keyword, or the nearest sentences are these, in the
// language of the text if they have one.
func (v *Vocabulary) Undefined(keyword Keyword, text string) string {
	language := languageOf(text)
	for _, s := range v.steps {
		if s.matches(text) {
			return fmt.Sprintf("this sentence is a %s, not a %s", s.Keyword.in(language), keyword.in(language))
		}
	}
	type near struct {
		line     string
		distance float64
	}
	var all []near
	for _, s := range v.steps {
		best := near{distance: math.Inf(1)}
		for _, f := range s.forms {
			d := distance(text, f.example)
			if keyword != Any && !slices.Contains(s.Keywords(), keyword) {
				d += 0.1
			}
			if f.language != language {
				d += 0.1
			}
			if d < best.distance {
				best = near{s.Keyword.in(f.language) + " " + firstLine(f.example), d}
			}
		}
		all = append(all, best)
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var lines []string
	for _, n := range all[:min(3, len(all))] {
		lines = append(lines, n.line)
	}
	return "no such sentence; the nearest are:\n  " + strings.Join(lines, "\n  ")
}

// alike is the greatest distance of a text from a sentence that it is taken for, with a word misspelled or two.
const alike = 0.25

// Like returns the example of the sentence that a text was meant to be, "" if it is not like any.
func (v *Vocabulary) Like(text string) string {
	near, least := "", alike
	for _, s := range v.steps {
		for _, f := range s.forms {
			if d := distance(text, f.example); d <= least {
				near, least = s.Keyword.in(f.language)+" "+firstLine(f.example), d
			}
		}
	}
	return near
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

var quoted = regexp.MustCompile(`"[^"]*"|\d+`)

// distance returns how much two sentences differ by their words, from 0 to 1. A text in quotes does not count.
func distance(a, b string) float64 {
	words := func(sentence string) []string {
		return strings.Fields(strings.ToLower(quoted.ReplaceAllString(firstLine(sentence), "…")))
	}
	x, y := words(a), words(b)
	change := func(i, j int) float64 { return feature.Distance(x[i], y[j]) }
	return text.Distance(len(x), len(y), change) / float64(max(len(x), len(y), 1))
}

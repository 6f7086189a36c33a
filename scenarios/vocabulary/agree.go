package vocabulary

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// marked is a choice of endings between marks.
	marked = regexp.MustCompile(endingOpen + "([^" + endingClose + "]*)" + endingClose)
	// counted is a number, or a word for none, that a noun agrees with.
	counted = regexp.MustCompile(`(?:^|[ {])(\d+|no|нет)(?:[ }]|$)`)
)

// agreed chooses each ending that a text has between marks: by the number before it or else behind it, or as the
// example has it if there is no number.
func agreed(text, language string) string {
	for {
		at := marked.FindStringIndex(text)
		if at == nil {
			return text
		}
		words := strings.Split(text[at[0]+1:at[1]-1], endingOr)
		plain := func(part string) string { return quoted.ReplaceAllStringFunc(part, onlyNumbers) }
		word := words[0]
		if n, is := number(plain(text[:at[0]]), plain(text[at[1]:])); is {
			word = words[1:][ending(n, words[1:], language)]
		}
		text = text[:at[0]] + word + text[at[1]:]
	}
}

// onlyNumbers leaves out what is in quotes.
func onlyNumbers(text string) string {
	if strings.HasPrefix(text, `"`) {
		return `"`
	}
	return text
}

// number returns the last number before a place, or else the first behind it.
func number(before, behind string) (int, bool) {
	found := counted.FindAllStringSubmatch(before, -1)
	if len(found) == 0 {
		if found = counted.FindAllStringSubmatch(behind, 1); len(found) == 0 {
			return 0, false
		}
	}
	n, _ := strconv.Atoi(found[len(found)-1][1]) // none is 0
	return n, true
}

// ending returns which of the endings agrees with a number. Three are for one, a few and many; of two the first is for
// one, but a Russian one that may be missing (раз, раза) is for a few.
func ending(n int, words []string, language string) int {
	one, few := n == 1, false
	if language == russian {
		one = n%10 == 1 && n%100 != 11
		few = n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14)
	}
	switch {
	case len(words) == 3 && few:
		return 1
	case len(words) == 3 && !one:
		return 2
	case len(words) == 2 && language == russian && words[0] == "":
		if few {
			return 1
		}
		return 0
	case one:
		return 0
	}
	return 1
}

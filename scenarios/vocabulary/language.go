package vocabulary

import (
	"strings"
	"unicode"
)

// The languages of the vocabulary, by Gherkin's names.
const (
	english = "en"
	russian = "ru"
)

// in returns the keyword in a language, as Gherkin has it.
func (k Keyword) in(language string) string {
	if language == russian {
		switch k {
		case Given:
			return "Дано"
		case When:
			return "Когда"
		case Then:
			return "Тогда"
		}
	}
	return string(k)
}

// languageOf returns the language of a sentence, by its letters outside quotes.
func languageOf(text string) string {
	if strings.ContainsFunc(
		quoted.ReplaceAllString(text, ""),
		func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) },
	) {
		return russian
	}
	return english
}

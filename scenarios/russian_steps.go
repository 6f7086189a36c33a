package scenarios

import "sparring/scenarios/vocabulary"

// RussianStep returns a step in Russian, or as it is if it is no sentence of ours in English.
func RussianStep(keyword, text string) (russianKeyword, russian string) {
	if said, is := sentences().Russian(text); is {
		return vocabulary.RussianKeyword(keyword), said
	}
	return keyword, text
}

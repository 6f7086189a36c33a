package bonder

import "strings"

// speaks returns the language of what a page itself says: Russian if the browser asks for it first, else English.
func speaks(accepted string) string {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(accepted)), "ru") {
		return "ru"
	}
	return "en"
}

// say returns a text of the page in a language.
func say(language, english string) string {
	if text, is := russian[english]; is && language == "ru" {
		return text
	}
	return english
}

var russian = map[string]string{
	"fake": "подмена", "fake, for tests only": "подмена, только для тестов", "photo": "фото",
	"Business card": "Визитка", "No card": "Визитки нет", "No such card": "Такой визитки нет",
	"This card is switched off":           "Эта визитка выключена",
	"No language of it can be shown yet.": "Пока нет языка, на котором её можно показать.",
	"For the test: what the fake keeps":   "Для теста: что хранит подмена",
	"business mode":                       "деловой режим", "personal mode": "личный режим",
	"ready": "готов", "not ready": "не готов", "downloadable": "можно загрузить",
	"not downloadable": "нельзя загрузить",
}

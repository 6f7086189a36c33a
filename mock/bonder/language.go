package bonder

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/mock/rawjson"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// universal is the language of a card whose owner names none (B-38).
const universal = "un"

// localRepository names the repository of languages in their own names.
const localRepository = "local"

// supported are the languages of cards and of every repository, by their English names.
// Assumed: the vendor says "more than 60" and names none; B-40.
const supported = "af sq am ar hy az eu be bn bs bg ca zh hr cs da nl en et fi fr gl ka de el gu he hi hu is id ga " +
	"it ja kn kk " +
	"km ko ky lo lv lt mk ms mt mn ne nb fa pl pt pa ro ru sr sk sl es sw sv tl ta te th tr uk ur uz vi cy"

// listed reports whether a code is in the repositories: exact, lower case (B-35).
func listed(code string) bool {
	return len(code) == 2 && code[0] != ' ' && code[1] != ' ' && strings.Contains(" "+supported+" ", " "+code+" ")
}

// supportedLanguage reports whether a card may have a version in this language.
func supportedLanguage(code string) bool { return code == universal || listed(code) }

// languageNames writes one repository as a JSON object: every code with its name in the language lang, or in its own
// language for "local"; ok is false where no names are known in that language.
// Source: bonder, "Скачать список названий языков"; names from CLDR.
func languageNames(lang string) (object []byte, ok bool) {
	var namer display.Namer
	if lang != localRepository {
		tag, err := language.Parse(lang)
		if err != nil || !listed(lang) {
			return nil, false
		}
		if namer = display.Languages(tag); namer == nil {
			return nil, false
		}
	}
	var w rawjson.Writer
	w.Object()
	for code := range strings.FieldsSeq(supported) {
		tag := language.MustParse(code)
		name := display.Self.Name(tag)
		if namer != nil {
			name = namer.Name(tag)
		}
		w.Name(code)
		w.String(capitalised(name))
	}
	w.End()
	return w.Bytes(), true
}

// capitalised makes the first letter a title-case one, as the three documented names have it. Title case, not upper
// case, leaves Georgian in its ordinary script.
func capitalised(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToTitle(first)) + name[size:]
}

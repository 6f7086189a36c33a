package bonder

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The values of the switch regexMode.
const (
	modeUnicode = "unicode"
	modeLiteral = "literal"
	modeOff     = "off"
)

// accept turns a value as sent into the value stored; ok is false if it becomes null, and want then says what would
// have been stored.
// Source: bonder#L135; B-20…B-27, B-32.
func (c check) accept(mode, value string) (stored string, ok bool, want string) {
	if value == "" {
		return "", false, "a value that is not empty"
	}
	if c == checkNone {
		return value, true, ""
	}
	if c == checkPhone {
		return acceptPhone(mode, value)
	}
	switch mode {
	case modeLiteral:
		low, high := c.literal()
		return value, alphanumeric(value, low, high), literalPattern(low, high)
	case modeOff:
		return value, true, ""
	}
	ok, want = c.unicode(value)
	return value, ok, want
}

// refused says what the vendor's own words demand of a value that they refuse under every reading: shorter or longer
// than the printed bounds, whether bytes, characters or letters with their accents are counted. The other printed
// expressions are the cardId's, so no bound of theirs is certain (B-20).
// Source: bonder#L146, bonder#L171.
func (c check) refused(value string) (want, source string, is bool) {
	letters := 0
	for _, r := range value {
		if !unicode.In(r, unicode.Mark, unicode.Cf) {
			letters++
		}
	}
	switch {
	case c == checkName && (letters > 25 || len(value) < 2):
		return "2 to 25 characters", "bonder#L146", true
	case c == checkKeywords && letters > 150:
		return "at most 150 characters", "bonder#L171", true
	}
	return "", "", false
}

// literal gives the bounds of the vendor's own expression. Most of them are the cardId's, pasted (B-20).
func (c check) literal() (low, high int) {
	switch c {
	case checkName:
		return 2, 25
	case checkKeywords:
		return 1, 150
	default:
		return 32, 128
	}
}

func literalPattern(low, high int) string {
	return fmt.Sprintf("%d to %d Latin letters and digits (printed as /^[a-zA-Z0-9]{%d,%d}$/)", low, high, low, high)
}

// alphanumeric is the vendor's expression; a final newline does not pass, unlike in PCRE (B-32).
func alphanumeric(value string, low, high int) bool {
	if len(value) < low || len(value) > high {
		return false
	}
	for i := range len(value) {
		b := value[i]
		if (b < '0' || b > '9') && (b < 'A' || b > 'Z') && (b < 'a' || b > 'z') {
			return false
		}
	}
	return true
}

// unicode is the check of the default mode: the documented bounds where they make sense, letters of every script.
// Assumed: what the vendor's own examples need, because its printed expressions refuse them (B-20…B-22).
func (c check) unicode(value string) (ok bool, want string) {
	length := utf8.RuneCountInString(value)
	switch c {
	case checkName:
		return length >= 2 && length <= 25 && nameLike(value),
			"2 to 25 letters, digits, spaces or . , ' ’ -, the first a letter or digit"
	case checkLastname:
		return length <= 128 && nameLike(value),
			"1 to 128 letters, digits, spaces or . , ' ’ -, the first a letter or digit"
	case checkKeywords:
		return length <= 150 && !strings.ContainsFunc(value, unicode.IsControl),
			"1 to 150 characters, no control characters"
	case checkToken:
		return length <= 128 && !strings.ContainsFunc(value, spaceOrControl),
			"1 to 128 characters, no spaces, no control characters"
	default:
		return length <= 128 && !strings.ContainsFunc(value, unicode.IsControl) && strings.TrimSpace(value) != "",
			"1 to 128 characters, not blank, no control characters"
	}
}

func spaceOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func nameLike(value string) bool {
	for i, r := range value {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
		case i > 0 && (unicode.IsMark(r) || strings.ContainsRune(" .,'’-", r)):
		default:
			return false
		}
	}
	return true
}

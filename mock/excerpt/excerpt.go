// Package excerpt shortens texts for messages. No text is shortened in another way: a cut by bytes may cut a Cyrillic
// letter in two, and the reader sees a character that nobody wrote.
package excerpt

import (
	"strings"
	"unicode/utf8"
)

// Of returns the beginning of a text: at most so many runes, and then "…" if there are more. Bytes that are not UTF-8
// show as U+FFFD.
func Of[T ~string | ~[]byte](text T, most int) string {
	if enough := (most + 1) * utf8.UTFMax; len(text) > enough {
		text = text[:enough] // has more runes than are shown
	}
	s, count := string(text), 0
	for i := range s {
		if count == most {
			return strings.ToValidUTF8(s[:i], "\uFFFD") + "…"
		}
		count++
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// Whole returns a part that was cut out of a text by bytes without the runes that were cut.
func Whole(part []byte) []byte {
	for end := len(part) - 1; end >= 0 && end > len(part)-utf8.UTFMax; end-- {
		if utf8.RuneStart(part[end]) {
			if !utf8.FullRune(part[end:]) {
				part = part[:end]
			}
			break
		}
	}
	start := 0
	for start < len(part) && start < utf8.UTFMax-1 && !utf8.RuneStart(part[start]) {
		start++
	}
	return part[start:]
}

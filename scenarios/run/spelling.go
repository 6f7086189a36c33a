package run

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"sparring/scenarios/feature"
)

// spelling is a way in which a secret may be written, and the mark that a report shows for it.
type spelling struct{ text, mark string }

// spellings lists how a secret may be written. Its mark says if it is not written as it is: a password that a client
// encodes twice, or reads in another encoding, is still hidden, but not the mistake.
func spellings(secret, name string) []spelling {
	var out []spelling
	add := func(how string, texts ...string) {
		mark := "‹" + name + "›"
		if how != "" {
			mark = "‹" + name + ", " + how + "›"
		}
		for _, text := range texts {
			if !slices.ContainsFunc(out, func(known spelling) bool { return known.text == text }) {
				out = append(out, spelling{text, mark})
			}
		}
	}
	query, path := url.QueryEscape(secret), url.PathEscape(secret)
	add("", secret)
	add(
		"escaped",
		strings.Trim(feature.Encode(secret), `"`),
		strings.Trim(fmt.Sprintf("%q", secret), `"`),
		strings.Trim(fmt.Sprintf("%+q", secret), `"`),
	)
	add("percent-encoded", query, path, lowered(query), lowered(path))
	add(
		"percent-encoded twice",
		url.QueryEscape(query),
		url.PathEscape(path),
		lowered(url.QueryEscape(query)),
		lowered(url.PathEscape(path)),
	)
	add("UTF-8 read as Latin-1", reread(secret, func(b byte) rune { return rune(b) }))
	add("UTF-8 read as Windows-1251", reread(secret, func(b byte) rune { return windows1251[b&0x7f] }))
	return out
}

// lowered writes percent-encoding with small letters.
func lowered(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			b.WriteString(strings.ToLower(text[i : i+3]))
			i += 2
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// reread is a text whose UTF-8 was read as single bytes.
func reread(text string, letter func(byte) rune) string {
	var b strings.Builder
	for i := range len(text) {
		if text[i] < 0x80 {
			b.WriteByte(text[i])
		} else {
			b.WriteRune(letter(text[i]))
		}
	}
	return b.String()
}

// windows1251 are the letters of the bytes from 0x80 on.
var windows1251 = []rune("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї" +
	"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя")

package secret

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Known are secrets with their marks, for texts that are not a journal's, such as what a client writes to stderr. The
// client may have written a secret in any way, so that Known finds more spellings than a Masker, and ordinary words,
// too.
type Known struct{ index index }

// Marked is a secret with the mark that a reader sees instead.
type Marked struct{ Value, Mark string }

// NewKnown returns the secrets with their marks, such as ‹password 3›.
func NewKnown(secrets []Marked) *Known {
	k := &Known{index: index{words: true}}
	var all []*secret
	for _, s := range secrets {
		all = append(all, spellings(s)...)
	}
	k.index.update(all)
	return k
}

// Hide returns the text with marks instead of secrets.
func (k *Known) Hide(text string) string {
	b := []byte(text)
	var out []byte
	last := 0
	for {
		start, end, of := k.index.match(b, last, reading{})
		if of == nil {
			break
		}
		out = append(append(out, b[last:start]...), of.mark...)
		last = end
	}
	if last == 0 {
		return text
	}
	return string(append(out, b[last:]...))
}

// spellings lists how a secret may be written. Its mark says if it is not written as it is: a password that a client
// encodes twice, or reads in another encoding, is still hidden, but not the mistake.
func spellings(of Marked) []*secret {
	var out []*secret
	add := func(how string, texts ...string) {
		mark := of.Mark
		if how != "" {
			mark = strings.TrimSuffix(mark, "›") + ", " + how + "›"
		}
		for _, text := range texts {
			if !slices.ContainsFunc(out, func(known *secret) bool { return known.value == text }) {
				out = append(out, &secret{value: text, mark: mark, exact: true})
			}
		}
	}
	value := of.Value
	query, path := url.QueryEscape(value), url.PathEscape(value)
	add("", value)
	add("escaped", quote(value), unquoted("%q", value), unquoted("%+q", value))
	add("percent-encoded", query, path, lowered(query), lowered(path))
	twice, pathTwice := url.QueryEscape(query), url.PathEscape(path)
	add("percent-encoded twice", twice, pathTwice, lowered(twice), lowered(pathTwice))
	add("UTF-8 read as Latin-1", reread(value, func(b byte) rune { return rune(b) }))
	add("UTF-8 read as Windows-1251", reread(value, func(b byte) rune { return windows1251[b&0x7f] }))
	return out
}

// unquoted returns a text as a format of Go writes it, without the quotes.
func unquoted(format, text string) string {
	text = fmt.Sprintf(format, text)
	return text[1 : len(text)-1]
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

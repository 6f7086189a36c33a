// Package text reads text that came from a file or from another process: UTF-8, with or without a byte order mark. Text
// in another encoding is refused by its name, because a guess would silently change letters.
package text

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// marks are the byte order marks, the longest first: that of UTF-32 begins with that of UTF-16.
var marks = []struct{ mark, name string }{
	{"\xff\xfe\x00\x00", "UTF-32"},
	{"\x00\x00\xfe\xff", "UTF-32"},
	{"\xff\xfe", "UTF-16"},
	{"\xfe\xff", "UTF-16"},
}

const utf8Mark = "\xef\xbb\xbf"

// Decode returns the text of data without its byte order mark. The error says what the data is and what was expected,
// in one line.
func Decode(data []byte) ([]byte, error) {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return nil, fmt.Errorf("this is %s, as its byte order mark says; expected UTF-8: save it as UTF-8", m.name)
		}
	}
	data = bytes.TrimPrefix(data, []byte(utf8Mark))
	if bytes.HasPrefix(data, []byte(utf8Mark)) {
		return nil, errors.New("this begins with two byte order marks; expected one or none: save it as UTF-8")
	}
	if bad := firstInvalid(data); bad >= 0 {
		return nil, fmt.Errorf("line %d is not UTF-8 (byte 0x%02X)%s; expected UTF-8: save it as UTF-8",
			lineOf(data, bad), data[bad], guess(data))
	}
	if zero := bytes.IndexByte(data, 0); zero >= 0 {
		if wide(data) {
			return nil, errors.New("this looks like UTF-16 without a byte order mark; expected UTF-8: save it as UTF-8")
		}
		return nil, fmt.Errorf("line %d holds a byte 0; expected a text in UTF-8", lineOf(data, zero))
	}
	return data, nil
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func lineOf(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte("\n")) }

// guess names the commonest cause: Cyrillic letters have the bytes 0xC0 to 0xFF in Windows-1251.
func guess(data []byte) string {
	if wide(data) {
		return ": this looks like UTF-16 without a byte order mark"
	}
	letters, others := 0, 0
	for _, b := range data {
		switch {
		case b >= 0xc0 || b == 0xa8 || b == 0xb8:
			letters++
		case b >= 0x80:
			others++
		}
	}
	if letters > 2 && letters > 4*others {
		return ": this may be Windows-1251"
	}
	return ""
}

// wide reports whether every other byte of many is 0, as in UTF-16 of mostly ASCII.
func wide(data []byte) bool {
	even, odd := 0, 0
	for i, b := range data {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	return 3*max(even, odd) > len(data)
}

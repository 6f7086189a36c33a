package driver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"sparring/mock/excerpt"
)

// encode writes a message as JSON in ASCII: what is not, is escaped. So it is read correctly whatever encoding the
// client's runtime has chosen for its stdin.
func encode(message any) ([]byte, error) {
	data, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	return ascii(data), nil
}

// ascii escapes in JSON what is not ASCII, which can only be in strings.
func ascii(data []byte) []byte {
	i := bytes.IndexFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
	if i < 0 {
		return data
	}
	out := append(make([]byte, 0, len(data)+len(data)/2), data[:i]...)
	for _, r := range string(data[i:]) {
		switch high, low := utf16.EncodeRune(r); {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case high != utf8.RuneError:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

// byteOrderMark is U+FEFF in UTF-8. Runtimes of Microsoft's write it before the first line.
var byteOrderMark = []byte("\ufeff")

// howToEncode is what to do about text that is not UTF-8.
const howToEncode = "the protocol is UTF-8: set the encoding of the client's stdout, " +
	"or escape what is not ASCII as \\uXXXX"

// undecodable says what is wrong with the encoding of a message, "" if nothing is.
func undecodable(data []byte) string {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return fmt.Sprintf("UTF-16 (it begins with the byte order mark % X); %s", data[:2], howToEncode)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return fmt.Sprintf("a NUL at byte %d, as in UTF-16: %s; %s", i+1, quoted(data), howToEncode)
	}
	if bytes.HasPrefix(data, byteOrderMark) {
		return fmt.Sprintf("a byte order mark, which may only be before the first line: %s", quoted(data))
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return fmt.Sprintf("the byte 0x%02X at byte %d, which is not UTF-8 but may be Latin-1 "+
				"or a Windows code page: %s; %s",
				data[i], i+1, quotedAt(data, i), howToEncode)
		}
		i += size
	}
	return ""
}

// unreadable says why a message is not JSON, and what most often leads to that.
func unreadable(data []byte, err error) string {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	text := bytes.TrimSpace(data)
	switch {
	case len(text) > 0 && text[0] == '[':
		return fmt.Sprintf("a list: %s; batches are not part of the protocol", quoted(data))
	case errors.As(err, &syntax) && int(syntax.Offset) >= len(text) && len(text) > 0 && text[0] == '{':
		return fmt.Sprintf("%s, which ends in the middle; an object must not go over several lines", quoted(data))
	case strings.Contains(err.Error(), "max depth"):
		return quoted(data) + ", which is nested too deeply"
	case errors.As(err, &syntax) && len(text) > 0 && text[0] == '{':
		return fmt.Sprintf("no JSON at byte %d: %s", syntax.Offset, quotedAt(data, int(syntax.Offset)-1))
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Sprintf("%s: %s", quoted(data), misfit(err))
	}
	return quoted(data) + "; logs and banners belong on stderr"
}

// quotedAt shows what a client sent around a byte.
func quotedAt(data []byte, at int) string {
	const around = excerptLength / 2
	from, to := max(at-around, 0), min(at+around, len(data))
	text := quoted(excerpt.Whole(data[from:to]))
	if from > 0 {
		text = "…" + text
	}
	if to < len(data) {
		text += "…"
	}
	return text
}

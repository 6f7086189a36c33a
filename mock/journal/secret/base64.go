package secret

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// shortestBase64 is the length of the shortest text that can hold a secret: {"pwd":"x"}.
const shortestBase64 = 15

// mayBeBase64JSON reports whether a text begins as the base64 of an object or a list does, perhaps behind white space.
// It
// decides at a glance for almost all texts, ids and tokens above all, and allocates nothing.
func mayBeBase64JSON[T ~string | ~[]byte](s T) bool {
	if len(s) < shortestBase64 || strings.IndexByte("eWICD", s[0]) < 0 {
		return false
	}
	for i := range shortestBase64 {
		if !base64Byte(s[i]) {
			return false
		}
	}
	var text [8]byte
	for i := range text {
		switch text[i] = s[i]; s[i] {
		case '-':
			text[i] = '+'
		case '_':
			text[i] = '/'
		}
	}
	var plain [6]byte
	if _, err := base64.RawStdEncoding.Decode(plain[:], text[:]); err != nil {
		return false
	}
	switch begin := bytes.TrimLeft(plain[:], " \t\r\n"); {
	case len(begin) == 0: // more white space
		return true
	case begin[0] == '{':
		return len(begin) == 1 || bytes.IndexByte([]byte("\" \t\r\n"), begin[1]) >= 0
	case begin[0] == '[':
		return len(begin) == 1 || bytes.IndexByte([]byte("[{\" \t\r\n-0123456789tfn"), begin[1]) >= 0
	}
	return false
}

func base64Byte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '+' || c == '/' || c == '-' || c == '_' || c == '='
}

// base64JSON marks base64 of JSON, in the alphabet of the standard or that of URLs, with its padding or without. It
// returns base64 of the marked JSON, false if the text is anything else or holds no secret.
func (m *Masker) base64JSON(s string) (string, bool) {
	text := strings.TrimSpace(s)
	encoding := base64.StdEncoding
	if strings.ContainsAny(text, "-_") {
		encoding = base64.URLEncoding
	}
	if !strings.HasSuffix(text, "=") {
		encoding = encoding.WithPadding(base64.NoPadding)
	}
	plain, err := encoding.DecodeString(text)
	first := bytes.TrimLeft(plain, " \t\r\n")
	if err != nil || len(first) == 0 || first[0] != '{' && first[0] != '[' || !utf8.Valid(plain) {
		return "", false
	}
	marked := ""
	inner := m.inner(s, func() string {
		if changed := m.JSON(plain); !bytes.Equal(changed, plain) {
			marked = encoding.EncodeToString(changed)
		}
		return marked
	})
	return inner, inner != ""
}

package message

import (
	"bytes"
	"net/http"
	"strings"
)

// Container says what the text of a body is inside of, if that shows in its first bytes or in Content-Encoding; it is
// empty for a text that can be read as it is.
type Container struct {
	Name   string // "packed by gzip", "begins with a byte order mark", "looks like UTF-16"
	Packed bool
	Said   bool // Content-Encoding says so
}

// Verb is the name as a sentence about the body goes on: "is packed by gzip", "looks like UTF-16".
func (c Container) Verb() string {
	if c.Packed {
		return "is " + c.Name
	}
	return c.Name
}

// ContainerOf looks at a body that should be a text: JSON or a form.
func ContainerOf(h http.Header, body []byte) Container {
	coding := strings.ToLower(strings.TrimSpace(h.Get("Content-Encoding")))
	switch {
	case bytes.HasPrefix(body, []byte{0x1f, 0x8b}):
		return packed("gzip", coding == "gzip" || coding == "x-gzip")
	case bytes.HasPrefix(body, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return packed("zstd", coding == "zstd")
	case zlib(body):
		return packed("zlib (deflate)", coding == "deflate")
	case bytes.HasPrefix(body, []byte{0xef, 0xbb, 0xbf}):
		return Container{Name: "begins with a byte order mark"}
	case bytes.HasPrefix(body, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(body, []byte{0, 0, 0xfe, 0xff}),
		zeros(body, 0, 0, 0, 1), zeros(body, 1, 0, 0, 0):
		return Container{Name: "looks like UTF-32"}
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}),
		zeros(body, 0, 1, 0, 1), zeros(body, 1, 0, 1, 0):
		return Container{Name: "looks like UTF-16"}
	case coding == "br" || coding == "compress" || coding == "x-compress":
		if len(body) > 0 && !printable(body[0]) {
			return packed(coding, true)
		}
	}
	return Container{}
}

func packed(how string, said bool) Container {
	return Container{Name: "packed by " + how, Packed: true, Said: said}
}

// zlib reports whether a body begins as rfc1950 §2.2 says, and not like a text that happens to.
func zlib(body []byte) bool {
	return len(body) > 1 && body[0]&0x0f == 8 && body[0] <= 0x78 && (int(body[0])<<8|int(body[1]))%31 == 0 &&
		!printable(body[1])
}

// zeros reports whether the first four bytes of a text are zero where the pattern has 0, and not zero where it has 1:
// so begins a text of ASCII characters in UTF-16 or UTF-32. Two bytes are enough for the former, if there are no more.
func zeros(body []byte, pattern ...byte) bool {
	if len(body) == 2 && pattern[0] != pattern[1] {
		pattern = pattern[:2]
	}
	if len(body) < len(pattern) {
		return false
	}
	for i, p := range pattern {
		if (body[i] == 0) != (p == 0) {
			return false
		}
	}
	return true
}

func printable(b byte) bool { return b >= ' ' && b < 0x7f || b == '\n' || b == '\r' || b == '\t' }

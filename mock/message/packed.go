package message

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Container describes what the text of a body is wrapped in, by its first bytes and by Content-Encoding. It is zero for
// a text that can be read as it is and is labelled so.
type Container struct {
	Name   string // "packed by gzip", "begins with a byte order mark", "looks like UTF-16"; "" if the text can be read
	Packed bool   // by a content coding
	Said   bool   // Content-Encoding names that coding
	Label  string // what Content-Encoding names although the body is not coded so: "gzip"
	Wide   bool   // the characters are in UTF-16 or UTF-32
}

// Verb is the name as a sentence about the body goes on: "is packed by gzip", "looks like UTF-16", "is plain text".
func (c Container) Verb() string {
	switch {
	case c.Packed:
		return "is " + c.Name
	case c.Name == "" && c.Label != "":
		return "is not packed by " + c.Label
	}
	return c.Name
}

// ContainerOf examines a body that should be a text: JSON or a form.
func ContainerOf(h http.Header, body []byte) Container {
	coding := outermost(h)
	if len(body) == 0 {
		return Container{}
	}
	shown := Coding(body)
	var c Container
	switch {
	case shown != "":
		c = packed(shown, coding == shown)
	case coding != "" && !Readable(body):
		c = labelled(coding, body)
	}
	if c.Name == "" {
		c = encoded(body)
	}
	if !c.Said {
		c.Label = coding
	}
	return c
}

// outermost returns the last content coding that a header names, in its usual spelling; "" if it names none.
func outermost(h http.Header) string {
	all := h["Content-Encoding"]
	if len(all) == 0 {
		return ""
	}
	codings := strings.Split(all[len(all)-1], ",")
	switch coding := strings.ToLower(strings.TrimSpace(codings[len(codings)-1])); coding {
	case "identity":
		return ""
	case "x-gzip", "x-compress":
		return coding[2:]
	default:
		return coding
	}
}

// Coding returns the content coding or archive that the first bytes of a body show, "" if they show none.
func Coding(body []byte) string {
	switch {
	case bytes.HasPrefix(body, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(body, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	case bytes.HasPrefix(body, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return "xz"
	case bytes.HasPrefix(body, []byte("BZh")) && len(body) > 9 &&
		bytes.HasPrefix(body[4:], []byte{0x31, 0x41, 0x59, 0x26}):
		return "bzip2"
	case bytes.HasPrefix(body, []byte{'P', 'K', 3, 4}):
		return "zip"
	case zlib(body):
		return "deflate"
	}
	return ""
}

// zlib reports whether a body begins as RFC 1950 §2.2 says, and is not a text that happens to.
func zlib(body []byte) bool {
	return len(body) > 1 && body[0]&0x0f == 8 && body[0] <= 0x78 && (int(body[0])<<8|int(body[1]))%31 == 0 &&
		!Readable(body)
}

// labelled believes what Content-Encoding says of a body that is not text, unless the first bytes would show it.
func labelled(coding string, body []byte) Container {
	switch coding {
	case "gzip", "zstd", "xz", "bzip2", "zip":
		return Container{}
	case "deflate": // many clients leave out the envelope of RFC 1950
		if inflates(body) {
			return packed("deflate without zlib's header", true)
		}
		return Container{}
	}
	if c := encoded(body); c.Name != "" {
		return c
	}
	return packed(coding, true)
}

func packed(how string, said bool) Container {
	if how == "deflate" {
		how = "zlib (deflate)"
	}
	return Container{Name: "packed by " + how, Packed: true, Said: said}
}

// inflates reports whether a body can be unpacked as RFC 1951 says, at least in part.
func inflates(body []byte) bool {
	var some [256]byte
	n, err := io.ReadFull(flate.NewReader(bytes.NewReader(body)), some[:])
	return n > 0 && (err == nil || errors.Is(err, io.ErrUnexpectedEOF))
}

// encoded names how the characters of a text are encoded, if that is not UTF-8 without a byte order mark.
func encoded(body []byte) Container {
	switch {
	case bytes.HasPrefix(body, []byte{0xef, 0xbb, 0xbf}):
		return Container{Name: "begins with a byte order mark"}
	case bytes.HasPrefix(body, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(body, []byte{0, 0, 0xfe, 0xff}),
		zeros(body, 0, 0, 0, 1), zeros(body, 1, 0, 0, 0):
		return Container{Name: "looks like UTF-32", Wide: true}
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}), pairs(body):
		return Container{Name: "looks like UTF-16", Wide: true}
	}
	return Container{}
}

// zeros reports whether the first four bytes of a text are zero where the pattern has 0, and not zero where it has 1: a
// text of ASCII characters begins so in UTF-32.
func zeros(body []byte, pattern ...byte) bool {
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

// pairs reports whether a text begins with an ASCII character in UTF-16 and does not go on with two in UTF-8.
func pairs(body []byte) bool {
	if len(body) < 2 || (body[0] == 0) == (body[1] == 0) || !printable(body[0]|body[1]) {
		return false
	}
	return len(body) < 4 || !printable(body[2]) || !printable(body[3])
}

func printable(b byte) bool { return b >= ' ' && b < 0x7f || b == '\n' || b == '\r' || b == '\t' }

// Readable reports whether a body is a text in UTF-8 as it is.
func Readable(body []byte) bool {
	if !utf8.Valid(body) {
		return false
	}
	return !bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' })
}

package secret

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"sparring/mock/limit"
	"sparring/mock/message"
)

// What a body may unpack to, and how often it may be packed. Beyond, it is withheld.
const (
	maxUnpacked = 4 << 20
	maxPacked   = 3
)

// UnpackedBound is that of what is unpacked for a reader.
func UnpackedBound() limit.Bound {
	return limit.Bound{
		Name: "unpacked body", Limit: maxUnpacked, Unit: limit.Bytes, Beyond: limit.Refused, Per: limit.PerEntry,
		Doc: "A body that is packed is unpacked for readers, so that secrets can be marked; a larger one is withheld.",
	}
}

// unpacked is a body as it can be read: what it was unpacked from, or why it cannot be.
type unpacked struct {
	body     []byte
	from     []string // the outermost first: gzip, utf-16le
	withheld string
}

// unpack undoes content codings and encodings of characters other than UTF-8, those that the header names and those
// that the bytes show.
func unpack(b []byte, h http.Header) unpacked {
	u := unpacked{body: b}
	var named []string
	for _, value := range h["Content-Encoding"] {
		for coding := range strings.SplitSeq(value, ",") {
			named = append(named, strings.ToLower(strings.TrimSpace(coding)))
		}
	}
	for tries := 0; len(u.body) > 0 && u.withheld == ""; tries++ {
		coding := ""
		if n := len(named); n > 0 {
			coding, named = named[n-1], named[:n-1]
		}
		if shown := message.Coding(u.body); shown != "" {
			coding = shown
		} else if coding == "" || message.Readable(u.body) && coding != "deflate" { // the header says what is not so
			if coding == "" {
				break
			}
			continue
		}
		if tries >= maxPacked {
			u.withheld = fmt.Sprintf("it is packed more than %d times", maxPacked)
			break
		}
		u.step(coding)
	}
	if u.withheld != "" {
		u.body = nil
		return u
	}
	if name, text := characters(u.body, h.Get("Content-Type")); sensible(text) {
		u.body, u.from = text, append(u.from, name)
	}
	return u
}

// step undoes one coding.
func (u *unpacked) step(coding string) {
	var from io.Reader
	var err error
	switch coding {
	case "", "identity":
		return
	case "gzip", "x-gzip":
		coding = "gzip"
		from, err = gzip.NewReader(bytes.NewReader(u.body))
	case "deflate":
		if from, err = zlib.NewReader(bytes.NewReader(u.body)); err != nil {
			from, err = flate.NewReader(bytes.NewReader(u.body)), nil // many clients leave the envelope out
		}
	default:
		u.withheld = "it is packed by " + coding + ", which is not unpacked here"
		return
	}
	var out []byte
	if err == nil {
		out, err = io.ReadAll(io.LimitReader(from, maxUnpacked+1))
	}
	switch {
	case err != nil && coding == "deflate" && message.Readable(u.body):
		return // it is not packed at all
	case errors.Is(err, io.ErrUnexpectedEOF):
		u.withheld = "it is packed by " + coding + " and ends too early"
	case err != nil:
		u.withheld = "it is packed by " + coding + " and broken"
	case len(out) > maxUnpacked:
		u.withheld = fmt.Sprintf("it is packed by %s and unpacks to more than %d bytes", coding, maxUnpacked)
	default:
		u.body, u.from = out, append(u.from, coding)
	}
}

// characters decodes UTF-16 and UTF-32, by the byte order mark, the declared charset, or the zeros between the
// characters.
func characters(b []byte, contentType string) (name string, text []byte) {
	_, parameters, _ := mime.ParseMediaType(contentType)
	declared := strings.ToLower(parameters["charset"])
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), declared == "utf-32le":
		return "utf-32le", wide(b, 4, binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}), declared == "utf-32be", declared == "utf-32":
		return "utf-32be", wide(b, 4, binary.BigEndian)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return "utf-16le", wide(b, 2, binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return "utf-16be", wide(b, 2, binary.BigEndian)
	case bytes.IndexByte(b, 0) < 0 && !strings.HasPrefix(declared, "utf-16"):
		return "", nil
	}
	var zeros [4]int
	for i, c := range b {
		if c == 0 {
			zeros[i%4]++
		}
	}
	even, odd, half := zeros[0]+zeros[2], zeros[1]+zeros[3], len(b)/4
	switch {
	case zeros[0] == len(b)/4 && zeros[1] == len(b)/4 && len(b) >= 8:
		return "utf-32be", wide(b, 4, binary.BigEndian)
	case zeros[2] == len(b)/4 && zeros[3] == len(b)/4 && len(b) >= 8:
		return "utf-32le", wide(b, 4, binary.LittleEndian)
	case odd > even && odd > half/2, declared == "utf-16le":
		return "utf-16le", wide(b, 2, binary.LittleEndian)
	case even > odd && even > half/2, strings.HasPrefix(declared, "utf-16"):
		return "utf-16be", wide(b, 2, binary.BigEndian)
	}
	return "", nil
}

// sensible reports whether what was decoded is a text, and not bytes that only look like one.
func sensible(text []byte) bool {
	strange := bytes.Count(text, []byte("\ufffd"))
	return len(text) > 0 && strange*10 <= utf8.RuneCount(text)
}

// wide decodes characters of two or four bytes, without a byte order mark.
func wide(b []byte, size int, order binary.ByteOrder) []byte {
	var out []byte
	if size == 4 {
		for ; len(b) >= 4; b = b[4:] {
			out = utf8.AppendRune(out, rune(order.Uint32(b))) //nolint:gosec // what is not a character becomes U+FFFD
		}
	} else {
		units := make([]uint16, 0, len(b)/2)
		for ; len(b) >= 2; b = b[2:] {
			units = append(units, order.Uint16(b))
		}
		for _, r := range utf16.Decode(units) {
			out = utf8.AppendRune(out, r)
		}
	}
	return bytes.TrimPrefix(out, []byte("\ufeff"))
}

// Content marks a body. It is returned as it came if it is plain text; unpacked, with what from, if it could be; else
// it is withheld, with the reason.
func (m *Masker) Content(b []byte, h http.Header) (body []byte, decoded, withheld string) {
	u := unpack(b, h)
	if u.withheld != "" {
		return nil, "", u.withheld
	}
	return m.body(u.body, h.Get("Content-Type")), strings.Join(u.from, ", "), ""
}

// body marks a body of characters: JSON, a form, parts, or any text.
func (m *Masker) body(b []byte, contentType string) []byte {
	trimmed := bytes.TrimLeft(b, " \t\r\n\ufeff")
	switch {
	case len(trimmed) == 0:
		return b
	case strings.IndexByte(`{["`, trimmed[0]) >= 0, trimmed[0] <= '9' && trimmed[0] != '-' && json.Valid(trimmed):
		return m.JSON(b)
	}
	if boundary := boundaryOf(trimmed, contentType); boundary != "" && m.depth < deepest {
		return m.parts(b, boundary)
	}
	if strings.Contains(strings.ToLower(contentType), "urlencoded") || m.looksForm(trimmed) {
		return []byte(m.pairs(string(b), m.p.fields, "/"))
	}
	if mayBeBase64JSON(trimmed) {
		if marked, ok := m.base64JSON(string(b)); ok {
			return []byte(marked)
		}
	}
	if m.Loose {
		b = m.labelled(b)
	}
	return m.Text(b, false)
}

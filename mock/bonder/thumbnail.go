package bonder

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // a format a thumbnail may have
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"net/http"
	"strings"
)

// The vendor's bounds of a thumbnail. Source: bonder#L176-L177.
const (
	thumbnailSide   = 300
	thumbnailBytes  = 50 << 10 // if a kilobyte has 1,024 bytes
	thumbnailStrict = 50_000   // if it has 1,000
)

// thumbnailReading is how this world reads what the vendor leaves open about thumbnails (B-48).
type thumbnailReading struct {
	maxBytes            int
	dataURI, whiteSpace bool // accepted
}

// thumbnail is an image as it was sent, looked at.
type thumbnail struct {
	text string // base64 as it is stored
	// refused says what the vendor's own words refuse under every reading, doubt what some readings refuse.
	refused, doubt string
	// rejected says why this world's reading rejects the image; empty if it is stored.
	rejected string
}

// look decodes a thumbnail.
// Source: bonder#L175-L177: base64, 300 by 300 pixels, at most 50 kB; B-48, B-51.
func (r thumbnailReading) look(value string) thumbnail {
	t := thumbnail{text: value}
	if rest, found := strings.CutPrefix(value, "data:"); found {
		_, encoded, comma := strings.Cut(rest, ";base64,")
		if !comma {
			return t.reject("a data URI without ;base64,")
		}
		t.text, t.doubt = encoded, "a data URI"
		if !r.dataURI {
			t.rejected = "a data URI (switch thumbnailDataURI)"
		}
	}
	if joined := strings.Join(strings.Fields(t.text), ""); joined != t.text {
		t.text, t.doubt = joined, "white space in base64"
		if !r.whiteSpace {
			t.rejected = "white space in base64 (switch thumbnailWhiteSpace)"
		}
	}
	if size := base64.StdEncoding.DecodedLen(len(t.text)) - 2; size > max(r.maxBytes, thumbnailBytes) {
		t.refused = fmt.Sprintf("about %d bytes", size) // not decoded: it may be large
		t.rejected = t.refused
		return t
	}
	raw, err := base64.StdEncoding.DecodeString(t.text)
	if err != nil {
		var ok bool
		if raw, ok = decodeLoosely(t.text); !ok {
			t.refused, t.rejected = "not base64", "not base64"
			return t
		}
		t = t.reject("base64 of another alphabet or without its padding")
	}
	r.measure(&t, raw)
	return t
}

// reject rejects what another reading would store.
func (t thumbnail) reject(why string) thumbnail {
	t.doubt, t.rejected = why, why
	return t
}

// decodeLoosely reads what some decoders take for base64: the URL-safe alphabet, and no padding.
func decodeLoosely(text string) ([]byte, bool) {
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return raw, err == nil
}

// measure judges the image itself: its bytes, its format, its size.
func (r thumbnailReading) measure(t *thumbnail, raw []byte) {
	if bytesOf := fmt.Sprintf("%d bytes", len(raw)); len(raw) > r.maxBytes {
		t.rejected = bytesOf
	}
	switch {
	case len(raw) > thumbnailBytes:
		t.refused = fmt.Sprintf("%d bytes", len(raw))
	case len(raw) > thumbnailStrict:
		t.doubt = fmt.Sprintf("%d bytes", len(raw))
	}
	// The size is read before the picture, so that a small file cannot ask for a large one.
	header, format, err := image.DecodeConfig(bytes.NewReader(raw))
	switch {
	case err != nil && otherImage(raw):
		*t = t.reject("an image of another format than PNG, JPEG and GIF")
	case err != nil:
		t.refused, t.rejected = "not an image in base64", "not an image in base64"
	case header.Width != thumbnailSide || header.Height != thumbnailSide:
		t.refused = fmt.Sprintf("%d by %d pixels", header.Width, header.Height)
		t.rejected = t.refused
	case t.rejected == "":
		if _, _, err := image.Decode(bytes.NewReader(raw)); err != nil {
			*t = t.reject("a damaged " + format + " image")
		}
	}
}

// otherImage reports whether bytes look like an image that this fake cannot decode, or like a damaged one of those it
// can: the vendor names no format.
func otherImage(raw []byte) bool {
	if strings.HasPrefix(http.DetectContentType(raw), "image/") ||
		bytes.Contains(raw[:min(len(raw), 1024)], []byte("<svg")) {
		return true
	}
	for _, magic := range []string{"II*\x00", "MM\x00*", "\xff\x0a", "\x00\x00\x00\x0cJXL ", "\x00\x00\x00\x0cjP  "} {
		if bytes.HasPrefix(raw, []byte(magic)) {
			return true
		}
	}
	return len(raw) > 12 && string(raw[4:8]) == "ftyp" // HEIC, AVIF
}

package bonder

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // a format a thumbnail may have
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"strings"
)

// thumbnailSide is the fixed width and height in pixels.
const thumbnailSide = 300

// acceptThumbnail decodes an image in base64, with or without a data URI prefix and white space, and returns its base64
// text as stored; fault says why it is rejected.
// Source: bonder, "thumbnail": base64, 300 by 300 pixels, at most 50 kB; B-48.
func acceptThumbnail(value string, maxBytes int) (stored, fault string) {
	if rest, found := strings.CutPrefix(value, "data:image/"); found {
		_, encoded, comma := strings.Cut(rest, ";base64,")
		if !comma {
			return "", "a data URI without ;base64,"
		}
		value = encoded
	}
	value = strings.Join(strings.Fields(value), "")
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return "", "not base64"
	}
	if len(raw) > maxBytes {
		return "", fmt.Sprintf("%d bytes", len(raw))
	}
	// The size is read before the picture, so that a small file cannot ask for a large one.
	header, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return "", "not a PNG, JPEG or GIF image"
	}
	if header.Width != thumbnailSide || header.Height != thumbnailSide {
		return "", fmt.Sprintf("%d by %d pixels", header.Width, header.Height)
	}
	if _, _, err := image.Decode(bytes.NewReader(raw)); err != nil {
		return "", "a damaged " + format + " image"
	}
	return value, ""
}

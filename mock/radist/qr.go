package radist

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/skip2/go-qrcode"

	"sparring/mock/message"
)

// svg draws a QR code with its quiet zone: one path, runs of dark modules as horizontal bars.
func svg(text string) (string, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return "", fmt.Errorf("drawing the QR of %d characters: %w", len(text), err)
	}
	rows := q.Bitmap()
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	return fmt.Sprintf(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges" role="img" `+
			`aria-label="QR code">`+
			`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="%[2]s"/></svg>`,
		len(rows),
		path.String(),
	), nil
}

func svgPicture(text string) (message.Response, error) {
	picture, err := svg(text)
	return message.Response{Body: []byte(picture), Header: pictureHeader("image/svg+xml")}, err
}

// pngPicture draws the code at 8 pixels a module.
func pngPicture(text string) (message.Response, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return message.Response{}, err
	}
	data, err := q.PNG(-8)
	return message.Response{Body: data, Header: pictureHeader("image/png")}, err
}

func pictureHeader(kind string) http.Header {
	return http.Header{"Content-Type": {kind}, "Cache-Control": {"no-store"}, "X-Content-Type-Options": {"nosniff"}}
}

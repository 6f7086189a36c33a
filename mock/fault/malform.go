package fault

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"sparring/mock/message"
	"sparring/mock/rawjson"

	"sparring/mock/param"
)

// Malform spoils the body and leaves the HTTP around it intact.
type Malform struct {
	// As is "cut", "content_type", "html", "utf8" or "endless".
	As string `json:"as"`
}

func (m *Malform) describe() KindInfo {
	return KindInfo{
		Kind: "malform", Handled: true,
		Doc: "handles the request, then sends a spoilt body under a fitting Content-Length",
		Parameters: param.List{{
			Name: "as", Type: param.String, Default: "cut",
			Values: []string{"cut", "content_type", "html", "utf8", endless},
			To:     &m.As,
			Doc: "cut: JSON that breaks off; content_type: the right body under a wrong type; html: a proxy's " +
				"error page; utf8: a text with invalid UTF-8; endless: the right body, and blanks behind it until " +
				"the client leaves, 64 MiB at most",
		}},
	}
}

// Detail is how the body is spoilt.
func (m *Malform) Detail() string { return m.As }

// Shape sends the spoilt response.
func (m *Malform) Shape(_ context.Context, c *Conn, response message.Response) Sent {
	if m.As == endless && !message.Bodyless(c.r.Method, response.Status) {
		return c.floods(response)
	}
	if message.Bodyless(c.r.Method, response.Status) {
		c.firing.Detail = m.As + ": the response has no body, nothing was changed"
	} else {
		response = m.spoil(response)
	}
	return c.inOrder(response)
}

// spoil changes a copy of the response; header and body of the original stay as they are.
func (m *Malform) spoil(response message.Response) message.Response {
	switch m.As {
	case "content_type":
		wrong := "text/plain; charset=utf-8"
		if strings.HasPrefix(response.Header.Get("Content-Type"), "text/plain") {
			wrong = "application/octet-stream"
		}
		response.Header = withType(response.Header, wrong)
	case "html":
		response.Header = withType(response.Header, "text/html; charset=utf-8")
		response.Body = proxyPage(http.StatusBadGateway)
	case "utf8":
		at := invalidAt(response.Body)
		response.Body = rawjson.Splice(response.Body, at, at, []byte{0xff, 0xfe})
	default:
		cut := response.Body[:len(response.Body)/2]
		if len(cut) == 0 || json.Valid(cut) {
			cut = []byte("{")
		}
		response.Body = cut
	}
	return response
}

func withType(h http.Header, value string) http.Header {
	h = maps.Clone(h)
	if h == nil {
		h = http.Header{}
	}
	h.Set("Content-Type", value)
	return h
}

// invalidAt is where invalid UTF-8 does the most harm: inside the first text of the JSON, behind its opening quote.
func invalidAt(b []byte) int {
	if !json.Valid(b) {
		return 0
	}
	first := -1
	for i := 0; i < len(b); {
		if b[i] != '"' {
			i++
			continue
		}
		end := rawjson.StringEnd(b, i)
		if next := rawjson.Space(b, end); next >= len(b) || b[next] != ':' {
			return i + 1
		}
		if first < 0 {
			first = i + 1
		}
		i = end
	}
	if first < 0 {
		return len(b)
	}
	return first
}

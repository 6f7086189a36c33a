package fault

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"sparring/mock/message"
	"strings"

	"sparring/mock/param"
)

// malformAction spoils the body and leaves the HTTP around it intact.
type malformAction struct{ as string }

func malformKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "malform", Doc: "handles the request, then sends a spoilt body under a fitting Content-Length", Handled: true,
			Parameters: param.List{{
				Name: "as", Type: param.String, Values: []string{"cut", "content_type", "html", "utf8"}, Default: "cut",
				Doc: "cut: JSON that breaks off; content_type: the right body under a wrong type; html: a proxy's error page; utf8: a text with invalid UTF-8",
			}},
		},
		stage: After,
		build: func(p params) (action, *Refusal) { return malformAction{p.Text("as")}, nil },
	}
}

func (a malformAction) detail() string { return a.as }

func (a malformAction) deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent {
	if bodyless(x.r.Method, reply.Status) {
		f.detail = a.as + ": the answer has no body, nothing was changed"
	} else {
		reply = a.spoil(reply)
	}
	return plain{}.deliver(ctx, f, x, reply)
}

// page is what a proxy in between would show.
const page = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><h1>Bad Gateway</h1><p>The server could not reach the service behind it.</p></body></html>
`

// spoil changes a reply without touching what it was made of.
func (a malformAction) spoil(reply message.Response) message.Response {
	switch a.as {
	case "content_type":
		wrong := "text/plain; charset=utf-8"
		if strings.HasPrefix(reply.Header.Get("Content-Type"), "text/plain") {
			wrong = "application/octet-stream"
		}
		reply.Header = withType(reply.Header, wrong)
	case "html":
		reply.Header, reply.Body = withType(reply.Header, "text/html; charset=utf-8"), []byte(page)
	case "utf8":
		at := invalidAt(reply.Body)
		reply.Body = splice(reply.Body, at, at, []byte{0xff, 0xfe})
	default:
		cut := reply.Body[:len(reply.Body)/2]
		if len(cut) == 0 || json.Valid(cut) {
			cut = []byte("{")
		}
		reply.Body = cut
	}
	return reply
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
		end := skip(b, i)
		if next := space(b, end); next >= len(b) || b[next] != ':' {
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

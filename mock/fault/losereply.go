package fault

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"sparring/mock/message"
	"sparring/mock/param"
)

// LoseReply handles the request and loses the response: the client cannot know what happened.
type LoseReply struct {
	// By is how the connection ends ("reset", "close", "silence"), "empty" for a response without a body, or the status
	// of a proxy's page in its place.
	By string `json:"by"`
}

func (l *LoseReply) describe() KindInfo {
	return KindInfo{
		Kind: "lose_reply", Handled: true,
		Doc: "handles the request, then sends nothing of its response: what it changed stays changed" + unseen,
		Parameters: param.List{{
			Name: "by", Type: param.String, Default: EndReset, To: &l.By,
			Values: []string{EndReset, EndClose, EndSilence, empty, "500", "502", "503", "504"},
			Doc: "reset: RST; close: FIN without a byte; silence: open until the client leaves, 5 minutes at most; " +
				"empty: the status, and an empty body; 500 to 504: a proxy's page with this status",
		}},
	}
}

// empty loses the body and leaves the status.
const empty = "empty"

// Detail is how the response is lost.
func (l *LoseReply) Detail() string { return l.By }

// Shape sends something else than the response, or nothing.
func (l *LoseReply) Shape(ctx context.Context, c *Conn, response message.Response) Sent {
	switch l.By {
	case empty:
		response.Body = nil
		return c.inOrder(response)
	case EndClose:
		return c.closes(ctx)
	case EndSilence:
		return c.silence(ctx)
	case EndReset:
		return c.reset()
	}
	status, _ := strconv.Atoi(l.By) // one of the values
	return c.inOrder(message.Response{
		Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: proxyPage(status),
	})
}

// proxyPage is what a proxy in between would show.
func proxyPage(status int) []byte {
	text := http.StatusText(status)
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html><head><title>%d %s</title></head>\n<body><h1>%s</h1>"+
		"<p>The server could not reach the service behind it.</p></body></html>\n", status, text, text)
}

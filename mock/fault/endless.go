package fault

import (
	"bytes"
	"maps"

	"sparring/mock/message"
)

// endless is a body that does not end for a client that would read it all.
const endless = "endless"

// mostEndless is where it ends after all, in bytes: more than any response of the vendors by far.
const mostEndless = 64 << 20

// floods sends the body and blanks behind it, which JSON allows. What is noted of it is the body alone: that all was
// read shows in the end of the exchange, which is cut if the client left before.
func (c *Conn) floods(response message.Response) Sent {
	sent := Sent{Response: message.Response{Status: response.Status, Header: response.Header, Body: response.Body}}
	head := response
	head.Header = maps.Clone(head.Header)
	head.Header.Del("Content-Length")
	for name, values := range head.Header {
		c.w.Header()[name] = values
	}
	c.w.WriteHeader(head.Status)
	message.Deadline(c.w)
	blanks := bytes.Repeat([]byte(" "), 1<<16)
	_, err := c.w.Write(response.Body)
	for n := len(response.Body); err == nil && n < mostEndless; n += len(blanks) {
		message.Deadline(c.w)
		_, err = c.w.Write(blanks)
	}
	if err != nil || c.flush() != nil {
		return c.left(sent)
	}
	c.firing.Detail = endless + ": the client has read all of it"
	c.ends(sent)
	return sent
}

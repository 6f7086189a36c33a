package journal

import "strings"

// What a line shows of a text at most, in bytes: a path, what a control call asked for.
const lineText = 512

// line returns an entry as a list shows it: of a response the status, of a control call what was asked if it is short,
// and neither headers nor bodies. What the response says, why, and what is wrong with the exchange stay.
func (e *Entry) line() Entry {
	l := *e
	l.URL, l.Request, l.Messages = "", nil, nil
	l.Path = cut(e.Path)
	if e.Response != nil {
		l.Response = &Message{Status: e.Response.Status}
	}
	if e.Sent != nil {
		l.Sent = &Sent{Status: e.Sent.Status, Bytes: e.Sent.Bytes, End: e.Sent.End}
	}
	if e.Event != nil {
		l.Event = &Command{Asked: e.Event.Asked}
		if len(e.Event.Asked) > lineText {
			l.Event.Asked = []byte("{}")
		}
	}
	return l
}

// cut shortens a text. What is left is valid UTF-8.
func cut(text string) string {
	if len(text) <= lineText {
		return text
	}
	return strings.ToValidUTF8(text[:lineText], "") + "…"
}

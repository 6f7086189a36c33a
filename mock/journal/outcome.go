package journal

import "strconv"

// Outcome is how an entry ended, in a word: the status of the response, or how the connection ended if a fault shaped
// it; empty if there is nothing to say.
func (e *Entry) Outcome() string {
	switch {
	case e.Sent != nil && e.Sent.End != "":
		return string(e.Sent.End)
	case e.Sent != nil && e.Sent.Status > 0:
		return strconv.Itoa(e.Sent.Status)
	case e.Response != nil && e.Response.Status > 0:
		return strconv.Itoa(e.Response.Status)
	case e.Error != "":
		return "failed"
	}
	return ""
}

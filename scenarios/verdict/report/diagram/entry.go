package diagram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict/report/columns"
)

// Outcome returns what a diagram says of a response: its status and its body, or how the connection ended. broken means
// that the response did not arrive, or not whole.
func Outcome(e *journal.Entry) (status, body string, broken bool) {
	code, text := 0, ""
	if e.Response != nil {
		code, text = e.Response.Status, bodyOf(e.Response)
	}
	if e.Sent != nil {
		code, text = e.Sent.Status, string(e.Sent.Body)
	}
	if code != 0 {
		status = fmt.Sprintf("%d %s", code, http.StatusText(code))
	}
	switch {
	case e.State == journal.Aborted:
		return "", "the client left before the answer was complete", true
	case e.Error != "":
		return "", e.Error, true
	case e.Sent != nil && e.Sent.End != "":
		return status, fmt.Sprintf("%s after %d bytes", ending(e.Sent.End), e.Sent.Bytes), true
	case code == 0:
		return "", "no answer", true
	}
	return strings.TrimSpace(status), text, false
}

// bodyOf is the body of a message on one line, or why it is withheld.
func bodyOf(m *journal.Message) string {
	switch {
	case m == nil:
		return ""
	case m.Withheld != "":
		return columns.Line("body withheld: " + m.Withheld)
	}
	return columns.Line(m.Body)
}

// ending says how a connection ended.
func ending(how journal.Ending) string {
	switch how {
	case journal.Reset:
		return "connection reset"
	case journal.Hangup:
		return "connection closed"
	}
	return string(how)
}

// Target returns the path with its query, or host and path of a call to elsewhere.
func Target(e *journal.Entry) string {
	path := e.Path
	if path == "" {
		path = strings.TrimPrefix(strings.TrimPrefix(e.URL, "http://"), "https://")
	} else if i := strings.IndexByte(e.URL, '?'); i >= 0 && !strings.Contains(path, "?") {
		path += e.URL[i:]
	}
	return columns.Line(path)
}

// Told says in a line what a control entry did; icon and class are those of its line in a diagram.
func Told(e *journal.Entry) (icon, class, text string) {
	if move, ok := e.Moved(); ok || e.Kind == journal.ClockMove {
		return "clock", "clk", toldMove(e, move)
	}
	if change, ok := e.Ruled(); ok || e.Kind == journal.Fault {
		return "fault", "flt", toldRule(e, change, ok)
	}
	if size, ok := e.Planted(); ok {
		return "state", "set", fmt.Sprintf("state of %s planted, %d bytes", e.API, size)
	}
	if switches, ok := e.Switched(); ok {
		return "state", "set", "switches: " + unquoted(switches)
	}
	if event, ok := e.Raised(); ok {
		return "event", "evt", strings.TrimSpace("event " + event.Name + " " + unquoted(event.Args))
	}
	return "event", "evt", string(e.Kind) + ": " + raw(e)
}

// raw is a control entry as it came.
func raw(e *journal.Entry) string {
	if e.Event == nil {
		return e.Operation
	}
	return strings.TrimSpace(e.Operation + " " + CommandText(e.Event))
}

// CommandText is a command as JSON on one line.
func CommandText(c *journal.Command) string {
	if c == nil {
		return ""
	}
	text := `{"asked":` + compact(c.Asked)
	if c.Result != nil {
		text += `,"result":` + compact(c.Result)
	}
	return text + "}"
}

func toldMove(e *journal.Entry, move journal.Move) string {
	text := "clock: " + raw(e)
	switch {
	case move.Advance != "":
		text = "clock: " + move.Advance + " pass"
	case move.Set != "":
		text = "clock: set"
	}
	if move.Now != "" {
		text += ", now " + strings.Replace(strings.SplitN(move.Now, ".", 2)[0], "T", " ", 1)
	}
	if move.Fired > 0 {
		text += fmt.Sprintf(", %d fired", move.Fired)
	}
	return text
}

// toldRule says what became of a fault rule.
func toldRule(e *journal.Entry, change journal.RuleChange, known bool) string {
	switch {
	case known && e.Operation == "clear":
		return "all faults removed"
	case known && e.Operation == "remove":
		return "fault " + change.ID + " removed"
	case known && e.Operation == "release":
		return "fault " + change.ID + ": what it held is let go"
	case !known || e.Operation != "add":
		return "fault: " + raw(e)
	}
	kind, _ := change.Fault["kind"].(string)
	api, _ := change.Match["api"].(string)
	at, _ := change.Match["operation"].(string)
	delete(change.Fault, "kind")
	delete(change.Match, "api")
	delete(change.Match, "operation")
	text := fmt.Sprintf("fault %s: %s %s", change.ID, kind, pairs(change.Fault))
	text = strings.Join(strings.Fields(text+" on "+api+" "+at+" "+pairs(change.Match)), " ")
	if change.After > 0 {
		text += fmt.Sprintf(", after %d", change.After)
	}
	switch times := change.Times; {
	case times != nil && *times == 0:
		text += ", until removed"
	case times != nil && *times != 1:
		text += fmt.Sprintf(", %d times", *times)
	}
	return text
}

// pairs writes an object without its quotes, its keys in order.
func pairs(object map[string]any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if len(object) == 0 || e.Encode(object) != nil {
		return ""
	}
	return unquoted(b.Bytes())
}

// unquoted is JSON as people write it in a line.
func unquoted(text json.RawMessage) string {
	s := compact(text)
	if len(s) > 1 && s[0] == '{' {
		s = s[1 : len(s)-1]
	}
	return strings.NewReplacer(`":`, ": ", `"`, "", ",", ", ").Replace(s)
}

func compact(text json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return string(text)
	}
	return b.String()
}

// Took returns a number of milliseconds as people write a duration: 12ms, 3.45s.
func Took(ms float64) string {
	d := time.Duration(ms * float64(time.Millisecond))
	if d >= time.Second {
		return d.Round(10 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

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

// outcome is what is said of an answer; broken tells that it did not arrive, or not whole.
func Outcome(e *journal.Entry) (status, body string, broken bool) {
	code, text := 0, ""
	if e.Response != nil {
		code, text = e.Response.Status, columns.Line(e.Response.Body)
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

// ending says how a connection ended.
func ending(how string) string {
	switch how {
	case "reset":
		return "connection reset"
	case "close":
		return "connection closed"
	}
	return how
}

// target is the path with its query, or host and path of a call to elsewhere.
func Target(e *journal.Entry) string {
	path := e.Path
	if path == "" {
		path = strings.TrimPrefix(strings.TrimPrefix(e.URL, "http://"), "https://")
	} else if i := strings.IndexByte(e.URL, '?'); i >= 0 && !strings.Contains(path, "?") {
		path += e.URL[i:]
	}
	return columns.Line(path)
}

// asked is what a control entry holds; what does not fit is told as it is.
type asked struct {
	Asked struct {
		Args     json.RawMessage `json:"args"`
		Switches json.RawMessage `json:"switches"`
		Advance  string          `json:"advance"`
		Set      string          `json:"set"`
		Bytes    int             `json:"bytes"`
		ID       string          `json:"id"`
		Times    *int            `json:"times"`
		After    int             `json:"after"`
		Match    map[string]any  `json:"match"`
		Fault    map[string]any  `json:"fault"`
	} `json:"asked"`
	Result struct {
		ID    any    `json:"id"`
		Now   string `json:"now"`
		Mode  string `json:"mode"`
		Fired int    `json:"fired"`
	} `json:"result"`
}

// told says in a line what a control entry did.
func Told(e *journal.Entry) (icon, class, text string) {
	var a asked
	d := json.NewDecoder(bytes.NewReader(e.Event))
	d.UseNumber() // as they were asked
	parsed := d.Decode(&a) == nil
	raw := strings.TrimSpace(e.Operation + " " + Compact(e.Event))
	switch {
	case e.Kind == journal.ClockMove:
		text = "clock: " + raw
		switch {
		case parsed && a.Asked.Advance != "":
			text = "clock: " + a.Asked.Advance + " pass"
		case parsed && a.Asked.Set != "":
			text = "clock: set"
		}
		if a.Result.Now != "" {
			text += ", now " + strings.Replace(strings.SplitN(a.Result.Now, ".", 2)[0], "T", " ", 1)
		}
		if a.Result.Fired > 0 {
			text += fmt.Sprintf(", %d fired", a.Result.Fired)
		}
		return "clock", "clk", text
	case e.Kind == journal.Fault:
		return "fault", "flt", toldFault(e.Operation, &a, raw, parsed)
	case e.Operation == "plant" && parsed:
		return "state", "set", fmt.Sprintf("state of %s planted, %d bytes", e.API, a.Asked.Bytes)
	case e.Operation == "switches" && parsed:
		return "state", "set", "switches: " + unquoted(a.Asked.Switches)
	case e.Kind == journal.Event && parsed:
		return "event", "evt", strings.TrimSpace("event " + e.Operation + " " + unquoted(a.Asked.Args))
	}
	return "event", "evt", e.Kind + ": " + raw
}

// toldFault says what became of a rule.
func toldFault(operation string, a *asked, raw string, parsed bool) string {
	switch {
	case parsed && operation == "clear":
		return "all faults removed"
	case parsed && operation == "remove":
		return "fault " + a.Asked.ID + " removed"
	case parsed && operation == "release":
		return "fault " + a.Asked.ID + ": what it held is let go"
	case !parsed || operation != "add":
		return "fault: " + raw
	}
	kind, _ := a.Asked.Fault["kind"].(string)
	api, _ := a.Asked.Match["api"].(string)
	at, _ := a.Asked.Match["operation"].(string)
	delete(a.Asked.Fault, "kind")
	delete(a.Asked.Match, "api")
	delete(a.Asked.Match, "operation")
	text := fmt.Sprintf("fault %v: %s %s", a.Result.ID, kind, pairs(a.Asked.Fault))
	text = strings.Join(strings.Fields(text+" on "+api+" "+at+" "+pairs(a.Asked.Match)), " ")
	if a.Asked.After > 0 {
		text += fmt.Sprintf(", after %d", a.Asked.After)
	}
	switch times := a.Asked.Times; {
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
	s := Compact(text)
	if len(s) > 1 && s[0] == '{' {
		s = s[1 : len(s)-1]
	}
	return strings.NewReplacer(`":`, ": ", `"`, "", ",", ", ").Replace(s)
}

func Compact(text json.RawMessage) string {
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

package carry

import (
	"fmt"
	"slices"
	"strings"
)

// Loss says how one operation with an effect is asked for, so that its response can be lost after it.
type Loss struct {
	Title     string // what happens once: "a bot is connected"
	Source    string
	Operation string
	Given     []string
	When      string
	// More are steps that follow the When: a login of several steps. Each begins with its keyword.
	More []string
	Once string // the step that the effect is there, once; "" if another step cannot see it
	// Repeats is set if the same request may be sent again, whatever became of the first.
	Repeats bool
	// Also is advice that fits beside that of a response that was lost.
	Also string
	// Most is how often the operation is asked for at most; 0: 4 if it may be repeated, else it is not counted.
	// Requests of any operation ("*") are not counted either: a client may look, or have another token.
	Most int
	// Values is set if success has values of the response, so that nobody can claim it after an error.
	Values bool
}

// way is a way to lose a response after its request was handled: a fault, its parameter and its value.
type way [3]string

// ways are those that take no time: no byte, a part, what is no response of the API, the page of a proxy.
func ways() []way {
	return []way{
		{"lose_reply", "by", "reset"}, {"malform", "as", "html"}, {"lose_reply", "by", "504"},
		{"truncate", "keep", "50%"}, {"lose_reply", "by", "empty"}, {"lose_reply", "by", "500"},
		{"lose_reply", "by", "close"}, {"malform", "as", "cut"}, {"lose_reply", "by", "502"},
		{"lose_reply", "by", "503"},
	}
}

// slowly are the ways in which a client waits as long as it likes: for a byte, or for the last of many.
func slowly() []way { return []way{{"lose_reply", "by", "silence"}, {"dribble", "interval", "2s"}} }

// shortly are the same for a client that is told to wait a short time: several bytes come within it.
func shortly() []way { return []way{{"lose_reply", "by", "silence"}, {"dribble", "interval", "200ms"}} }

// statuses are those that a server answers with that has not handled the request.
func statuses() []int { return []int{500, 502, 503, 504} }

// quick is how many ways of each operation are not slow. The first of one operation is behind the last of the one
// before it, so that each way meets several operations.
const quick = 2

// Lost writes the feature of an API in which responses are lost.
func Lost(api string, losses []Loss) string {
	var b strings.Builder
	var sources []string
	for _, l := range losses {
		sources = append(sources, strings.Split(l.Source, ", ")...)
	}
	slices.Sort(sources)
	fmt.Fprintf(&b, "Feature: What has an effect has it once, and is not claimed, if its response is lost\n"+
		"  Source: %s.\n  Written by `sparring generate`: each operation by each way to lose a response. The ways of\n"+
		"  an operation that others show as well are @slow.\n",
		strings.Join(slices.Compact(sources), ", "))
	for i, l := range losses {
		l.write(&b, api, i)
	}
	return b.String()
}

// write writes the outlines of one operation: its response is lost after it was handled, also by one that does not end
// in time, or the server answers that it could not handle it.
func (l Loss) write(b *strings.Builder, api string, number int) {
	l.lost(b, api, number)
	l.late(b, api)
	if !l.Values {
		l.unhandled(b, api, number)
	}
}

// begin writes the head of an outline and what is given.
func (l Loss) begin(b *strings.Builder, title string) (keyword string) {
	fmt.Fprintf(b, "\n  Scenario Outline: %s %s\n    Source: %s.\n\n", l.Title, title, l.Source)
	for _, step := range l.Given {
		fmt.Fprintf(b, "    %s\n", indented(step))
	}
	if len(l.Given) == 0 {
		return "Given"
	}
	return "And"
}

// ask writes what the client is asked for and what it may make of it.
func (l Loss) ask(b *strings.Builder, advice string) {
	fmt.Fprintf(b, "    When %s\n", indented(l.When))
	for _, step := range l.More {
		fmt.Fprintf(b, "    %s\n", indented(step))
	}
	if l.Also != "" {
		advice += " or " + l.Also
	}
	fmt.Fprintf(b, "    Then the client succeeds by itself or advises %q\n", advice)
}

// lost writes the outline of responses that are lost.
func (l Loss) lost(b *strings.Builder, api string, number int) {
	l.outcome(b, api, l.begin(b, "once although its response is lost by <fault> <value>"))
	all := ways()
	var shown, rest []way
	for i := range all {
		if w := all[(number*quick+i)%len(all)]; i < quick {
			shown = append(shown, w)
		} else {
			rest = append(rest, w)
		}
	}
	l.examples(b, always, shown)
	l.examples(b, seldom, append(rest, slowly()...))
}

// late writes the outline of responses that do not end within the time that the client is told to wait.
func (l Loss) late(b *strings.Builder, api string) {
	keyword := l.begin(b, "once although its response does not come in time by <fault> <value>")
	fmt.Fprintf(b, "    %s the client waits only a short time for a response\n", keyword)
	l.outcome(b, api, "And")
	l.examples(b, always, shortly())
}

// outcome writes how the response is lost, and what may become of it.
func (l Loss) outcome(b *strings.Builder, api, keyword string) {
	advice := "unknown_outcome"
	if l.Repeats {
		advice += " or retry_now or retry_later"
	}
	fmt.Fprintf(b, "    %s the server responds to the next %q with the fault \"<fault>\" with:\n"+
		"      | <parameter> | <value> |\n", keyword, api+"."+l.Operation)
	l.ask(b, advice)
	if l.Once != "" {
		fmt.Fprintf(b, "    And %s\n", l.Once)
	}
	most := l.Most
	if most == 0 && l.Repeats && l.Operation != "*" {
		most = 4
	}
	if most > 0 {
		fmt.Fprintf(b, "    And the server saw at most %d %q\n", most, api+"."+l.Operation)
	}
	fmt.Fprintf(b, "    And the client still works\n")
}

// examples writes the rows of an outline.
func (l Loss) examples(b *strings.Builder, tags string, list []way) {
	fmt.Fprintf(b, "\n    %s\n    Examples:\n      | fault      | parameter | value   |\n", tags)
	for _, w := range list {
		fmt.Fprintf(b, "      | %-10s | %-9s | %-7s |\n", w[0], w[1], w[2])
	}
}

// unhandled writes the outline of requests that were not handled.
func (l Loss) unhandled(b *strings.Builder, api string, number int) {
	keyword := l.begin(b, "although the server first answers <status>")
	fmt.Fprintf(b, "    %s the server responds to the next %q with the status <status>\n", keyword, api+"."+l.Operation)
	l.ask(b, "unknown_outcome or retry_now or retry_later")
	fmt.Fprintf(b, "    And the client still works\n")
	all := statuses()
	first := all[number%len(all)]
	rest := slices.DeleteFunc(slices.Clone(all), func(status int) bool { return status == first })
	statusExamples(b, always, []int{first})
	statusExamples(b, seldom, rest)
}

// statusExamples writes the rows of an outline with statuses.
func statusExamples(b *strings.Builder, tags string, list []int) {
	fmt.Fprintf(b, "\n    %s\n    Examples:\n      | status |\n", tags)
	for _, status := range list {
		fmt.Fprintf(b, "      | %d    |\n", status)
	}
}

// always and seldom are the tags of the examples that always run, and of the others.
const always, seldom = "@should", "@should @slow"

package journal

import (
	"fmt"
	"net/http"
	"strings"
)

// Unmatched is the kind of the finding that Wrong makes of a request that no operation fits.
const Unmatched FindingKind = "unmatched"

// Wrong returns all that is wrong with an entry: its findings and, if no operation fits the request, one more of kind
// Unmatched. What judges a client asks this, so that a misspelled path never passes in silence.
func (e *Entry) Wrong() []Finding {
	if !e.astray() {
		return e.Findings
	}
	f := Finding{
		Kind: Unmatched, By: ByClient, Code: "no_operation", Actual: e.Method + " " + e.URL,
		Expected: "an operation of the API", Provenance: Derived,
		Message: e.Method + " " + e.URL + " fits no operation",
	}
	switch {
	case strings.Contains(e.Hint, " ") && len(e.Why) > 0: // it reached no API or no world, and the hint is a sentence
		f.Message = fmt.Sprintf("%s %s reaches nothing: %s", e.Method, e.URL, e.Why[0].Text)
		if !strings.Contains(e.Hint, "/_sparring/") { // what a caller of the control API would do
			f.Message += "; " + e.Hint
		}
	case e.Hint != "":
		f.Expected += "; the nearest is " + e.Hint
		f.Message += "; the nearest is " + e.Hint
	}
	return append(e.Findings[:len(e.Findings):len(e.Findings)], f)
}

// astray reports whether the client sent what no operation fits. The icon that a browser asks for by itself is no
// fault.
func (e *Entry) astray() bool {
	return e.Unmatched && (e.Method != http.MethodGet || e.Path != "/favicon.ico")
}

// String is a finding on one line: the kind, who is at fault, what is wrong, where, what was expected and what came.
func (f Finding) String() string {
	if f.Kind == Unmatched {
		return string(f.Kind) + ": " + f.Message
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s by %s: %s", f.Kind, f.By, f.Code)
	if f.Pointer != "" {
		b.WriteString(" at " + f.Pointer)
	}
	if f.Message != "" {
		b.WriteString(": " + f.Message)
	}
	var facts []string
	if f.Expected != "" || f.Actual != "" {
		facts = append(facts, fmt.Sprintf("expected %s, got %s", orNothing(f.Expected), orNothing(f.Actual)))
	}
	if f.Provenance != "" {
		facts = append(facts, string(f.Provenance))
	}
	if len(facts) > 0 {
		b.WriteString(" (" + strings.Join(facts, "; ") + ")")
	}
	return b.String()
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

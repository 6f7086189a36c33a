package suite

import "strings"

// Flow is one ordinary use of an ability: the shortest scenario in which it succeeds. Package explore disturbs it.
type Flow struct {
	Ability string // "bonder.saveCard"
	Name    string // unique in its API: "save a card"
	// Steps are sentences with their keywords, one a line, with the tables and texts below them. A line that begins
	// with "? " is a step to which a client that has reported a failure does not come; one that begins with "?? " is
	// about a call, and means nothing once no call is open; one that begins with "! " is demanded if nothing disturbs
	// the flow. At a line that is "~" the client may be started again, and what it holds may end.
	Steps string
	// Start is the step that starts several calls of the ability at once, without its keyword, with %d for their number
	// with its table on further lines; "" if the flow is not walked so.
	Start string
	// Other is the step that starts one call with other arguments, to be disturbed beside one of Start; may be "".
	Other string
	// Should is set if what the flow demands does not follow from the vendor's text: then it warns.
	Should bool
	// Alone is set if the flow is walked by itself: it is about a value, and no exchange is its own.
	Alone bool
	// Carries is set if the flow carries values of many fields: it is walked by itself, and what it demands warns.
	Carries bool
}

// May says when a step is left out.
type May int

// A step is always run, not after a failure, not when no call is open, or only if nothing disturbs the flow. Between is
// no step, but a place between two.
const (
	Always May = iota
	UnlessFailed
	WhileOpen
	Undisturbed
	Between
)

// Lines returns the lines of the steps, and when they may be left out, by their index.
func (f Flow) Lines() (lines []string, may map[int]May) {
	may = map[int]May{}
	for _, line := range strings.Split(strings.Trim(f.Steps, "\n"), "\n") {
		if rest, ok := strings.CutPrefix(line, "?? "); ok {
			may[len(lines)], line = WhileOpen, rest
		} else if rest, ok := strings.CutPrefix(line, "? "); ok {
			may[len(lines)], line = UnlessFailed, rest
		} else if rest, ok := strings.CutPrefix(line, "! "); ok {
			may[len(lines)], line = Undisturbed, rest
		} else if line == "~" {
			may[len(lines)] = Between
		}
		lines = append(lines, line)
	}
	return lines, may
}

// Flows returns the flows of all APIs.
func (all APIs) Flows() []Flow {
	var out []Flow
	for _, a := range all {
		out = append(out, a.Flows...)
	}
	return out
}

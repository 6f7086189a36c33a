package diagnose

import (
	"strings"

	"sparring/scenarios/suite"
)

// Mend says in a sentence what a client that fails for a reason has to do: what the rule demands, or what the scenario
// says; "" if neither is known.
func Mend(all suite.APIs, reason, scenario string) string {
	if rule, ok := all.Rule(reason); ok {
		return soThat(rule.Text)
	}
	if text := mends[reason]; text != "" {
		return text
	}
	return soThat(scenario)
}

func soThat(text string) string {
	if text == "" {
		return ""
	}
	return "Make it so that " + strings.TrimSuffix(text, ".") + "."
}

// mends are those of reasons that no rule of an API says.
var mends = map[string]string{
	"fidelity.down":     "Tell the caller what the server has said, unchanged.",
	"fidelity.up":       "Send what the caller has given, whole and unchanged, and nothing else.",
	"fidelity.apart":    "Keep the tokens, ids and results of calls and accounts apart.",
	"fidelity.inside":   "Keep secrets out of errors, logs and reported values.",
	"unasked.unmatched": "Send only requests that the document describes.",
	"unasked.violation": "Send requests as the document describes them.",
	"client.hang":       "Bound every wait, and end the call when it is over.",
	"client.crash":      "Take every response without a crash, and report what cannot be read.",
}

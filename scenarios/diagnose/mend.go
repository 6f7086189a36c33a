package diagnose

import (
	"cmp"
	"strings"

	"sparring/scenarios/suite"
)

// Mend says in a sentence what a client that fails for a reason has to do: what the rule demands, or what the scenario
// says, or else what a client of that kind has to do; "" if nothing is known.
func Mend(all suite.APIs, reason, scenario string) string {
	if rule, ok := all.Rule(reason); ok {
		return soThat(rule.Text)
	}
	if text := mends[reason]; text != "" {
		return text
	}
	return cmp.Or(soThat(scenario), general[reason])
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

// general are those of reasons of which a scenario says more.
var general = map[string]string{
	"client.advice":      "Advise the caller as the vendor's text does, by the code that the server has sent.",
	"client.alive":       "Let nothing of a failure outlast its call: the next ordinary call has to succeed.",
	"client.all-succeed": "Let calls at the same time succeed as they would one after the other.",
	"client.asks":        "Ask the user for what the server asks for, each time that it does.",
	"client.bound":       "Bound how much of a response is read, and report one that is longer.",
	"client.breach":      "Answer each call once, in the form that the protocol of adapters has.",
	"client.code":        "Report the code of the failure that the server has sent.",
	"client.exit":        "Go on after a failure: a call ends with a result, not with the process.",
	"client.failure":     "Report a failure where the server has not answered success.",
	"client.flood":       "Write no more than the results and notifications of the calls.",
	"client.garbage":     "Write nothing but messages of the protocol to standard output.",
	"client.patience":    "Bound the wait for a whole response, not for its beginning or each piece alone.",
	"client.received":    "Tell the caller each message that the server has sent, once.",
	"client.recovery":    "Repeat what can be repeated, and advise the caller where it cannot.",
	"client.retry-after": "Wait as long as the server has asked, or tell the caller how long that is.",
	"client.shown":       "Show the user what the server has sent, as soon as it has come, once.",
	"client.success":     "Take every response that the vendor's text allows, and report the success.",
	"client.value":       "Tell the caller the values that the server has sent.",
}

package timconnect

import (
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
)

// What no document can say about a request: the rules of the page about credentials and calls.

const keySource = "timconnect#L57-65"

// keyMark is the mark of the demand for the API key in a header. The page makes it of Kittn; whether it holds for the
// rest is a reading (switch requireApiKeyHeader).
func (x *exchange) keyMark() (provenance journal.Provenance, source string) {
	if x.kittn() {
		return journal.Documented, keySource
	}
	return journal.Derived, "T-10"
}

func (x *exchange) keyMissing() journal.Finding {
	provenance, source := x.keyMark()
	return fake.Violation("missing_header", "header/Authorization", "the bare API key", "absent",
		"the API key belongs into the header Authorization of every request", provenance, source)
}

func (x *exchange) keyWithScheme() journal.Finding {
	provenance, source := x.keyMark()
	return fake.Violation("authorization_scheme", "header/Authorization", "the bare API key", "a scheme before the key",
		"send the API key alone, without Bearer or another scheme", provenance, source)
}

func jsonNotAccepted(accept []string) journal.Finding {
	return fake.Violation("not_acceptable", "header/Accept",
		"application/json among what is accepted, or no Accept", strings.Join(accept, ", "),
		"Kittn answers JSON only; accept application/json", journal.Observed, "slate-errors")
}

func sessionMissing() journal.Finding {
	return fake.Violation("missing_cookie", "header/Cookie", "the cookie sessionid", "absent",
		"register or authorize first and send the session as the cookie sessionid", journal.Derived,
		"timconnect-1.7.1 §3.3")
}

func voipMissing() journal.Finding {
	return fake.Violation("voip_not_registered", "", "a VoIP registration before a call", "none",
		"register in the VoIP service before making or taking a call", journal.Documented, "timconnect-1.7.1 §5.14")
}

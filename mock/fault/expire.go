package fault

import (
	"slices"

	"sparring/mock/param"
)

// Expire ends the credential of the request before it is handled. The fake does it, and keeps the reason.
type Expire struct {
	// Reason is why the credential ended: "time", "count" or "revoked".
	Reason string `json:"reason"`
}

func (e *Expire) describe() KindInfo {
	return KindInfo{
		Kind: "expire", Handled: true,
		Doc: "ends the credential of the request, then handles the request with the ended credential",
		Parameters: param.List{{
			Name: "reason", Type: param.String, Values: []string{"time", "count", "revoked"}, Default: "time",
			To:  &e.Reason,
			Doc: "why the credential ended",
		}},
	}
}

// Detail is the reason.
func (e *Expire) Detail() string { return e.Reason }

// ExpireReason is why the credential ends.
func (e *Expire) ExpireReason() string { return e.Reason }

func (e *Expire) fits(c Catalogue, api, operation string) bool { return c.Credential(api, operation) }

// passing is a Catalogue some of whose APIs are passed on to real servers.
type passing interface {
	Passed(api string) bool
}

func (e *Expire) misfit(c Catalogue, keys []key) *Refusal {
	if p, is := c.(passing); is && slices.ContainsFunc(keys, func(k key) bool { return p.Passed(k.api) }) {
		return &Refusal{
			Field: field(
				"fault",
				"kind",
			), Reason: "expire needs the fake, which keeps the credentials; behind a proxy " +
				"they are the real server's: force the error that it answers to an ended one, such as error or status",
		}
	}
	return &Refusal{
		Field: field("fault", "kind"), Reason: "no operation that the rule matches carries a credential that can end",
		Known: selected(c, c.Credential),
	}
}

// selected lists all operations that have a property.
func selected(c Catalogue, has func(api, operation string) bool) []string {
	known := []string{}
	for _, api := range c.APIs() {
		for _, operation := range c.Operations(api) {
			if has(api, operation) {
				known = append(known, api+" "+operation)
			}
		}
	}
	return known
}

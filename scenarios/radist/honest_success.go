package radist

import (
	"net/http"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// honestSuccess: what the client reports to its caller agrees with what it saw.
func honestSuccess() rule.Rule {
	return rule.Rule{
		ID: "radist.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "radist#L25, radist#L33, radist#L36, radist#L47, radist#L55 (a connection works after its login), " +
			"radist#L7 (nothing is deleted)",
		Text: "success is reported to the caller only if the server has answered it",
		Judge: rule.Honest(func(r *rule.Record, call int) (tried, done []journal.Entry, judged bool) {
			c := &r.Claims[call]
			proves := proof(c)
			if proves == nil {
				return nil, nil, false
			}
			tried = rule.Of(c.During(r.Entries), "radist.*")
			for _, e := range tried {
				status, _, body := seenResponse(e)
				if status == http.StatusOK && proves(e.Operation, body) || lookedFor(tried, e, proves) {
					done = append(done, e)
				}
			}
			return tried, done, true
		}),
	}
}

// lookedFor reports whether a request was handled whose response was lost, and the client has looked afterwards.
func lookedFor(tried []journal.Entry, e journal.Entry, proves func(string, map[string]any) bool) bool {
	return e.Response != nil && e.Response.Status == http.StatusOK && !rule.Arrived(e) &&
		proves(e.Operation, rule.Body(e.Response)) && rule.Proven(tried, e)
}

// proof returns which response means that a call has succeeded; nil if the ability is not judged.
func proof(c *rule.Claim) func(operation string, body map[string]any) bool {
	again := c.Args["connection_id"] != nil
	switch c.Method {
	case "radist.connections":
		return func(o string, body map[string]any) bool {
			return o == "ConnectionsGetItems" && body["connections"] != nil
		}
	case "radist.connection":
		return func(o string, body map[string]any) bool {
			return (o == "ConnectionsGetItem" || o == "ConnectionsGetItems") && body != nil
		}
	case "radist.connectTelegram", "radist.connectMax":
		return func(o string, body map[string]any) bool {
			return o == createConnection && body["id"] != nil || again && body["status"] == "authenticated"
		}
	case "radist.connectWhatsApp":
		return func(o string, body map[string]any) bool {
			phone, _ := rule.At(body, "/params/phone")
			return o == "ConnectionsGetWhatsappInstanceStatus" && body["status"] == "connected" ||
				o == "ConnectionsGetItem" && phone != nil
		}
	case "radist.connectBot", "radist.connectGroup":
		return func(o string, body map[string]any) bool { return o == createConnection && body["id"] != nil }
	case "radist.setKey":
		return func(o string, body map[string]any) bool { return o == "ConnectionsUpdateItem" && body != nil }
	case "radist.deleteConnection":
		return func(string, map[string]any) bool { return false }
	}
	return nil
}

// asked are the requests of a call about its login sessions, in order.
func asked(c *rule.Claim, entries []journal.Entry) []journal.Entry {
	return requestsOf(c.During(entries), logins()...)
}

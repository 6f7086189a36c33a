package radist

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noSecondConnection: authorizing a connection again makes no other.
func noSecondConnection() rule.Rule {
	logins := []string{"radist.connectTelegram", "radist.connectMax", "radist.connectWhatsApp"}
	return rule.Rule{
		ID: "radist.no-second-connection", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "radist#L36 “после успешной авторизации не нужно создавать новое подключение”, radist#L47 “Для " +
			"переподключения достаточно запросить новый QR-код”",
		Text:    "a connection that is authorized again is not created again, and its session bears connection_id",
		Traffic: againByTraffic,
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Args["connection_id"] == nil || !slices.Contains(logins, c.Method) {
					continue
				}
				during := c.During(r.Entries)
				if made := rule.Of(during, "radist."+createConnection); len(made) > 0 {
					return rule.Broken(
						made,
						"expected no new connection after a re-authorization, the client asked for %d",
						len(made),
					)
				}
				opened := requestsOf(during, inits()...)
				for _, e := range opened {
					if rule.Body(e.Request)["connection_id"] == nil {
						return rule.Broken(
							[]journal.Entry{e},
							"expected connection_id when the session of a re-authorization is opened, got none",
						)
					}
				}
				watched := requestsOf(
					during,
					"ConnectionsGetWhatsappInstanceStatus",
					"ConnectionsGetItem",
					"ConnectionsGetItems",
				)
				if asked := slices.Concat(opened, watched); len(asked) > 0 {
					seen = rule.Kept(asked...)
				}
			}
			return seen
		},
	}
}

// againByTraffic judges the sessions that were opened with a connection_id: no connection is made of them.
func againByTraffic(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	opened := map[string]journal.Entry{}
	for _, e := range requestsOf(entries, append(inits(), createConnection)...) {
		if e.Operation != createConnection {
			_, _, body := seenResponse(e)
			if session := sessionIn(body); session != "" && rule.Body(e.Request)["connection_id"] != nil {
				opened[session], seen = e, rule.Kept(e)
			}
			continue
		}
		if before, again := opened[sessionIn(rule.Body(e.Request))]; again {
			return rule.Broken([]journal.Entry{before, e},
				"expected no new connection of a session that was opened with connection_id, the client asked for one")
		}
	}
	return seen
}

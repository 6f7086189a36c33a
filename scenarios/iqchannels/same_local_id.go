package iqchannels

import (
	"fmt"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// sameLocalID: a message that the server has taken is repeated, if at all, under the same LocalId.
func sameLocalID() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.same-local-id", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "iqchannels-readme §ChatMessageForm, LocalId: “Позволяет в случае ошибки повторно отправлять одно " +
			"и то же сообщение без дубликатов”",
		Text:    "a message that is sent again keeps its LocalId",
		Traffic: localIDByTraffic,
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Method != "iqchannels.send" || rule.Concurrent(r.Claims, i) > 1 {
					continue
				}
				taken := map[string]journal.Entry{} // by text
				for _, e := range rule.Of(c.During(r.Entries), "iqchannels.sendMessage") {
					text, id := fmt.Sprint(memberOf(e, "Text")), fmt.Sprint(memberOf(e, "LocalId"))
					before, again := taken[text]
					if again && fmt.Sprint(memberOf(before, "LocalId")) != id {
						return rule.Broken(
							[]journal.Entry{before, e},
							"expected the LocalId of the message that the server has taken already, got %s",
							id,
						)
					}
					if again {
						seen = rule.Kept(before, e)
					}
					if succeeded(e) {
						taken[text] = e
					}
				}
			}
			return seen
		},
	}
}

// localIDByTraffic judges what follows a message that the server has taken, but whose response was lost: the same text
// once more. Its caller may have sent it anew.
func localIDByTraffic(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	lost := map[string]journal.Entry{} // by text and session
	for _, e := range rule.Of(entries, "iqchannels.sendMessage") {
		key := sessionOf(e) + "\n" + fmt.Sprint(memberOf(e, "Text"))
		id := fmt.Sprint(memberOf(e, "LocalId"))
		if before, again := lost[key]; again {
			if fmt.Sprint(memberOf(before, "LocalId")) != id {
				f := rule.Broken([]journal.Entry{before, e},
					"expected the LocalId of the message that the server has taken already, got %s", id)
				f.Doubtful = true
				return f
			}
			seen = rule.Kept(before, e)
		}
		delete(lost, key)
		if succeeded(e) && (e.State == journal.Aborted || e.Sent != nil && e.Sent.End != "") {
			lost[key] = e
		}
	}
	return seen
}

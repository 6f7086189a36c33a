package check

import (
	"fmt"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// iqSameLocalID: a message that the server has taken is repeated, if at all, under the same LocalId.
func iqSameLocalID() Rule {
	return Rule{
		ID: "iqchannels.same-local-id", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "iqchannels-readme §ChatMessageForm, LocalId: “Позволяет в случае ошибки повторно отправлять одно и то же сообщение без дубликатов”",
		Text:   "a message that is sent again keeps its LocalId",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Method != "iqchannels.send" || concurrent(r.Claims, i) > 1 {
					continue
				}
				taken := map[string]journal.Entry{} // by text
				for _, e := range Of(c.During(r.Entries), "iqchannels.sendMessage") {
					text, id := fmt.Sprint(iqMember(e, "Text")), fmt.Sprint(iqMember(e, "LocalId"))
					before, again := taken[text]
					if again && fmt.Sprint(iqMember(before, "LocalId")) != id {
						return Broken([]journal.Entry{before, e}, "expected the LocalId of the message that the server has taken already, got %s", id)
					}
					if again {
						seen = Kept(before, e)
					}
					if iqSucceeded(e) {
						taken[text] = e
					}
				}
			}
			return seen
		},
	}
}

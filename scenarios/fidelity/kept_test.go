package fidelity_test

import (
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/radist"
	"sparring/scenarios/timconnect"
)

// tim is an entry of TIM Connect.
func tim(seq int64, operation, method, path, sent, said string) journal.Entry {
	e := exchange(seq, operation, method, path, sent, said)
	e.API = "timconnect"
	return e
}

func queue(seq int64, page, messages string) journal.Entry {
	return tim(seq, "listQueue", "GET", "/api/messages/queue?page="+page, "",
		`{"result":"success","message":"","body":[`+messages+`],"paging":{"pages":2,"page":"`+page+`"}}`)
}

func message(id, text string) string { return `{"id":"` + id + `","message":"` + text + `"}` }

// TestKept: messages are told once each, whole and in order; those that came before may be left out.
func TestKept(t *testing.T) {
	both := []journal.Entry{
		queue(2, "1", message("1", "Jan")), queue(3, "2", message("1", "Jan")+","+message("2", "Anna")),
	}
	late := append([]journal.Entry{queue(1, "1", message("1", "Jan"))}, both...)
	nameless := []journal.Entry{queue(2, "1", `{"id":null,"message":"Jan"}`)}
	removed := append([]journal.Entry{}, late...)
	removed = append(removed, tim(4, "removeDevice", "DELETE", "/api/device", "", `{"result":"success","message":""}`))
	for name, test := range map[string]struct {
		ability string
		after   int64
		entries []journal.Entry
		told    string
		says    string // "": nothing is wrong
	}{
		"each once": {"receiveMessages", 1, both, message("1", "Jan") + "," + message("2", "Anna"), ""},
		"twice": {"receiveMessages", 1, both, message("1", "Jan") + "," + message("1", "Jan") + "," +
			message("2", "Anna"), "twice"},
		"one is missing": {"receiveMessages", 1, both, message("1", "Jan"), "did not tell values/messages/1"},
		"one is cut":     {"receiveMessages", 1, both, message("1", "Ja") + "," + message("2", "Anna"), "/0/message"},
		"one is invented": {
			"receiveMessages", 1, both, message("1", "Jan") + "," + message("2", "Anna") + "," + message("3", ""),
			"which no response had",
		},
		"another order": {
			"receiveMessages", 1, both, message("2", "Anna") + "," + message("1", "Jan"), "in another order",
		},
		"one without a name": {"receiveMessages", 1, nameless, `{"id":null,"message":"Jan"}`, ""},
		"another one without a name": {
			"receiveMessages", 1, nameless, `{"id":null,"message":"Ja"}`, "which no response had",
		},
		"known before":          {"receiveMessages", 1, late, message("2", "Anna"), ""},
		"the store":             {"feed", 3, late, message("1", "Jan"), ""},
		"the store is empty":    {"feed", 3, late, "", "did not tell values/messages/0"},
		"the store was emptied": {"feed", 4, removed, "", ""},
	} {
		calls := []fidelity.Call{
			call(t, "timconnect.receiveMessages", 0, 1, `{}`, `{"messages":[`+message("1", "Jan")+`]}`),
		}
		if test.entries[0].Seq > 1 {
			calls = nil
		}
		calls = append(calls, call(t, "timconnect."+test.ability, test.after, 9, `{}`, `{"messages":[`+test.told+`]}`))
		for i := range calls {
			calls[i].API = "timconnect"
		}
		found := fidelity.Judge(&fidelity.Record{
			Entries: test.entries, Calls: calls, Shown: func(text string) string { return text },
		}, []fidelity.API{timconnect.API().Wire})
		var all []string
		for _, c := range found.Checks {
			all = append(all, c.Message)
		}
		said := strings.Join(all, "; ")
		if test.says == "" && said != "" || !strings.Contains(said, test.says) {
			t.Errorf("%s: expected %q, got %q", name, test.says, said)
		}
	}
}

// TestPart: an argument is compared by its parts.
func TestPart(t *testing.T) {
	got := tim(1, "getMessage", "GET", "/api/messages/77", "", `{"result":"success","message":"","body":[]}`)
	for id, wrong := range map[string]bool{"77": false, "78": true} {
		c := call(t, "timconnect.takePush", 0, 1, `{"payload":{"id":"`+id+`","aps":{"alert":"Hello"}}}`, `{}`)
		c.API = "timconnect"
		found := fidelity.Judge(&fidelity.Record{
			Entries: []journal.Entry{got}, Calls: []fidelity.Call{c}, Shown: func(text string) string { return text },
		}, []fidelity.API{timconnect.API().Wire})
		if wrong != (len(found.Checks) == 1) || wrong && found.Checks[0].Difference.Name != "args/payload/id" {
			t.Errorf("%s: %+v", id, found.Checks)
		}
	}
}

// TestPages: a list that ends before its last page is noticed by the number of all items.
func TestPages(t *testing.T) {
	page := exchange(1, "ConnectionsGetItems", "GET", "/companies/7/connections/", "",
		`{"count":3,"connections":[{"id":1},{"id":2}]}`)
	rest := exchange(2, "ConnectionsGetItems", "GET", "/companies/7/connections/?offset=2", "",
		`{"count":3,"connections":[{"id":3}]}`)
	page.API, rest.API = "radist", "radist"
	for told, entries := range map[string][]journal.Entry{
		`[{"id":1},{"id":2}]`:          {page},
		`[{"id":1},{"id":2},{"id":3}]`: {page, rest},
	} {
		c := call(t, "radist.connections", 0, 2, `{}`, `{"connections":`+told+`}`)
		c.API = "radist"
		found := fidelity.Judge(&fidelity.Record{
			Entries: entries, Calls: []fidelity.Call{c}, Shown: func(text string) string { return text },
		}, []fidelity.API{radist.API().Wire})
		if want := 2 - len(entries); len(found.Checks) != want ||
			want == 1 && !strings.Contains(found.Checks[0].Message, "there are more pages") {
			t.Errorf("%s: %+v", told, found.Checks)
		}
	}
}

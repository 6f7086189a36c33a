package fidelity_test

import (
	"fmt"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/radist"
)

// TestAnswers: what a user has entered is sent as it was entered, and of two calls at once each user's answer is right.
func TestAnswers(t *testing.T) {
	const login, spaced = "TelegramSendLoginRequest", " two  words "
	for name, test := range map[string]struct {
		entered []string
		others  []string
		body    string
		want    string
	}{
		"as it is": {entered: []string{spaced}, body: `{"password":" two  words "}`},
		"trimmed": {
			entered: []string{spaced}, body: `{"password":"two  words"}`, want: "/password",
		},
		"the second of two":    {entered: []string{"one", "two"}, body: `{"password":"two"}`},
		"neither of two":       {entered: []string{"one", "two"}, body: `{"password":"three"}`, want: "/password"},
		"another call's":       {entered: []string{"one"}, others: []string{"two"}, body: `{"password":"two"}`},
		"nobody was asked":     {body: `{"password":"one"}`},
		"no password was sent": {entered: []string{"one"}, body: `{"code":"01234"}`},
		"null":                 {entered: []string{"one"}, body: `{"password":null}`},
	} {
		t.Run(name, func(t *testing.T) {
			e := exchange(1, login, "POST", "/v2/companies/7/telegram/login", test.body, `{"session_id":"s"}`)
			e.API = "radist"
			var calls []fidelity.Call
			for _, answers := range [][]string{test.entered, test.others} {
				c := call(t, "radist.connectTelegram", 0, 2, `{"by":"qr"}`, `{}`)
				c.API, c.OK, c.Answers = "radist", false, map[string][]string{"password": answers}
				calls = append(calls, c)
			}
			found := fidelity.Judge(&fidelity.Record{
				Entries: []journal.Entry{e}, Calls: calls, Shown: func(text string) string { return text },
			}, []fidelity.API{radist.API().Wire})
			got := ""
			for _, c := range found.Checks {
				if c.ID == fidelity.Up && c.Difference.Name == "answers/password" {
					got = c.Difference.Pointer
				}
			}
			if got != test.want {
				t.Errorf("found %q, want %q: %s", got, test.want, fmt.Sprint(found.Checks))
			}
		})
	}
}

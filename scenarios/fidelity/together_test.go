package fidelity_test

import (
	"fmt"
	"net/http"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/iqchannels"
)

// TestSessionsOfCallsAtOnce: a request that names its account, or carries the arguments of one call, is that call's.
func TestSessionsOfCallsAtOnce(t *testing.T) {
	issued := exchange(1, "authorize", "POST", "/auth", `{"username":"jan","client":"c"}`,
		success(`{"token":"‹token 1›"}`))
	own := call(t, "bonder.loadCard", 0, -1, `{"card_id":"`+jan+`"}`, `{}`)
	other := call(t, "bonder.loadCard", 0, -1, `{"card_id":"`+anna+`"}`, `{}`)
	other.Credentials = map[string]string{"username": "anna", "client": "c"}
	both := []fidelity.Call{own, other}
	for name, test := range map[string]struct {
		path, email string
		mixed       bool
	}{
		"the own card and account":         {jan, "jan", false},
		"another card":                     {anna, "", true},
		"another account":                  {jan, "anna", false}, // neither call has both: it may be either's
		"another card and another account": {anna, "anna", true},
	} {
		used := load(2, test.path, pl)
		used.Request.Header = http.Header{"X-Auth-Key": {"‹token 1›"}}
		if test.email != "" {
			used.Request.Header.Set("X-Auth-Email", test.email)
		}
		want := ""
		if test.mixed {
			want = "header/X-Auth-Key"
		}
		t.Run(name, func(t *testing.T) {
			found := judge(both, issued, used)
			if got := len(found.Checks) > 0; got != (want != "") {
				t.Errorf("mixed: %v, found %+v", test.mixed, found.Checks)
			}
		})
	}
}

// TestLoginsAtOnce: of two sign-ins at once each is told what the server answered to its own token.
func TestLoginsAtOnce(t *testing.T) {
	api := iqchannels.API().Wire
	signIn := func(seq int64, token string, id int) journal.Entry {
		return exchange(seq, "integrationAuth", "POST", "/public/api/v1/clients/integration_auth",
			`{"Credentials":"`+token+`","Channel":"support"}`, fmt.Sprintf(
				`{"OK":true,"Result":{"Client":{"Id":%d,"Name":"x","Type":"integrated"},"Session":{"Token":"s-%d"}}}`,
				id, id))
	}
	entries := []journal.Entry{signIn(1, "a", 1), signIn(2, "b", 2)}
	for i := range entries {
		entries[i].API = "iqchannels"
	}
	told := func(first, second int) fidelity.Result {
		values := func(id int) string { return fmt.Sprintf(`{"client_id":%d,"name":"x","type":"integrated"}`, id) }
		a := call(t, "iqchannels.signIn", 0, 2, `{}`, values(first))
		b := call(t, "iqchannels.signIn", 0, 2, `{}`, values(second))
		a.API, b.API = "iqchannels", "iqchannels"
		a.Credentials = map[string]string{"token": "a", "channel": "support"}
		b.Credentials = map[string]string{"token": "b", "channel": "support"}
		return fidelity.Judge(&fidelity.Record{
			Entries: entries, Calls: []fidelity.Call{a, b}, Shown: func(text string) string { return text },
		}, []fidelity.API{api})
	}
	if found := told(1, 2); len(found.Checks) != 0 {
		t.Errorf("right answers: %+v", found.Checks[0])
	}
	if found := told(2, 1); len(found.Checks) == 0 || found.Checks[0].ID != fidelity.Apart {
		t.Errorf("answers exchanged: %+v", found.Checks)
	}
}

package watch_test

import (
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// TestOwnService: what is wrong with the response of a service warns, unless the service is the fake, or a fault acted.
func TestOwnService(t *testing.T) {
	const ours, path = "http://127.0.0.1:1/w/w/iqchannels", "/rest/chat/client/id/x"
	asked := func(at string, faults ...journal.Shaping) *verdict.Report {
		called := journal.Entry{
			Seq: 2, State: journal.Closed, Kind: journal.Outgoing, Peer: journal.Service, API: "iqchannels",
			Operation: "getClientCard", Method: "GET", URL: at + path, Path: path, Faults: faults,
			Response: &journal.Message{Status: 200},
		}
		finding(journal.Violation, journal.ByService)(&called)
		signIn := "/public/api/v1/clients/integration_auth"
		return judged(watch.Options{}, watch.World{ID: "w", Entries: []journal.Entry{
			{
				Seq: 1, State: journal.Closed, Kind: journal.Exchange, API: "iqchannels", Operation: "integrationAuth",
				Method: "POST", URL: ours + signIn, Path: signIn, Response: &journal.Message{Status: 200},
			}, called,
		}})
	}
	for name, test := range map[string]struct {
		report *verdict.Report
		want   verdict.Verdict
	}{
		"of somebody else":  {asked("http://auth.example:8080"), verdict.Warned},
		"the fake's own":    {asked(ours), verdict.Passed},
		"broken by a fault": {asked("http://auth.example:8080", journal.Shaping{}), verdict.Passed},
	} {
		if got := outcome(t, test.report, "iqchannels.getClientCard").Verdict; got != test.want {
			t.Errorf("%s: expected %s, got %s", name, test.want, got)
		}
	}
}

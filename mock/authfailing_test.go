package mock_test

import (
	"net/http"
	"strings"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// A look-up at the own service that a fault cuts off names the cause, as one at a foreign service does.
func TestOwnServiceThatIsCutOff(t *testing.T) {
	s := mocktest.Start(t)
	s.Fault(client.FaultRequest{Match: matchOp("iqchannels", "getClientCard"), Fault: faultOf("reset")})
	c := s.Credentials("iqchannels")
	_, text, _ := call(t, http.MethodPost, s.URL("iqchannels")+"/public/api/v1/clients/integration_auth",
		`{"Credentials":"`+c["token"]+`","Channel":"`+c["channel"]+`"}`)
	if !strings.Contains(text, `"internal_server_error"`) {
		t.Errorf("the SDK sees %s", text)
	}
	for _, e := range s.Journal() {
		if e.Kind == journal.Outgoing && (e.Error == "" || len(e.Findings) != 1 || e.Findings[0].Code != "no_answer" ||
			len(e.Faults) != 1) {
			t.Errorf("entry %+v", e)
		}
	}
}

// The world's own auth service is called as a foreign one is: one outgoing entry, and what it answers wrongly is a
// violation by the service, never the client's and never a defect of ours.
func TestOwnServiceIsJudgedAsAService(t *testing.T) {
	for mode, code := range map[string]string{"malformed": "malformed_json", "html": "", "error_in_200": "error_in_200",
		"empty_object": "client_missing", "timeout": "no_answer", "status": "", "empty": ""} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			patience := "1m"
			if mode == "timeout" {
				patience = "100ms"
			}
			s := mocktest.Start(t, mocktest.Switch("iqchannels", "authTimeout", patience))
			s.Event("iqchannels", "auth.failing", map[string]any{"mode": mode, "times": 1})
			c := s.Credentials("iqchannels")
			call(t, http.MethodPost, s.URL("iqchannels")+"/public/api/v1/clients/integration_auth", `{"Credentials":"`+
				c["token"]+`","Channel":"`+c["channel"]+`"}`)
			outgoing := 0
			for _, e := range s.Journal() {
				for _, f := range e.Findings {
					if e.Kind != journal.Outgoing || f.By != journal.ByService || f.Kind != journal.Violation ||
						f.Code != code {
						t.Errorf("entry %d, %s: %+v", e.Seq, e.Kind, f)
					}
				}
				if e.Kind == journal.Outgoing {
					outgoing++
					if gone := mode == "timeout"; gone != (e.Error != "") || gone != (e.Response == nil) ||
						e.State != journal.Closed {
						t.Errorf("%s, error %q, response %+v", e.State, e.Error, e.Response)
					}
					if (len(e.Findings) > 0) != (code != "") || e.Peer != journal.Service {
						t.Errorf("%s: findings %+v", e.Peer, e.Findings)
					}
				}
			}
			if outgoing != 1 {
				t.Errorf("%d look-ups, want 1", outgoing)
			}
		})
	}
}

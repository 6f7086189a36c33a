package mock_test

import (
	"net/http"
	"testing"

	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// The world's own auth service is called as a foreign one is: one outgoing entry, and what it answers wrongly is a
// violation by the service, never the client's and never a defect of ours.
func TestOwnServiceIsJudgedAsAService(t *testing.T) {
	for mode, code := range map[string]string{"malformed": "malformed_json", "html": "", "error_in_200": "", "status": "", "empty": ""} {
		t.Run(mode, func(t *testing.T) {
			s := mocktest.Start(t)
			s.Raise("iqchannels", "auth.failing", map[string]any{"mode": mode, "times": 1})
			c := s.Credentials("iqchannels")
			call(t, http.MethodPost, s.URL("iqchannels")+"/public/api/v1/clients/integration_auth", `{"Credentials":"`+c["token"]+`","Channel":"`+c["channel"]+`"}`)
			outgoing := 0
			for _, e := range s.Journal() {
				for _, f := range e.Findings {
					if e.Kind != journal.Outgoing || f.By != journal.ByService || f.Kind != journal.Violation || f.Code != code {
						t.Errorf("entry %d, %s: %+v", e.Seq, e.Kind, f)
					}
				}
				if e.Kind == journal.Outgoing {
					outgoing++
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

// Package conduct judges a client in a Go test by the rules that traffic can answer: renewals, login loops, second
// effects, retries, and the contract. Good is the one call, at the end of a test; what a rule needs is in its message.
//
//	s := mocktest.Start(t)
//	… the client's own test …
//	conduct.Good(t, s)
package conduct

import (
	"context"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/mocktest"
	"sparring/scenarios/bonder"
	"sparring/scenarios/iqchannels"
	"sparring/scenarios/radist"
	"sparring/scenarios/suite"
	"sparring/scenarios/timconnect"
	"sparring/scenarios/watch"
)

// apis is the suite's list without the sentences, of which godog would come with every client's tests.
func apis() suite.APIs {
	return suite.APIs{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()}
}

// Good fails the test if the clients of a world have broken a rule or the contract, sent what fits no operation, or if
// a rule or operation that require names ("bonder.renew-once", "bonder.saveCard") was not exercised. What only warns is
// logged. It returns all outcomes, for tests that want to know more.
func Good(tb testing.TB, s *mocktest.Server, require ...string) client.Conduct {
	tb.Helper()
	options := watch.Options{
		APIs: apis(), Catalogue: mock.APIs(), Require: require,
	}
	if err := options.Check(); err != nil {
		tb.Fatalf("conduct: %s", strings.Replace(err.Error(), "--require", "require", 1))
	}
	page, err := s.Control.Journal(context.Background(), s.World.ID, client.Query{})
	if err != nil {
		tb.Fatalf("conduct: journal: %v", err)
	}
	judged := watch.Conduct(options, s.World.ID, page)
	if judged.Forgotten {
		tb.Error("conduct: the journal has forgotten entries before they were judged")
	}
	for _, o := range judged.Outcomes {
		switch o.Verdict {
		case "passed":
		case "not exercised":
			for _, id := range require {
				if id == o.ID {
					tb.Errorf("conduct: %s was not exercised: %s", o.ID, o.Text)
				}
			}
		case "warned":
			tb.Logf("conduct: %s warns: %s (entries %v)", o.ID, o.Message, o.Entries)
		default:
			tb.Errorf("conduct: %s %s: %s (entries %v; %s)", o.ID, o.Verdict, o.Message, o.Entries, o.Source)
		}
	}
	return judged
}

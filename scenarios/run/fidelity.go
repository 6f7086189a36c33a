package run

import (
	"sparring/scenarios/fidelity"
)

// faithful judges, after every scenario and unasked, that nothing was lost, invented or leaked between the client's
// caller and the wire.
func (s *Scenario) faithful() {
	record := &fidelity.Record{
		Entries: s.Journal.Entries(), Shown: s.Secrets.Hide, Secrets: s.Secrets.Known(), Log: s.Client.Session.Log(),
	}
	for _, c := range s.Calls.All() {
		until := c.SeqAfter
		if c.Ended.IsZero() {
			until = -1
		}
		record.Calls = append(record.Calls, fidelity.Call{
			API: c.API, Ability: c.Method, Args: c.Args, Credentials: c.Credentials, After: c.SeqBefore, Until: until,
			Answers: c.Answers, OK: c.OK, Values: c.Values,
		})
	}
	found := fidelity.Judge(record, s.APIs.Wire())
	s.Checks = append(s.Checks, found.Checks...)
	s.Told, s.LeftOut = found.Told, found.LeftOut
}

package watch

import (
	"fmt"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// coverage counts what was met of an API. Pages are for people and not counted.
func coverage(api client.API, worlds []World) verdict.Coverage {
	out := verdict.Coverage{API: api.Name}
	at := map[string]int{}
	for _, op := range api.Operations {
		if op.Page {
			continue
		}
		at[op.ID] = len(out.Operations)
		o := verdict.Operation{ID: op.ID, Outcomes: []verdict.Met{{Outcome: verdict.Success}}}
		for _, code := range op.Codes {
			o.Outcomes = append(o.Outcomes, verdict.Met{Outcome: code})
		}
		out.Operations = append(out.Operations, o)
	}
	for i := range worlds {
		for j := range worlds[i].Entries {
			e := &worlds[i].Entries[j]
			k, known := at[e.Operation]
			if e.API != api.Name || !known || e.Preflight() ||
				e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
				continue
			}
			count(&out.Operations[k], met(e))
		}
	}
	return out
}

// count adds an outcome of an operation.
func count(op *verdict.Operation, outcome string) {
	op.Requests++
	for i := range op.Outcomes {
		if op.Outcomes[i].Outcome == outcome {
			op.Outcomes[i].Count++
			return
		}
	}
	op.Outcomes = append(op.Outcomes, verdict.Met{Outcome: outcome, Count: 1, Beyond: true})
}

// met names the outcome of an exchange as its client saw it.
func met(e *journal.Entry) string {
	switch {
	case e.Sent != nil && e.Sent.End != "":
		return "connection: " + string(e.Sent.End)
	case e.Sent != nil && e.Sent.Status >= 400 && e.Code == "":
		return fmt.Sprintf("status %d", e.Sent.Status)
	case e.Code != "":
		return e.Code
	case e.Response == nil || e.Response.Status == 0:
		return "no response"
	case e.Response.Status >= 400:
		return fmt.Sprintf("status %d", e.Response.Status)
	}
	return verdict.Success
}

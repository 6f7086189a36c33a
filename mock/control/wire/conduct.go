package wire

import "sparring/mock/journal"

// Conduct is how the clients of a world have behaved, as far as their traffic shows. Lists are never null.
type Conduct struct {
	World      string            `json:"world"`
	Exchanges  int               `json:"exchanges"`
	Forgotten  bool              `json:"forgotten"` // the journal has dropped entries
	Outcomes   []ConductOutcome  `json:"outcomes"`
	Unanswered []string          `json:"unanswered"` // ids of rules that traffic alone cannot answer
	Coverage   []ConductCoverage `json:"coverage"`   // of each API that was called
}

// ConductOutcome is a rule or an operation and what became of it.
type ConductOutcome struct {
	ID         string             `json:"id"` // "bonder.five-languages", "bonder.saveCard"
	API        string             `json:"api,omitempty"`
	Level      string             `json:"level"`   // "must", "should"
	Verdict    string             `json:"verdict"` // "passed", "warned", "failed", "not exercised", …
	Text       string             `json:"text"`    // the demand in a sentence
	Source     string             `json:"source,omitempty"`
	Provenance journal.Provenance `json:"provenance,omitempty"`
	Message    string             `json:"message,omitempty"`
	Tolerance  string             `json:"tolerance,omitempty"`
	Entries    []int64            `json:"entries,omitempty"` // seqs of the proof
}

// ConductCoverage is what was met of an API.
type ConductCoverage struct {
	API        string             `json:"api"`
	Operations []CoveredOperation `json:"operations"`
}

// CoveredOperation is an operation and how often each of its outcomes was met.
type CoveredOperation struct {
	ID       string       `json:"id"`
	Requests int          `json:"requests"`
	Outcomes []MetOutcome `json:"outcomes"`
}

// MetOutcome is an outcome of an operation: "success", an error code, a status, or how the connection ended.
type MetOutcome struct {
	Outcome string `json:"outcome"`
	Count   int    `json:"count"`
	Beyond  bool   `json:"beyond,omitempty"` // the document does not list it
}

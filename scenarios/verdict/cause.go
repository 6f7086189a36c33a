package verdict

// Cause is a mistake that explains failures of a client.
type Cause struct {
	Mistake  string   `json:"mistake"`         // name of a mutant
	Text     string   `json:"text"`            // the mistake in a sentence
	Alike    []string `json:"alike,omitempty"` // names of mutants that explain as much in its place
	Or       []string `json:"or,omitempty"`    // the mistakes of Alike in a sentence each
	Mend     string   `json:"mend"`            // in a sentence
	Explains int      `json:"explains"`        // failures, by reason, that no cause before it explains
	Share    float64  `json:"share"`           // of all failures, 0 to 1
	Failures []string `json:"failures"`        // what failed: FEATURE: NAME
}

// Unexplained are failures that no known mistake explains, for one reason.
type Unexplained struct {
	Rule     string   `json:"rule"`
	Failures []string `json:"failures"`
}

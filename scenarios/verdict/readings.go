package verdict

// Reading is a reading of the vendors' texts and what became of the scenarios under it.
type Reading struct {
	Reading      string `json:"reading"` // API.NAME=VALUE; empty: the documented readings
	Counts       Counts `json:"counts"`
	Contradicted int    `json:"contradicted"` // of those that were skipped: the reading contradicts the scenario
}

// Name names the reading.
func (r Reading) Name() string {
	if r.Reading == "" {
		return "as documented"
	}
	return r.Reading
}

// byReading counts by reading, in the order in which they were run; nil if there is but the documented one.
func (r *Report) byReading() []Reading {
	var out []Reading
	parts := map[string]*Report{}
	for _, s := range r.Scenarios {
		if parts[s.Reading] == nil {
			parts[s.Reading] = &Report{}
			out = append(out, Reading{Reading: s.Reading})
		}
		parts[s.Reading].Scenarios = append(parts[s.Reading].Scenarios, s)
	}
	if len(out) == 0 || len(out) == 1 && out[0].Reading == "" {
		return nil
	}
	for i := range out {
		part := parts[out[i].Reading]
		part.count(r.Strict)
		out[i].Counts = part.Counts
		for _, s := range part.Scenarios {
			if s.Contradicted {
				out[i].Contradicted++
			}
		}
	}
	return out
}

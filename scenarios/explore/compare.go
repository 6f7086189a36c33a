package explore

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Compared are the failures of two walks.
type Compared struct {
	With   string   `json:"with"` // the file of the earlier walk
	New    []string `json:"new"`
	Mended []string `json:"mended"` // not seen again, though their operation was walked
	Same   []string `json:"same"`
	Unseen []string `json:"unseen"` // nothing was walked that could show them
}

// ReadJSON reads the result of an earlier walk.
func ReadJSON(in io.Reader) (*Result, error) {
	var r Result
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		return nil, fmt.Errorf("expected the JSON of sparring explore: %w", err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("expected the schema %s, got %q", Schema, r.Schema)
	}
	return &r, nil
}

// Walks reports whether a walk has cells of one of some APIs; none means all.
func (r *Result) Walks(apis []string) bool {
	return len(apis) == 0 || slices.ContainsFunc(r.Cells, func(c Walked) bool {
		api, _, _ := strings.Cut(c.Cell, ":")
		return slices.Contains(apis, api)
	})
}

// Compare says what has changed since an earlier walk.
func (r *Result) Compare(earlier *Result, name string) {
	c := &Compared{With: name, New: []string{}, Mended: []string{}, Same: []string{}, Unseen: []string{}}
	now := ids(r)
	before := ids(earlier)
	for _, id := range now {
		if slices.Contains(before, id) {
			c.Same = append(c.Same, id)
		} else {
			c.New = append(c.New, id)
		}
	}
	walked := map[string]bool{}
	for _, w := range r.Cells {
		walked[w.Cell] = true
	}
	for _, f := range earlier.Failures {
		switch {
		case slices.Contains(now, f.ID):
		case walked[f.Smallest]:
			c.Mended = append(c.Mended, f.ID)
		default:
			c.Unseen = append(c.Unseen, f.ID)
		}
	}
	r.Compared = c
}

func ids(r *Result) []string {
	out := []string{}
	for _, f := range r.Failures {
		if !f.Doubtful {
			out = append(out, f.ID)
		}
	}
	return out
}

package fault_test

import (
	"testing"

	"pgregory.net/rapid"

	"sparring/mock/fault"
	"sparring/mock/message"
)

// TestArithmetic checks random rules and requests against the rule of thumb: each rule counts its own matches, the
// first that is due and not spent fires.
func TestArithmetic(t *testing.T) {
	type model struct{ after, times, seen, hits int }
	rapid.Check(t, func(t *rapid.T) {
		s, models, ids := newSet(), map[string]*model{}, []string{}
		operations := []string{"", "auth", "saveCard"}
		aims := map[string]string{}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				m := model{after: rapid.IntRange(0, 4).Draw(t, "after"), times: rapid.IntRange(0, 3).Draw(t, "times")}
				op := rapid.SampledFrom(operations).Draw(t, "operation")
				r, err := s.Add(fault.Rule{Match: fault.Match{API: "bonder", Operation: op}, After: m.after,
					Times: &m.times, Fault: fault.Spec{Kind: "reset"}})
				if err != nil {
					t.Fatal(err)
				}
				models[r.ID], aims[r.ID] = &m, op
				ids = append(ids, r.ID)
			},
			"request": func(t *rapid.T) {
				op := rapid.SampledFrom(operations).Draw(t, "operation")
				want := ""
				for _, id := range ids {
					m := models[id]
					switch {
					case aims[id] != "" && aims[id] != op:
					case m.seen < m.after:
						m.seen++
					case want == "" && (m.times == 0 || m.hits < m.times):
						want = id
						m.hits++
					}
				}
				got := ""
				if f := s.Decide(&message.Request{API: "bonder", Operation: op}); f != nil {
					got = f.Rule
				}
				if got != want {
					t.Fatalf("fired %q, want %q", got, want)
				}
			},
			"remove": func(t *rapid.T) {
				if len(ids) == 0 {
					t.Skip("nothing to remove")
				}
				i := rapid.IntRange(0, len(ids)-1).Draw(t, "which")
				if !s.Remove(ids[i]) {
					t.Fatal("was not there")
				}
				ids = append(ids[:i:i], ids[i+1:]...)
			},
			"fork": func(*rapid.T) {
				fork := newSet()
				fork.Import(s.Copy())
				s = fork
			},
			"": func(t *rapid.T) {
				idle := true
				for i, r := range s.List() {
					m := models[ids[i]]
					if r.ID != ids[i] || r.Hits != m.hits || (m.times > 0 && *r.Remaining != m.times-m.hits) {
						t.Fatalf("rule %+v, want %+v", r, *m)
					}
					idle = idle && m.times > 0 && m.hits == m.times
				}
				if s.Idle() != idle {
					t.Fatalf("idle %t, want %t", s.Idle(), idle)
				}
			},
		})
	})
}

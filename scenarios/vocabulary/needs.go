package vocabulary

import (
	"slices"
	"strings"

	"sparring/scenarios/driver"
)

// Needs are the abilities that a scenario asks for; of each list the client must have one. They are known before
// anything runs, so that a client without them is not started.
type Needs [][]string

// Lacking returns the abilities that a client would need in addition: of several that would do, the first.
func (n Needs) Lacking(h *driver.Hello) []string {
	var out []string
	for _, choice := range n {
		if !slices.ContainsFunc(choice, h.Has) && !slices.Contains(out, choice[0]) {
			out = append(out, choice[0])
		}
	}
	return out
}

// Needs returns what the steps of a scenario ask for. api is that of the scenario, "" if it has none.
func (v *Vocabulary) Needs(api string, scenario []Written) Needs {
	var needs Needs
	var asked []string
	for _, w := range scenario {
		found := v.Find(w.Keyword, w.Text)
		if len(found) != 1 {
			continue // reported elsewhere
		}
		step := found[0]
		if step.SignOfLife {
			if choice := v.ordinary(api, asked); len(choice) > 0 {
				needs = append(needs, choice)
			}
			continue
		}
		for _, choice := range step.asks(w.Text) {
			asked = append(asked, choice[0])
			needs = append(needs, choice)
		}
	}
	return needs
}

// Restarts reports whether a step starts the client again.
func (v *Vocabulary) Restarts(w Written) bool {
	return slices.ContainsFunc(v.Find(w.Keyword, w.Text), func(s *Step) bool { return s.Restarts })
}

// Hurries reports whether a step tells the client how long to wait for a response.
func (v *Vocabulary) Hurries(w Written) bool {
	return slices.ContainsFunc(v.Find(w.Keyword, w.Text), func(s *Step) bool { return s.Hurries })
}

// ordinary returns the abilities of which one is the sign of life of an API, after others have been asked for.
func (v *Vocabulary) ordinary(name string, asked []string) []string {
	if name == "" && len(asked) > 0 {
		name, _, _ = strings.Cut(asked[len(asked)-1], ".")
	}
	if ordinary := v.callers[name].Ordinary; ordinary != nil {
		return ordinary(asked)
	}
	return nil
}

// asks returns what the step asks for if it is written like this.
func (s *Step) asks(text string) Needs {
	for _, f := range s.forms {
		if groups := f.groups(text); groups != nil && s.Asks != nil {
			return s.Asks(groups)
		}
	}
	return nil
}

// AsksFor is the Asks of a step that always asks for the same ability, or for one of several.
func AsksFor(choice ...string) func([]string) Needs {
	return func([]string) Needs { return Needs{choice} }
}

// AsksNamed is the Asks of a step whose first group names the ability.
func AsksNamed(groups []string) Needs { return Needs{groups[:1]} }

// AsksByGroup is the Asks of a step whose first group chooses the ability.
func AsksByGroup(abilities map[string]string) func([]string) Needs {
	return func(groups []string) Needs { return Needs{{abilities[groups[0]]}} }
}

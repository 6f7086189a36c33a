package scenarios

import (
	"strings"

	"sparring/scenarios/explore"
)

// Explored returns the options of a walk that follow from the APIs: their flows, what ends what a client holds, and
// which of their rules hold when.
func Explored() (explore.Options, error) {
	flows, err := Flows()
	o := explore.Options{
		Flows: flows, Between: map[string][]string{}, Readings: map[string][]string{}, Renewal: map[string]string{},
	}
	for _, a := range APIs() {
		o.Between[a.Name], o.Readings[a.Name], o.Renewal[a.Name] = a.Between, a.Readings, a.Renewal
		for _, rule := range a.Rules {
			if !rule.Always {
				o.Asked = append(o.Asked, rule.ID)
			}
			if strings.HasSuffix(rule.ID, ".renew-once") {
				o.Renews = append(o.Renews, rule.ID)
			}
		}
	}
	return o, err
}

package fault

import "sparring/mock/param"

// expireAction ends the credential of the request before it is handled. The fake does it, and keeps the reason.
type expireAction struct {
	plain
	reason string
}

func expireKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "expire", Doc: "ends the credential of the request, then handles the request with the dead credential", Handled: true,
			Parameters: param.List{{Name: "reason", Type: param.String, Values: []string{"time", "count", "revoked"}, Default: "time", Doc: "why the credential ended"}},
		},
		stage: With,
		build: func(p params) (action, *Refusal) { return expireAction{reason: p.Text("reason")}, nil },
	}
}

func (a expireAction) detail() string { return a.reason }

func (a expireAction) fits(c Catalogue, api, operation string) bool {
	return c.Credential(api, operation)
}

func (a expireAction) misfit(c Catalogue, _ []key) *Refusal {
	return &Refusal{
		Field: field("fault", "kind"), Reason: "no operation that the rule matches carries a credential that can end",
		Known: selected(c, c.Credential),
	}
}

// selected lists all operations that have a property.
func selected(c Catalogue, has func(api, operation string) bool) []string {
	known := []string{}
	for _, api := range c.APIs() {
		for _, operation := range c.Operations(api) {
			if has(api, operation) {
				known = append(known, api+" "+operation)
			}
		}
	}
	return known
}

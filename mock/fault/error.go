package fault

import (
	"slices"

	"sparring/mock/param"
)

// errorAction answers with a code of the vendor's catalogue. The fake writes it, in its own dialect.
type errorAction struct {
	plain
	code string
}

func errorKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "error", Doc: "answers with an error code that the document names for the operation; the request is not handled, unless the code comes with success",
			Parameters: param.List{{Name: "code", Type: param.String, Empty: true, Required: true, Doc: "a code of the operation, as its catalogue lists it"}},
		},
		stage: Instead,
		build: func(p params) (action, *Refusal) { return errorAction{code: p.Text("code")}, nil },
	}
}

func (a errorAction) detail() string { return a.code }

func (a errorAction) fits(c Catalogue, api, operation string) bool {
	return slices.Contains(c.Codes(api, operation), a.code)
}

func (a errorAction) misfit(c Catalogue, among []key) *Refusal {
	known := []string{}
	for _, k := range among {
		known = append(known, c.Codes(k.api, k.operation)...)
	}
	slices.Sort(known)
	return &Refusal{
		Field: field("fault", "code"), Known: slices.Compact(known),
		Reason: "no operation that the rule matches has the code " + show(a.code),
	}
}

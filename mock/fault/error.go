package fault

import (
	"slices"

	"sparring/mock/param"
)

// Error answers with an error code of the vendor's catalogue. The fake writes the response.
type Error struct {
	// Code is an error code of the operation, as its catalogue lists it.
	Code string `json:"code"`
}

func (e *Error) describe() KindInfo {
	return KindInfo{
		Kind: "error",
		Doc: "answers with an error code that the document names for the operation; the request is not handled, " +
			"unless the code comes with success",
		Parameters: param.List{{
			Name: "code", Type: param.String, Empty: true, Required: true, To: &e.Code,
			Doc: "a code of the operation, as its catalogue lists it",
		}},
	}
}

// Detail is the code.
func (e *Error) Detail() string { return e.Code }

// FailCode is the code that the fake answers with.
func (e *Error) FailCode() string { return e.Code }

func (e *Error) fits(c Catalogue, api, operation string) bool {
	return slices.Contains(c.Codes(api, operation), e.Code)
}

func (e *Error) misfit(c Catalogue, among []key) *Refusal {
	known := []string{}
	for _, k := range among {
		known = append(known, c.Codes(k.api, k.operation)...)
	}
	slices.Sort(known)
	return &Refusal{
		Field: field("fault", "code"), Known: slices.Compact(known),
		Reason: "no operation that the rule matches has the code " + show(e.Code),
	}
}

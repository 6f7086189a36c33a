package radist

import (
	"fmt"
	"slices"
	"sparring/mock/fake"
)

type companiesView struct {
	Companies []Company `json:"companies"`
}

// listCompanies gives the companies of the key. Source: clients.
func (x *exchange) listCompanies() (fake.Response, error) {
	limit, offset := x.page(x.Request)
	if len(x.issues) > 0 {
		return refused(x.issues)
	}
	out := companiesView{Companies: []Company{}}
	seen := 0
	for _, company := range x.companies.All() {
		if !slices.Contains(x.key.Companies, company.ID) {
			continue
		}
		if seen >= offset && len(out.Companies) < limit {
			out.Companies = append(out.Companies, company)
		}
		seen++
	}
	return success(out)
}

type userView struct {
	ID    int64  `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

// getUser gives the user of the key. Source: clients (answers for any valid key). Assumed: the fields.
func (x *exchange) getUser() (fake.Response, error) {
	return success(
		userView{
			ID:    x.key.User,
			Email: fmt.Sprintf("user%d@example.test", x.key.User),
			Name:  fmt.Sprintf("User %d", x.key.User),
		},
	)
}

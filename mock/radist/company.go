package radist

import (
	"fmt"
	"slices"
)

type companiesView struct {
	Companies []Company `json:"companies"`
}

// listCompanies gives the companies of the key. Source: clients.
func listCompanies(f *Fake, c *call) (any, error) {
	limit, offset := c.page(c.Request)
	if len(c.issues) > 0 {
		return nil, c.issues
	}
	out := companiesView{Companies: []Company{}}
	seen := 0
	for _, company := range f.state.Companies {
		if !slices.Contains(c.key.Companies, company.ID) {
			continue
		}
		if seen >= offset && len(out.Companies) < limit {
			out.Companies = append(out.Companies, company)
		}
		seen++
	}
	return out, nil
}

type userView struct {
	ID    int64  `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

// getUser gives the user of the key. Source: clients (answers for any valid key). Assumed: the fields.
func getUser(_ *Fake, c *call) (any, error) {
	return userView{ID: c.key.User, Email: fmt.Sprintf("user%d@example.test", c.key.User), Name: fmt.Sprintf("User %d", c.key.User)}, nil
}

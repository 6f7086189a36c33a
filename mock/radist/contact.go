package radist

import (
	"cmp"
	"slices"
	"sparring/mock/fake"
)

type contactView struct {
	ID        int64          `json:"id"`
	Name      *string        `json:"name"`
	Phones    []ContactPhone `json:"phones"`
	CreatedAt string         `json:"created_at"`
}

type contactsView struct {
	Count    int           `json:"count"`
	Contacts []contactView `json:"contacts"`
}

func (c *Contact) view() contactView {
	return contactView{ID: c.ID, Name: c.Name, Phones: slices.Clone(c.Phones), CreatedAt: stamp(c.CreatedAt)}
}

// listContacts gives a page of contacts. Source: clients (order_by=created_at:desc). Assumed: the wrapper, the scope.
func (x *exchange) listContacts() (fake.Response, error) {
	limit, offset := x.page(x.Request)
	order := x.Query().Get("order_by")
	switch order {
	case "", "id:asc", "id:desc", "created_at:asc", "created_at:desc":
	default:
		x.add("Input should be 'created_at:asc', 'created_at:desc', 'id:asc' or 'id:desc'", "enum", "query", "order_by")
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	all := []*Contact{}
	for _, o := range x.contacts.All() {
		if o.Company == x.company {
			all = append(all, &o)
		}
	}
	if order == "created_at:asc" || order == "created_at:desc" {
		slices.SortStableFunc(all, func(a, b *Contact) int {
			return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
		})
	}
	if order == "created_at:desc" || order == "id:desc" {
		slices.Reverse(all)
	}
	out := contactsView{Count: len(all), Contacts: []contactView{}}
	for i := offset; i < len(all) && len(out.Contacts) < limit; i++ {
		out.Contacts = append(out.Contacts, all[i].view())
	}
	return success(out)
}

// createContact makes a contact. Source: clients.
func (x *exchange) createContact() (fake.Response, error) {
	title, _ := x.object.filled("name", true)
	phones := []ContactPhone{}
	items, _ := x.object.list("phones", false)
	for i, item := range items {
		entry := object{in: &x.mistakes, loc: []any{"body", "phones", i}}
		fields, ok := item.(map[string]any)
		if !ok {
			x.add("Input should be a valid dictionary", "dict_type", entry.loc...)
			continue
		}
		entry.fields = fields
		kind, _ := entry.text("type", true)
		phone, _ := entry.phone("value", true)
		phones = append(phones, ContactPhone{Type: kind, Value: phone})
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	contact := x.addContact(x.company, &title, phones)
	return success(contact.view())
}

func (x *exchange) addContact(company int64, title *string, phones []ContactPhone) Contact {
	o := Contact{ID: x.next.contact.Take(), Company: company, Name: title, Phones: phones, CreatedAt: x.Now()}
	x.putContact(o)
	return o
}

// contactOf finds the company's contact with a phone.
func (x *exchange) contactOf(company int64, phone string) (id int64, ok bool) {
	for id, o := range x.contacts.All() {
		if o.Company == company &&
			slices.ContainsFunc(o.Phones, func(p ContactPhone) bool { return p.Value == phone }) {
			return id, true
		}
	}
	return 0, false
}

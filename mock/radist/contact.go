package radist

import (
	"cmp"
	"slices"
	"time"
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
func listContacts(f *Fake, c *call) (any, error) {
	limit, offset := c.page(c.Request)
	order := c.Query().Get("order_by")
	switch order {
	case "", "id:asc", "id:desc", "created_at:asc", "created_at:desc":
	default:
		c.add("Input should be 'created_at:asc', 'created_at:desc', 'id:asc' or 'id:desc'", "enum", "query", "order_by")
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	all := []*Contact{}
	for _, id := range ids(f.state.Contacts) {
		if o := f.state.Contacts[id]; o.Company == c.company {
			all = append(all, o)
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
	return out, nil
}

// createContact makes a contact. Source: clients.
func createContact(f *Fake, c *call) (any, error) {
	title, _ := c.object.filled("name", true)
	phones := []ContactPhone{}
	items, _ := c.object.list("phones", false)
	for i, item := range items {
		entry := object{in: &c.input, loc: []any{"body", "phones", i}}
		fields, ok := item.(map[string]any)
		if !ok {
			c.add("Input should be a valid dictionary", "dict_type", entry.loc...)
			continue
		}
		entry.fields = fields
		kind, _ := entry.text("type", true)
		phone, _ := entry.phone("value", true)
		phones = append(phones, ContactPhone{Type: kind, Value: phone})
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	return f.addContact(c.company, &title, phones, c.now).view(), nil
}

func (f *Fake) addContact(company int64, title *string, phones []ContactPhone, now time.Time) *Contact {
	o := &Contact{ID: take(&f.state.Next.Contact), Company: company, Name: title, Phones: phones, CreatedAt: now}
	f.state.Contacts[o.ID] = o
	f.kept(keptContacts, o.size(), func() int64 { return f.forgetContact(o.ID) })
	return o
}

// contactOf finds the company's contact with a phone.
func (f *Fake) contactOf(company int64, phone string) *Contact {
	for _, id := range ids(f.state.Contacts) {
		o := f.state.Contacts[id]
		if o.Company == company && slices.ContainsFunc(o.Phones, func(p ContactPhone) bool { return p.Value == phone }) {
			return o
		}
	}
	return nil
}

package rule

import "sparring/mock/journal"

// Once judges that in one call of an ability an operation has succeeded at most once: no second effect. Calls that
// overlap are left out, since nobody knows which request belongs to which call.
func Once(ability, operation string, succeeded func(journal.Entry) bool) func(*Record) Finding {
	return func(r *Record) Finding {
		seen := Finding{}
		for i := range r.Claims {
			c := &r.Claims[i]
			if c.Method != ability || Concurrent(r.Claims, i) > 1 {
				continue
			}
			var made []journal.Entry
			for _, e := range Of(c.During(r.Entries), operation) {
				if succeeded(e) {
					made = append(made, e)
				}
			}
			if len(made) > 1 {
				return Broken(
					made,
					"expected one %s to succeed, %d did in one call of %s",
					operation,
					len(made),
					ability,
				)
			}
			if len(made) == 1 {
				seen = Kept(made...)
			}
		}
		return seen
	}
}

// Package fake is the kit that all fakes are built from: a Definition of operations and events, facts in tables,
// transactions, effects, switches, planting. Package faketest tests what is built with it. The kit knows no vendor:
// rules, state machines and envelopes are the fake's own.
//
// # How a fake is built
//
// The facts are tables and values, declared once (state.go). A record has a key, and is a value: a change is a Put of a
// changed copy, and slices, maps and pointers in a record are cloned before they are changed.
//
//	type facts struct {
//		cards    *fake.Table[string, Card]
//		cardsOf  *fake.Index[string, string, Card] // by account
//		nextCard fake.Counter
//	}
//
//	func newFacts(s *fake.Store) *facts {
//		f := &facts{cards: fake.NewTable[string, Card](s, "cards"), nextCard: fake.NewCounter(s, "next_card")}
//		f.cardsOf = fake.NewIndex(f.cards, func(c *Card) (string, bool) { return c.Account, true })
//		return f
//	}
//
// A transaction is a struct that embeds Tx and the facts, with what one request is taken apart into. Handlers are its
// methods (api.go names them, <resource>.go has them):
//
//	type exchange struct {
//		fake.Tx
//		*facts
//		account Account // of the credential; found by admit
//	}
//
//	func (x *exchange) getCard() (fake.Response, error) {
//		card, ok := x.cards.Get(x.Vars["card_id"])
//		if !ok {
//			x.cards.NotFound()
//			return fake.Response{}, cardUnknown
//		}
//		return fake.JSON(0, card.view()), nil
//	}
//
// API returns what the server needs; it is made of one Definition (api.go), in which each function is a method of the
// exchange. Refusals are values (errors.go), switches are variables (switches.go), events are a table (events.go), and
// State and Plant translate between the tables and the JSON of the control API (plant.go).
//
// # A handler can run twice
//
// The kit runs a handler under the fake's lock, keeps its changes, and performs its effects once. If the changes cannot
// be kept, they are taken back and the handler runs again. So a handler
//
//   - reads facts from the tables, time from Now, readings from switches, and draws from Chance: from nothing else,
//   - changes facts by Put, Delete and Set only; derived things are an Index or a Due,
//   - never acts by itself: secrets, outbox, calls and streams are effects of Tx,
//   - ends with LookUp if it needs a service's response, and checks its conditions again in the handler that gets it.
//
// A refusal keeps what was changed, because a request that is refused may have been counted. The error of an event, and
// a panic, change nothing. There is one transaction of a fake at a time, so to check a limit and to count is one step.
//
// The order of locks is: fake, then clock. Now was read inside the fake's lock; effects on the journal, the outbox, the
// clock and streams are performed inside it, calls are made after it.
package fake

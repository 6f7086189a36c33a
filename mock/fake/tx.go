package fake

import (
	"slices"
	"time"

	"sparring/mock/journal"
	"sparring/mock/keep"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// Tx is one transaction: a request, an event, or what is due. A vendor embeds it in its view of a transaction, and all
// that a handler reads and does goes through it, so that a handler may run twice: the first run leaves nothing.
//
// World time and switches are read by Now and Switch.Get, chance is drawn by Chance. What reaches beyond the facts is
// an effect: Secret, Outbox, Call, Perform. Effects are performed once, after the handler has run for good.
type Tx struct {
	*Request // of an event or of what is due: without operation, header and body

	store    *Store
	now      time.Time
	why      []journal.Why
	findings []journal.Finding
	calls    []outbound.Call
	due      time.Time // the earliest time that a changed record is due; zero if none is
	chance   *world.Chance
	drawn    bool
	before   world.ChanceState // what the chance was before the first draw
	local    *effects
}

// effects are those that are performed before the lock of the fake is released: nobody sees the facts without them.
type effects struct {
	secrets []issued
	outbox  []outbound.Message
	others  []Effect
}

// issued is a secret that the fake issued or was given.
type issued struct{ kind, value string }

// Effect is a vendor's own effect, such as the waking of a stream. It must not wait: the fake's lock is held.
type Effect interface {
	Perform()
	String() string // the same for two runs of one handler; for tests
}

// Exchange is a vendor's view of one transaction: a pointer to a struct that embeds Tx.
type Exchange interface{ transaction() *Tx }

func (tx *Tx) transaction() *Tx { return tx }

// Now returns world time at the beginning of the transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// URL returns the base URL of the fake's API in this world.
func (tx *Tx) URL() string { return tx.store.home.world.URL(tx.store.home.api.Name) }

// Chance returns the API's own stream of chance. What is drawn belongs to the transaction.
func (tx *Tx) Chance() *world.Chance {
	if !tx.drawn {
		tx.drawn, tx.before = true, tx.chance.State()
	}
	return tx.chance
}

// Because says in the journal why the response is what it is. The code is one of the API's Reasons.
func (tx *Tx) Because(code, text string) {
	tx.why = append(tx.why, journal.Why{Code: code, Text: text})
}

// Explained reports whether the journal already has a reason.
func (tx *Tx) Explained() bool { return len(tx.why) > 0 }

// note adds a reason of a bound, once.
func (tx *Tx) note(why journal.Why) {
	if !slices.Contains(tx.why, why) {
		tx.why = append(tx.why, why)
	}
}

// Finding adds a finding of the vendor's own rules to the journal.
func (tx *Tx) Finding(f journal.Finding) { tx.findings = append(tx.findings, f) }

// Secret lets the journal mark a secret that the fake issued or was given, wherever it occurs.
func (tx *Tx) Secret(kind, value string) {
	tx.local.secrets = append(tx.local.secrets, issued{kind, value})
}

// Outbox puts an SMS or a push into the outbox of the world.
func (tx *Tx) Outbox(m outbound.Message) { tx.local.outbox = append(tx.local.outbox, m) }

// Call makes an HTTP call when the fake's lock has been released; its response has no influence on the facts. A call
// whose response decides is the LookUp of a Response.
func (tx *Tx) Call(c outbound.Call) { tx.calls = append(tx.calls, c) }

// Perform performs an effect of the vendor's own.
func (tx *Tx) Perform(e Effect) { tx.local.others = append(tx.local.others, e) }

// undo takes back all that the transaction changed.
func (tx *Tx) undo() {
	tx.store.undo()
	if tx.drawn {
		tx.chance.SetState(tx.before)
	}
	tx.local.forget()
}

// commit keeps the changes and performs the effects that happen under the fake's lock.
func (tx *Tx) commit() {
	w := tx.store.home.world
	if k := w.Keeper; k != nil && !tx.store.loading {
		k.RLock() // a store gets the facts together with what follows from them
		defer k.RUnlock()
		var changes keep.Changes
		tx.keep(&changes)
		k.Keep(changes)
	}
	tx.store.commit()
	for _, s := range tx.local.secrets {
		w.Secret(s.kind, s.value)
	}
	for _, m := range tx.local.outbox {
		w.Outbound.Put(m)
	}
	for _, e := range tx.local.others {
		e.Perform()
	}
	if !tx.due.IsZero() {
		w.Clock.Due(tx.due)
	}
	tx.local.forget()
}

func (e *effects) forget() {
	clear(e.secrets)
	clear(e.outbox)
	clear(e.others)
	e.secrets, e.outbox, e.others = e.secrets[:0], e.outbox[:0], e.others[:0]
}

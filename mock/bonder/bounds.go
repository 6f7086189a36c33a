package bonder

import (
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// The stores that grow.
const (
	keptAccounts   = "accounts"
	keptTokens     = "tokens"
	keptCards      = "cards"
	keptThumbnails = "thumbnails"
)

func bounds() []limit.Bound {
	return []limit.Bound{
		{Name: keptAccounts, Limit: 1 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
			Doc: "accounts, made by events; deleted ones included"},
		{Name: keptTokens, Limit: 8 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
			Doc: "tokens, ended ones included; a forgotten one is unknown, even if it had an hour to live"},
		{Name: keptCards, Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
			Doc: "cards with their values; beyond, a new profile gets PROFILE_LIMIT_REACHED_ERROR and a save DATABASE_ERROR"},
		{Name: keptThumbnails, Limit: 32 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
			Doc: "thumbnails; beyond, they get THUMBNAIL_REJECTED_ERROR and everything else is saved"},
	}
}

// meters count what the stores of one world hold. f.mu guards them.
type meters struct{ accounts, tokens, cards, thumbnails *limit.Meter }

func newMeters(w *world.World, a *world.API) meters {
	m := func(store string) *limit.Meter { return a.Meter(w, store) }
	return meters{m(keptAccounts), m(keptTokens), m(keptCards), m(keptThumbnails)}
}

// What an item takes beside its texts: its struct, its places in lists and maps. A card's picture of a QR code is
// included.
const (
	accountBytes = 256
	tokenBytes   = 384
	cardBytes    = 3 << 10
	versionBytes = 1 << 10
	valueBytes   = 64
)

func (a *account) size() int64 {
	return int64(accountBytes + len(a.Username) + len(a.Password) + len(a.Client))
}

func (t *token) size() int64 { return int64(tokenBytes + len(t.Token) + len(t.Username)) }

// weight is what a card, or a change of it, takes in both stores.
type weight struct{ values, thumbnails int64 }

func (w *weight) add(name, value string, sign int64) {
	if n := sign * int64(valueBytes+len(value)); name == thumbnailField {
		w.thumbnails += n
	} else {
		w.values += n
	}
}

func (c *card) weight() weight {
	w := weight{values: int64(cardBytes + len(c.CardID) + len(c.Username))}
	for name, value := range c.NonTranslatable {
		w.add(name, value, 1)
	}
	for _, v := range c.Languages {
		w.values += int64(versionBytes + len(v.Lang))
		for name, value := range v.Values {
			w.add(name, value, 1)
		}
	}
	return w
}

// weight is what a card grows by if the draft is applied to it.
func (d *draft) weight(c *card) weight {
	var w weight
	replace := func(values map[string]string, changes []change) {
		for _, change := range changes {
			if old, set := values[change.name]; set {
				w.add(change.name, old, -1)
			}
			if !change.null {
				w.add(change.name, change.value, 1)
			}
		}
	}
	for _, l := range d.languages {
		var values map[string]string
		if v := c.version(l.lang); v != nil {
			values = v.Values
		} else {
			w.values += int64(versionBytes + len(l.lang))
		}
		replace(values, l.values)
	}
	replace(c.NonTranslatable, d.values)
	return w
}

// count adds a weight, or takes it away.
func (m *meters) count(w weight, sign int64) {
	m.cards.Add(sign * w.values)
	m.thumbnails.Add(sign * w.thumbnails)
}

// totals are the sizes of all facts by store.
func (s *facts) totals() map[string]int64 {
	out := map[string]int64{}
	for _, a := range s.accounts {
		out[keptAccounts] += a.size()
	}
	for _, t := range s.tokens {
		out[keptTokens] += t.size()
	}
	for _, c := range s.cards {
		w := c.weight()
		out[keptCards] += w.values
		out[keptThumbnails] += w.thumbnails
	}
	return out
}

func (m *meters) all() []*limit.Meter {
	return []*limit.Meter{m.accounts, m.tokens, m.cards, m.thumbnails}
}

// check returns an error if facts exceed a bound. Tokens never do: the oldest are forgotten.
func (m *meters) check(totals map[string]int64) error {
	for _, meter := range m.all() {
		if err := meter.Check(totals[meter.Name]); err != nil && meter.Beyond == limit.Refused {
			return err
		}
	}
	return nil
}

func (m *meters) set(totals map[string]int64) {
	for _, meter := range m.all() {
		meter.Set(totals[meter.Name])
	}
}

// issue keeps a token; the oldest make room. f.mu is held.
func (f *Fake) issue(t *token) (why []journal.Why) {
	f.facts.tokens = append(f.facts.tokens, t)
	f.facts.byToken[t.Token] = t
	f.meters.tokens.Add(t.size())
	if f.trimTokens() {
		why = []journal.Why{journal.Why(f.meters.tokens.Forgot())}
	}
	return why
}

// trimTokens forgets the oldest tokens while there are too many, and reports whether it did. f.mu is held.
func (f *Fake) trimTokens() (forgot bool) {
	for f.meters.tokens.Over() && len(f.facts.tokens) > 1 {
		oldest := f.facts.tokens[0]
		delete(f.facts.byToken, oldest.Token)
		f.facts.tokens[0] = nil
		f.facts.tokens = f.facts.tokens[1:]
		f.meters.tokens.Forget(oldest.size())
		forgot = true
	}
	return forgot
}

// fits makes a draft fit the stores: a thumbnail that does not is rejected, values that do not are refused. f.mu is
// held.
func (f *Fake) fits(d *draft, c *card) (reply, bool) {
	w := d.weight(c)
	if w.thumbnails > 0 && !f.meters.thumbnails.Fits(w.thumbnails) {
		d.rejectThumbnail(journal.Why(f.meters.thumbnails.Full()))
		w = d.weight(c)
	}
	if f.facts.cards[c.CardID] != c { // a new one
		w.values += c.weight().values
	}
	if w.values > 0 && !f.meters.cards.Fits(w.values) {
		return reply{code: databaseError, why: append(d.why, journal.Why(f.meters.cards.Full()))}, false
	}
	return reply{}, true
}

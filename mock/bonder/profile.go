package bonder

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/skip2/go-qrcode"

	"sparring/mock/journal"
	"sparring/mock/rawjson"
	"sparring/mock/world"
)

const (
	cardIDLength  = 32
	longestCardID = 128
	qrModule      = -4 // pixels of one module of a QR code; the library takes a negative number for that
)

// createProfile makes a profile with an empty card; a body is ignored (B-53).
// Source: bonder#L361-L412; limit: B-54.
func (f *Fake) createProfile(r *world.Request) world.Answer {
	answer := f.create(r, func(c *card) reply { return reply{} })
	if len(bytes.TrimSpace(r.Body)) > 0 {
		answer.Why = append(answer.Why,
			journal.Why{Code: "body_ignored", Text: "POST /users takes no body: what was sent is not saved (B-53)"})
	}
	return answer
}

// createByPut is PUT /users: it makes a profile and saves the data sent, where the switch createByPut reads the vendor
// so.
// Source: bonder#L417 “Используйте команду PUT, чтобы создать новый Профиль”; B-52.
func (f *Fake) createByPut(r *world.Request) world.Answer {
	d := f.readDraft(r)
	answer := f.create(r, func(c *card) reply { return f.store(d, c) })
	answer.Operation = "createProfile"
	return answer
}

// create makes a profile and does something to its card before it is there for others. A failure makes none.
func (f *Fake) create(r *world.Request, do func(*card) reply) world.Answer {
	var made *card
	answer := f.served(r, func(s session) reply {
		c, refusal := f.newCard(s.account, "")
		if c == nil {
			return refusal
		}
		answer := do(c)
		if answer.succeeded() {
			made = c
			f.addCard(c)
		}
		return answer
	})
	if made == nil {
		return f.write(answer)
	}
	code := drawQR(f.address(made)) // takes milliseconds: not under the lock
	f.mu.Lock()
	made.qr = code
	w := rawjson.NewWriter(len(code) + 128)
	w.Object()
	w.Name("cardId")
	w.String(made.CardID)
	f.writeAddress(&w, made)
	w.End()
	f.mu.Unlock()
	answer.result = w.Bytes()
	return f.write(answer)
}

// newCard is an empty card of an account, nil with the reply of a failure if the account's limit is reached. f.mu is
// held.
func (f *Fake) newCard(a *account, id string) (*card, reply) {
	limit := f.number("profileLimit")
	if a.ProfileLimit != nil {
		limit = *a.ProfileLimit
	}
	if count := f.facts.profiles(a.Username); count >= limit {
		return nil, failed(profileLimitReached, "profile_limit", fmt.Sprintf("the account has %d of %d profiles", count, limit))
	}
	if id == "" {
		id = f.chance.Text(world.Alphanumeric, cardIDLength)
	}
	c := &card{
		CardID: id, Username: a.Username, CardStatus: true, UsePhoto: true,
		Languages: []*version{}, NonTranslatable: map[string]string{},
	}
	if !f.meters.cards.Fits(c.weight().values) {
		full := f.meters.cards.Full()
		return nil, reply{code: profileLimitReached, why: []journal.Why{journal.Why(full)}}
	}
	return c, reply{}
}

// dropCard forgets a card. f.mu is held.
func (f *Fake) dropCard(c *card) {
	delete(f.facts.cards, c.CardID)
	f.meters.count(c.weight(), -1)
}

// addCard makes a card known. f.mu is held.
func (f *Fake) addCard(c *card) {
	f.facts.made++
	c.number = f.facts.made
	f.facts.cards[c.CardID] = c
	f.meters.count(c.weight(), 1)
}

// deleteProfile deletes a profile for ever; its cardId is never used again (B-61).
// Source: bonder#L633-L642.
func (f *Fake) deleteProfile(r *world.Request) world.Answer {
	return f.serveCard(r, func(c *card) reply {
		f.dropCard(c)
		return reply{}
	})
}

// serveCard is serve for one of the account's own cards.
func (f *Fake) serveCard(r *world.Request, do func(*card) reply) world.Answer {
	return f.write(f.servedCard(r, do))
}

// servedCard is serveCard before the answer is written.
func (f *Fake) servedCard(r *world.Request, do func(*card) reply) reply {
	return f.served(r, func(s session) reply {
		c, refusal := f.ownCard(s.account, r.Vars["card_id"])
		if c == nil {
			return refusal
		}
		return do(c)
	})
}

// ownCard returns a card of an account, nil with the reply of a failure if it has none of this id. A malformed id and
// the card of another account are cards that do not exist. f.mu is held.
// Source: bonder#L498-L500; B-55, B-60.
func (f *Fake) ownCard(a *account, id string) (*card, reply) {
	c := f.facts.cards[id]
	switch {
	case c == nil:
		return nil, failed(cardIDNotFound, "card_unknown", "no card has this cardId"+placeholder(id))
	case c.Username != a.Username:
		return nil, failed(cardIDNotFound, "card_foreign", "the card belongs to another account")
	}
	return c, reply{}
}

// address is where the card can be seen: on the fake itself.
func (f *Fake) address(c *card) string { return f.w.URL(name) + "/card/" + c.CardID }

// writeAddress writes cardQrc, a PNG of a QR code in base64 (B-56), and cardAddr.
func (f *Fake) writeAddress(w *rawjson.Writer, c *card) {
	address := f.address(c)
	if c.qr == "" {
		c.qr = drawQR(address)
	}
	w.Name("cardQrc")
	w.String(c.qr)
	w.Name("cardAddr")
	w.String(address)
}

// drawQR makes the picture, which is kept with the card.
func drawQR(address string) string {
	code, err := qrcode.New(address, qrcode.Low)
	if err != nil { // only a text of more than 2,900 bytes does not fit
		return ""
	}
	picture, err := code.PNG(qrModule)
	if err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(picture)
}

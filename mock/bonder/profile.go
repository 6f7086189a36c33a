package bonder

import (
	"encoding/base64"
	"fmt"

	"github.com/skip2/go-qrcode"

	"sparring/mock/world"
)

const (
	cardIDLength = 32
	qrModule     = -4 // pixels of one module of a QR code; the library takes a negative number for that
)

// createProfile makes a profile with an empty card. There is no other way to make one (B-52), and a body is ignored (B-53).
// Source: bonder, "Создание нового Профиля"; limit: B-54.
func (f *Fake) createProfile(r *world.Request) world.Answer {
	limit := f.number("profileLimit")
	var made *card
	answer := f.served(r, func(s session) reply {
		if s.account.ProfileLimit != nil {
			limit = *s.account.ProfileLimit
		}
		if count := f.facts.profiles(s.account.Username); count >= limit {
			return failed(profileLimitReached, "profile_limit", fmt.Sprintf("the account has %d of %d profiles", count, limit))
		}
		f.facts.made++
		made = &card{
			CardID: f.chance.Text(world.Alphanumeric, cardIDLength), Username: s.account.Username,
			CardStatus: true, UsePhoto: true, Languages: []*version{}, NonTranslatable: map[string]string{},
			number: f.facts.made,
		}
		f.facts.cards[made.CardID] = made
		return reply{}
	})
	if made == nil {
		return f.write(answer)
	}
	code := drawQR(f.address(made)) // takes milliseconds: not under the lock
	f.mu.Lock()
	made.qr = code
	answer.result = appendText(appendMember(nil, "cardId"), made.CardID)
	answer.result = append(f.appendAddress(answer.result, made), '}')
	f.mu.Unlock()
	return f.write(answer)
}

// deleteProfile deletes a profile for ever; its cardId is never used again (B-61).
// Source: bonder, "Удаление Профиля".
func (f *Fake) deleteProfile(r *world.Request) world.Answer {
	return f.serveCard(r, func(c *card) reply {
		delete(f.facts.cards, c.CardID)
		return reply{}
	})
}

// serveCard is serve for one of the account's own cards. A malformed id and the card of another account are cards that do
// not exist. Source: bonder, CARD_ID_NOT_FOUND_ERROR; B-55, B-60.
func (f *Fake) serveCard(r *world.Request, do func(*card) reply) world.Answer {
	return f.serve(r, func(s session) reply {
		c := f.facts.cards[r.Vars["card_id"]]
		switch {
		case c == nil:
			return failed(cardIDNotFound, "card_unknown", "no card has this cardId")
		case c.Username != s.account.Username:
			return failed(cardIDNotFound, "card_foreign", "the card belongs to another account")
		}
		return do(c)
	})
}

// address is where the card can be seen: on the fake itself.
func (f *Fake) address(c *card) string { return f.w.URL(name) + "/card/" + c.CardID }

// appendAddress writes cardQrc, a PNG of a QR code in base64 (B-56), and cardAddr.
func (f *Fake) appendAddress(to []byte, c *card) []byte {
	address := f.address(c)
	if c.qr == "" {
		c.qr = drawQR(address)
	}
	to = appendText(appendMember(to, "cardQrc"), c.qr)
	return appendText(appendMember(to, "cardAddr"), address)
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

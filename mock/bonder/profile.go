package bonder

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"

	"github.com/skip2/go-qrcode"

	"sparring/mock/fake"
	"sparring/mock/message"
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
func (x *exchange) createProfile() (fake.Response, error) {
	c, err := x.newCard("")
	if err != nil {
		x.ignoredBody()
		return fake.Response{}, err
	}
	x.cards.Put(c.CardID, c)
	x.ignoredBody()
	return x.made(c)
}

func (x *exchange) ignoredBody() {
	if len(bytes.TrimSpace(x.Body)) > 0 {
		x.Because("body_ignored", "POST /users takes no body: what was sent is not saved (B-53)")
	}
}

// createByPut is PUT /users: it makes a profile and saves the data sent, if the switch createByPut reads the vendor so.
// Source: bonder#L417 “Используйте команду PUT, чтобы создать новый Профиль”; B-52.
func (x *exchange) createByPut() (fake.Response, error) {
	d := x.readDraft()
	c, err := x.newCard("")
	if err == nil {
		err = x.store(d, c)
	}
	if err != nil {
		return fake.Response{Operation: "createProfile"}, err
	}
	r, err := x.made(c)
	r.Operation = "createProfile"
	return r, err
}

// made is the response for a new profile; its picture is drawn when the lock has been released.
func (x *exchange) made(c card) (fake.Response, error) {
	address := x.address(c.CardID)
	code := ""
	if x.warned {
		code = thumbnailRejected
	}
	return fake.Response{Render: func() message.Response {
		w := rawjson.NewWriter(2048)
		w.Object()
		w.Name("cardId")
		w.String(c.CardID)
		writeAddress(&w, c, address)
		w.End()
		return fake.Encoded(http.StatusOK, x.enveloped(true, code, w.Bytes())).Response
	}}, nil
}

// newCard returns an empty card of the account, which is not kept yet; an error if the account's limit is reached.
func (x *exchange) newCard(id string) (card, error) {
	most := profileLimit.Get(x)
	if x.account.ProfileLimit != nil {
		most = *x.account.ProfileLimit
	}
	if count := x.cardsOf.Len(x.account.Username); count >= most {
		return card{}, x.failed(profileLimitReached, "profile_limit",
			fmt.Sprintf("the account has %d of %d profiles", count, most))
	}
	if id == "" {
		id = x.Chance().Text(world.Alphanumeric, cardIDLength)
	}
	c := card{
		CardID: id, Username: x.account.Username, CardStatus: true, UsePhoto: true,
		Languages: []*version{}, NonTranslatable: map[string]string{}, qr: &picture{},
	}
	if full, is := x.cards.Full(id, c); is {
		return card{}, x.failed(profileLimitReached, full.Code, full.Text)
	}
	return c, nil
}

// deleteProfile deletes a profile; its cardId is never used again (B-61).
// Source: bonder#L633-L642.
func (x *exchange) deleteProfile() (fake.Response, error) {
	c, err := x.ownCard()
	if err != nil {
		return fake.Response{}, err
	}
	x.dropCard(c.CardID)
	return x.nothing()
}

// ownCard returns the account's card of the path's id. A malformed id and the card of another account are cards that do
// not exist.
// Source: bonder#L498-L500; B-55, B-60.
func (x *exchange) ownCard() (card, error) {
	id := x.Vars["card_id"]
	c, ok := x.cards.Get(id)
	switch {
	case !ok:
		return c, x.failed(cardIDNotFound, "card_unknown", "no card has this cardId"+placeholder(id))
	case c.Username != x.account.Username:
		return c, x.failed(cardIDNotFound, "card_foreign", "the card belongs to another account")
	}
	return c, nil
}

// address is where a card can be seen: on the fake itself.
func (x *exchange) address(id string) string { return x.URL() + "/card/" + id }

// writeAddress writes cardQrc, a PNG of a QR code in base64 (B-56), and cardAddr.
func writeAddress(w *rawjson.Writer, c card, address string) {
	w.Name("cardQrc")
	w.String(c.qr.of(address))
	w.Name("cardAddr")
	w.String(address)
}

// drawQR makes the picture.
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

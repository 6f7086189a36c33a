package bonder

import (
	"sparring/mock/journal"
	"sparring/mock/limit"
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
			Doc: "cards with their values; beyond, a new profile gets PROFILE_LIMIT_REACHED_ERROR and a save " +
				"DATABASE_ERROR"},
		{Name: keptThumbnails, Limit: 32 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
			Doc: "thumbnails; beyond, they get THUMBNAIL_REJECTED_ERROR and everything else is saved"},
	}
}

// What a record takes beside its texts: its struct, its places in lists and maps. A card's picture of a QR code is
// included.
const (
	accountBytes = 256
	tokenBytes   = 384
	cardBytes    = 3 << 10
	versionBytes = 1 << 10
	valueBytes   = 64
)

func accountSize(a *account) int64 {
	return int64(accountBytes + len(a.Username) + len(a.Password) + len(a.Client))
}

func tokenSize(t *token) int64 { return int64(tokenBytes + len(t.Token) + len(t.Username)) }

func cardSize(c *card) int64 {
	n := int64(cardBytes + len(c.CardID) + len(c.Username))
	for _, value := range c.NonTranslatable {
		n += int64(valueBytes + len(value))
	}
	for _, v := range c.Languages {
		n += int64(versionBytes + len(v.Lang))
		for _, value := range v.Values {
			n += int64(valueBytes + len(value))
		}
	}
	return n
}

func thumbnailSize(text *string) int64 { return int64(valueBytes + len(*text)) }

// keep keeps a card with what a draft has changed in it. A thumbnail that does not fit is rejected; values that do not
// are refused.
func (x *exchange) keep(d *draft, c card) (why journal.Why, ok bool) {
	if text := d.thumbnail; text != nil && *text != "" {
		if full, is := x.thumbnails.Full(c.CardID, *text); is {
			d.rejectThumbnail(full)
		}
	}
	if full, is := x.cards.Full(c.CardID, c); is {
		return full, false
	}
	x.cards.Put(c.CardID, c)
	switch {
	case d.thumbnail == nil:
	case *d.thumbnail == "":
		x.thumbnails.Delete(c.CardID)
	default:
		x.thumbnails.Put(c.CardID, *d.thumbnail)
	}
	return why, true
}

// dropCard forgets a card.
func (x *exchange) dropCard(id string) {
	x.cards.Delete(id)
	x.thumbnails.Delete(id)
}

package bonder

import (
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/rawjson"
)

// getCard gives all that is stored, never what is derived from it (B-37); a card switched off can be loaded (B-44).
// Source: bonder#L564-L601; B-46, B-58, B-59, B-63.
func (x *exchange) getCard() (fake.Response, error) {
	c, err := x.ownCard()
	if err != nil {
		return fake.Response{}, err
	}
	if !c.CardStatus && disabledCardGet.Get(x) == "deny" {
		return fake.Response{}, x.failed(cardIDNotFound, "card_disabled",
			"the card is switched off and the switch disabledCardGet denies it")
	}
	s := x.shape(c)
	w := rawjson.NewWriter(2048)
	w.Object()
	w.Name(string(translatable))
	w.Object()
	for _, v := range c.Languages {
		w.Name(v.Lang)
		w.Object()
		x.writeFlag(&w, "langStatus", v.Status)
		s.write(&w, v.Values, translatable)
		w.End()
	}
	w.EndOr(x.empty())
	w.Name(string(nonTranslatable))
	w.Object()
	s.write(&w, c.NonTranslatable, nonTranslatable)
	w.EndOr(x.empty())
	w.Name(string(settings))
	w.Object()
	x.writeFlag(&w, "cardStatus", c.CardStatus)
	x.writeFlag(&w, "usePhoto", c.UsePhoto)
	writeAddress(&w, c, x.address(c.CardID))
	w.End()
	w.End()
	return x.done(w.Bytes())
}

// shape is how the values of a card are answered.
type shape struct {
	addresses section
	nulls     bool
	thumbnail string // of the card; empty if it has none
}

func (x *exchange) shape(c card) shape {
	thumbnail, _ := x.thumbnails.Get(c.CardID)
	return shape{addresses: x.addresses(), nulls: nullFields.Get(x) == "include", thumbnail: thumbnail}
}

// write writes the fields of a section in the order of the table, null if they are not set.
func (s shape) write(w *rawjson.Writer, values map[string]string, in section) {
	for i := range fields {
		if fields[i].in(s.addresses) != in {
			continue
		}
		value, set := values[fields[i].name]
		if fields[i].name == thumbnailField {
			value, set = s.thumbnail, s.thumbnail != ""
		}
		switch {
		case set:
			w.Name(fields[i].name)
			w.String(value)
		case s.nulls:
			w.Name(fields[i].name)
			w.Raw("null")
		}
	}
}

// setCardStatus switches the card on or off; again is not an error (B-64).
// Source: bonder#L514-L523, bonder#L546-L562.
func (x *exchange) setCardStatus() (fake.Response, error) {
	return x.switched(func(c *card, on bool) error {
		c.CardStatus = on
		return nil
	})
}

// setUsePhoto switches the thumbnail on or off, whether there is one or not (B-47).
// Source: bonder#L525-L534, bonder#L546-L562.
func (x *exchange) setUsePhoto() (fake.Response, error) {
	return x.switched(func(c *card, on bool) error {
		c.UsePhoto = on
		return nil
	})
}

// setLangStatus switches a language version on or off. One that the card lacks is not made (B-39).
// Source: bonder#L536-L562.
func (x *exchange) setLangStatus() (fake.Response, error) {
	return x.switched(func(c *card, on bool) error {
		lang := x.Vars["lang"]
		v := c.version(lang)
		if v == nil {
			x.Finding(lackingFinding(lang))
			return x.lacking()
		}
		v.Status = on
		if !supportedLanguage(lang) {
			x.Finding(lackingFinding(lang))
		}
		if on && !v.ready() {
			x.Finding(unready("path/status", lang))
		}
		return nil
	})
}

// switched reads the status of a path and sets what the operation is about. Another word than the two is a resource
// that does not exist (B-43).
func (x *exchange) switched(set func(c *card, on bool) error) (fake.Response, error) {
	c, err := x.ownCard()
	if err != nil {
		return fake.Response{}, err
	}
	status := x.Vars["status"]
	if status != "enable" && status != "disable" {
		const text = "the status is neither enable nor disable"
		if badStatus.Get(x) == "noop" {
			x.Because("status_ignored", text+"; the switch badStatus lets it change nothing")
			return x.nothing()
		}
		return fake.Response{}, x.failed(resourceNotFound, "status_unknown", text+" (B-43)")
	}
	c = c.clone()
	if err := set(&c, status == "enable"); err != nil {
		return fake.Response{}, err
	}
	x.cards.Put(c.CardID, c)
	return x.nothing()
}

// unready notes that a language is switched on and cannot be downloaded all the same. Its data may follow, so it is no
// more than a hint.
func unready(at, lang string) journal.Finding {
	return violation(
		"language_not_ready",
		at,
		"name and lastname, or displayName, in "+lang,
		"neither",
		"the language is switched on, and cannot be downloaded before (name!=null && lastname!=null) || "+
			"displayName!=null",
		derived("bonder#L446"),
	)
}

// deleteLanguage deletes a language version with its values.
// Source: bonder#L622-L631; a language that the card lacks: B-39.
func (x *exchange) deleteLanguage() (fake.Response, error) {
	c, err := x.ownCard()
	if err != nil {
		return fake.Response{}, err
	}
	lang := x.Vars["lang"]
	// No finding for a good code that the card lacks: what the client wanted is so already, as when a lost response
	// made it
	// ask again.
	if !supportedLanguage(lang) {
		x.Finding(lackingFinding(lang))
	}
	if c.version(lang) == nil {
		if err := x.lacking(); err != nil {
			return fake.Response{}, err
		}
		return x.nothing()
	}
	c = c.clone()
	c.Languages = slices.DeleteFunc(c.Languages, func(v *version) bool { return v.Lang == lang })
	x.cards.Put(c.CardID, c)
	return x.nothing()
}

// lacking notes, or refuses, a language that the card lacks.
func (x *exchange) lacking() error {
	const text = "the card has no version in this language"
	if missingLanguage.Get(x) == "card_not_found" {
		return x.failed(cardIDNotFound, "language_missing", text)
	}
	x.Because("language_missing", text)
	return nil
}

// lackingFinding says what the vendor drops without a word.
func lackingFinding(lang string) journal.Finding {
	if !supportedLanguage(lang) {
		return unsupported("path/lang", lang)
	}
	return violation("missing_language", "path/lang", "a language of the card", lang,
		"the card has no version in this language: nothing was changed", derived("bonder#L261, B-39"))
}

// unsupported is documented if a text cannot be a code of ISO 639-1, in capitals or not. Which of the codes the vendor
// supports, and whether it minds capitals, is our reading (B-35, B-40).
func unsupported(at, lang string) journal.Finding {
	m := documented("bonder#L299")
	if letters := strings.ToLower(lang); len(letters) == 2 &&
		strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") == "" {
		m = derived("bonder#L276, B-35, B-40")
	}
	return violation("unsupported_language", at, "an ISO 639-1 code of the repositories in lower case, or un", lang,
		"the language is not supported and is ignored", m)
}

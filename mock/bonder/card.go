package bonder

import (
	"strings"

	"sparring/mock/journal"
	"sparring/mock/world"
)

// getCard gives all that is stored, never what is derived from it (B-37); a card switched off can be loaded (B-44).
// Source: bonder, "Загрузка данных"; B-46, B-58, B-59, B-63.
func (f *Fake) getCard(r *world.Request) world.Answer {
	shape := f.shape()
	return f.serveCard(r, func(c *card) reply {
		if !c.CardStatus && f.text("disabledCardGet") == "deny" {
			return failed(cardIDNotFound, "card_disabled", "the card is switched off and the switch disabledCardGet denies it")
		}
		result := make([]byte, 0, 2048)
		result = appendMember(result, string(translatable))
		before := len(result)
		for _, v := range c.Languages {
			result = appendMember(result, v.Lang)
			result = f.appendFlag(appendMember(result, "langStatus"), v.Status)
			result = append(shape.appendValues(result, v.Values, translatable), '}')
		}
		result = f.closed(result, before)
		result = appendMember(result, string(nonTranslatable))
		before = len(result)
		result = f.closed(shape.appendValues(result, c.NonTranslatable, nonTranslatable), before)
		result = appendMember(result, string(settings))
		result = f.appendFlag(appendMember(result, "cardStatus"), c.CardStatus)
		result = f.appendFlag(appendMember(result, "usePhoto"), c.UsePhoto)
		return reply{result: append(f.appendAddress(result, c), "}}"...)}
	})
}

// shape is how values are answered.
type shape struct {
	addresses section
	nulls     bool
}

func (f *Fake) shape() shape {
	return shape{addresses: f.addresses(), nulls: f.text("nullFields") == "include"}
}

// appendValues writes the fields of a section in the order of the table, null where they are not set.
func (s shape) appendValues(to []byte, values map[string]string, in section) []byte {
	for i := range fields {
		if fields[i].in(s.addresses) != in {
			continue
		}
		value, set := values[fields[i].name]
		switch {
		case set:
			to = appendText(appendMember(to, fields[i].name), value)
		case s.nulls:
			to = append(appendMember(to, fields[i].name), "null"...)
		}
	}
	return to
}

// closed ends the object that began at start, or writes the empty one where nothing was added.
func (f *Fake) closed(to []byte, start int) []byte {
	if len(to) == start {
		return append(to, f.empty()...)
	}
	return append(to, '}')
}

// setCardStatus switches the card on or off; again is no error (B-64).
// Source: bonder, "Изменение статуса Визитки".
func (f *Fake) setCardStatus(r *world.Request) world.Answer {
	return f.switched(r, func(c *card, on bool) reply {
		c.CardStatus = on
		return reply{}
	})
}

// setUsePhoto switches the thumbnail on or off, whether there is one or not (B-47).
// Source: bonder, "Изменение статуса аватарки".
func (f *Fake) setUsePhoto(r *world.Request) world.Answer {
	return f.switched(r, func(c *card, on bool) reply {
		c.UsePhoto = on
		return reply{}
	})
}

// setLangStatus switches a language version on or off. One that the card lacks is not made (B-39).
// Source: bonder, "Изменение статуса языка".
func (f *Fake) setLangStatus(r *world.Request) world.Answer {
	lang := r.Vars["lang"]
	return f.switched(r, func(c *card, on bool) reply {
		if v := c.version(lang); v != nil {
			v.Status = on
			return reply{}
		}
		answer := f.lacking()
		answer.findings = []journal.Finding{lackingFinding(lang)}
		return answer
	})
}

// switched reads the status of a path. Another word than the two is a resource that does not exist (B-43).
func (f *Fake) switched(r *world.Request, set func(c *card, on bool) reply) world.Answer {
	status := r.Vars["status"]
	return f.serveCard(r, func(c *card) reply {
		if status == "enable" || status == "disable" {
			return set(c, status == "enable")
		}
		const text = "the status is neither enable nor disable"
		if f.text("badStatus") == "noop" {
			return reply{why: []journal.Why{{Code: "status_ignored", Text: text}}}
		}
		return failed(resourceNotFound, "status_unknown", text)
	})
}

// deleteLanguage deletes a language version with its values.
// Source: bonder, "Удаление языка"; a language that the card lacks: B-39.
func (f *Fake) deleteLanguage(r *world.Request) world.Answer {
	lang := r.Vars["lang"]
	return f.serveCard(r, func(c *card) reply {
		for i, v := range c.Languages {
			if v.Lang == lang {
				c.Languages = append(c.Languages[:i:i], c.Languages[i+1:]...)
				return reply{}
			}
		}
		// No finding where the code is a good one: what the client wanted is so already, as when it repeats a lost answer.
		answer := f.lacking()
		if !supportedLanguage(lang) {
			answer.findings = []journal.Finding{lackingFinding(lang)}
		}
		return answer
	})
}

// lacking is the reply for a language that the card lacks.
func (f *Fake) lacking() reply {
	const text = "the card has no version in this language"
	if f.text("missingLanguage") == "card_not_found" {
		return failed(cardIDNotFound, "language_missing", text)
	}
	return reply{why: []journal.Why{{Code: "language_missing", Text: text}}}
}

// lackingFinding tells the client's developer what the vendor drops without a word.
func lackingFinding(lang string) journal.Finding {
	if !supportedLanguage(lang) {
		return unsupported("path/lang", lang)
	}
	return violation("missing_language", "path/lang", "a language of the card", lang,
		"the card has no version in this language: nothing was changed", journal.Derived)
}

// unsupported is documented where a text is no code of ISO 639-1 by its look; which of the codes the vendor supports is our
// reading of "more than 60" (B-40). Source: bonder, "ISO 639-1:2002".
func unsupported(at, lang string) journal.Finding {
	provenance := journal.Documented
	if len(lang) == 2 && strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") == "" {
		provenance = journal.Derived
	}
	return violation("unsupported_language", at, "an ISO 639-1 code of the repositories in lower case, or un", lang,
		"the language is not supported and is ignored", provenance)
}

package bonder

import (
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/rawjson"
	"sparring/mock/world"
)

// getCard gives all that is stored, never what is derived from it (B-37); a card switched off can be loaded (B-44).
// Source: bonder#L564-L601; B-46, B-58, B-59, B-63.
func (f *Fake) getCard(r *world.Request) world.Answer {
	shape := f.shape()
	return f.serveCard(r, func(c *card) reply {
		if !c.CardStatus && f.text("disabledCardGet") == "deny" {
			return failed(cardIDNotFound, "card_disabled", "the card is switched off and the switch disabledCardGet denies it")
		}
		w := rawjson.NewWriter(2048)
		w.Object()
		w.Name(string(translatable))
		w.Object()
		for _, v := range c.Languages {
			w.Name(v.Lang)
			w.Object()
			f.writeFlag(&w, "langStatus", v.Status)
			shape.write(&w, v.Values, translatable)
			w.End()
		}
		w.EndOr(f.empty())
		w.Name(string(nonTranslatable))
		w.Object()
		shape.write(&w, c.NonTranslatable, nonTranslatable)
		w.EndOr(f.empty())
		w.Name(string(settings))
		w.Object()
		f.writeFlag(&w, "cardStatus", c.CardStatus)
		f.writeFlag(&w, "usePhoto", c.UsePhoto)
		f.writeAddress(&w, c)
		w.End()
		w.End()
		return reply{result: w.Bytes()}
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

// write writes the fields of a section in the order of the table, null if they are not set.
func (s shape) write(w *rawjson.Writer, values map[string]string, in section) {
	for i := range fields {
		if fields[i].in(s.addresses) != in {
			continue
		}
		value, set := values[fields[i].name]
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

// setCardStatus switches the card on or off; again is no error (B-64).
// Source: bonder#L514-L523, bonder#L546-L562.
func (f *Fake) setCardStatus(r *world.Request) world.Answer { return f.write(f.switched(r)) }

// setUsePhoto switches the thumbnail on or off, whether there is one or not (B-47).
// Source: bonder#L525-L534, bonder#L546-L562.
func (f *Fake) setUsePhoto(r *world.Request) world.Answer { return f.write(f.switched(r)) }

// setLangStatus switches a language version on or off. One that the card lacks is not made (B-39).
// Source: bonder#L536-L562.
func (f *Fake) setLangStatus(r *world.Request) world.Answer { return f.write(f.switched(r)) }

// switched reads the status of a path and sets what the operation is about. Another word than the two is a resource
// that does not exist (B-43).
func (f *Fake) switched(r *world.Request) reply {
	status := r.Vars["status"]
	return f.servedCard(r, func(c *card) reply {
		if status == "enable" || status == "disable" {
			return f.set(r, c, status == "enable")
		}
		const text = "the status is neither enable nor disable"
		if f.text("badStatus") == "noop" {
			why := journal.Why{Code: "status_ignored", Text: text + "; the switch badStatus lets it change nothing"}
			return reply{why: []journal.Why{why}}
		}
		return failed(resourceNotFound, "status_unknown", text+" (B-43)")
	})
}

func (f *Fake) set(r *world.Request, c *card, on bool) reply {
	switch r.Operation {
	case "setCardStatus":
		c.CardStatus = on
		return reply{}
	case "setUsePhoto":
		c.UsePhoto = on
		return reply{}
	}
	lang := r.Vars["lang"]
	v := c.version(lang)
	if v == nil {
		answer := f.lacking()
		answer.findings = []journal.Finding{lackingFinding(lang)}
		return answer
	}
	v.Status = on
	answer := reply{}
	if !supportedLanguage(lang) {
		answer.findings = append(answer.findings, lackingFinding(lang))
	}
	if on && !v.ready() {
		answer.findings = append(answer.findings, unready("path/status", lang))
	}
	return answer
}

// unready notes that a language is switched on and cannot be downloaded all the same. Its data may follow, so it is no
// more than a hint.
func unready(at, lang string) journal.Finding {
	return violation("language_not_ready", at, "name and lastname, or displayName, in "+lang, "neither",
		"the language is switched on, and cannot be downloaded before (name!=null && lastname!=null) || displayName!=null",
		derived("bonder#L446"))
}

// deleteLanguage deletes a language version with its values.
// Source: bonder#L622-L631; a language that the card lacks: B-39.
func (f *Fake) deleteLanguage(r *world.Request) world.Answer {
	lang := r.Vars["lang"]
	return f.serveCard(r, func(c *card) reply {
		answer := reply{}
		if i := slices.IndexFunc(c.Languages, func(v *version) bool { return v.Lang == lang }); i >= 0 {
			before := c.weight()
			c.Languages = append(c.Languages[:i:i], c.Languages[i+1:]...)
			f.meters.count(before, -1)
			f.meters.count(c.weight(), 1)
		} else {
			answer = f.lacking()
		}
		// No finding for a good code that the card lacks: what the client wanted is so already, as when a lost answer made it
		// ask again.
		if !supportedLanguage(lang) {
			answer.findings = append(answer.findings, lackingFinding(lang))
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
	if letters := strings.ToLower(lang); len(letters) == 2 && strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") == "" {
		m = derived("bonder#L276, B-35, B-40")
	}
	return violation("unsupported_language", at, "an ISO 639-1 code of the repositories in lower case, or un", lang,
		"the language is not supported and is ignored", m)
}

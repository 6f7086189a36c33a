package bonder

import (
	"bytes"
	"fmt"

	"sparring/mock/fake"
	"sparring/mock/journal"
)

// change is a value to store; null clears it.
type change struct {
	name, value string
	null        bool
}

// change of one language version; status is nil where none was sent.
type languageChange struct {
	lang   string
	status *bool
	values []change
}

// draft is the body of saveCard, read and checked: what will change, and what the vendor would drop without a word.
type draft struct {
	reader
	broken    bool // not JSON
	rejected  bool // the thumbnail
	card      *bool
	photo     *bool
	languages []languageChange
	values    []change
	thumbnail *string // to store; empty to clear
}

// saveCard merges the sections that are sent; a value that fails its check becomes null and success stays true. It
// makes a card only if the switch createByPut says so (B-52), and changes all or nothing but for the thumbnail (B-65).
// Source: bonder#L135, bonder#L414-L502; B-05, B-20…B-36, B-42, B-45, B-48…B-51, B-66.
func (x *exchange) saveCard() (fake.Response, error) { return x.save(x.readDraft()) }

// saveWithoutThumbnail is saveCard if a fault rule rejects the thumbnail, whatever it is.
func (x *exchange) saveWithoutThumbnail() (fake.Response, error) {
	d := x.readDraft()
	d.rejectThumbnail(journal.Why{
		Code: "thumbnail_rejected", Text: "a fault rule rejects the thumbnail; everything else is saved",
	})
	return x.save(d)
}

func (x *exchange) save(d *draft) (fake.Response, error) {
	id := x.Vars["card_id"]
	mayMake := createByPut.Get(x) == "card_id" && !x.cards.Has(id) && alphanumeric(id, cardIDLength, longestCardID)
	var c card
	var err error
	if mayMake {
		c, err = x.newCard(id)
	} else {
		c, err = x.ownCard()
	}
	if err == nil {
		err = x.store(d, c)
	}
	if err != nil {
		return fake.Response{}, err
	}
	return x.nothing()
}

// store keeps a card with what a draft says.
func (x *exchange) store(d *draft, c card) error {
	if d.broken && malformedBody.Get(x) == "error" {
		x.explain(d.why...)
		return &fake.Refusal{Code: internalServer}
	}
	c = c.clone()
	d.apply(&c)
	full, ok := x.keep(d, c)
	x.explain(d.why...)
	if !ok {
		return x.failed(databaseError, full.Code, full.Text)
	}
	for _, f := range d.findings {
		x.Finding(f)
	}
	x.warned = d.rejected || x.warned
	return nil
}

// rejectThumbnail leaves the card's thumbnail as it is.
func (d *draft) rejectThumbnail(why journal.Why) {
	d.rejected = true
	d.thumbnail = nil
	d.why = append(d.why, why)
}

// apply changes the card.
func (d *draft) apply(c *card) {
	if d.card != nil {
		c.CardStatus = *d.card
	}
	if d.photo != nil {
		c.UsePhoto = *d.photo
	}
	for _, l := range d.languages {
		v := c.version(l.lang)
		if v == nil { // a new language is off unless told otherwise (L439); an update keeps what it has (B-36)
			v = &version{Lang: l.lang, Values: map[string]string{}}
			c.Languages = append(c.Languages, v)
		}
		shown := v.Status && v.ready()
		if l.status != nil {
			v.Status = *l.status
		}
		store(v.Values, l.values)
		d.unseen(l, v, shown)
	}
	store(c.NonTranslatable, d.values)
}

// unseen notes what is stored in a language and is not on the card: a language that is switched on without its names,
// and the values that business mode skips.
func (d *draft) unseen(l languageChange, v *version, shown bool) {
	at := pointer("/translatable", l.lang)
	if turnedOn := l.status != nil && *l.status; v.Status && !v.ready() && (turnedOn || shown) {
		if turnedOn {
			at += "/langStatus"
		}
		d.add(unready(at, l.lang))
	}
	if !v.business(d.mode) {
		return
	}
	for _, c := range l.values {
		if skipped(c.name, true, true) && !c.null {
			d.find(
				"ignored_in_business_mode",
				pointer(pointer("/translatable", l.lang), c.name),
				"no displayName, or no "+c.name,
				c.value,
				c.name+" is stored and not on the card: the language has a displayName",
				derived("bonder#L102"),
			)
		}
	}
}

func store(values map[string]string, changes []change) {
	for _, c := range changes {
		if c.null {
			delete(values, c.name)
		} else {
			values[c.name] = c.value
		}
	}
}

// readDraft reads a body; what is not an object changes nothing (B-05).
func (x *exchange) readDraft() *draft {
	d, body := &draft{reader: x.reader()}, x.Body
	if len(bytes.TrimSpace(body)) == 0 {
		d.explain("body_empty", "nothing was sent, nothing changes")
		return d
	}
	if !wellFormed(body) {
		d.broken = true
		d.why = append(d.why, malformed(x.Request)...)
		return d
	}
	if kindOf(bytes.TrimSpace(body)) != '{' {
		d.explain("body_ignored", "the body is JSON, but no object: nothing changes (B-05)")
	}
	for _, m := range members(body) {
		switch section(m.name) {
		case settings:
			d.readSettings(m.value)
		case translatable:
			d.readLanguages(m.value)
		case nonTranslatable:
			d.readValues(m.value)
		default:
			d.misplaced("", m.name, "one of settings, translatable and non-translatable")
		}
	}
	return d
}

// readSettings reads the two switches. The card's code and address cannot be written (B-45).
func (d *draft) readSettings(raw []byte) {
	const at = "/settings"
	for _, m := range members(raw) {
		switch m.name {
		case "cardStatus":
			d.card = d.flag(at, m)
		case "usePhoto":
			d.photo = d.flag(at, m)
		case "cardQrc", "cardAddr":
			d.find("read_only_field", pointer(at, m.name), "cardStatus or usePhoto", string(m.value),
				m.name+" can only be read; it is ignored", derived("bonder#L593-L599, B-45"))
		default:
			d.misplaced(at, m.name, "cardStatus or usePhoto")
		}
	}
}

// readLanguages takes the first languages in the order sent, counted before anything else is looked at (B-34).
func (d *draft) readLanguages(raw []byte) {
	const parent = "/translatable"
	counted := 0 // languages that count under every reading
	for i, m := range members(raw) {
		at := pointer(parent, m.name)
		if m.name != universal && listed(m.name) && kindOf(m.value) == '{' && len(members(m.value)) > 0 {
			counted++
		}
		if beyond := counted > mostLanguages; beyond || i >= d.maxLanguages {
			d.tooMany(at, i, beyond)
			if i >= d.maxLanguages {
				continue
			}
		}
		if !supportedLanguage(m.name) {
			stored := d.storeUnknown && m.name != "" // a version without a language could never be addressed
			finding := unsupported(at, m.name)
			if stored {
				finding.Message = "the language is not supported, and stored by the switch unknownLanguage"
			}
			d.add(finding)
			if !stored {
				continue
			}
		}
		if kindOf(m.value) != '{' { // the document reports it
			d.explain("language_ignored", m.name+" is not an object")
			continue
		}
		d.languages = append(d.languages, d.readLanguage(at, m))
	}
}

// mostLanguages is what one request may change. Source: bonder#L420.
const mostLanguages = 5

// tooMany reports a language beyond the fifth, or beyond what the switch maxLanguages says. It is documented if five
// others stand before it that every reading counts: the vendor's own codes, with something in them, and not un (B-34,
// B-38).
func (d *draft) tooMany(at string, i int, beyond bool) {
	m, most := derived("bonder#L420, B-34"), d.maxLanguages
	if beyond {
		m, most = documented("bonder#L420"), mostLanguages
	}
	message := fmt.Sprintf("only the first %d languages in the order sent count: this one is ignored", d.maxLanguages)
	if i < d.maxLanguages {
		message = fmt.Sprintf(
			"only the first %d languages count by the vendor's text; the switch maxLanguages takes this one here",
			most,
		)
	}
	d.find("sixth_language", at, fmt.Sprintf("at most %d languages in one request", most),
		fmt.Sprintf("language %d", i+1), message, m)
}

func (d *draft) readLanguage(at string, of member) languageChange {
	l := languageChange{lang: of.name}
	for _, m := range members(of.value) {
		known, ok := fieldNamed(m.name)
		switch {
		case m.name == "langStatus":
			l.status = d.flag(at, m)
		case ok && known.in(d.addresses) == translatable:
			l.values = append(l.values, d.value(at, known, m))
		default:
			d.misplaced(at, m.name, "a translatable field")
		}
	}
	return l
}

func (d *draft) readValues(raw []byte) {
	at := pointer("", string(nonTranslatable))
	for _, m := range members(raw) {
		known, ok := fieldNamed(m.name)
		switch {
		case !ok || known.in(d.addresses) != nonTranslatable:
			d.misplaced(at, m.name, "a non-translatable field")
		case known.check == checkImage:
			d.readThumbnail(at, m)
		default:
			d.values = append(d.values, d.value(at, known, m))
		}
	}
}

// readThumbnail stores a good image; a bad one leaves the old one (B-49), an empty text or null clears it (B-50).
func (d *draft) readThumbnail(at string, m member) {
	value, isText := text(m.value)
	if kindOf(m.value) == 'n' || isText && value == "" {
		d.thumbnail = new(string)
		return
	}
	t := thumbnail{refused: "no text", rejected: "no text"}
	if isText {
		t = d.thumbnails.look(value)
	}
	d.rejected = t.rejected != ""
	if !d.rejected {
		d.thumbnail = &t.text
	}
	what := "base64 of an image of 300 by 300 pixels and at most 50 kB"
	const lost = "the thumbnail is rejected and the old one kept, everything else is saved"
	switch at = pointer(at, m.name); {
	case t.refused != "" && d.rejected:
		d.find("thumbnail_rejected", at, what, t.refused, lost, documented("bonder#L175-L177"))
	case t.refused != "":
		d.find(
			"thumbnail_rejected",
			at,
			what,
			t.refused,
			"the vendor's text rejects this thumbnail; the switch thumbnailMaxBytes stores it here",
			documented("bonder#L175-L177"),
		)
	case d.rejected:
		d.find("thumbnail_rejected", at, what, t.rejected, lost, derived("bonder#L175-L177, B-48"))
	case t.doubt != "":
		d.find(
			"thumbnail_doubtful",
			at,
			"plain base64 of at most 50,000 bytes",
			t.doubt,
			"the thumbnail is stored here, and rejected under another reading of the vendor's text",
			derived("bonder#L175-L177, B-48"),
		)
	}
}

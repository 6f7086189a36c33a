package bonder

import (
	"bytes"
	"fmt"

	"sparring/mock/journal"
	"sparring/mock/world"
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
}

// saveCard merges the sections that are sent; a value that fails its check becomes null and success stays true. It never
// makes a card (B-52), and changes all or nothing but for the thumbnail (B-65).
// Source: bonder, "Переменные" and "Сохранение данных"; B-05, B-20…B-36, B-42, B-45, B-48…B-51, B-66.
func (f *Fake) saveCard(r *world.Request) world.Answer {
	d := f.readDraft(r.Body) // before the lock: checking and decoding images takes time
	return f.serveCard(r, func(c *card) reply {
		if d.broken && f.text("malformedBody") == "error" {
			return failed(internalServer, "body_malformed", "the body is not JSON in UTF-8 (B-05)")
		}
		d.apply(c)
		answer := reply{why: d.why, findings: d.findings}
		if d.rejected {
			answer.code = thumbnailRejected
		}
		return answer
	})
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
		if l.status != nil {
			v.Status = *l.status
		}
		store(v.Values, l.values)
	}
	store(c.NonTranslatable, d.values)
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

// reader checks values and collects what it finds.
type reader struct {
	mode          string
	addresses     section
	reportUnknown bool
	storeUnknown  bool
	maxLanguages  int
	maxThumbnail  int
	findings      []journal.Finding
	why           []journal.Why
}

// readDraft reads a body; what is no object changes nothing (B-05).
func (f *Fake) readDraft(body []byte) *draft {
	d := &draft{reader: reader{
		mode: f.text("regexMode"), addresses: f.addresses(), reportUnknown: f.text("unknownFields") == "report",
		storeUnknown: f.text("unknownLanguage") == "store", maxLanguages: f.number("maxLanguages"),
		maxThumbnail: f.number("thumbnailMaxBytes"),
	}}
	if len(bytes.TrimSpace(body)) == 0 {
		d.explain("body_empty", "nothing was sent, nothing changes")
		return d
	}
	if !wellFormed(body) {
		d.broken = true
		d.explain("body_malformed", "the body is not JSON in UTF-8 (B-05)")
		return d
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
				m.name+" can only be read; it is ignored", journal.Derived)
		default:
			d.misplaced(at, m.name, "cardStatus or usePhoto")
		}
	}
}

// readLanguages takes the first languages in the order sent, counted before anything else is looked at (B-34).
// Source: bonder, "Языковые версии более 5 будут игнорироваться".
func (d *draft) readLanguages(raw []byte) {
	const parent = "/translatable"
	for i, m := range members(raw) {
		at := pointer(parent, m.name)
		switch {
		case i >= d.maxLanguages:
			d.find("sixth_language", at, fmt.Sprintf("at most %d languages in one request", d.maxLanguages),
				fmt.Sprintf("language %d", i+1), fmt.Sprintf("only the first %d languages in the order sent count: this one is ignored", d.maxLanguages),
				journal.Documented)
			continue
		case !supportedLanguage(m.name):
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
		d.values = append(d.values, change{name: m.name, null: true})
		return
	}
	stored, fault := "", "no text"
	if isText {
		stored, fault = acceptThumbnail(value, d.maxThumbnail)
	}
	if fault == "" {
		d.values = append(d.values, change{name: m.name, value: stored})
		return
	}
	d.rejected = true
	d.find("thumbnail_rejected", pointer(at, m.name),
		fmt.Sprintf("base64 of a PNG, JPEG or GIF image of 300 by 300 pixels and at most %d bytes", d.maxThumbnail), fault,
		"the thumbnail is rejected and the old one kept, everything else is saved", journal.Documented)
}

// value checks a value. An empty text clears it without a finding, as the vendor's own samples do (B-27).
func (r *reader) value(at string, known field, m member) change {
	value, ok := scalar(m.value)
	if !ok || value == "" { // null, and by B-28 what is neither text nor number
		if kind := kindOf(m.value); kind != 'n' && kind != '"' {
			r.null(at, known, "a text", string(m.value), journal.Derived)
		}
		return change{name: m.name, null: true}
	}
	stored, ok, want := known.check.accept(r.mode, value)
	if !ok {
		provenance := journal.Documented
		if _, literal, _ := known.check.accept(modeLiteral, value); literal { // refused by our own check alone
			provenance = journal.Derived
		}
		r.null(at, known, want, value, provenance)
		return change{name: m.name, null: true}
	}
	return change{name: m.name, value: stored}
}

func (r *reader) null(at string, known field, want, actual, provenance string) {
	r.find("value_becomes_null", pointer(at, known.name), want, actual,
		known.name+" does not pass its check (regexMode "+r.mode+") and becomes null, an old value is lost", provenance)
}

// flag reads 0 or 1; anything else is ignored and the old value stays (B-42).
func (r *reader) flag(at string, m member) *bool {
	on, ok := flag(m.value)
	if !ok {
		r.find("flag_ignored", pointer(at, m.name), "0 or 1", string(m.value), m.name+" is neither 0 nor 1 and is ignored", journal.Documented)
		return nil
	}
	return &on
}

// misplaced reports a name that stands where it does not belong; it is ignored (B-29).
func (r *reader) misplaced(at, name, expected string) {
	if !r.reportUnknown {
		r.explain("field_ignored", pointer(at, name)+" is ignored")
		return
	}
	home, provenance := r.home(name)
	if home == "" {
		r.find("unknown_field", pointer(at, name), expected, name, name+" is unknown and is ignored", journal.Documented)
		return
	}
	r.find("wrong_section", pointer(at, name), expected, name,
		fmt.Sprintf("%s belongs in %s; it is ignored here", name, home), provenance)
}

// home says where a known name belongs, and how sure that is.
func (r *reader) home(name string) (string, string) {
	switch name {
	case "cardStatus", "usePhoto", "cardQrc", "cardAddr":
		return "settings", journal.Documented
	case "langStatus":
		return "a language of translatable", journal.Documented
	}
	known, ok := fieldNamed(name)
	if !ok {
		return "", ""
	}
	provenance := journal.Documented
	if !known.certain {
		provenance = journal.Derived
	}
	if known.in(r.addresses) == translatable {
		return "a language of translatable", provenance
	}
	return string(nonTranslatable), provenance
}

// mostFindings bounds what one request can make the journal hold.
const mostFindings = 100

func (r *reader) find(code, at, expected, actual, message, provenance string) {
	r.add(violation(code, at, expected, actual, message, provenance))
}

func (r *reader) add(finding journal.Finding) {
	switch {
	case len(r.findings) < mostFindings:
		r.findings = append(r.findings, finding)
	case len(r.why) == 0 || r.why[len(r.why)-1].Code != "findings_cut":
		r.explain("findings_cut", fmt.Sprintf("only the first %d findings of this request are kept", mostFindings))
	}
}

func (r *reader) explain(code, text string) {
	if len(r.why) < mostFindings {
		r.why = append(r.why, journal.Why{Code: code, Text: text})
	}
}

package bonder

import (
	"fmt"

	"sparring/mock/journal"
)

// reader checks values and collects what it finds.
type reader struct {
	mode          string
	addresses     section
	reportUnknown bool
	storeUnknown  bool
	maxLanguages  int
	thumbnails    thumbnailReading
	findings      []journal.Finding
	why           []journal.Why
}

// reader reads the switches that decide how a body of saveCard is read.
func (x *exchange) reader() reader {
	return reader{
		mode: regexMode.Get(x), addresses: x.addresses(), reportUnknown: unknownFields.Get(x) == "report",
		storeUnknown: unknownLanguage.Get(x) == "store", maxLanguages: maxLanguages.Get(x),
		thumbnails: thumbnailReading{
			maxBytes: thumbnailMaxBytes.Get(x), dataURI: thumbnailDataURI.Get(x) == "accept",
			whiteSpace: thumbnailWhiteSpace.Get(x) == "accept",
		},
	}
}

// value checks a value. An empty text clears it without a finding, as the vendor's own samples do (B-27).
func (r *reader) value(at string, known field, m member) change {
	value, ok := scalar(m.value)
	if !ok || value == "" { // null, and by B-28 what is neither text nor number
		if kind := kindOf(m.value); kind != 'n' && kind != '"' {
			r.null(at, known, "a text", string(m.value), derived(known.source+", B-28"))
		}
		return change{name: m.name, null: true}
	}
	stored, ok, want := known.check.accept(r.mode, value)
	bounds, source, refused := known.check.refused(value)
	switch {
	case refused && ok:
		r.find(
			"value_becomes_null",
			pointer(at, known.name),
			bounds,
			value,
			known.name+" is outside the printed bounds, so the vendor assigns null; the switch "+
				"regexMode "+r.mode+" stores it here",
			documented(source),
		)
	case refused:
		r.null(at, known, bounds, value, documented(source))
	case !ok:
		r.null(at, known, want, value, derived(known.source+", B-20"))
	case known.check == checkPhone:
		if hint := national(value); hint != "" {
			r.find(
				"national_number",
				pointer(at, known.name),
				"the country code first",
				value,
				known.name+" is probably not an international number: "+hint+"; it is stored as "+stored,
				derived("bonder#L182"),
			)
		}
	}
	return change{name: m.name, value: stored, null: !ok}
}

func (r *reader) null(at string, known field, want, actual string, m mark) {
	r.find("value_becomes_null", pointer(at, known.name), want, actual,
		known.name+" does not pass its check (regexMode "+r.mode+") and becomes null, an old value is lost", m)
}

// flag reads 0 or 1. The types that the vendor does not name are taken, as PHP would; anything else is ignored and the
// old value stays (B-42).
func (r *reader) flag(at string, m member) *bool {
	on, ok := flag(m.value)
	switch {
	case !ok:
		r.find("flag_ignored", pointer(at, m.name), "0 or 1", string(m.value),
			m.name+" is neither 0 nor 1 and is ignored", derived(flagSource(m.name)+", B-42"))
		return nil
	case kindOf(m.value) == 't' || kindOf(m.value) == 'f':
		r.find("flag_of_another_type", pointer(at, m.name), "0 or 1", string(m.value),
			m.name+" is a number or its text; a boolean is taken here, and may not be by the vendor",
			derived(flagSource(m.name)+", B-42"))
	}
	return &on
}

// flagSource is the row of a flag in the vendor's table.
func flagSource(name string) string {
	switch name {
	case "usePhoto":
		return "bonder#L263-L267"
	case "cardStatus":
		return "bonder#L268-L272"
	}
	return "bonder#L258-L262"
}

// misplaced reports a name that stands where it does not belong; it is ignored (B-29). The vendor has no rigid form of
// requests (bonder#L416), so it never says that it refuses one.
func (r *reader) misplaced(at, name, expected string) {
	if !r.reportUnknown {
		r.explain("field_ignored", pointer(at, name)+" is ignored")
		return
	}
	home, source := r.home(name)
	if home == "" {
		r.find("unknown_field", pointer(at, name), expected, name, name+" is unknown and is ignored",
			derived("bonder#L416, B-29"))
		return
	}
	r.find("wrong_section", pointer(at, name), expected, name,
		fmt.Sprintf("%s belongs in %s; it is ignored here", name, home), derived(source))
}

// home returns the section where a known name belongs, and where that can be looked up; "" for an unknown name.
func (r *reader) home(name string) (section, source string) {
	switch name {
	case "cardStatus", "usePhoto":
		return "settings", "bonder#L429-L432, B-29"
	case "cardQrc", "cardAddr":
		return "settings", "bonder#L593-L599, B-29"
	case "langStatus":
		return "a language of translatable", "bonder#L447, B-29"
	}
	known, ok := fieldNamed(name)
	if !ok {
		return "", ""
	}
	if known.in(r.addresses) == translatable {
		return "a language of translatable", known.source + ", B-29, B-30"
	}
	return string(nonTranslatable), known.source + ", B-29, B-30"
}

// mostFindings bounds what one request can make the journal hold.
const mostFindings = 100

func (r *reader) find(code, at, expected, actual, message string, m mark) {
	r.add(violation(code, at, expected, actual, message, m))
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

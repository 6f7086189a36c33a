package bonder

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// rightToLeft are the supported languages that are written from right to left.
const rightToLeft = " ar fa he ur "

// inItself is the name of the language in itself.
func (l languageView) inItself() string {
	if l.Lang == universal {
		return ""
	}
	if tag, err := language.Parse(l.Lang); err == nil {
		return capitalised(display.Self.Name(tag))
	}
	return l.Lang
}

// direction is the one in which the language is written.
func (l languageView) direction() string {
	if strings.Contains(rightToLeft, " "+l.Lang+" ") {
		return "rtl"
	}
	return "ltr"
}

func (l languageView) value(name string) string {
	for _, v := range l.Values {
		if v.name == name {
			return v.value
		}
	}
	return ""
}

// heading is who, or what, the card is of.
func (l languageView) heading() string {
	full := strings.TrimSpace(l.value("name") + " " + l.value("lastname"))
	for _, text := range []string{full, l.value("displayName"), l.value("company")} {
		if text != "" {
			return text
		}
	}
	return "—"
}

// below are the lines under the heading.
func (l languageView) below() []string {
	var out []string
	for _, name := range []string{"displayName", "position", "company"} {
		if text := l.value(name); text != "" && text != l.heading() {
			out = append(out, text)
		}
	}
	return out
}

// photo is the source of the picture, empty without one.
func (l languageView) photo() template.URL {
	for _, v := range l.Values {
		if v.name == thumbnailField {
			return v.picture()
		}
	}
	return ""
}

// contact is a line of a card: where it leads, if anywhere.
type contact struct {
	Name, Text string // of the vendor's field; its value
	Label      string
	Own        bool // the label is in the language of the card
	Link       template.URL
	Number     bool // of a phone
}

// contacts are the lines below, in the order of the vendor's table.
func (l languageView) contacts() []contact {
	above := []string{"name", "lastname", "displayName", "company", "position", thumbnailField}
	var out []contact
	for _, v := range l.Values {
		if slices.Contains(above, v.name) {
			continue
		}
		c := contact{Name: v.name, Text: v.value}
		c.Label, c.Own = l.label(v.name)
		switch check := checkOf(v.name); {
		case check == checkPhone:
			c.Link, c.Number = template.URL("tel:"+url.PathEscape(v.value)), true
		case strings.HasPrefix(v.name, "email"):
			c.Link = template.URL("mailto:" + url.PathEscape(v.value))
		}
		out = append(out, c)
	}
	return out
}

// texts are all values but the picture.
func (l languageView) texts() []contact {
	var out []contact
	for _, v := range l.Values {
		if v.name != thumbnailField {
			out = append(out, contact{Name: v.name, Text: v.value})
		}
	}
	return out
}

func checkOf(name string) check {
	f, _ := fieldNamed(name)
	return f.check
}

// vCard is the card as a file for an address book: vCard 3.0 (RFC 2426).
func (l languageView) vCard() template.URL {
	escape := strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`).Replace
	lines := []string{"BEGIN:VCARD", "VERSION:3.0", "FN:" + escape(l.heading()),
		"N:" + escape(l.value("lastname")) + ";" + escape(l.value("name")) + ";;;"}
	for name, property := range map[string]string{"company": "ORG", "position": "TITLE"} {
		if text := l.value(name); text != "" {
			lines = append(lines, property+":"+escape(text))
		}
	}
	slices.Sort(lines[4:])
	for _, v := range l.Values {
		property := ""
		switch {
		case strings.HasPrefix(v.name, "phone"):
			property = "TEL;TYPE=WORK"
		case strings.HasPrefix(v.name, "mobile"):
			property = "TEL;TYPE=CELL"
		case strings.HasPrefix(v.name, "fax"):
			property = "TEL;TYPE=FAX"
		case strings.HasPrefix(v.name, "email"):
			property = "EMAIL"
		case strings.HasPrefix(v.name, "web"):
			property = "URL"
		}
		if property != "" {
			lines = append(lines, property+":"+escape(v.value))
		}
	}
	if street := l.value("addrStreet") + l.value("addrCity") + l.value("addrCountry"); street != "" {
		lines = append(lines, "ADR:;;"+escape(l.value("addrStreet"))+";"+escape(l.value("addrCity"))+";"+
			escape(l.value("addrState"))+";"+escape(l.value("addrZip"))+";"+escape(l.value("addrCountry")))
	}
	lines = append(lines, "END:VCARD", "")
	return template.URL("data:text/vcard;charset=utf-8," + url.PathEscape(strings.Join(lines, "\r\n")))
}

// shown returns the languages of a card that people see: those that can be downloaded, the ones that the reader's
// browser asks for first, then the universal one. The rest is for the test that made the card.
func (v view) shown(accepted string) (shown, hidden []languageView) {
	for _, l := range v.Languages {
		if l.Downloadable {
			shown = append(shown, l)
		} else {
			hidden = append(hidden, l)
		}
	}
	asked, _, _ := language.ParseAcceptLanguage(accepted) // what is no language asks for nothing
	rank := func(l languageView) int {
		if i := slices.IndexFunc(asked, func(tag language.Tag) bool {
			base, _ := tag.Base()
			return base.String() == l.Lang
		}); i >= 0 {
			return i
		}
		if l.Lang == universal {
			return len(asked)
		}
		return len(asked) + 1
	}
	slices.SortStableFunc(shown, func(a, b languageView) int { return rank(a) - rank(b) })
	return shown, hidden
}

package bonder

import (
	"bytes"
	_ "embed" // the page
	"html/template"
	"net/http"
	"strings"
	"sync"

	"sparring/mock/fake"
	"sparring/mock/message"
	"sparring/mock/rawjson"
)

// view is a card as its reader sees it.
type view struct {
	ID         string
	Enabled    bool
	CardStatus bool
	UsePhoto   bool
	Languages  []languageView
}

// languageView is the card in one language: its own values and those that stand in every language.
type languageView struct {
	Lang         string
	LangStatus   bool
	Business     bool
	Ready        bool
	Downloadable bool
	Values       []change
}

// viewCard shows the card where cardAddr points: JSON, or a page for a browser. It needs no token and knows no
// maintenance.
// Assumed: the vendor shows no such page; its rules decide what is on it. Source: bonder, "Режимы Визиток" and
// "параметры"; B-31, B-37, B-44.
func (x *exchange) viewCard() (fake.Response, error) {
	v, found := x.look(x.Vars["cardId"])
	html := message.Names(x.Header, "text/html") &&
		message.Negotiate(x.Header, "text/html", "application/json") == "text/html"
	status, reason := http.StatusOK, ""
	switch {
	case !found:
		status, reason = http.StatusNotFound, "card_unknown"
	case !v.Enabled:
		status, reason = http.StatusNotFound, "card_disabled"
	}
	switch {
	case html:
		accepted := strings.Join(x.Header.Values("Accept-Language"), ",")
		return fake.Response{Render: func() message.Response {
			return page(status, v.page(reason, accepted)).Response
		}}, nil
	case reason != "":
		return fake.Encoded(status, []byte(`{"enabled":false,"reason":"`+reason+`"}`)), nil
	}
	return fake.Encoded(status, x.encode(v)), nil
}

// look copies what there is to see.
func (x *exchange) look(id string) (view, bool) {
	c, ok := x.cards.Get(id)
	if !ok {
		return view{ID: id}, false
	}
	mode, s := regexMode.Get(x), x.shape(c)
	seen := view{ID: id, Enabled: c.CardStatus, CardStatus: c.CardStatus, UsePhoto: c.UsePhoto}
	for _, v := range c.Languages {
		l := languageView{Lang: v.Lang, LangStatus: v.Status, Business: v.business(mode), Ready: v.ready()}
		l.Downloadable = seen.Enabled && l.LangStatus && l.Ready
		for _, known := range fields {
			values := c.NonTranslatable
			if known.in(s.addresses) == translatable {
				values = v.Values
			}
			value, set := values[known.name]
			if known.name == thumbnailField {
				value, set = s.thumbnail, s.thumbnail != ""
			}
			if set && !skipped(known.name, l.Business, c.UsePhoto) {
				l.Values = append(l.Values, change{name: known.name, value: value})
			}
		}
		seen.Languages = append(seen.Languages, l)
	}
	return seen, true
}

// skipped reports which stored values are not on a card: in business mode the person, without usePhoto the picture.
func skipped(name string, business, photo bool) bool {
	switch name {
	case "name", "lastname", "position":
		return business
	case thumbnailField:
		return !photo
	}
	return false
}

func (x *exchange) encode(v view) []byte {
	var w rawjson.Writer
	boolean := func(name string, value bool) {
		w.Name(name)
		w.Bool(value)
	}
	w.Object()
	boolean("enabled", v.Enabled)
	x.writeFlag(&w, "cardStatus", v.CardStatus)
	x.writeFlag(&w, "usePhoto", v.UsePhoto)
	w.Name("languages")
	w.Object()
	for _, l := range v.Languages {
		w.Name(l.Lang)
		w.Object()
		x.writeFlag(&w, "langStatus", l.LangStatus)
		boolean("businessMode", l.Business)
		boolean("ready", l.Ready)
		boolean("downloadable", l.Downloadable)
		w.Name("card")
		w.Object()
		for _, value := range l.Values {
			w.Name(value.name)
			w.String(value.value)
		}
		w.End()
		w.End()
	}
	w.End()
	w.End()
	return w.Bytes()
}

// picture is the source of an img element; its format shows in the first bytes.
func (c change) picture() template.URL {
	if c.name != thumbnailField {
		return ""
	}
	format := "png"
	switch {
	case strings.HasPrefix(c.value, "/9j/"):
		format = "jpeg"
	case strings.HasPrefix(c.value, "R0lG"):
		format = "gif"
	}
	return template.URL("data:image/" + format + ";base64," + c.value)
}

// cardPage is the page of a card.
//
//go:embed card.gohtml
var cardPage string

// pages is parsed when the first browser comes.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("card").Funcs(template.FuncMap{
		"inItself": languageView.inItself, "direction": languageView.direction, "heading": languageView.heading,
		"below": languageView.below, "photo": languageView.photo, "contacts": languageView.contacts,
		"vCard": languageView.vCard, "texts": languageView.texts, "say": say,
	}).Parse(cardPage))
})

// cardView is what the page shows.
type cardView struct {
	View          view
	Reason        string
	Shown, Hidden []languageView
	Language      string // of what the page itself says: en, ru
}

func (v view) page(reason, accepted string) []byte {
	var page bytes.Buffer
	shown, hidden := v.shown(accepted)
	err := pages().Execute(&page, cardView{v, reason, shown, hidden, speaks(accepted)})
	if err != nil { // a bytes.Buffer takes everything
		return []byte("<!DOCTYPE html><title>No card</title>")
	}
	return page.Bytes()
}

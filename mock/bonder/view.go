package bonder

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"sparring/mock/message"
	"sparring/mock/rawjson"
	"sparring/mock/world"
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
func (f *Fake) viewCard(r *world.Request) world.Answer {
	v, found := f.look(r.Vars["cardId"])
	page := message.Names(r.Header, "text/html") && message.Negotiate(r.Header, "text/html", "application/json") == "text/html"
	status, reason := http.StatusOK, ""
	switch {
	case !found:
		status, reason = http.StatusNotFound, "card_unknown"
	case !v.Enabled:
		status, reason = http.StatusNotFound, "card_disabled"
	}
	if page {
		return world.Answer{Response: message.Response{Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: v.page(reason)}}
	}
	if reason != "" {
		return world.JSON(status, []byte(`{"enabled":false,"reason":"`+reason+`"}`))
	}
	return world.JSON(status, f.encode(v))
}

// look copies what there is to see.
func (f *Fake) look(id string) (view, bool) {
	mode, addresses := f.text("regexMode"), f.addresses()
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.facts.cards[id]
	if c == nil {
		return view{ID: id}, false
	}
	seen := view{ID: id, Enabled: c.CardStatus, CardStatus: c.CardStatus, UsePhoto: c.UsePhoto}
	for _, v := range c.Languages {
		l := languageView{Lang: v.Lang, LangStatus: v.Status, Business: v.business(mode), Ready: v.ready()}
		l.Downloadable = seen.Enabled && l.LangStatus && l.Ready
		for _, known := range fields {
			values := c.NonTranslatable
			if known.in(addresses) == translatable {
				values = v.Values
			}
			value, set := values[known.name]
			if set && !skipped(known.name, l.Business, c.UsePhoto) {
				l.Values = append(l.Values, change{name: known.name, value: value})
			}
		}
		seen.Languages = append(seen.Languages, l)
	}
	return seen, true
}

// skipped says which stored values do not make it on a card: in business mode the person, without usePhoto the picture.
func skipped(name string, business, photo bool) bool {
	switch name {
	case "name", "lastname", "position":
		return business
	case thumbnailField:
		return !photo
	}
	return false
}

func (f *Fake) encode(v view) []byte {
	var w rawjson.Writer
	boolean := func(name string, value bool) {
		w.Name(name)
		w.Bool(value)
	}
	w.Object()
	boolean("enabled", v.Enabled)
	f.writeFlag(&w, "cardStatus", v.CardStatus)
	f.writeFlag(&w, "usePhoto", v.UsePhoto)
	w.Name("languages")
	w.Object()
	for _, l := range v.Languages {
		w.Name(l.Lang)
		w.Object()
		f.writeFlag(&w, "langStatus", l.LangStatus)
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

// Name, Text and Picture are for the page.
func (c change) Name() string { return c.name }

// Text is the value, empty for a picture.
func (c change) Text() string { return c.value }

// Picture is the source of an img element; its format shows in the first bytes.
func (c change) Picture() template.URL {
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

// pages is parsed when the first browser comes.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("card").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{if .Reason}}No card{{else}}Card{{end}} · Bonder (fake)</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect y='1' width='8' height='6' rx='1' fill='%230f766e'/%3E%3C/svg%3E">
<style>
:root{color-scheme:light dark;--ink:#17212b;--soft:#5b6b7a;--paper:#f3f6f9;--card:#fff;--line:#dde5ec;--mark:#0f766e}
@media (prefers-color-scheme:dark){:root{--ink:#e8eef4;--soft:#9fb0c0;--paper:#10171e;--card:#1a242e;--line:#2c3a47;--mark:#5eead4}}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:40rem;margin:0 auto;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink)}
h1{margin:0;font-size:1.75rem}h2{margin:0 0 .2rem;font-size:1.2rem;color:var(--mark)}p{margin:.2rem 0 1rem;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--mark);border-radius:.8rem;padding:1.25rem 1.5rem;margin:0 0 1.25rem}
section.off{border-left-color:var(--line)}.off h2,.off dd{color:var(--soft)}.off img{opacity:.5}
dl{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.3rem 1rem;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}img{display:block;width:9rem;border-radius:.5rem}
</style></head>
<body data-card="{{.View.ID}}"{{if .Reason}} data-reason="{{.Reason}}"{{end}}>
{{if eq .Reason "card_unknown"}}<h1>No such card</h1>
{{else if eq .Reason "card_disabled"}}<h1>This card is switched off</h1><p>cardStatus 0</p>
{{else}}<h1>Business card</h1><p>cardStatus {{if .View.CardStatus}}1{{else}}0{{end}}, usePhoto {{if .View.UsePhoto}}1{{else}}0{{end}}</p>
{{range .View.Languages}}<section lang="{{.Lang}}" data-lang="{{.Lang}}" data-mode="{{if .Business}}business{{else}}personal{{end}}" data-ready="{{.Ready}}" data-lang-status="{{if .LangStatus}}1{{else}}0{{end}}" data-downloadable="{{.Downloadable}}"{{if not .Downloadable}} class="off"{{end}}>
<h2>{{.Lang}}</h2><p>{{if .Business}}business{{else}}personal{{end}} mode, {{if .Ready}}ready{{else}}not ready{{end}}, langStatus {{if .LangStatus}}1{{else}}0{{end}}, {{if .Downloadable}}downloadable{{else}}not downloadable{{end}}</p>
<dl>{{range .Values}}<dt>{{.Name}}</dt><dd>{{with .Picture}}<img alt="thumbnail" src="{{.}}">{{else}}{{.Text}}{{end}}</dd>
{{end}}</dl></section>
{{else}}<p>No languages yet.</p>{{end}}{{end}}</body></html>
`))
})

func (v view) page(reason string) []byte {
	var page bytes.Buffer
	err := pages().Execute(&page, struct {
		View   view
		Reason string
	}{v, reason})
	if err != nil { // a bytes.Buffer takes everything
		return []byte("<!DOCTYPE html><title>No card</title>")
	}
	return page.Bytes()
}

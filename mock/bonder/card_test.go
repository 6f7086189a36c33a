package bonder_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/mock/journal"
)

func TestProfile(t *testing.T) {
	b := signedIn(t)
	a := b.do("createProfile", nil, `{"ignored":1}`).ok(t)
	card := a.text("cardId")
	if !regexp.MustCompile(`^[a-zA-Z0-9]{32,128}$`).MatchString(card) {
		t.Errorf("cardId %q", card)
	}
	same(t, "cardAddr", a.text("cardAddr"), base+"/card/"+card)
	picture, err := base64.StdEncoding.DecodeString(a.text("cardQrc"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
		t.Error(err)
	}
	got := b.load(card)
	same(t, "cardQrc again", got.at("settings", "cardQrc"), a.at("cardQrc"))
	same(t, "cardAddr again", got.at("settings", "cardAddr"), a.at("cardAddr"))
	same(t, "languages", got.at("translatable"), map[string]any{})
	same(t, "cardStatus", got.at("settings", "cardStatus"), "1")
	same(t, "usePhoto", got.at("settings", "usePhoto"), "1")
	values := got.at("non-translatable").(map[string]any)
	same(t, "fields", len(values), 14)
	for name, value := range values {
		same(t, name, value, nil)
	}
	other := b.newCard()
	if other == card {
		t.Error("two profiles with one cardId")
	}
	b.do("deleteProfile", vars("card_id", card), "").ok(t)
	b.do("deleteProfile", vars("card_id", card), "").fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
	same(t, "view", b.view(card).Status, http.StatusNotFound)
}

func TestProfileLimit(t *testing.T) {
	b := signedIn(t, "profileLimit=2")
	first := b.newCard()
	b.newCard()
	b.do("createProfile", nil, "").fails(t, "PROFILE_LIMIT_REACHED_ERROR", "profile_limit")
	b.do("deleteProfile", vars("card_id", first), "").ok(t)
	b.newCard()
	b.must("account.profile_limit", `{"limit":3}`) // its own limit goes before the switch
	b.newCard()
	b.do("createProfile", nil, "").fails(t, "PROFILE_LIMIT_REACHED_ERROR", "profile_limit")
	b.signIn("partner@example.com", "partner-password", "PARTNER_CLIENT")
	b.newCard()
}

// TestForeignCard: another account's card, a card in another case and a malformed id do not exist (B-55, B-60).
func TestForeignCard(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	b.save(card, `{"translatable":{"pl":{"name":"Jan"}}}`).ok(t)
	operations := []string{
		"getCard",
		"saveCard",
		"setCardStatus",
		"setUsePhoto",
		"setLangStatus",
		"deleteLanguage",
		"deleteProfile",
	}
	swapped := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 32
		case r >= 'A' && r <= 'Z':
			return r + 32
		}
		return r
	}, card)
	for _, operation := range operations {
		for _, id := range []string{swapped, "short", "../" + card, strings.Repeat("x", 129), "", "ключ"} {
			b.do(operation, vars("card_id", id, "lang", "pl", "status", "enable"), "").
				fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
		}
	}
	before := string(b.load(card).Body)
	b.signIn("partner@example.com", "partner-password", "PARTNER_CLIENT")
	for _, operation := range operations {
		b.do(operation, vars("card_id", card, "lang", "pl", "status", "disable"), "").
			fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_foreign")
	}
	b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
	same(t, "the card", string(b.load(card).Body), before)
}

// TestStatus: each path both ways, twice; the form of the path equals that of the body.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		operation string
		path      []string
		body      string
	}{
		{"setCardStatus", []string{"settings", "cardStatus"}, `{"settings":{"cardStatus":%}}`},
		{"setUsePhoto", []string{"settings", "usePhoto"}, `{"settings":{"usePhoto":%}}`},
		{"setLangStatus", []string{"translatable", "pl", "langStatus"}, `{"translatable":{"pl":{"langStatus":%}}}`},
	} {
		b := signedIn(t)
		card := b.newCard()
		b.save(card, `{"translatable":{"pl":{"name":"Jan"}}}`).ok(t)
		for _, s := range []struct{ word, flag string }{{"disable", "0"}, {"disable", "0"}, {"enable", "1"},
			{"enable", "1"}, {"disable", "0"}} {
			b.do(c.operation, vars("card_id", card, "lang", "pl", "status", s.word), "").ok(t)
			byPath := b.load(card)
			same(t, c.operation+" "+s.word, byPath.at(c.path...), s.flag)
			b.save(card, strings.Replace(c.body, "%", s.flag, 1)).ok(t)
			same(t, c.operation+" by body", string(b.load(card).Body), string(byPath.Body))
		}
		for _, word := range []string{"on", "Enable", "1", ""} {
			b.do(c.operation, vars("card_id", card, "lang", "pl", "status", word), "").
				fails(t, "RESOURCE_NOT_FOUND_ERROR", "status_unknown")
		}
		b.set("badStatus=noop")
		b.do(c.operation, vars("card_id", card, "lang", "pl", "status", "on"), "").ok(t)
		same(t, c.operation+" after a bad status", b.load(card).at(c.path...), "0")
	}
}

func TestMissingLanguage(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	b.save(card, `{"translatable":{"pl":{},"en":{},"un":{}}}`).ok(t)
	for _, c := range []struct {
		operation, lang string
		findings        []string
	}{
		{"setLangStatus", "de", []string{"missing_language path/lang"}},
		{"setLangStatus", "xx", []string{"unsupported_language path/lang"}},
		{"deleteLanguage", "de", []string{}},
		{"deleteLanguage", "xx", []string{"unsupported_language path/lang"}},
	} {
		path := vars("card_id", card, "lang", c.lang, "status", "enable")
		b.set("missingLanguage=noop")
		a := b.do(c.operation, path, "").ok(t)
		same(t, c.operation+" "+c.lang, a.found(), c.findings)
		same(t, "why", a.Why[0].Code, "language_missing")
		same(t, "languages", len(b.load(card).at("translatable").(map[string]any)), 3)
		b.set("missingLanguage=card_not_found")
		b.do(c.operation, path, "").fails(t, "CARD_ID_NOT_FOUND_ERROR", "language_missing")
	}
	b.do("deleteLanguage", vars("card_id", card, "lang", "pl"), "").ok(t)
	b.do("setLangStatus", vars("card_id", card, "lang", "un", "status", "enable"), "").ok(t)
	got := b.load(card)
	same(t, "pl", got.at("translatable", "pl"), nil)
	same(t, "un", got.at("translatable", "un", "langStatus"), "1")
	b.save(card, `{"translatable":{"pl":{}}}`).ok(t)
	same(t, "pl made anew", b.load(card).at("translatable", "pl", "name"), nil)
}

func TestRepositories(t *testing.T) {
	b := signedIn(t)
	same(
		t,
		"list",
		string(b.do("listRepositories", nil, "").ok(t).Result),
		`{"langList":["local","en","ru","pl","zh"]}`,
	)
	names := func(lang string) map[string]any { return b.do("getRepository", vars("lang", lang), "").ok(t).object() }
	for _, c := range []struct{ lang, code, want string }{
		{"local", "pl", "Polski"}, {"local", "en", "English"}, {"local", "ru", "Русский"}, {"local", "ka", "ქართული"},
		{"local", "uk",
			"Українська"},
		{"en", "pl", "Polish"}, {"en", "tl", "Filipino"}, {"ru", "de", "Немецкий"}, {"pl", "zh", "Chiński"}, {"zh",
			"ja", "日语"}, {"pl", "nb",
			"Norweski (bokmål)"},
	} {
		same(t, c.lang+" "+c.code, names(c.lang)[c.code], c.want)
	}
	for _, lang := range []string{"local", "en", "ru", "pl", "zh"} {
		same(t, "languages of "+lang, len(names(lang)), 70)
		same(t, "un in "+lang, names(lang)["un"], nil)
	}
	for _, lang := range []string{"un", "de", "xx", "EN", "", "local/", "en-GB"} {
		b.do("getRepository", vars("lang", lang), "").fails(t, "RESOURCE_NOT_FOUND_ERROR", "repository_unknown")
	}
	b.must("repository.added", `{"lang":"de"}`)
	same(t, "de pl", names("de")["pl"], "Polnisch")
	same(
		t,
		"list",
		string(b.do("listRepositories", nil, "").ok(t).Result),
		`{"langList":["local","en","ru","pl","zh","de"]}`,
	)
}

func TestView(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	thumbnail := pngOf(t, 300, 300, false)
	b.save(card, `{"translatable":{"pl":{"langStatus":1,"name":"Jan","lastname":"Kowalski"},
"en":{"displayName":"<script>alert(1)</script>","name":"John","lastname":"Kowalski","position":"CEO",
"company":"ABC"}},
		"non-translatable":{"thumbnail":"`+thumbnail+`","mobileA":"48123456789","emailA":"jan@example.com"}}`).
		ok(t)
	seen := b.view(card)
	for _, lang := range []string{"pl", "en"} { // values of the card as a whole stand in every language
		same(t, lang+" mobileA", seen.at("languages", lang, "card", "mobileA"), "+48123456789")
		same(t, lang+" thumbnail", seen.at("languages", lang, "card", "thumbnail"), thumbnail)
	}
	same(
		t,
		"pl",
		[]any{
			seen.at("languages", "pl", "downloadable"),
			seen.at("languages", "pl", "langStatus"),
			seen.at("languages", "pl", "card", "name"),
		},
		[]any{true, "1", "Jan"},
	)
	same(
		t,
		"en",
		[]any{
			seen.at("languages", "en", "downloadable"),
			seen.at("languages", "en", "card", "name"),
			seen.at("languages", "en", "card", "position"),
			seen.at("languages", "en", "card", "company"),
		},
		[]any{false, nil, nil, "ABC"},
	)
	b.save(card, `{"non-translatable":{"emailA":"new@example.com"},"settings":{"usePhoto":0}}`).ok(t)
	seen = b.view(card)
	same(
		t,
		"emailA",
		[]any{seen.at("languages", "pl", "card", "emailA"), seen.at("languages", "en", "card", "emailA")},
		[]any{"new@example.com", "new@example.com"},
	)
	same(t, "thumbnail without usePhoto", seen.at("languages", "pl", "card", "thumbnail"), nil)
	b.do("setUsePhoto", vars("card_id", card, "status", "enable"), "").ok(t)

	browser := http.Header{"Accept": {"text/html,application/xhtml+xml,*/*;q=0.8"}}
	page := b.with("viewCard", vars("cardId", card), "", browser)
	same(t, "type", page.Header.Get("Content-Type"), "text/html; charset=utf-8")
	for _, want := range []string{`data-lang="pl" data-mode="personal" data-ready="true" data-lang-status="1" ` +
		`data-downloadable="true"`,
		`data-lang="en" ` +
			`data-mode="business"`, "Kowalski", "&#43;48123456789", "new@example.com", "data:image/png;" +
			"base64,iVBOR", "&lt;script&gt;"} {
		if !bytes.Contains(page.Body, []byte(want)) {
			t.Errorf("the page has no %s:\n%s", want, page.Body)
		}
	}
	if bytes.Contains(page.Body, []byte("<script>")) || bytes.Contains(page.Body, []byte("CEO")) {
		t.Errorf("the page has what should not be in it:\n%s", page.Body)
	}
	for accept, want := range map[string]string{"application/json, text/html;q=0." +
		"1": "application/json", "*/*": "application/json", "TEXT/HTML": "text/html; charset=utf-8",
		"text/html;q=0.5, " +
			"application/json": "application/json", "text/html, application/json": "text/html; charset=utf-8"} {
		same(
			t,
			accept,
			b.with("viewCard", vars("cardId", card), "", http.Header{"Accept": {accept}}).Header.Get("Content-Type"),
			want,
		)
	}
	b.do("setCardStatus", vars("card_id", card, "status", "disable"), "").ok(t)
	same(t, "switched off", string(b.view(card).Body), `{"enabled":false,"reason":"card_disabled"}`)
	same(t, "unknown", string(b.view("none").Body), `{"enabled":false,"reason":"card_unknown"}`)
	for id, want := range map[string]string{card: "switched off", "none": "No such card"} {
		page = b.with("viewCard", vars("cardId", id), "", browser)
		same(t, "status", page.Status, http.StatusNotFound)
		if !bytes.Contains(page.Body, []byte(want)) {
			t.Errorf("the page does not say %q:\n%s", want, page.Body)
		}
	}
}

// TestUnsupportedLanguage: which codes the vendor supports is our reading, what a code looks like is not (B-35, B-40).
func TestUnsupportedLanguage(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	for lang, provenance := range map[string]journal.Provenance{
		"eo": "derived", "la": "derived", "EN": "derived", "Pl": "derived", "pl-PL": "documented",
		"pol": "documented", "": "documented", "ё": "documented",
	} {
		a := b.save(card, fmt.Sprintf(`{"translatable":{%q:{}}}`, lang)).ok(t)
		if len(a.Findings) != 1 || a.Findings[0].Code != "unsupported_language" ||
			a.Findings[0].Provenance != provenance {
			t.Errorf("%q: findings %+v, want one that is %s", lang, a.Findings, provenance)
		}
	}
}

func mustRaw(t *testing.T, object json.RawMessage, name string) json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		t.Fatal(err)
	}
	return members[name]
}

// TestSwitchCatalogue: every switch of the register is there, and says what each of its values answers.
func TestSwitchCatalogue(t *testing.T) {
	b := newBench(t)
	var names []string
	for _, s := range b.fake.API().Switches {
		names = append(names, s.Name)
		if s.Doc == "" {
			t.Errorf("switch %s has no text", s.Name)
		}
		for _, value := range s.Values {
			if !strings.Contains(s.Doc, value) {
				t.Errorf("switch %s does not say what %s answers: %s", s.Name, value, s.Doc)
			}
		}
	}
	for _, want := range []string{"createByPut", "thumbnailDataURI", "thumbnailWhiteSpace", "regexMode", "scalars",
		"emptyResult", "nullFields", "tokens",
		"countFailures", "rptMin", "rptMax", "rptOutOfRange",
		"tokenTTL", "malformedBody", "missingLanguage", "unknownLanguage", "badStatus", "disabledCardGet",
		"addressSection", "unknownRoute",
		"maxLanguages", "thumbnailMaxBytes", "profileLimit"} {
		if !slices.Contains(names, want) {
			t.Errorf("no switch %s", want)
		}
	}
}

package bonder_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// the worked example: the document's own sample of "Сохранение данных" without prose and trailing commas.
const sample = `{"settings":{"cardStatus":"0","usePhoto":"1"},"translatable":{
"pl":{"name":"John","lastname":"Connor","position":"Dyrektor Zarządzający"},
"en":{"name":"John","lastname":"Connor","position":"Managing Director","displayName":"The Great John Connor",
"keywords":"steel, steel pipe, tubular products"},
"es":{"langStatus":"1","name":"John","position":"Director Ejecutivo"},
"pt":{"langStatus":"1","name":"John","lastname":"Connor"},
"ru":{"langStatus":"1","name":"","lastname":"Коннор"},
"zh":{"position":"首席执行官"}},
"non-translatable":{"thumbnail":"base64_encoded_image","mobileA":"123456789","emailB":"john.connor@example.com"}}`

func TestWorkedExample(t *testing.T) {
	type state struct {
		business, ready bool
		values          map[string]any
	}
	for _, c := range []struct {
		mode     string
		want     map[string]state
		mobile   any
		download []string
		findings []string
	}{
		{"unicode", map[string]state{
			"pl": {false, true, map[string]any{"langStatus": "0", "name": "John", "lastname": "Connor",
				"position": "Dyrektor Zarządzający"}},
			"en": {true, true, map[string]any{"langStatus": "0", "name": "John", "lastname": "Connor",
				"displayName": "The Great John Connor", "keywords": "steel, steel pipe, tubular products"}},
			"es": {false, false, map[string]any{"langStatus": "1", "name": "John", "lastname": nil}},
			"pt": {false, true, map[string]any{"langStatus": "1", "name": "John", "lastname": "Connor"}},
			"ru": {false, false, map[string]any{"langStatus": "1", "name": nil, "lastname": "Коннор"}},
		}, "+123456789", []string{"pt"}, []string{"sixth_language /translatable/zh", "thumbnail_rejected " +
			"/non-translatable/thumbnail",
			"ignored_in_business_mode /translatable/en/name", "ignored_in_business_mode /translatable/en/lastname",
			"ignored_in_business_mode /translatable/en/position", "language_not_ready /translatable/es/langStatus",
			"language_not_ready /translatable/ru/langStatus"}},
		{"literal", map[string]state{
			"pl": {false, false, map[string]any{"langStatus": "0", "name": "John", "lastname": nil, "position": nil}},
			"en": {false, false, map[string]any{"name": "John", "lastname": nil, "displayName": nil, "keywords": nil}},
			"es": {false, false, map[string]any{"langStatus": "1", "name": "John"}},
			"pt": {false, false, map[string]any{"name": "John", "lastname": nil}},
			"ru": {false, false, map[string]any{"name": nil, "lastname": nil}},
		}, nil, nil, []string{
			"value_becomes_null /translatable/pl/lastname", "value_becomes_null /translatable/pl/position",
			"value_becomes_null /translatable/en/lastname", "value_becomes_null /translatable/en/position",
			"value_becomes_null /translatable/en/displayName", "value_becomes_null /translatable/en/keywords",
			"value_becomes_null /translatable/es/position", "value_becomes_null /translatable/pt/lastname",
			"value_becomes_null /translatable/ru/lastname", "sixth_language /translatable/zh",
			"thumbnail_rejected /non-translatable/thumbnail", "value_becomes_null /non-translatable/mobileA",
			"language_not_ready /translatable/es/langStatus", "language_not_ready /translatable/pt/langStatus",
			"language_not_ready /translatable/ru/langStatus",
		}},
	} {
		t.Run(c.mode, func(t *testing.T) {
			b := signedIn(t, "regexMode="+c.mode)
			card := b.newCard()
			a := b.save(card, sample)
			same(t, "answer", string(a.Body), `{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"],"result":{}}`)
			same(t, "findings", a.found(), c.findings)
			got := b.load(card)
			same(t, "cardStatus", got.at("settings", "cardStatus"), "0")
			same(t, "emailB", got.at("non-translatable", "emailB"), "john.connor@example.com")
			same(t, "mobileA", got.at("non-translatable", "mobileA"), c.mobile)
			same(t, "thumbnail", got.at("non-translatable", "thumbnail"), nil)
			same(t, "zh", got.at("translatable", "zh"), nil)
			same(t, "view of a card switched off", b.view(card).Status, 404)
			b.do("setCardStatus", vars("card_id", card, "status", "enable"), "").ok(t)
			seen := b.view(card)
			same(t, "view", seen.Status, 200)
			var download []string
			for _, lang := range []string{"pl", "en", "es", "pt", "ru"} {
				want := c.want[lang]
				for name, value := range want.values {
					same(t, lang+" "+name, got.at("translatable", lang, name), value)
				}
				same(t, lang+" business", seen.at("languages", lang, "businessMode"), want.business)
				same(t, lang+" ready", seen.at("languages", lang, "ready"), want.ready)
				if seen.at("languages", lang, "downloadable") == true {
					download = append(download, lang)
				}
			}
			same(t, "downloadable", download, c.download)
		})
	}
}

// TestReadiness: the documented cases of mode and readiness (reference 6.3).
func TestReadiness(t *testing.T) {
	for _, c := range []struct {
		name, values    string
		business, ready bool
		shown           []string
	}{
		{"en, L114", `"displayName":"Non-scary-dental-services","name":"John","lastname":"Kowalski",` +
			`"position":"CEO"`, true, true, []string{"displayName"}},
		{"pl, L120", `"displayName":"","name":"Jan","lastname":"Kowalski",` +
			`"position":"Prezes"`, false, true, []string{"lastname", "name", "position"}},
		{"ru, L126", `"displayName":"","name":"","lastname":"Ковалский",` +
			`"position":"Директор"`, false, false, []string{"lastname", "position"}},
		{"es, L446", `"langStatus":"1","name":"John","position":"Director ` +
			`Ejecutivo"`, false, false, []string{"name", "position"}},
		{"ru, L456", `"langStatus":"1","name":"","lastname":"Коннор"`, false, false, []string{"lastname"}},
		{"nothing", ``, false, false, nil},
		{"lastname alone", `"lastname":"Connor"`, false, false, []string{"lastname"}},
		{"displayName 0", `"displayName":"0"`, true, true, []string{"displayName"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := signedIn(t)
			card := b.newCard()
			b.save(card, `{"translatable":{"en":{`+c.values+`}}}`).ok(t)
			seen := b.view(card)
			same(t, "business", seen.at("languages", "en", "businessMode"), c.business)
			same(t, "ready", seen.at("languages", "en", "ready"), c.ready)
			for _, name := range []string{"name", "lastname", "position", "displayName"} {
				want := strings.Contains(" "+strings.Join(c.shown, " ")+" ", " "+name+" ")
				same(t, name+" shown", seen.at("languages", "en", "card", name) != nil, want)
			}
		})
	}
	// PHP's empty("0") in literal mode: ready and yet personal (B-31).
	b := signedIn(t, "regexMode=off")
	card := b.newCard()
	b.save(card, `{"translatable":{"en":{"displayName":"0","name":"J"}}}`).ok(t)
	b.set("regexMode=literal")
	seen := b.view(card)
	same(t, "business", seen.at("languages", "en", "businessMode"), false)
	same(t, "ready", seen.at("languages", "en", "ready"), true)
}

// TestPhones: the table of reference 6.6, in all three modes.
func TestPhones(t *testing.T) {
	long := strings.Repeat("0a1", 11)
	for _, c := range []struct {
		sent                  string
		unicode, literal, off any
	}{
		{"+48 (22) 123-45-67", "+48221234567", nil, "+48221234567"},
		{"0048221234567", "+48221234567", nil, "+48221234567"},
		{"123456789", "+123456789", nil, "+123456789"},
		{"(0)48221234567", "+48221234567", nil, "+48221234567"},
		{"000", nil, nil, nil}, {"abc", nil, nil, nil}, {"", nil, nil, nil},
		{"1234", nil, nil, "+1234"}, {"12345", "+12345", nil, "+12345"},
		{"123456789012345", "+123456789012345", nil, "+123456789012345"},
		{"1234567890123456", nil, nil, "+1234567890123456"},
		{long, "+11111111111", "+11111111111", "+11111111111"}, // zeros within are kept, leading ones are not
	} {
		for mode, want := range map[string]any{"unicode": c.unicode, "literal": c.literal, "off": c.off} {
			if c.sent == long {
				want = phoneOf(long, mode)
			}
			b := signedIn(t, "regexMode="+mode)
			card := b.newCard()
			a := b.save(card, fmt.Sprintf(`{"non-translatable":{"phoneA":%q,"phoneB":%q,"faxA":%q,"faxB":%q,`+
				`"mobileA":%q,"mobileB":%q}}`, c.sent, c.sent, c.sent, c.sent, c.sent, c.sent)).
				ok(t)
			got := b.load(card)
			for _, name := range []string{"phoneA", "phoneB", "faxA", "faxB", "mobileA", "mobileB"} {
				same(t, mode+" "+name+" of "+c.sent, got.at("non-translatable", name), want)
			}
			reported := 0
			if zero := c.sent == long || strings.HasPrefix(c.sent, "(0)"); c.sent != "" && (want == nil || zero) {
				reported = 6 // it becomes null, or looks like a number without a country code
			}
			same(t, mode+" findings of "+c.sent, len(a.Findings), reported)
		}
	}
}

// phoneOf is what 33 characters of letters and digits become.
func phoneOf(sent, mode string) any {
	digits := strings.TrimLeft(strings.ReplaceAll(sent, "a", ""), "0")
	if mode == "unicode" {
		return nil // too many digits
	}
	return "+" + digits
}

// TestChecks: values at the edges of their checks (reference section 5).
func TestChecks(t *testing.T) {
	repeat := func(s string, n int) string { return strings.Repeat(s, n) }
	for _, c := range []struct {
		section, field, value string
		unicode, literal      bool
		bounds                bool // outside the printed bounds however one counts, which is found under every switch
	}{
		{"translatable", "name", "Jo", true, true, false}, {"translatable", "name", "J", false, false, true},
		{"translatable", "name", repeat("a", 25), true, true, false}, {"translatable", "name", repeat("a", 26), false,
			false, true},
		{"translatable", "name", repeat("Я", 25), true, false, false}, {"translatable", "name", repeat("Я", 26),
			false, false, true},
		{"translatable", "name", "O'Neil", true, false, false}, {"translatable", "name", "Anna-Maria St. " +
			"J’r", true, false, false},
		{"translatable", "name", "-Anna", false, false, false}, {"translatable", "name", "Anna!", false, false, false},
		{"translatable", "name", "John\n", false, false, false}, {"translatable", "name", " John", false, false, false},
		{"translatable", "name", "अनिल", true, false, false},
		{"translatable", "lastname", "K", true, false, false}, {"translatable", "lastname", repeat("k", 32), true,
			true, false},
		{"translatable", "lastname", repeat("k", 128), true, true, false}, {"translatable", "lastname", repeat("k",
			129), false, false, false},
		{"translatable", "displayName", "A & B (42)!", true, false, false}, {"translatable", "displayName", "   ",
			false, false, false},
		{"translatable", "company", "a\tb", false, false, false}, {"translatable", "position", repeat("ж", 128), true,
			false, false},
		{"translatable", "keywords", "steel, steel " +
			"pipe", true, false, false}, {"translatable", "keywords", repeat("k", 150), true, true, false},
		{"translatable", "keywords", repeat("k", 151), false, false, true},
		{"translatable", "addrStreet", "ul. Marszałkowska " +
			"1", true, false, false}, {"translatable", "addrZip", "00-001", true, false, false},
		{"non-translatable", "skypeA", "live:john", true, false, false}, {"non-translatable", "skypeB", "two words",
			false, false, false},
		{"non-translatable", "webA", "https://example." +
			"com", true, false, false}, {"non-translatable", "webC", repeat("w", 129), false, false, false},
		{"non-translatable", "emailA", "not an e-mail at " +
			"all", true, true, false}, {"non-translatable", "emailB", repeat("e", 400), true, true, false},
	} {
		for mode, accepted := range map[string]bool{"unicode": c.unicode, "literal": c.literal, "off": true} {
			b := signedIn(t, "regexMode="+mode)
			card := b.newCard()
			quoted, _ := json.Marshal(c.value)
			sent, at := fmt.Sprintf(`{%q:%s}`, c.field, quoted), []string{"non-translatable", c.field}
			want := "/non-translatable/" + c.field
			if c.section == "translatable" {
				sent, at, want = `{"pl":`+sent+`}`, []string{"translatable", "pl", c.field}, "/translatable/pl/"+c.field
			}
			a := b.save(card, fmt.Sprintf(`{%q:%s}`, c.section, sent)).ok(t)
			stored, findings := any(nil), []string{"value_becomes_null " + want}
			if accepted {
				stored = c.value
			}
			if accepted && !(mode == "off" && c.bounds) {
				findings = []string{}
			}
			same(t, mode+" "+c.field, b.load(card).at(at...), stored)
			same(t, mode+" "+c.field+" findings", a.found(), findings)
		}
	}
}

// TestMerge: what is sent is changed, what is not sent stays, what fails becomes null.
func TestMerge(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	b.save(card, `{"translatable":{"pl":{"langStatus":1,"name":"Jan","lastname":"Kowalski"}},`+
		`"non-translatable":{"emailA":"jan@example.com","webA":"example.com"}}`).
		ok(t)
	for _, c := range []struct {
		name, body string
		findings   []string
		path       []string
		want       any
	}{
		{"other fields " +
			"stay", `{"translatable":{"pl":{"position":"Prezes"}}}`, nil, []string{"translatable", "pl", "name"},
			"Jan"},
		{"langStatus " +
			"stays", `{"translatable":{"pl":{"company":"ABC"}}}`, nil, []string{"translatable", "pl",
			"langStatus"}, "1"},
		{"a new language is " +
			"off", `{"translatable":{"en":{"name":"John"}}}`, nil, []string{"translatable", "en", "langStatus"}, "0"},
		{"a new language may be on", `{"translatable":{"un":{"langStatus":true}}}`,
			[]string{"flag_of_another_type " +
				"/translatable/un/langStatus", "language_not_ready " +
				"/translatable/un/langStatus"}, []string{"translatable", "un", "langStatus"}, "1"},
		{"invalid loses the old value", `{"translatable":{"pl":{"name":"J"}}}`,
			[]string{"value_becomes_null " +
				"/translatable/pl/name", "language_not_ready " +
				"/translatable/pl"}, []string{"translatable", "pl", "name"}, nil},
		{"null clears", `{"translatable":{"pl":{"lastname":null}}}`, nil, []string{"translatable", "pl", "lastname"},
			nil},
		{"empty clears", `{"non-translatable":{"emailA":""}}`, nil, []string{"non-translatable", "emailA"}, nil},
		{"a number is its " +
			"text", `{"non-translatable":{"phoneA":48221234567}}`, nil, []string{"non-translatable", "phoneA"},
			"+48221234567"},
		{"a boolean is null", `{"non-translatable":{"webA":true}}`, []string{"value_becomes_null " +
			"/non-translatable/webA"}, []string{"non-translatable", "webA"}, nil},
		{"an object is null", `{"non-translatable":{"webB":{}}}`, []string{"value_becomes_null " +
			"/non-translatable/webB"}, []string{"non-translatable", "webB"}, nil},
		{"a list is null", `{"non-translatable":{"webC":["x"]}}`, []string{"value_becomes_null " +
			"/non-translatable/webC"}, []string{"non-translatable", "webC"}, nil},
		{"settings", `{"settings":{"cardStatus":0,` +
			`"usePhoto":false}}`, []string{"flag_of_another_type " +
			"/settings/usePhoto"}, []string{"settings", "usePhoto"}, "0"},
		{"a bad flag is ignored", `{"settings":{"usePhoto":"7",` +
			`"cardStatus":null}}`, []string{"flag_ignored /settings/usePhoto", "flag_ignored " +
			"/settings/cardStatus"}, []string{"settings", "usePhoto"}, "0"},
		{"read-only fields", `{"settings":{"cardQrc":"x",` +
			`"cardAddr":"y"}}`, []string{"read_only_field /settings/cardQrc", "read_only_field " +
			"/settings/cardAddr"}, []string{"settings", "cardAddr"}, base + "/card/" + card},
		{"unknown section", `{"colours":{}}`, []string{"unknown_field " +
			"/colours"}, []string{"settings", "cardStatus"}, "0"},
		{"unknown field", `{"translatable":{"pl":{"nick/name":"x"}}}`, []string{"unknown_field " +
			"/translatable/pl/nick~1name"}, []string{"translatable", "pl", "nick/name"}, nil},
		{"wrong section", `{"translatable":{"pl":{"emailA":"x@example.com"}},"non-translatable":{"name":"Jan"},` +
			`"settings":{"langStatus":1},"webA":"w"}`,
			[]string{"wrong_section " +
				"/translatable/pl/emailA", "wrong_section " +
				"/non-translatable/name", "wrong_section /settings/langStatus", "wrong_section /webA"},
			[]string{"non-translatable", "emailA"}, nil},
		{"an address elsewhere", `{"non-translatable":{"addrCity":"Warszawa"}}`, []string{"wrong_section " +
			"/non-translatable/addrCity"}, []string{"translatable", "pl", "addrCity"}, nil},
		{"unsupported languages", `{"translatable":{"xx":{"name":"John"},"EN":{"name":"Other"},"pl-PL":{},"":{}}}`,
			[]string{"unsupported_language /translatable/xx", "unsupported_language /translatable/EN",
				"unsupported_language /translatable/pl-PL", "unsupported_language /translatable/"},
			[]string{"translatable", "xx"}, nil},
		{"a language that is not an object", `{"translatable":{"de":"x","fr":null,` +
			`"it":[]}}`, nil, []string{"translatable", "de"}, nil},
		{"sections that are not objects", `{"settings":1,"translatable":[],` +
			`"non-translatable":"x"}`, nil, []string{"translatable", "en", "name"}, "John"},
		{"the last of a doubled name counts", `{"non-translatable":{"webA":"first",` +
			`"webA":"second"}}`, nil, []string{"non-translatable", "webA"}, "second"},
		{"empty body", ``, nil, []string{"non-translatable", "webA"}, "second"},
		{"white space", "\n ", nil, []string{"non-translatable", "webA"}, "second"},
		{"no object", `[1]`, nil, []string{"non-translatable", "webA"}, "second"},
		{"quotes and scripts", `{"translatable":{"pl":{"displayName":"\"<b>\\ \u2028 ` +
			`Ω"}}}`, nil, []string{"translatable", "pl", "displayName"}, "\"<b>\\ \u2028 Ω"},
	} {
		a := b.save(card, c.body).ok(t)
		if c.findings == nil {
			c.findings = []string{}
		}
		same(t, c.name+": findings", a.found(), c.findings)
		same(t, c.name, b.load(card).at(c.path...), c.want)
	}
	for _, body := range []string{`{"settings":{},}`, `{`, "{\"a\":\"\xff\"}", `{} x`} {
		b.save(card, body).fails(t, "INTERNAL_SERVER_ERROR", "body_malformed")
	}
	b.set("malformedBody=ignore")
	b.save(card, `{"settings":{"usePhoto":1},}`).ok(t)
	same(t, "nothing changed", b.load(card).at("settings", "usePhoto"), "0")
}

// TestLanguageLimit: the first five in the order sent, whatever they hold (B-34).
func TestLanguageLimit(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	a := b.save(card, `{"translatable":{"zh":{},"xx":{},"pl":5,"en":{},"de":{},"fr":{},"it":{"nonsense":1}}}`).ok(t)
	same(
		t,
		"findings",
		a.found(),
		[]string{
			"unsupported_language /translatable/xx",
			"sixth_language /translatable/fr",
			"sixth_language /translatable/it",
		},
	)
	same(t, "stored", string(b.load(card).Result[:len(`{"translatable":{"zh":`)]), `{"translatable":{"zh":`)
	for lang, stored := range map[string]bool{"zh": true, "en": true, "de": true, "xx": false, "pl": false,
		"fr": false, "it": false} {
		same(t, lang, b.load(card).at("translatable", lang) != nil, stored)
	}
	b.save(card, `{"translatable":{"fr":{},"it":{}}}`).ok(t)
	same(t, "fr in a second request", b.load(card).at("translatable", "fr") != nil, true)
	b.set("maxLanguages=1")
	same(
		t,
		"findings with one",
		b.save(card, `{"translatable":{"cs":{},"sk":{}}}`).found(),
		[]string{"sixth_language /translatable/sk"},
	)
}

// TestManyFindings bounds what one request can leave in the journal, and the time it takes.
func TestManyFindings(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"x":0`)
	for i := range 60_000 {
		fmt.Fprintf(&body, `,"k%d":1`, i)
	}
	b := signedIn(t)
	a := b.save(b.newCard(), body.String()+"}").ok(t)
	same(t, "findings", len(a.Findings), 100)
	same(t, "why", a.Why[0].Code, "findings_cut")
}

package bonder_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sparring/mock/bonder"
	"sparring/mock/mocktest/outside"
	"sparring/mock/world"
)

// asked is one request of a corpus, and the findings of the fake that it must have: "code provenance source".
type asked struct {
	operation string
	path      map[string]string // card_id is filled in
	body      string
	want      []string
}

func authorization(rpt string) string {
	return `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":` + rpt + `}`
}

// corpus holds values on which readings differ, and values that none of them takes.
func corpus(t *testing.T) []asked {
	letters := func(n int) string { return strings.Repeat("k", n) }
	save := func(body string, want ...string) asked { return asked{"saveCard", nil, body, want} }
	pl := func(field, value string, want ...string) asked {
		return save(fmt.Sprintf(`{"translatable":{"pl":{%q:%q}}}`, field, value), want...)
	}
	phone := func(value string, want ...string) asked {
		return save(fmt.Sprintf(`{"non-translatable":{"mobileA":%s}}`, value), want...)
	}
	image := func(value string, want ...string) asked {
		return save(fmt.Sprintf(`{"non-translatable":{"thumbnail":%q}}`, value), want...)
	}
	good := pngOf(t, 300, 300, false)
	null := func(source string) string { return "value_becomes_null derived " + source + ", B-20" }
	const rejected, doubtful = "thumbnail_rejected documented bonder#L175-L177", "thumbnail_doubtful derived " +
		"bonder#L175-L177, B-48"
	const maybe = "thumbnail_rejected derived bonder#L175-L177, B-48"
	list := []asked{
		// rpt: the printed range is the vendor's; how it is held is not
		{"authorize", nil, authorization(`"10000"`), nil}, {"authorize", nil, authorization(`1000`), nil},
		{"authorize", nil, authorization(`100000`), nil},
		{"authorize", nil, authorization(`999`), []string{"rpt_out_of_range documented bonder#L31"}},
		{"authorize", nil, authorization(`"100001"`), []string{"rpt_out_of_range documented bonder#L31"}},
		{"authorize", nil, authorization(`null`), nil}, {"authorize", nil, authorization(`"abc"`), nil},
		{"authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME"}`, nil},
		{"authorize", nil, `{"username":"USERNAME","password":1,"client":null,"rpt":true}`, nil},
		// values: only the bounds of name and keywords are certain
		pl("name", "Jan"), pl("name", "Jo"), pl("name", letters(25)), pl("name", strings.Repeat("Я", 25)),
		pl(
			"name",
			"J",
			"value_becomes_null documented bonder#L146",
		), pl("name", letters(26), "value_becomes_null documented bonder#L146"),
		pl("name", strings.Repeat("Я", 26), "value_becomes_null documented bonder#L146"),
		pl("name", "Я", null("bonder#L141-L146")), pl("name", "Anna!", null("bonder#L141-L146")),
		pl("name", "e\u0301"+letters(24), null("bonder#L141-L146")), // 26 characters or 25 letters, as one counts
		pl("lastname", "Kowalska/Nowak", null("bonder#L147-L152")), pl("lastname", "Kowalski"), pl("lastname", "K"),
		pl("lastname", letters(129), null("bonder#L147-L152")), pl("displayName", "  ", null("bonder#L153-L157")),
		pl(
			"displayName",
			"Non-scary-dental-services",
		), pl("company", "a\tb", null("bonder#L158-L161")), pl("position", "首席执行官"),
		pl("keywords", letters(150)), pl("keywords", "steel, steel pipe"),
		pl("keywords", letters(151), "value_becomes_null documented bonder#L171"),
		pl("addrZip", letters(129), null("bonder#L243-L246")), pl("name", ""), pl("displayName", ""),
		save(`{"translatable":{"pl":{"name":"x&y","lastname":true,"company":{}}}}`, null("bonder#L141-L146"),
			"value_becomes_null derived bonder#L147-L152, B-28", "value_becomes_null derived bonder#L158-L161, B-28"),
		save(
			`{"non-translatable":{"skypeA":"two words","webA":"`+letters(129)+`","emailA":"x"}}`,
			null("bonder#L198-L201"),
			null("bonder#L221-L224"),
		),
		// telephones
		phone(
			`"48123456789"`,
		), phone(`"+48 (22) 123-45-67"`), phone(`"0048221234567"`), phone(`"123456789"`), phone(`48123456789.0`),
		phone(
			`"1234"`,
			null("bonder#L188-L194"),
		), phone(`"abc"`, null("bonder#L188-L194")), phone(`"1234567890123456"`, null("bonder#L188-L194")),
		phone(
			`"022 123 45 67"`,
			"national_number derived bonder#L182",
		), phone(`"8 (495) 123-45-67"`, "national_number derived bonder#L182"),
		phone(
			`"89161234567"`,
			"national_number derived bonder#L182",
		), phone(`"+48 (0)22 123 45 67"`, "national_number derived bonder#L182"),
		phone(
			`"+999 1234567"`,
			"national_number derived bonder#L182",
		), phone(`"+81 3 1234 5678"`), phone(`"+1 212 555 0100"`),
		// thumbnails
		image(
			good,
		), image(""), image("data:image/png;base64,"+good, doubtful), image(good[:76]+"\n"+good[76:], doubtful),
		image(
			padded(t, good, 50_000),
		), image(padded(t, good, 50_001), doubtful), image(padded(t, good, 51_200), doubtful),
		image(
			padded(t, good, 51_201),
			rejected,
		), image("base64_encoded_image", rejected), image("aGVsbG8=", rejected), image("%%%", rejected),
		image(
			pngOf(t, 301, 300, false),
			rejected,
		), image("data:image/png,"+good, maybe), image(strings.TrimRight(good, "="), unlessSame(good, maybe)...),
		image(
			base64.StdEncoding.EncodeToString([]byte("RIFF\x00\x00\x00\x00WEBPVP8 ")),
			maybe,
		), image(good[:len(good)/8*4], maybe),
		save(`{"non-translatable":{"thumbnail":5}}`, rejected),
		// flags
		save(`{"settings":{"cardStatus":1,"usePhoto":"0"}}`), save(`{"settings":{"cardStatus":1.0}}`),
		save(`{"settings":{"cardStatus":true}}`, "flag_of_another_type derived bonder#L268-L272, B-42"),
		save(`{"settings":{"usePhoto":"7"}}`, "flag_ignored derived bonder#L263-L267, B-42"),
		save(`{"translatable":{"pl":{"langStatus":"on"}}}`, "flag_ignored derived bonder#L258-L262, B-42"),
		// names and places
		save(`{"colours":{}}`, "unknown_field derived bonder#L416, B-29"),
		save(`{"non-translatable":{"name":"Jan"}}`, "wrong_section derived bonder#L141-L146, B-29, B-30"),
		save(`{"settings":{"cardAddr":"x"}}`, "read_only_field derived bonder#L593-L599, B-45"),
		// languages
		save(`{"translatable":{"EN":{}}}`, "unsupported_language derived bonder#L276, B-35, B-40"),
		save(`{"translatable":{"eo":{}}}`, "unsupported_language derived bonder#L276, B-35, B-40"),
		save(`{"translatable":{"pl-PL":{}}}`, "unsupported_language documented bonder#L299"),
		save(
			six("cs", "de", "fr", "it", "es"),
		), save(six("cs", "de", "fr", "it", "es", "sk"), "sixth_language documented bonder#L420"),
		save(six("cs", "de", "fr", "it", "es", "un"), "sixth_language derived bonder#L420, B-34"),
		save(six("cs", "de", "fr", "un", "es", "it"), "sixth_language derived bonder#L420, B-34"),
		save(
			strings.Replace(six("cs", "de", "fr", "it", "es", "sk"), `{"company":"x"}`, `{}`, 1),
			"sixth_language derived bonder#L420, B-34",
		),
		// what is stored and not seen
		save(`{"translatable":{"lt":{"langStatus":1,"name":"Jonas"}}}`, "language_not_ready derived bonder#L446"),
		save(
			`{"translatable":{"lt":{"displayName":"A B"},"lv":{"displayName":"A B","position":"x"}}}`,
			"ignored_in_business_mode derived bonder#L102",
		),
		{
			"setLangStatus",
			vars("lang", "lt", "status", "disable"),
			"",
			[]string{"missing_language derived bonder#L261, B-39"},
		},
		{
			"setLangStatus",
			vars("lang", "xx", "status", "enable"),
			"",
			[]string{"unsupported_language derived bonder#L276, B-35, B-40"},
		},
		{
			"setLangStatus",
			vars("lang", "ka", "status", "enable"),
			"",
			[]string{"missing_language derived bonder#L261, B-39"},
		},
		// what only the document judges
		{
			"setCardStatus",
			vars("status", "on"),
			"",
			nil,
		}, {"setCardStatus", vars("status", "enable"), "{}", nil}, {"createProfile", nil, "{}", nil},
		{"getRepository", vars("lang", "EN"), "", nil}, {"getRepository", vars("lang", "english"), "", nil},
		{
			"getCard",
			vars("card_id", "short"),
			"",
			nil,
		}, {"deleteLanguage", vars("lang", "pl-PL"), "", []string{"unsupported_language documented bonder#L299"}},
		save(
			`[1]`,
		), save(`{"settings":[]}`), save(`{"translatable":{"pl":"x"}}`), save(`{`),
		save(`{"settings":{"usePhoto":1,"usePhoto":0}}`),
	}
	return list
}

func six(languages ...string) string {
	var body []string
	for _, lang := range languages {
		body = append(body, fmt.Sprintf(`%q:{"company":"x"}`, lang))
	}
	return `{"translatable":{` + strings.Join(body, ",") + `}}`
}

func unlessSame(good, want string) []string {
	if strings.HasSuffix(good, "=") {
		return []string{want}
	}
	return nil
}

// padded is a picture of so many bytes: the bytes behind its end are not read.
func padded(t *testing.T, picture string, size int) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(picture)
	if err != nil || len(raw) > size {
		t.Fatal(len(raw), err)
	}
	return base64.StdEncoding.EncodeToString(append(raw, make([]byte, size-len(raw))...))
}

// ask sends one request of the corpus on a card.
func (b *bench) ask(card string, a asked) answered {
	b.tb.Helper()
	path := vars("card_id", card)
	b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
	for name, value := range a.path {
		path[name] = value
	}
	return b.do(a.operation, path, a.body)
}

// TestProvenance: each finding has the mark and the source that the vendor's text gives it.
func TestProvenance(t *testing.T) {
	b := signedIn(t, "profileLimit=1000")
	for _, c := range corpus(t) {
		got := []string{}
		for _, f := range b.ask(b.newCard(), c).Findings {
			got = append(got, f.Code+" "+string(f.Provenance)+" "+f.Source)
		}
		same(t, fmt.Sprintf("%s %v %.120s", c.operation, c.path, c.body), got, append([]string{}, c.want...))
	}
}

// readings are the values of each switch that are tried: all of an enum, the bounds and more of a number.
func readings() []string {
	var list []string
	for _, s := range bonder.API().Switches {
		var values []string
		switch s.Type {
		case world.Enum:
			values = s.Values
		case world.Bool:
			values = []string{"true", "false"}
		case world.Duration:
			values = []string{"1s", "100h"}
		default:
			values = []string{fmt.Sprint(max(s.Range.Min, 1)), "5", "50000", "1000000"}
		}
		for _, v := range values {
			set := s.Name + "=" + v
			switch {
			case s.Name == "rptMax" && len(v) == 1:
				set += " rptMin=1"
			case s.Name == "rptMin" && len(v) > 4:
				set += " rptMax=" + v
			}
			list = append(list, set)
		}
	}
	return append(list, "rptMin=1 rptMax=5")
}

// TestDocumentedDependsOnNoSwitch: what a switch decides is our reading, so no switch adds or takes a documented
// finding, of the fake or of the document.
func TestDocumentedDependsOnNoSwitch(t *testing.T) {
	outside.Long(t)
	requests := corpus(t)
	documented := func(switches string) []string {
		b := signedIn(t)
		card := b.newCard()
		b.set(strings.Fields(switches)...)
		var list []string
		for i, c := range requests {
			a := b.ask(card, c)
			for _, f := range slices.Concat(a.Findings, a.contract) {
				if f.Provenance == "documented" {
					list = append(list, fmt.Sprintf("%d %s %s", i, f.Code, f.Pointer))
				}
			}
		}
		return list
	}
	want := documented("")
	if len(want) < 15 {
		t.Fatalf("only %d documented findings", len(want))
	}
	tried := readings()
	if len(tried) < 50 {
		t.Fatalf("only %d readings", len(tried))
	}
	for _, switches := range tried {
		got := documented(switches)
		for _, f := range got {
			if !slices.Contains(want, f) {
				t.Errorf("%s adds the documented finding %s: %+v", switches, f, requests[index(f)])
			}
		}
		for _, f := range want {
			if !slices.Contains(got, f) {
				t.Errorf("%s takes away the documented finding %s: %+v", switches, f, requests[index(f)])
			}
		}
	}
}

func index(finding string) (i int) {
	_, _ = fmt.Sscan(finding, &i)
	return i
}

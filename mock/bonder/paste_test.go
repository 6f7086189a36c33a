package bonder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sparring/mock/journal"
)

// texts gives the whys of one code.
func texts(list []journal.Why, code string) []string {
	var out []string
	for _, w := range list {
		if w.Code == code {
			out = append(out, w.Text)
		}
	}
	return out
}

const emSpace = "U+2003 EM SPACE (%) is not white space to JSON"

// TestPastedSamples sends the vendor's samples letter by letter: the answer is what a body without JSON gets, and the
// why says at which character what is wrong.
func TestPastedSamples(t *testing.T) {
	pasted := map[string][]string{ // "place: text", as each why begins
		"auth_L9.txt": {"line 2, column 1: " + strings.Replace(emSpace, "%", "8 of them", 1)},
		"modes_L114.txt": {
			`line 1, column 1: the text "В английской версии переменной displayNa"… (177 characters) before the ` +
				`JSON; delete it`,
			"line 1, column 179: a member without the braces around it",
			"line 2, column 1: " + strings.Replace(emSpace, "%", "24 of them", 1),
			`line 4, column 16: the opening quote is missing before the text "Kowalski"; write "`,
			`line 7, column 1: the text "В польской версии имя Jan Kowalski будет"… (102 characters) inside the ` +
				`JSON; delete it`,
			`line 13, column 1: the text "Русская версия не будет доступна для ска"… (100 characters) inside the ` +
				`JSON; delete it`,
		},
		"save_L428.txt": {
			`line 2, column 1: the text "Когда cardStatus=0, Визитка будет отключ"… (74 characters) inside the ` +
				`JSON; delete it`,
			"line 3, column 1: " + strings.Replace(emSpace, "%", "174 of them", 1),
			`line 7, column 1: the text "Используйте ` +
				`langStatus`, `line 12, column 1: the text "При добавлении`, `line 19, column 1: the text "Несмотря`,
			"line 27, column 28: a comma before }; delete it", "line 32, column 28: a comma before }; delete it",
		},
		"list_L286.txt": {
			"line 2, column 1: U+2003",
			`line 5, column 19: the text "local" has no quotes`,
			`line 5, column 26: the text "lang" has no quotes`,
		},
		"local_L324.txt": {"line 2, column 1: U+2003", `line 8, column 5: the text "...," inside the JSON; delete it`},
		"created_L371.txt": {"line 2, column 1: U+2003", `line 5, column 16: the text "string" has no quotes`,
			`line 6, column 17: the text "string"`, `line 7, column 18: the text "string (url)"`},
		"saved_L474.txt": {"line 2, column 1: U+2003", `line 3, column 15: the text "код-ошибки" has no quotes`},
		"loaded_L575.txt": {
			"line 5, column 1: U+2003",
			"line 27, column 2: the object that opens at line 1, column 1 is not closed; add }",
		},
	}
	files, err := filepath.Glob("testdata/*_L*.txt")
	if err != nil || len(files) != len(pasted) {
		t.Fatalf("%d samples, %d are expected (%v)", len(files), len(pasted), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		says(t, string(body), pasted[filepath.Base(file)])
	}
}

// says sends a body to both operations that read one.
func says(t *testing.T, body string, want []string) {
	t.Helper()
	b := signedIn(t)
	card := b.newCard()
	before := string(b.load(card).Body)
	for _, a := range []answered{
		b.do("authorize", nil, body).fails(t, "INVALID_CREDENTIALS_ERROR", "body_malformed"),
		b.save(card, body).fails(t, "INTERNAL_SERVER_ERROR", "body_malformed"),
	} {
		got := texts(a.Why, "body_malformed")
		if len(got) != len(want) {
			t.Errorf("%.40q: the why is\n%s\nwant %d texts", body, strings.Join(got, "\n"), len(want))
			continue
		}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%.40q: the why is %s, want %s", body, got[i], want[i])
			}
		}
	}
	same(t, "the card", string(b.load(card).Body), before)
}

// TestPastes: other things that come by pasting.
func TestPastes(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":1,}`:        "line 1, column 7: a comma before }; delete it",
		`{"a":[1,]}`:      "line 1, column 8: a comma before ]; delete it",
		`{a:1}`:           `line 1, column 2: the name a has no quotes; write "a"`,
		`{'a':1}`:         "line 1, column 2: U+0027 APOSTROPHE",
		`{"a":«b»}`:       "line 1, column 6: U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK",
		`{“a”:1}`:         "line 1, column 2: U+201C LEFT DOUBLE QUOTATION MARK",
		"{\"a\":\u00a01}": "line 1, column 6: U+00A0 NO-BREAK SPACE is not white space",
		"{\"a\":\u200b1}": "line 1, column 6: U+200B ZERO WIDTH SPACE is not white space",
		"\ufeff{\"a\":1}": "line 1, column 1: U+FEFF BYTE ORDER MARK is not part of JSON; " +
			"delete it",
		"{\n\"a\":\"b,\n\"c\":1}": `line 2, column 5: the closing quote of the text "\"b" is missing ` +
			`in its line`,
		`{"a":Connor"}`: `line 1, column 6: the opening quote is missing before the text ` +
			`"Connor"`,
		`{"a":1 "b":2}`: "line 1, column 8: a comma is missing before this member",
		`{"a" "b"}`:     "line 1, column 6: a colon is missing before this value",
		`{"a"}`: `line 1, column 5: a colon and a value are missing behind the ` +
			`name "a"`,
		`{"a":}`: "line 1, column 6: a value is missing",
		`{"a":1`: "line 1, column 7: the object that opens at line 1, column 1 is " +
			"not closed; add }",
		`{"a":1]`: "line 1, column 7: ] closes an object; write }",
		`{"a":[1}`: "line 1, column 8: the array that opens at line 1, column 6 is " +
			"not closed before this }; write ]",
		`{"a":1} x`:                             `line 1, column 9: the text "x" behind the JSON; delete it`,
		`{"a":01}`:                              `line 1, column 6: the text "01" is not a number of JSON`,
		`{"a":+48}`:                             `line 1, column 6: the text "+48" is not a number of JSON`,
		`{"a":None}`:                            "line 1, column 6: None is not a word of JSON",
		`{"a":...}`:                             "line 1, column 6: ... stands for something that was left out",
		`{"a":{{card_id}}}`:                     `line 1, column 6: the text "{{card_id}}" is the sample's placeholder`,
		"{\"a\":\"b\tc\"}":                      `line 1, column 8: U+0009 TAB in a string; write it as \u0009`,
		`{"a":"C:\dir"}`:                        `line 1, column 9: a backslash that escapes nothing`,
		`{"a":"\u12"}`:                          `line 1, column 7: \u without four hexadecimal digits`,
		"{// a remark\n\"a\":1}":                "line 1, column 2: a comment, which JSON does not know; delete it",
		"{\"a\":=1}":                            `line 1, column 6: the text "=1" has no quotes`,
		"{\"a\"=>1}":                            "line 1, column 5: = behind a name; write :",
		"username=USERNAME&rpt=10000":           "line 1, column 1: this is a form, not JSON",
		"hello":                                 "line 1, column 1: this is not JSON",
		"-d {\"a\":1}":                          `line 1, column 1: the text "-d" before the JSON; delete it`,
		"{\"a\":\"\xcf\xf0\"}":                  "line 1, column 7: the byte 0xCF is not UTF-8",
		"\xff\xfe{\x00":                         "the body looks like UTF-16; encode the JSON as UTF-8",
		"{\x00\"\x00a\x00\"\x00:\x001\x00}\x00": "the body looks like UTF-16; encode the JSON as UTF-8",
		"\x1f\x8b\x08":                          "the body is packed by gzip; send the JSON itself",
		"\x78\x9c\xab\x56":                      "the body is packed by zlib (deflate); send the JSON itself",
		"{\x00\x00\x00}\x00\x00\x00":            "the body looks like UTF-32; encode the JSON as UTF-8",
	} {
		says(t, body, []string{want})
	}
	for _, body := range []string{`{"password":hunter2}`, "{\"password\":\"hunter2,\n}", `{} {"password":"hunter2"}`,
		`see "password" : hunter2 {`} {
		a := newBench(t).do("authorize", nil, body)
		if text := strings.Join(texts(a.Why, "body_malformed"), "\n"); strings.Contains(text, "hunter2") || text == "" {
			t.Errorf("%s: the why shows the password, or nothing: %s", body, text)
		}
	}
}

// FuzzPaste: whatever comes, the why is bounded and said of everything that is not JSON.
func FuzzPaste(f *testing.F) {
	files, _ := filepath.Glob("testdata/*_L*.txt")
	for _, file := range files {
		body, _ := os.ReadFile(file)
		f.Add(string(body))
	}
	for _, seed := range []string{"{", "[[[", `{"a":{{`, "{'", "{a:[b,", "\ufeff", strings.Repeat("{[", 300),
		strings.Repeat(",", 99), "{\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := newBench(t).do("authorize", nil, body)
		got := texts(a.Why, "body_malformed")
		if len(got) > 9 {
			t.Errorf("%q: %d texts", body, len(got))
		}
		for _, text := range got {
			if len(text) > 1000 || text == "" {
				t.Errorf("%q: %q", body, text)
			}
		}
	})
}

// TestPlaceholders: a sample's placeholder in a header or a path is named.
func TestPlaceholders(t *testing.T) {
	b := signedIn(t)
	const hint = "what was sent is the sample's placeholder"
	key := b.key
	for _, token := range []string{"{{access_token}}", "access_token"} {
		b.key = token
		if a := b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR",
			"token_unknown"); !strings.Contains(
			a.Why[0].Text,
			hint,
		) {
			t.Errorf("%s: %v", token, a.Why)
		}
	}
	b.key, b.mail = key, "{{username}}"
	if a := b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "wrong_email"); !strings.Contains(
		a.Why[0].Text,
		hint,
	) {
		t.Error(a.Why)
	}
	b.mail = "USERNAME"
	if a := b.do("getCard", vars("card_id", "{{card_id}}"), "").fails(t, "CARD_ID_NOT_FOUND_ERROR",
		"card_unknown"); !strings.Contains(
		a.Why[0].Text,
		hint,
	) {
		t.Error(a.Why)
	}
	for _, c := range []struct{ body, why, text string }{
		{`{"username":"USERNAME ","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":1000}`, "account_unknown", "white space"},
		{`{"username":"username","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":1000}`, "account_unknown", "capital letters"},
		{`{"username":"USERNAME","password":" PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":1000}`, "wrong_password", "white space"},
		{`{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME\n",` +
			`"rpt":1000}`, "wrong_client", "white space"},
		{`{"password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`, "account_unknown", "username is missing"},
	} {
		if a := b.do("authorize", nil, c.body).fails(t, "INVALID_CREDENTIALS_ERROR", c.why); !strings.Contains(
			a.Why[0].Text,
			c.text,
		) {
			t.Errorf("%s: %v", c.body, a.Why)
		}
	}
}

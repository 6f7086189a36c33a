package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestRedactProperty plants secrets of any characters at known positions and checks that none shows in what a reader
// gets, that JSON stays JSON, and that what was given is unchanged.
func TestRedactProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[a-zA-Z0-9"\\/ &<>=%+;ю-]{9,20}`).Filter(func(s string) bool {
			return s == strings.TrimSpace(s) && strings.Trim(s, `"`) == s && !strings.Contains(s, ";") &&
				strings.Trim(s, "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" &&
				s[0] != '{' && !strings.Contains("http://h/bank/pay application/json", s)
		}).Draw(t, "secret")
		j := newJournal()
		if rapid.Bool().Draw(t, "issued") {
			j.Secrets().Add("token", secret)
		}
		inner, _ := json.Marshal(map[string]any{"x": "see " + secret + "!", "y": map[string]any{"token": secret}})
		body, _ := json.Marshal(map[string]any{"token": secret, "text": "a " + secret, "nested": string(inner),
			"list": []any{secret, 1}})
		e := exchange(string(body), string(inner))
		e.URL += "?access_token=" + url.QueryEscape(secret) + "&x=" + url.QueryEscape(secret)
		e.Why = []Why{{"x", "because of " + secret}}
		e.Sent = &Sent{Body: body[:rapid.IntRange(0, len(body)).Draw(t, "cut")]}
		j.Add(e)
		got := j.Query(Filter{}).Entries[0]
		for _, b := range [][]byte{got.Request.Body, got.Response.Body} {
			if !json.Valid(b) {
				t.Fatalf("no JSON: %s", b)
			}
			var v any
			_ = json.Unmarshal(b, &v)
			if strings.Contains(fmt.Sprint(v), secret) {
				t.Fatalf("shows %q: %s", secret, b)
			}
		}
		if !bytes.Equal(e.Request.Body, body) {
			t.Fatal("the body that was given has changed")
		}
		if plain, err := url.QueryUnescape(got.URL); err != nil || strings.Contains(plain, secret) {
			t.Fatalf("%v: the URL shows %q: %s", err, secret, got.URL)
		}
		if strings.Contains(got.Why[0].Text, secret) || strings.Contains(string(got.Sent.Body), secret) {
			t.Fatalf("shows %q: %+v %+v", secret, got.Why, got.Sent)
		}
	})
}

func FuzzRedact(f *testing.F) {
	for _, seed := range []string{
		"--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--b--", "\x1f\x8b\b\x00", "\xff\xfe{\x00",
		"x\x9c", "{token: x}", "<token>x</token>",
		`"{\"token\":\"x\"}"`, "http://u:p@h/?token=x", `{"token":"abc","x":[1,"abcdefgh"]}`, `{"token":"abc`,
		`{"a":"{\"token\":\"x\"}"}`, `token=a&b`, `]}{"`, "\xff{\\", `"\`, `{"token":[[[`,
	} {
		f.Add([]byte(seed), "abcdefgh")
	}
	f.Fuzz(func(t *testing.T, body []byte, secret string) {
		j := newJournal()
		j.Secrets().Add("token", secret)
		e := exchange("", "")
		e.Request.Body, e.URL, e.Request.Header = body, string(body),
			http.Header{"Cookie": {string(body)}, "Authorization": {string(body)}}
		e.Messages, e.Event = []StreamMessage{{Data: string(body)}}, nil
		e.Why, e.Hint = []Why{{"x", string(body)}}, string(body)
		e.Findings = []Finding{{Pointer: "/token", Actual: string(body), Message: "got " + string(body)},
			{Pointer: string(body), Actual: secret}}
		before := bytes.Clone(body)
		j.Add(e)
		got := j.Query(Filter{}).Entries[0]
		if !bytes.Equal(before, body) {
			t.Fatal("the body that was given has changed")
		}
		if json.Valid(body) && got.Request.Decoded == "" && !json.Valid(got.Request.Body) {
			t.Fatalf("%q became %q, which is not JSON", body, got.Request.Body)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	const entries = 10_000
	for range b.N {
		b.StopTimer()
		j := newJournal()
		var answer bytes.Buffer
		answer.WriteString(`{"success":true,"errors":[],"result":{"token":"%s"`)
		for i := range 30 {
			fmt.Fprintf(&answer, `,"field%d":"some ordinary value of the answer %d"`, i, i)
		}
		answer.WriteString(`}}`)
		for i := range entries {
			token := fmt.Sprintf("token-%08d", i/10)
			j.Secrets().Add("token", token)
			e := exchange(`{"username":"u","password":"secret12","amount":12}`,
				strings.Replace(answer.String(), "%s", token, 1))
			e.Request.Header = http.Header{"Authorization": {"Client " + token}, "Content-Type": {"application/json"},
				"Accept": {"*/*"}}
			j.Add(e)
		}
		b.StartTimer()
		if n := len(j.Query(Filter{}).Entries); n != entries {
			b.Fatal(n)
		}
	}
}

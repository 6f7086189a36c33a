package journal

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestRedactBase64 checks base64 of JSON, in a body, in a field and within JSON in a text: a reader decodes it and
// finds marks; what holds no secret stays as it was.
func TestRedactBase64(t *testing.T) {
	const inner = `{"password":"hunter-2?>","x":[1]}`
	for name, encoding := range map[string]*base64.Encoding{
		"standard": base64.StdEncoding, "without padding": base64.RawStdEncoding,
		"URL": base64.URLEncoding, "URL without padding": base64.RawURLEncoding,
	} {
		text := encoding.EncodeToString([]byte(inner))
		twice := encoding.EncodeToString([]byte(`{"data":"` + text + `"}`))
		harmless := encoding.EncodeToString([]byte(`{"kind":"hunter","x":[1]}`))
		for _, row := range []struct{ contentType, body string }{
			{"application/json", `{"data":"` + text + `","again":"` + harmless + `"}`},
			{"application/json", `{"data":"` + twice + `","again":"` + harmless + `"}`},
			{"application/json", `{"text":"{\"data\":\"` + text + `\"}","again":"` + harmless + `"}`},
			{"application/json", `"` + text + `"`},
			{"text/plain", text},
			{"text/plain", "\n" + text + "\n"},
			{"application/x-www-form-urlencoded", "again=" + url.QueryEscape(harmless) + "&data=" +
				url.QueryEscape(text)},
		} {
			e := exchange(row.body, `{}`)
			e.Request.Header.Set("Content-Type", row.contentType)
			got := string(only(t, e).Request.Body)
			if seen := decodedAll(got); strings.Contains(seen, "hunter-2") || !strings.Contains(seen, "‹password 1›") {
				t.Errorf("%s, %s %s: got %s, which reads %s", name, row.contentType, row.body, got, seen)
			}
			if strings.Contains(row.body, harmless) && !strings.Contains(got, harmless) {
				t.Errorf("%s: what holds no secret has changed: %s", name, got)
			}
		}
	}
}

// decodedAll is a text with what its base64 decodes to, again and again.
func decodedAll(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	out := text
	for _, word := range regexp.MustCompile(`[A-Za-z0-9+/_-]{15,}`).FindAllString(text, -1) {
		plain, err := base64.RawStdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(word))
		if err == nil {
			out += " " + decodedAll(string(plain))
		}
	}
	return out
}

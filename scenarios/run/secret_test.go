package run

import "testing"

// TestSpellings: whatever way a secret is written in, it is hidden, and the mark says which way.
func TestSpellings(t *testing.T) {
	s := &Secrets{}
	s.Add("пароль/1 2")
	s.Mark([]string{"пароль/1 2"}, []string{"‹password 3›"})
	var latin1 []rune
	for _, b := range []byte("пароль/1 2") {
		latin1 = append(latin1, rune(b))
	}
	for text, want := range map[string]string{
		"пароль/1 2":                                                             "‹password 3›",
		"%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C%2F1+2":                             "‹password 3, percent-encoded›",
		"%d0%bf%d0%b0%d1%80%d0%be%d0%bb%d1%8c%2f1%202":                           "‹password 3, percent-encoded›",
		"%25D0%25BF%25D0%25B0%25D1%2580%25D0%25BE%25D0%25BB%25D1%258C%252F1%2B2": "‹password 3, percent-encoded twice›",
		`\u043f\u0430\u0440\u043e\u043b\u044c/1 2`:                               "‹password 3, escaped›",
		string(latin1):     "‹password 3, UTF-8 read as Latin-1›",
		"РїР°СЂРѕР»СЊ/1 2": "‹password 3, UTF-8 read as Windows-1251›",
		"a пароль/1 2 b":   "a ‹password 3› b",
		"пароль":           "пароль",
	} {
		if got := s.Hide(text); got != want {
			t.Errorf("%q: expected %s, got %s", text, want, got)
		}
	}
	s.Add("54321")
	if got := s.Hide("54321 and 154321"); got != "‹secret 1› and 154321" {
		t.Errorf("what the journal does not know: %s", got)
	}
}

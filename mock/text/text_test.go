package text_test

import (
	"strings"
	"testing"

	"sparring/mock/text"
)

func TestDecode(t *testing.T) {
	for _, in := range []string{"", "plain", "Łukasz 👍", "a\r\nb"} {
		for _, mark := range []string{"", "\ufeff"} {
			if got, err := text.Decode([]byte(mark + in)); err != nil || string(got) != in {
				t.Errorf("%q: got %q, %v", mark+in, got, err)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for name, test := range map[string]struct{ in, says string }{
		"UTF-16 LE":         {"\xff\xfeF\x00e\x00", "this is UTF-16"},
		"UTF-16 BE":         {"\xfe\xff\x00F\x00e", "this is UTF-16"},
		"UTF-32":            {"\xff\xfe\x00\x00F\x00\x00\x00", "this is UTF-32"},
		"UTF-16, no mark":   {"F\x00e\x00a\x00", "UTF-16 without a byte order mark"},
		"UTF-16, no mark 2": {"\x00F\x00e\x00a", "UTF-16 without a byte order mark"},
		"Windows-1251": {"# \xd4\xf3\xed\xea\xf6\xe8\xff\nok\n",
			"line 1 is not UTF-8 (byte 0xD4): this may be Windows-1251"},
		"Latin-1":   {"a\nJos\xe9\n", "line 2 is not UTF-8 (byte 0xE9);"},
		"cut rune":  {"a\xe2\x82", "line 1 is not UTF-8"},
		"surrogate": {"\xed\xa0\x80", "not UTF-8"},
		"two marks": {"\ufeff\ufeffx", "two byte order marks"},
		"zero":      {"some text\nwith \x00 in it", "line 2 holds a byte 0"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := text.Decode([]byte(test.in))
			if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("expected one line with %q, got %q, %v", test.says, got, err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\ufeffa"))
	f.Add([]byte{0xff, 0xfe, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := text.Decode(data)
		if err == nil && strings.Contains(string(got), "\x00") {
			t.Fatalf("%q: a byte 0 is left", data)
		}
	})
}

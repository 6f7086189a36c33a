package input_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/input"
)

type shelf struct {
	Next   int64            `json:"next"`
	Rooms  []string         `json:"rooms"`
	Books  map[int64]*book  `json:"books"`
	Lent   []*loan          `json:"lent"`
	Raw    json.RawMessage  `json:"raw,omitempty"`
	Params map[string]any   `json:"params"`
	Data   []byte           `json:"data"`
	Ratio  float64          `json:"ratio"`
	Tags   map[string][]int `json:"tags"`
}

type book struct {
	ID    int64     `json:"id"`
	Title string    `json:"title"`
	Room  string    `json:"room"`
	Made  time.Time `json:"made"`
	Pages []page    `json:"pages"`
}

type page struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
}

type loan struct {
	Book int64      `json:"book"`
	Code string     `json:"code"`
	From time.Time  `json:"from"`
	Till *time.Time `json:"till"`
	Kind string     `json:"kind"`
}

func rules() input.Rules {
	return input.Rules{
		"/next": input.Least(1), "/rooms": input.Some(), "/rooms/*": input.Text().Once(),
		"/books/#": input.Least(1), "/books/*/id": input.Least(1).Unique(), "/books/*/title": input.Free(),
		"/books/*/room": input.Ref("/rooms/*").OrNone(), "/books/*/made": input.Time().OrNone(),
		"/books/*/pages/*/number": input.Range(1, 9).Once(), "/books/*/pages/*/text": input.Free(),
		"/lent/*/book": input.Ref("/books/#"), "/lent/*/code": input.Like("digits", func(s string) bool {
			return strings.Trim(s, "0123456789") == ""
		}).Unique(),
		"/lent/*/from": input.Time(), "/lent/*/till": input.Time(), "/lent/*/kind": input.OneOf("short", "long"),
		"/lent/*": input.Whole(func(l *loan) *input.Error {
			if l.Till != nil && l.Till.Before(l.From) {
				return &input.Error{Pointer: "/till", Reason: "expected a time after from"}
			}
			return nil
		}),
		"/raw": input.Free(), "/params": input.Free(), "/data": input.Free(), "/ratio": input.Range(0, 1),
		"/tags/#": input.Text(), "/tags/*/*": input.Least(0),
	}
}

const good = `{"next":3,"rooms":["a","b"],"books":{"1":{"id":1,"room":"a","made":"2030-01-01T00:00:00Z",
	"pages":[{"number":1},{"number":2}]},
	"2":{"id":2,"pages":[{"number":1}]}},"lent":[{"book":1,"code":"7","from":"2030-01-01T00:00:00Z","kind":"long"},
	{"book":2,"code":"8","from":"2030-01-01T00:00:00Z","till":"2031-01-01T00:00:00Z","kind":"short"}],
		"tags":{"x":[0,1]},"ratio":0.5}`

func check(t *testing.T, text string) *input.Error {
	t.Helper()
	var s shelf
	if err := input.Decode([]byte(text), &s); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var wrong *input.Error
	errors.As(rules().Compile().Check(&s), &wrong)
	return wrong
}

func TestRules(t *testing.T) {
	if err := check(t, good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, pointer, says string }{
		{`"next":3`, `"next":0`, "/next", "from 1 to 9007199254740992, got 0"},
		{`"next":3`, `"next":9223372036854775807`, "/next", "from 1 to"},
		{`["a","b"]`, `[]`, "/rooms", "at least one"},
		{`["a","b"]`, `["a","a"]`, "/rooms/1", `each value once, got "a"`},
		{`["a","b"]`, `["a",""]`, "/rooms/1", `not empty, got ""`},
		{`"room":"a"`, `"room":"c"`, "/books/1/room", `one of those at /rooms/*, got "c"`},
		{`{"1":{`, `{"0":{},"1":{`, "/books/0", "from 1 to 9007199254740992, got 0"},
		{`"id":2`, `"id":1`, "/books/2/id", "each value once, got 1"},
		{`"made":"2030`, `"made":"1930`, "/books/1/made", "1970 to 2261, got 1930"},
		{`{"number":2}`, `{"number":1}`, "/books/1/pages/1/number", "each value once"},
		{`{"number":2}`, `{"number":10}`, "/books/1/pages/1/number", "from 1 to 9, got 10"},
		{`"book":2`, `"book":3`, "/lent/1/book", "one of those at /books/#, got 3"},
		{`"code":"8"`, `"code":"7"`, "/lent/1/code", "each value once"},
		{`"code":"8"`, `"code":"x"`, "/lent/1/code", `digits, got "x"`},
		{`"from":"2030-01-01T00:00:00Z","kind"`, `"from":"0001-01-01T00:00:00Z","kind"`, "/lent/0/from",
			"1970 to 2261"},
		{`"till":"2031`, `"till":"2029`, "/lent/1/till", "after from"},
		{`"till":"2031`, `"till":"2300`, "/lent/1/till", "1970 to 2261"},
		{`"kind":"short"`, `"kind":""`, "/lent/1/kind", `one of short, long, got ""`},
		{`{"x":[0,1]}`, `{"x":[0,-1]}`, "/tags/x/1", "from 0 to"},
		{`{"x":[0,1]}`, `{"":[]}`, "/tags/", "not empty"},
		{`"ratio":0.5`, `"ratio":1.5`, "/ratio", "from 0 to 1, got 1.5"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Fatalf("%s is not there", c.old)
		}
		if err := check(t, text); err == nil || err.Pointer != c.pointer || !strings.Contains(err.Reason, c.says) {
			t.Errorf("%s: got %v, want %s: %s", c.new, err, c.pointer, c.says)
		}
	}
}

func TestGaps(t *testing.T) {
	r := rules()
	if missing, vain := r.Gaps(&shelf{}); len(missing) > 0 || len(vain) > 0 {
		t.Errorf("got %v, %v", missing, vain)
	}
	delete(r, "/books/*/title")
	delete(r, "/tags/#")
	r["/nowhere"] = input.Free()
	r["/raw"] = input.Ref("/gone/*")
	missing, vain := r.Gaps(&shelf{})
	if !slices.Equal(missing, []string{"/books/*/title", "/tags/#"}) ||
		!slices.Equal(vain, []string{"/nowhere", "/raw refers to /gone/*"}) {
		t.Errorf("got %v, %v", missing, vain)
	}
}

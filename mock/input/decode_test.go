package input_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"sparring/mock/input"
)

type fact struct {
	ID      int64             `json:"id"`
	Name    string            `json:"name"`
	Alias   *string           `json:"alias"`
	On      bool              `json:"on"`
	Seed    uint64            `json:"seed"`
	Small   int8              `json:"small"`
	Ratio   float64           `json:"ratio"`
	At      time.Time         `json:"at"`
	Wait    wait              `json:"wait"`
	Data    []byte            `json:"data"`
	Tags    []string          `json:"tags"`
	Next    *fact             `json:"next"`
	All     []fact            `json:"all"`
	Refs    []*fact           `json:"refs"`
	ByID    map[int64]fact    `json:"by_id"`
	ByName  map[string]*fact  `json:"by_name"`
	Any     any               `json:"any"`
	Raw     json.RawMessage   `json:"raw"`
	Args    map[string]any    `json:"args"`
	Nested  map[string][]fact `json:"nested"`
	Number  json.Number       `json:"number"`
	private map[string]fact   //nolint:unused // no member
	Deep    map[string]struct {
		X int `json:"x"`
	} `json:"deep"`
}

type wait time.Duration

func (w *wait) UnmarshalJSON(data []byte) error {
	var in struct {
		For string `json:"for"`
	}
	if err := input.Decode(data, &in); err != nil {
		return err
	}
	d, err := time.ParseDuration(in.For)
	*w = wait(d)
	if err != nil {
		return &input.Error{Pointer: "/for", Reason: "expected a duration, got " + in.For}
	}
	return nil
}

// TestRefused has, for each kind of fault, the exact pointer and what is said.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, pointer, says string }{
		{``, "", "expected a JSON value, got nothing"},
		{`{`, "", "offset 1: the JSON ends too early"},
		{`{} {}`, "", "offset 2: more than one JSON value"},
		{`{"id":nope}`, "", "offset 8: invalid character"},
		{"{\x00}\x00", "", "expected JSON in UTF-8, got a text that looks like UTF-16"},
		{"\x1f\x8b\x08", "", "got a text that is packed by gzip"},
		{"{\"name\":\"\xff\"}", "/name", "expected UTF-8"},
		{`null`, "", "expected an object, got null"},
		{`[]`, "", "expected an object, got a list"},
		{`"x"`, "", `expected an object, got "x"`},
		{`{"ID":1}`, "/ID", `there is no field "ID"`},
		{`{"":1}`, "/", `there is no field ""`},
		{`{"private":{}}`, "/private", "there is no field"},
		{`{"next":{"x":1}}`, "/next/x", "there is no field"},
		{`{"all":[{},{"a/b~c":1}]}`, "/all/1/a~1b~0c", "there is no field"},
		{`{"by_name":{"a/b":{"x":1}}}`, "/by_name/a~1b/x", "there is no field"},
		{`{"deep":{"q":{"y":1}}}`, "/deep/q/y", "there is no field"},
		{`{"id":1,"id":2}`, "/id", "expected each name once"},
		{`{"id":1,"\u0069d":2}`, "/id", "expected each name once"},
		{`{"any":{"a":[{"b":1,"b":1}]}}`, "/any/a/0/b", "expected each name once"},
		{`{"args":{"b":1,"b":1}}`, "/args/b", "expected each name once"},
		{`{"by_id":{"7":{},"7":{}}}`, "/by_id/7", "expected each name once"},
		{`{"by_id":{"07":{}}}`, "/by_id/07", "expected an integer as the name, got 07"},
		{`{"by_id":{"x":{}}}`, "/by_id/x", "expected an integer as the name"},
		{`{"id":"7"}`, "/id", `expected an integer, got "7"`},
		{`{"id":7.5}`, "/id", "expected an integer, got 7.5"},
		{`{"id":null}`, "/id", "expected an integer, got null"},
		{`{"id":99999999999999999999}`, "/id", "expected an integer of at most 9223372036854775807, got 999"},
		{`{"small":128}`, "/small", "expected an integer of at most 127, got 128"},
		{`{"seed":-1}`, "/seed", "expected an integer of at least 0, got -1"},
		{`{"seed":` + strings.Repeat("9", 90) + `}`, "/seed",
			"expected an integer from 0 to 18446744073709551615, got 999"},
		{`{"ratio":1e999}`, "/ratio", "expected a number of at most"},
		{`{"name":7}`, "/name", "expected a text, got 7"},
		{`{"name":{}}`, "/name", "expected a text, got an object"},
		{`{"name":null}`, "/name", "expected a text, got null"},
		{`{"name":"\ud83d"}`, "/name", "half a surrogate pair"},
		{`{"any":["\ude00"]}`, "/any/0", "half a surrogate pair"},
		{`{"any":["\ud83d\u0041"]}`, "/any/0", "half a surrogate pair"},
		{`{"on":1}`, "/on", "expected true or false, got 1"},
		{`{"at":"yesterday"}`, "/at", `expected a time such as "2030-01-01T00:00:00Z", got "yesterday"`},
		{`{"at":5}`, "/at", "expected a time such as"},
		{`{"at":null}`, "/at", "expected a time such as"},
		{`{"wait":{"for":"an hour"}}`, "/wait/for", "expected a duration, got an hour"},
		{`{"wait":{"fro":"1h"}}`, "/wait/fro", "there is no field"},
		{`{"wait":{"for":"1h","for":"2h"}}`, "/wait/for", "expected each name once"},
		{`{"data":"§"}`, "/data", "expected base64"},
		{`{"tags":"x"}`, "/tags", `expected a list, got "x"`},
		{`{"tags":["x",null]}`, "/tags/1", "expected a text, got null"},
		{`{"all":[null]}`, "/all/0", "expected an object, got null"},
		{`{"refs":[{},null]}`, "/refs/1", "expected an object, got null"},
		{`{"by_name":{"x":null}}`, "/by_name/x", "expected an object, got null"},
		{`{"by_id":{"1":null}}`, "/by_id/1", "expected an object, got null"},
		{`{"nested":{"x":[{"id":true}]}}`, "/nested/x/0/id", "expected an integer, got true"},
		{`{"number":"7"}`, "/number", `expected a number, got "7"`},
	} {
		var out fact
		err := input.Decode([]byte(c.text), &out)
		var wrong *input.Error
		if !errors.As(err, &wrong) || wrong.Pointer != c.pointer || !strings.Contains(wrong.Reason, c.says) {
			t.Errorf("%s\n got %v\nwant %s: %s", c.text, err, c.pointer, c.says)
		}
		if wrong != nil && strings.Contains(wrong.Reason, "json:") {
			t.Errorf("%s: Go's words: %s", c.text, wrong.Reason)
		}
	}
}

// TestDecoded checks that what is taken is read as encoding/json reads it.
func TestDecoded(t *testing.T) {
	for _, text := range []string{
		`{}`, ` {"id" : -7 , "name" : "a\"\\\u0041\ud83d\ude00" , "alias":null, "on":true}`,
		`{"seed":18446744073709551615,"small":-128,"ratio":-1.5e3,"at":"2030-01-01T00:00:00+03:00"}`,
		`{"data":"AAE=","tags":[],"next":{"next":{"next":null}},"all":[{"id":1},{"id":2}],"refs":[{}]}`,
		`{"by_id":{"-1":{"id":1},"0":{}},"by_name":{"":{"id":1}},"args":null,"raw":null,"number":7e1}`,
		`{"any":{"a":null,"b":[null,1,"x",{"c":{}}]},"raw":[1,{"x":null}],"nested":{"x":[]},"deep":{"x":{"x":1}}}`,
	} {
		var got, want fact
		if err := input.Decode([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", text, err, got, want)
		}
	}
}

// FuzzDecode checks that no text makes Decode panic, and that it takes nothing that encoding/json refuses.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{`{}`, `{"id":1,"all":[{"name":"x"}]}`, `{"any":["\ud83d"]}`, `{"by_id":{"1":{}}}`,
		`[`, `{"a":1e`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var out, again fact
		err := input.Decode(text, &out)
		var wrong *input.Error
		if err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%q: an error of another type: %v", text, err)
		}
		if err == nil && json.Unmarshal(text, &again) != nil {
			t.Fatalf("%q: taken", text)
		}
		if wrong != nil && wrong.Pointer != "" && !strings.HasPrefix(wrong.Pointer, "/") {
			t.Fatalf("%q: pointer %q", text, wrong.Pointer)
		}
	})
}

package rawjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// card is a body as clients save it.
const card = `{ "cardId": "0123456789", "universal": {"phone": ["+79990000000", "+48 500"], "email": null, "active": 1},
	"translatable": {"pl": {"name": "Jan \"J\" Kowalski", "post": "Prezes"},
	"ru": {"name": "\u042f\u043d", "post": ""}},
	"thumbnail": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" }`

var texts = []string{
	`{}`, ` { } `, `{"a":1}`, `[]`, `[[],[{}]]`, `null`, `-1.5e3`, `"{"`, card,
	`{ "a" : 1 , "b" : [ 1 , { "c" : "}" } ] , "d" : "\"]" }`,
	`{"a":{"b":{}},"c":[[],[{}]],"d":null,"e":-1.5e3,"f":true}`,
	"{\n\t\"a\"\r\n:\n\"x\"\n}", `{"a\u0062\"":1,"":""}`, `{"a":1,"a":2,"b":{"a":3,"a":4}}`, `{"Ω":"\\","\\":"ы"}`,
	`[1, {"a": [true, "\ud83d\ude00", "\ud83d", "\ude00\ud83d"]}]`, `{"\udc00":"\\ud83d"}`,
	"{" + many(40) + `"end":[]}`,
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":%d,`, i%30, i)
	}
	return b.String()
}

func FuzzRawJSON(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { compare(t, text) })
}

func TestRawJSON(t *testing.T) {
	for _, text := range texts {
		compare(t, []byte(text))
	}
}

// compare holds what is read from a text against jsontext, and edits of it against decoded values. A text that is no
// JSON must only not panic.
func compare(t *testing.T, text []byte) {
	t.Helper()
	got := read(text, nil)
	if names := fields(text, nil); !slices.Equal(names, got) {
		t.Fatalf("%s: Fields finds\n%q, Members\n%q", text, names, got)
	}
	_ = rawjson.Losses(text, 3)
	if _, ok := rawjson.Locate(text, []string{"a", "0"}); ok && !json.Valid(text) {
		return
	}
	if !json.Valid(text) {
		return
	}
	var want []string
	if err := tokens(lenient(text), &want); err != nil {
		return // jsontext refuses half surrogates, which encoding/json reads
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s:\n got %q\nwant %q", text, got, want)
	}
	var whole any
	if json.Unmarshal(text, &whole) != nil || len(rawjson.Losses(text, 1)) > 0 {
		return
	}
	edit(t, text, whole, whole, nil)
}

// read lists the values of a text, those in objects and arrays after the whole, with their names.
func read(text []byte, list []string) []string {
	start := rawjson.Space(text, 0)
	value := text[start:rawjson.End(text, start)]
	list = append(list, string(value))
	for name, inner := range rawjson.Members(value) {
		list = append(list, name)
		list = read(inner, list)
	}
	return list
}

// fields is read by the other iterator.
func fields(text []byte, list []string) []string {
	start := rawjson.Space(text, 0)
	value := text[start:rawjson.End(text, start)]
	list = append(list, string(value))
	for name, inner := range rawjson.Fields(value) {
		list = append(list, string(name))
		list = fields(inner, list)
	}
	return list
}

// tokens lists the same with jsontext. Of an array only the whole is listed.
func tokens(d *jsontext.Decoder, list *[]string) error {
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	*list = append(*list, string(value))
	if value.Kind() != '{' {
		return nil
	}
	value = slices.Clone(value)
	inner := lenient(value)
	if _, err := inner.ReadToken(); err != nil {
		return err
	}
	for inner.PeekKind() != '}' {
		name, err := inner.ReadToken()
		if err != nil {
			return err
		}
		*list = append(*list, name.String())
		if err := tokens(inner, list); err != nil {
			return err
		}
	}
	return nil
}

func lenient(text []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewReader(text),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// edit changes every place of a text in every way, and decodes the result.
func edit(t *testing.T, text []byte, whole, at any, path []string) {
	t.Helper()
	place, ok := rawjson.Locate(text, path)
	if !ok {
		t.Fatalf("%s: nothing at %q", text, path)
	}
	holds(t, text[place.Start:place.End], at)
	holds(t, rawjson.Replace(text, place, []byte(`"X"`)), with(whole, path, func(any) (any, bool) { return "X", true }))
	if len(path) > 0 {
		holds(t, rawjson.Remove(text, place), with(whole, path, func(any) (any, bool) { return nil, false }))
	}
	switch v := at.(type) {
	case map[string]any:
		if place.Has(text, "new\n") {
			return
		}
		grown := with(whole, path, func(o any) (any, bool) {
			m, _ := o.(map[string]any)
			m["new\n"] = true
			return m, true
		})
		holds(t, rawjson.Insert(text, place, "new\n", []byte("true")), grown)
		for name, inner := range v {
			edit(t, text, whole, inner, append(slices.Clone(path), name))
		}
	case []any:
		for i, inner := range v {
			edit(t, text, whole, inner, append(slices.Clone(path), fmt.Sprint(i)))
		}
	}
}

// with copies a value, changed at one place.
func with(v any, path []string, change func(any) (any, bool)) any {
	text, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal(text, &out)
	var inside func(v any, path []string) (any, bool)
	inside = func(v any, path []string) (any, bool) {
		if len(path) == 0 {
			return change(v)
		}
		switch o := v.(type) {
		case map[string]any:
			if inner, keep := inside(o[path[0]], path[1:]); keep {
				o[path[0]] = inner
			} else {
				delete(o, path[0])
			}
		case []any:
			i, _ := pointer.Index(path[0])
			if inner, keep := inside(o[i], path[1:]); keep {
				o[i] = inner
			} else {
				return slices.Delete(o, i, i+1), true
			}
		}
		return v, true
	}
	out, _ = inside(out, path)
	return out
}

func holds(t *testing.T, text []byte, want any) {
	t.Helper()
	var got any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	g, _ := json.Marshal(got)
	if w, err := json.Marshal(want); err != nil || !bytes.Equal(g, w) {
		t.Fatalf("got %s, want %s, %v", g, w, err)
	}
}

func TestEditKeepsTheRest(t *testing.T) {
	const text = `{ "a" : 1 , "b":[1.50, "x" ] , "c": {} }`
	for want, edit := range map[string]func(at rawjson.Place) []byte{
		`{ "a" : 1 , "b":null , "c": {} }`: func(at rawjson.Place) []byte {
			return rawjson.Replace([]byte(text), at, []byte("null"))
		},
		`{ "a" : 1 , "c": {} }`: func(at rawjson.Place) []byte { return rawjson.Remove([]byte(text), at) },
	} {
		at, ok := rawjson.Locate([]byte(text), []string{"b"})
		if got := string(edit(at)); !ok || got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	at, _ := rawjson.Locate([]byte(text), nil)
	const want = `{ "a" : 1 , "b":[1.50, "x" ] , "c": {},"d<":2 }`
	if got := string(rawjson.Insert([]byte(text), at, "d<", []byte("2"))); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLosses(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"a":2}`: "/a twice", `{"a":1,"A":2}`: "", `[1,{"x":{"b/":1,"b\u002f":2}}]`: "/1/x/b~1 twice",
		`{"a":1,"a":2,"a":3}`:          "/a twice, /a twice",
		`[{"a":1},{"a":1,"\u0061":2}]`: "/1/a twice", `{"":1,"":2}`: "/ twice",
		`{"a":{"b":1},"b":{"a":"b"}}`: "", `"a"`: "",
		`{"x":["}","{\"y\":1,\"y\":2}",{"k":[1,2,{"z":1,"z":1}]}]}`: "/x/2/k/2/z twice",
		`{"a":"\ud83d\ude00"}`: "", `{"a":["",{"b":"\ud83d"}]}`: `/a/1/b \ud83d`, `"\ude00\ud83d"`: ` \ude00`,
		`{"\udc00":"\\ud83d"}`: "/\uFFFD \\udc00", "{" + many(40) + `"k1":0}`: "/k0 twice, /k1 twice, /k2 twice",
	} {
		var got []string
		for _, loss := range rawjson.Losses([]byte(text), 3) {
			if loss.Half == "" {
				loss.Half = "twice"
			}
			got = append(got, loss.Pointer+" "+loss.Half)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// BenchmarkMembers says why a text is cut here and not by a decoder. Fakes cut on the path of each request, one object
// inside another, so that each would need a decoder of its own; and it would check again what json.Valid has checked.
func BenchmarkMembers(b *testing.B) {
	text := []byte(card)
	count := 0
	b.Run("rawjson", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for name, value := range rawjson.Members(text) {
				count += len(name) + len(value)
			}
		}
	})
	b.Run("jsontext", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d := jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true))
			_, _ = d.ReadToken()
			for d.PeekKind() == '"' {
				token, _ := d.ReadToken()
				name := token.String()
				value, err := d.ReadValue()
				if err != nil {
					b.Fatal(err)
				}
				count += len(name) + len(value)
			}
		}
	})
	b.Run("jsontext, one decoder", func(b *testing.B) {
		b.ReportAllocs()
		d := jsontext.NewDecoder(bytes.NewReader(nil))
		r := bytes.NewReader(text)
		for b.Loop() {
			r.Reset(text)
			d.Reset(r, jsontext.AllowDuplicateNames(true))
			_, _ = d.ReadToken()
			for d.PeekKind() == '"' {
				token, _ := d.ReadToken()
				name := token.String()
				value, err := d.ReadValue()
				if err != nil {
					b.Fatal(err)
				}
				count += len(name) + len(value)
			}
		}
	})
	b.Run("encoding json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d := json.NewDecoder(bytes.NewReader(text))
			_, _ = d.Token()
			for d.More() {
				name, _ := d.Token()
				var value json.RawMessage
				if err := d.Decode(&value); err != nil {
					b.Fatal(err)
				}
				text, _ := name.(string)
				count += len(text) + len(value)
			}
		}
	})
	if count == 0 {
		b.Error("nothing was read")
	}
}

func TestDepth(t *testing.T) {
	deep := strings.Repeat(`[{"a":`, 10_000)
	for text, want := range map[string]int{
		`1`: 0, `{}`: 1, `[[],[{}]]`: 3, `{"[[":"\"{","b":[1]}`: 2, deep: 20_000, `["[`: 1, ``: 0,
	} {
		if got := rawjson.Depth([]byte(text)); got != want {
			t.Errorf("%.30s: %d, want %d", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	var names rawjson.Names
	for round := range 2 {
		for i := range 100 {
			if index, again := names.Add(fmt.Sprint(i)); index != i || again != (round == 1) {
				t.Errorf("round %d, name %d: index %d, %v", round, i, index, again)
			}
		}
	}
}

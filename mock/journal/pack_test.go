package journal

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"
)

// fill sets every field of a value to something else, and gives lists and maps two elements.
func fill(v reflect.Value, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2030, 1, 2, 3, 4, 5, *n, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("текст %d", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n) << 33)
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(value, n)
			v.SetMapIndex(reflect.ValueOf(fmt.Sprint("key ", *n)), value)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("a field of kind " + v.Kind().String())
	}
}

// TestPacked: what was packed comes back the same, every field of it, filled or empty.
func TestPacked(t *testing.T) {
	var filled Record
	n := 0
	fill(reflect.ValueOf(&filled).Elem(), &n)
	empty := Record{Entry: Entry{
		Request: &Message{Header: map[string][]string{}, Body: []byte{}}, Faults: []Shaping{}, Why: []Why{},
		Messages: []StreamMessage{}, Findings: []Finding{}, Event: &Command{},
	}, Vars: map[string]string{}}
	absent := Record{Entry: Entry{Response: &Message{Header: map[string][]string{"Content-Type": nil, "X": {}}}}}
	for name, e := range map[string]Record{
		"filled": filled, "empty": empty, "absent": absent, "zero": {},
	} {
		// only a reader's copy has these
		e.WireTime, e.DurationMS, e.Code, e.Trace = nil, nil, "", ""
		for _, m := range []*Message{e.Request, e.Response} {
			if m != nil {
				m.Decoded, m.Withheld = "", ""
			}
		}
		r := record{open: &e, summary: summary{seq: e.Seq, rev: e.Rev}}
		r.summarize()
		New(Options{}).store.finish(&r)
		snapshot := r.copied()
		if got := snapshot.record(); r.open != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, e)
		}
	}
}

// TestPackedView compares what a reader gets of open entries with what it gets when they are finished, byte for byte:
// in the whole view and in the canonical one.
func TestPackedView(t *testing.T) {
	for _, canonical := range []bool{false, true} {
		kept := New(Options{})
		e := exchange(`{"token":"secret-token-1"}`, `{"session":"session-number-2"}`)
		e.State = Open
		open := kept.Open(Record{Host: "h", Base: "http://base", Entry: e})
		before := kept.Query(Filter{Canonical: canonical}).Entries[0]
		open.Close(Closed, nil)
		after := kept.Query(Filter{Canonical: canonical}).Entries[0]
		after.State, after.Rev, after.DurationMS = before.State, before.Rev, before.DurationMS
		was, err := json.Marshal(before)
		if err != nil {
			t.Fatal(err)
		}
		is, err := json.Marshal(after)
		if err != nil {
			t.Fatal(err)
		}
		if string(was) != string(is) {
			t.Errorf("canonical %t:\nopen   %s\nclosed %s", canonical, was, is)
		}
	}
}

// TestChangedAfterwards: an entry that was finished can still be changed, as when its client has gone meanwhile.
func TestChangedAfterwards(t *testing.T) {
	j := New(Options{})
	e := exchange("body", "")
	e.State = Open
	h := j.Open(Record{Entry: e})
	h.Close(Closed, func(e *Record) { e.Why = []Why{{Code: "first"}} })
	h.Close(Aborted, nil)
	h.Update(func(e *Record) { e.Why = append(e.Why, Why{Code: "second"}) })
	e, _ = j.Get(h.Seq())
	if e.State != Aborted || len(e.Why) != 2 || string(e.Request.Body) != "body" || h.r.open != nil {
		t.Errorf("%+v", e)
	}
}

package journal

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestEntryJSON checks that a reader gets back what was written.
func TestEntryJSON(t *testing.T) {
	e := exchange(`{"a":1}`, "\xff\xfe")
	e.Event = command(`{"asked":1}`)
	e.Sent = &Sent{Status: 200, Body: []byte("x\xff"), Bytes: 2, End: "cut"}
	e.Why = []Why{{"a", "b"}}
	j := newJournal()
	j.Add(e)
	want := j.Query(Filter{})
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Page
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(got)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("%v\n got %s\nwant %s", err, again, data)
	}
}

func command(text string) *Command {
	var c Command
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		panic(err)
	}
	return &c
}

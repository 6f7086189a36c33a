package fault_test

import (
	"bytes"
	"testing"

	"sparring/mock/fault"
)

// TestReformat: an event in another form has the same data.
func TestReformat(t *testing.T) {
	d := (&fault.Stream{Do: "reformat"}).Disturb()
	for message, want := range map[string]string{
		"data: {\"a\":1}\n\n":    ": a comment\r\ndata:{\r\ndata:\"a\":1}\r\n\r\n",
		"id: 7\ndata: [1,2]\n\n": ": a comment\r\nid: 7\r\ndata:[\r\ndata:1,2]\r\n\r\n",
		"data: a text\n\n":       ": a comment\r\ndata:a text\r\n\r\n",
		"data: a\ndata:  b\n\n":  ": a comment\r\ndata:a\r\ndata: b\r\n\r\n",
		"event: end\ndata: \n\n": ": a comment\r\nevent: end\r\ndata:\r\n\r\n",
	} {
		send, note, stall, cut := d.Act(1, []byte(message))
		if got := string(bytes.Join(send, nil)); got != want || note != "reformatted" || stall || cut {
			t.Errorf("%q: got %q %q, expected %q", message, got, note, want)
		}
	}
}

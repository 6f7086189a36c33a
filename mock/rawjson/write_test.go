package rawjson_test

import (
	"encoding/json"
	"testing"

	"sparring/mock/rawjson"
)

func TestWriter(t *testing.T) {
	w := rawjson.NewWriter(8)
	w.Object()
	w.Name("a")
	w.Object()
	w.EndOr("[]")
	w.Name("b")
	w.Array()
	w.String("x:")
	w.String("{")
	w.Int(-5)
	w.Object()
	w.Name("\"\n\xff")
	w.Bool(true)
	w.Name("c")
	w.Raw("1.50")
	w.EndOr("[]")
	w.Array()
	w.End()
	w.Array()
	w.EndOr("null")
	w.End()
	w.Name("d")
	w.Object()
	w.End()
	w.End()
	const want = `{"a":[],"b":["x:","{",-5,{"\"\n\ufffd":true,"c":1.50},[],null],"d":{}}`
	if got := string(w.Bytes()); got != want || !json.Valid(w.Bytes()) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

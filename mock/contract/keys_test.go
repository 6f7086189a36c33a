package contract

import (
	"testing"

	"sparring/mock/journal"
)

// TestCamelKeys checks requests whose keys are in lower camel case where the document has Pascal case: they are judged
// as the same keys, and findings point to the keys that were sent. Answers have the document's spelling only.
func TestCamelKeys(t *testing.T) {
	tests := []struct{ name, op, body, want string }{
		{"Pascal case", "rateRating", `{"RatingId":5,"Rating":{"Value":5}}`, ""},
		{"lower camel case", "rateRating", `{"ratingId":5,"rating":{"value":5,"comment":null}}`, ""},
		{"ID for Id", "rateRating", `{"ratingID":5,"Rating":{"value":5}}`, ""},
		{"a list", "sendPoll",
			`{"ratingPollClientAnswerInput":[{"type":"fcr","ratingID":5,"ratingPollQuestionId":1,"fcr":true}]}`,
			""},
		{"any value may be null", "sendMessage", `{"localId":1,"payload":"text","metadata":null}`, ""},
		{"a wrong type", "rateRating", `{"ratingID":"5","rating":{"value":true}}`,
			"violation client wrong_type /rating/value observed\nviolation client wrong_type /ratingID observed"},
		{"a missing field", "sendMessage", `{"payload":"text"}`, "violation client missing_field /LocalId derived"},
		{"another case", "clientAuth", `{"TOKEN":"x"}`,
			"violation client unknown_field /TOKEN derived\nviolation client missing_field /Token derived"},
		{"both spellings", "clientAuth", `{"Token":"x","token":"y"}`, "violation client unknown_field /token derived"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			op := operation(t, "iqchannels", tt.op)
			e := exchange(op, tt.body)
			e.Vars, e.Response = nil, nil
			e.Request.Header.Set("Authorization", "Client x")
			if got := show(Check(op, e)); got != tt.want {
				t.Errorf("%s gives\n%s\nwant\n%s", tt.body, got, tt.want)
			}
		})
	}
	op := operation(t, "iqchannels", "getVersion")
	e := exchange(op, "")
	e.Response = &journal.Message{Status: 200, Header: jsonHeader(),
		Body: []byte(`{"ok":true,"error":null,"data":{"version":"1"},"rels":{}}`)}
	if len(Check(op, e)) == 0 {
		t.Error("an answer in lower camel case passes")
	}
}

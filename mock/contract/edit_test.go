package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/spec"
)

func TestEdits(t *testing.T) {
	op := operation(t, "bonder", "saveCard")
	body := `{"success":false,"errors":["CARD_ID_NOT_FOUND_ERROR"],"result":{}}`
	want := []string{
		`unknown_value /errors/0 "sparring_unknown"`,
		`missing_field /errors`, `null /errors`, `other_type /errors 7`,
		`missing_field /result`, `null /result`, `other_type /result 7`,
		`extra_field /result/sparring_extra "sparring_unknown"`,
		`missing_field /success`, `null /success`, `other_type /success 7`,
		`extra_field /sparring_extra "sparring_unknown"`,
	}
	got := map[string]int{}
	for _, e := range Edits(op, 200, jsonHeader(), []byte(body)) {
		line := e.Kind + " " + e.Pointer
		if e.Value != nil {
			line += " " + compact(e.Value)
		}
		got[line]++
	}
	for _, line := range want {
		if got[line] != 1 {
			t.Errorf("%q is proposed %d times", line, got[line])
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}

// TestEditsBreak applies every edit to every JSON example: pointers lead somewhere, kinds are known, an unknown value
// and another type break the document wherever it says something, and the order is the same every time.
func TestEditsBreak(t *testing.T) {
	kinds := map[string]int{}
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			for _, answer := range responseExamples(t, op) {
				edits := Edits(op, answer.Status, answer.Header, answer.Body)
				if again := Edits(op, answer.Status, answer.Header,
					answer.Body); fmt.Sprint(again) != fmt.Sprint(edits) {
					t.Fatalf("%s: the order differs", op.ID)
				}
				for _, edit := range edits {
					kinds[edit.Kind]++
					changed := apply(t, answer.Body, edit)
					if string(changed) == string(canonical(t, answer.Body)) {
						t.Errorf("%s: %s %s changes nothing", op.ID, edit.Kind, edit.Pointer)
					}
					if edit.Kind != "unknown_value" || op.Page {
						continue
					}
					e := entryFor(op, spec.Example{Method: op.Method})
					give(e, &journal.Message{Status: answer.Status, Header: answer.Header, Body: changed})
					if found := Check(op, e); !strings.Contains(show(found), "defect") {
						t.Errorf("%s: %s %s breaks nothing: %s", op.ID, edit.Kind, edit.Pointer, changed)
					}
				}
			}
		}
	}
	for _, kind := range []string{"unknown_value", "extra_field", "missing_field", "null", "other_type"} {
		if kinds[kind] == 0 {
			t.Errorf("no example has an edit %s", kind)
		}
	}
}

func canonical(t *testing.T, body []byte) []byte {
	t.Helper()
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	data, _ := json.Marshal(value)
	return data
}

// apply makes one edit, as package fault does.
func apply(t *testing.T, body []byte, edit Edit) []byte {
	t.Helper()
	var root any
	if err := json.Unmarshal(body, &root); err != nil {
		t.Fatal(err)
	}
	tokens := strings.Split(edit.Pointer, "/")[1:]
	at := root
	for i, token := range tokens {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		last := i == len(tokens)-1
		switch v := at.(type) {
		case map[string]any:
			if _, ok := v[token]; !ok && !(last && edit.Kind == "extra_field") {
				t.Fatalf("%s %s leads nowhere in %s", edit.Kind, edit.Pointer, body)
			}
			switch {
			case last && edit.Kind == "missing_field":
				delete(v, token)
			case last:
				v[token] = edit.Value
			}
			at = v[token]
		case []any:
			var index int
			if _, err := fmt.Sscan(token, &index); err != nil || index >= len(v) {
				t.Fatalf("%s %s leads nowhere in %s", edit.Kind, edit.Pointer, body)
			}
			if last {
				v[index] = edit.Value
			}
			at = v[index]
		default:
			t.Fatalf("%s %s leads nowhere in %s", edit.Kind, edit.Pointer, body)
		}
	}
	data, _ := json.Marshal(root)
	return data
}

func TestEditsOfNothing(t *testing.T) {
	op := operation(t, "bonder", "saveCard")
	for _, body := range []string{"", "<html>", `"text"`, "7", "null"} {
		if edits := Edits(op, 200, jsonHeader(), []byte(body)); len(edits) > 0 {
			t.Errorf("%q: %v", body, edits)
		}
	}
	if edits := Edits(spec.Operation{Document: "nothing"}, 200, nil, []byte(`{"a":1}`)); edits != nil {
		t.Errorf("got %v", edits)
	}
	if edits := Edits(op, 500, http.Header{}, []byte(`{"a":1}`)); len(edits) == 0 {
		t.Error("an undescribed answer has no edits although it has fields")
	}
	if edits := Edits(op, 200, jsonHeader(), []byte(`{"l":`+strings.Repeat(`[{"a":1},`, 400)+`0`+
		strings.Repeat(`]`, 400)+`}`)); len(edits) > maxEdits {
		t.Errorf("%d edits", len(edits))
	}
}

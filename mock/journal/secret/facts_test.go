package secret

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestFacts: secrets are found by names in whole words, by the lists that they are in, and codes by their digits.
func TestFacts(t *testing.T) {
	const facts = `{
		"token": "s1", "API_Key": "s2", "new_session_id": "s3", "secretWord": "s4", "author": "n1", "keys": "n2",
		"tokens": ["s5", {"value": "s6", "id": "n3"}], "sessions": {"42": {"id": "s7", "name": "n4"}},
		"qr": {"text": "s8"}, "code": 1234, "Code": "NOT_FOUND", "error": {"code": "123"}, "list": [{"pass": "s9"}]
	}`
	var value any
	d := json.NewDecoder(strings.NewReader(facts))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	var found []string
	NewFacts(func(secret string) { found = append(found, secret) }).Read("", value)
	slices.Sort(found)
	if want := "1234 s1 s2 s3 s4 s5 s6 s7 s8 s9"; strings.Join(found, " ") != want {
		t.Errorf("expected %s, got %q", want, found)
	}
}

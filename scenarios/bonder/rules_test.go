package bonder_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/bonder"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// seen makes entries in order: each is an operation, its path, the token it bore, its body and the answer.
type seen struct {
	operation, token, body, code string // code empty: success
}

func record(entries []seen, claims ...rule.Claim) *rule.Record {
	r := &rule.Record{Claims: claims}
	methods := map[string]string{"authorize": "POST", "createProfile": "POST", "saveCard": "PUT", "getCard": "GET"}
	for i, s := range entries {
		answer := map[string]any{
			"success": s.code == "" || s.code == "THUMBNAIL_REJECTED_ERROR",
			"errors":  []string{},
			"result":  map[string]any{},
		}
		if s.code != "" {
			answer["errors"] = []string{s.code}
		}
		body, _ := json.Marshal(answer)
		e := journal.Entry{
			Seq:       int64(i + 1),
			State:     journal.Closed,
			Kind:      journal.Exchange,
			API:       "bonder",
			Operation: s.operation,
			Method:    methods[s.operation],
			Path:      "/" + s.operation,
			Request: &journal.Message{
				Header: http.Header{},
				Body:   []byte(s.body),
			},
			Response: &journal.Message{Status: 200, Body: body},
		}
		if s.token != "" {
			e.Request.Header.Set("X-Auth-Key", s.token)
		}
		r.Entries = append(r.Entries, e)
	}
	return r
}

// claim is a call that saw the entries from one seq to another.
func claim(method string, ok bool, from, to int64, args map[string]any) rule.Claim {
	began := time.Unix(from*10, 0)
	return rule.Claim{
		API:       "bonder",
		Method:    "bonder." + method,
		OK:        ok,
		SeqBefore: from - 1,
		SeqAfter:  to,
		Args:      args,
		Began:     began,
		Ended:     began.Add(time.Second),
	}
}

func TestBonderRules(t *testing.T) {
	const dead = "INVALID_CREDENTIALS_ERROR"
	data := func(text string) map[string]any {
		var out map[string]any
		if err := json.Unmarshal([]byte(text), &out); err != nil {
			t.Fatal(err)
		}
		return map[string]any{"data": out}
	}
	five := `{"translatable":{"a":{"x":1},"b":{"x":1},"c":{"x":1},"d":{"x":1},"e":{"x":1}`
	six := five + `,"f":{"x":1}}}`
	local := map[string]any{"in": "local"}
	for _, test := range []struct {
		rule    string
		what    string
		entries []seen
		claims  []rule.Claim
		want    verdict.Outcome
	}{
		{"renew-once", "as it should " +
			"be", []seen{{"getCard", "a", "", dead}, {"authorize", "", "", ""}, {"getCard", "b", "", ""}},
			[]rule.Claim{claim("loadCard", true, 1, 3, nil)}, verdict.Kept},
		{"renew-once", "not renewed", []seen{{"getCard", "a", "", dead}}, []rule.Claim{claim("loadCard", false, 1, 1,
			nil)}, verdict.Broken},
		{"renew-once", "renewed " +
			"twice", []seen{{"getCard", "a", "", dead}, {"authorize", "", "", ""}, {"authorize", "", "", ""},
			{"getCard", "b", "", ""}}, []rule.Claim{claim("loadCard", true, 1, 4, nil)}, verdict.Broken},
		{"renew-once", "not repeated", []seen{{"getCard", "a", "", dead}, {"authorize", "", "", ""}},
			[]rule.Claim{claim("loadCard", false, 1, 2, nil)}, verdict.Broken},
		{"renew-once", "no refusal", []seen{{"getCard", "a", "", ""}}, []rule.Claim{claim("loadCard", true, 1, 1,
			nil)}, verdict.NothingSeen},
		{"renew-once", "renewed before a " +
			"refusal", []seen{{"authorize", "", "", ""}, {"getCard", "a", "", ""}, {"authorize", "", "", ""},
			{"getCard", "b", "", ""}}, nil, verdict.Kept},
		{"one-renewal", "renewed before a " +
			"refusal", []seen{{"authorize", "", "", ""}, {"getCard", "a", "", ""}, {"authorize", "", "", ""},
			{"getCard", "b", "", ""}}, nil, verdict.Kept},
		{"fresh-token", "renewed before a " +
			"refusal", []seen{{"authorize", "", "", ""}, {"getCard", "a", "", ""}, {"authorize", "", "", ""},
			{"getCard", "b", "", ""}}, nil, verdict.Kept},
		{"one-renewal", "one for " +
			"two", []seen{{"getCard", "a", "", dead}, {"getCard", "a", "", dead}, {"authorize", "", "", ""}}, nil,
			verdict.Kept},
		{"one-renewal", "two for " +
			"two", []seen{{"getCard", "a", "", dead}, {"getCard", "a", "", dead}, {"authorize", "", "", ""},
			{"authorize", "", "", ""}}, nil, verdict.Broken},
		{"one-renewal", "none refused", []seen{{"getCard", "a", "", ""}}, nil, verdict.NothingSeen},
		{"no-login-loop", "refused " +
			"once", []seen{{"authorize", "", "", dead}}, []rule.Claim{claim("loadCard", false, 1, 1, nil)},
			verdict.Kept},
		{"no-login-loop", "refused " +
			"twice", []seen{{"authorize", "", "", dead}, {"authorize", "", "", dead}}, []rule.Claim{claim("loadCard",
			false, 1, 2, nil)}, verdict.Broken},
		{"no-login-loop", "two calls", []seen{{"authorize", "", "", dead}, {"authorize", "", "", dead}},
			[]rule.Claim{claim("loadCard", false, 1, 1, nil), claim("loadCard", false, 2, 2, nil)}, verdict.Kept},
		{"honest-success", "saved", []seen{{"saveCard", "a", "{}", ""}}, []rule.Claim{claim("saveCard", true, 1, 1,
			nil)}, verdict.Kept},
		{"honest-success", "saved with a " +
			"warning", []seen{{"saveCard", "a", "{}", "THUMBNAIL_REJECTED_ERROR"}}, []rule.Claim{claim("saveCard",
			true, 1, 1, nil)}, verdict.Kept},
		{"honest-success", "refused", []seen{{"saveCard", "a", "{}", "DATABASE_ERROR"}},
			[]rule.Claim{claim("saveCard", true, 1, 1, nil)}, verdict.Broken},
		{"honest-success", "never sent", nil, []rule.Claim{claim("saveCard", true, 1, 1, nil)}, verdict.Broken},
		{"honest-success", "what is gone is " +
			"deleted", []seen{{"deleteProfile", "a", "", "CARD_ID_NOT_FOUND_ERROR"}}, []rule.Claim{claim(
			"deleteCard", true, 1, 1, nil)}, verdict.Kept},
		{"honest-success", "a refused " +
			"deletion", []seen{{"deleteProfile", "a", "", "DATABASE_ERROR"}}, []rule.Claim{claim("deleteCard", true,
			1, 1, nil)}, verdict.Broken},
		{"honest-success", "what is gone is " +
			"saved", []seen{{"saveCard", "a", "{}", "CARD_ID_NOT_FOUND_ERROR"}}, []rule.Claim{claim("saveCard", true,
			1, 1, nil)}, verdict.Broken},
		{"honest-success", "names that were " +
			"kept", []seen{{"getRepository", "a", "", ""}, {"getCard", "a", "", ""}}, []rule.Claim{claim("languages",
			true, 1, 1, local), claim("languages", true, 2, 1, local)}, verdict.Kept},
		{"honest-success", "names that never " +
			"came", []seen{{"getRepository", "a", "", ""}, {"getCard", "a", "", ""}}, []rule.Claim{claim("languages",
			true, 1, 1, local), claim("languages", true, 2, 1, map[string]any{"in": "ru"})}, verdict.Broken},
		{"honest-success", "failure told", nil, []rule.Claim{claim("saveCard", false, 1, 1, nil)}, verdict.NothingSeen},
		{"five-languages", "six", []seen{{"saveCard", "a", six, ""}}, nil, verdict.Broken},
		{"five-languages", "five and un", []seen{{"saveCard", "a", five + `,"un":{"x":1}}}`, ""}}, nil, verdict.Kept},
		{"five-languages", "five and an empty " +
			"one", []seen{{"saveCard", "a", five + `,"f":{}}}`, ""}}, nil, verdict.Kept},
		{"five-languages", "one", []seen{{"saveCard", "a", `{"translatable":{"a":{}}}`, ""}}, nil, verdict.Kept},
		{"only-changes", "as given", []seen{{"saveCard", "a", `{"translatable":{"pl":{"name":"x"}}}`, ""}},
			[]rule.Claim{claim("saveCard", true, 1, 1, data(
				`{"translatable":{"pl":{"name":"x"}}}`))}, verdict.Kept},
		{"only-changes", "more", []seen{{"saveCard", "a", `{"translatable":{"pl":{"name":"x",` +
			`"lastname":"y"}}}`, ""}}, []rule.Claim{claim("saveCard", true, 1, 1,
			data(`{"translatable":{"pl":{"name":"x"}}}`))}, verdict.Broken},
		{"retry-later", "once", []seen{{"getCard", "a", "", "API_SERVICE_OFFLINE_ERROR"}},
			[]rule.Claim{claim("loadCard", false, 1, 1, nil)}, verdict.Kept},
		{"retry-later", "again", []seen{{"getCard", "a", "", "API_SERVICE_OFFLINE_ERROR"}, {"getCard", "a", "", ""}},
			[]rule.Claim{claim("loadCard", true, 1, 2, nil)}, verdict.Broken},
		{"retry-bounded", "again", []seen{{"getCard", "a", "", "DATABASE_ERROR"}, {"getCard", "a", "", ""}},
			[]rule.Claim{claim("loadCard", true, 1, 2, nil)}, verdict.Kept},
		{"retry-bounded", "without end", repeat(seen{"getCard", "a", "", "DATABASE_ERROR"}, 12),
			[]rule.Claim{claim("loadCard", false, 1, 12, nil)}, verdict.Broken},
		{"creates-once", "once", []seen{{"createProfile", "a", "", ""}}, []rule.Claim{claim("createProfile", true, 1,
			1, nil)}, verdict.Kept},
		{"creates-once", "twice", []seen{{"createProfile", "a", "", ""}, {"createProfile", "a", "", ""}},
			[]rule.Claim{claim(
				"createProfile", true, 1, 2, nil)}, verdict.Broken},
		{"fresh-token", "the new " +
			"one", []seen{{"getCard", "a", "", dead}, {"authorize", "", "", ""}, {"getCard", "b", "", ""}, {"getCard",
			"b", "", ""}}, []rule.Claim{claim("loadCard", true, 1, 3, nil), claim("loadCard", true, 4, 4, nil)},
			verdict.Kept},
		{"fresh-token", "the old " +
			"one", []seen{{"getCard", "a", "", dead}, {"authorize", "", "", ""}, {"getCard", "b", "", ""}, {"getCard",
			"a", "", dead}}, []rule.Claim{claim("loadCard", true, 1, 3, nil), claim("loadCard", true, 4, 4, nil)},
			verdict.Broken},
	} {
		t.Run(fmt.Sprintf("%s/%s", test.rule, test.what), func(t *testing.T) {
			r, ok := suite.APIs{bonder.API()}.Rule("bonder." + test.rule)
			if !ok {
				t.Fatal("no such rule")
			}
			got := r.Check(record(test.entries, test.claims...))
			if got.Outcome != test.want {
				t.Errorf("expected %s, got %s: %s", test.want, got.Outcome, got.Message)
			}
			if got.Outcome == verdict.Broken && got.Message == "" ||
				got.Outcome == verdict.Kept && len(got.Entries) == 0 {
				t.Errorf("without its proof: %+v", got)
			}
		})
	}
}

// TestBonderSources: each rule names the vendor's line, and one that can fail a client is documented.
func TestBonderSources(t *testing.T) {
	line := regexp.MustCompile(`^bonder#L[0-9]+`)
	for _, r := range bonder.API().Rules {
		if !line.MatchString(r.Source) {
			t.Errorf("%s: the source is %q", r.ID, r.Source)
		}
		if r.Level == verdict.Must && r.Provenance != journal.Documented {
			t.Errorf("%s can fail a client and is %s", r.ID, r.Provenance)
		}
	}
}

func repeat(s seen, n int) []seen {
	var out []seen
	for range n {
		out = append(out, s)
	}
	return out
}

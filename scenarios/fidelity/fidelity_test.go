package fidelity_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/bonder"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/verdict"
)

const (
	jan  = "Sparring0Card0Of0Jan0Kowalski0aBcDeFgH"
	anna = "Sparring0Card0Of0Anna0Nowak0000aBcDeFgH"
)

// exchange is an entry with bodies as JSON.
func exchange(seq int64, operation, method, path, sent, said string) journal.Entry {
	header := http.Header{"Content-Type": {"application/json"}}
	return journal.Entry{
		Seq: seq, State: journal.Closed, Kind: journal.Exchange, API: "bonder", Operation: operation, Method: method,
		URL: "http://127.0.0.1:1/w/w/bonder" + path, Path: path,
		Request:  &journal.Message{Header: header, Body: []byte(sent)},
		Response: &journal.Message{Status: http.StatusOK, Header: header, Body: []byte(said)},
	}
}

func success(result string) string { return `{"success":true,"errors":[],"result":` + result + `}` }

func load(seq int64, card, result string) journal.Entry {
	return exchange(seq, "getCard", "GET", "/users/"+card, "", success(result))
}

func save(seq int64, card, data string) journal.Entry {
	return exchange(seq, "saveCard", "PUT", "/users/"+card, data, success("{}"))
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// call is a call that went on from one seq to another.
func call(t *testing.T, ability string, after, until int64, args, values string) fidelity.Call {
	t.Helper()
	return fidelity.Call{
		API: "bonder", Ability: ability, Args: object(t, args), After: after, Until: until, OK: true,
		Values:      object(t, values),
		Credentials: map[string]string{"username": "jan", "password": "secret-of-jan", "client": "c"},
	}
}

func judge(calls []fidelity.Call, entries ...journal.Entry) fidelity.Result {
	return fidelity.Judge(&fidelity.Record{
		Entries: entries, Calls: calls, Secrets: []string{"secret-of-jan", "token-of-jan"},
		Shown: func(text string) string {
			return strings.NewReplacer("secret-of-jan", "‹password 1›", "token-of-jan", "‹token 1›").Replace(text)
		},
	}, []fidelity.API{bonder.API().Wire})
}

const (
	card = `{"card_id":"` + jan + `"}`
	pl   = `{"settings":{"cardStatus":"1"},"translatable":{"pl":{"name":" Łukasz ","lastname":"Żak"}},` +
		`"non-translatable":{}}`
	plTwo = `{"settings":{"cardStatus":"1"},"translatable":{"pl":{"name":"Łukasz","lastname":"Żak"}},` +
		`"non-translatable":{}}`
)

// TestDown: what is told is compared with what the server has said.
func TestDown(t *testing.T) {
	for name, test := range map[string]struct {
		said, told string
		want       string // pointer of the difference, "" if there is no difference
		derived    bool
	}{
		"as it was":          {pl, pl, "", false},
		"a flag as a number": {pl, strings.Replace(pl, `"1"`, `1`, 1), "", false},
		"trimmed":            {pl, plTwo, "/result/translatable/pl/name", false},
		"dropped": {pl, strings.Replace(pl, `,"lastname":"Żak"`, ``, 1),
			"/result/translatable/pl/lastname", false},
		"another case":        {pl, strings.Replace(pl, `Żak`, `żak`, 1), "/result/translatable/pl/lastname", false},
		"cut":                 {pl, strings.Replace(pl, `Żak`, `Ża`, 1), "/result/translatable/pl/lastname", false},
		"another composition": {pl, strings.Replace(pl, `Ż`, "Z\u0307", 1), "/result/translatable/pl/lastname", false},
		"invented": {pl, strings.Replace(pl, `"name"`, `"position":"CEO","name"`, 1),
			"/result/translatable/pl/position", false},
		"invented, not described": {pl, strings.Replace(pl, `"name"`, `"nick":"L","name"`, 1),
			"/result/translatable/pl/nick", true},
		"not described, left out": {strings.Replace(pl, `"name"`, `"nick":"L","name"`, 1), pl, "", false},
		"null as nothing":         {strings.Replace(pl, `"name"`, `"position":null,"name"`, 1), pl, "", false},
		"nothing as an empty text": {pl, strings.Replace(pl, `"name"`, `"position":"","name"`, 1),
			"/result/translatable/pl/position", true},
		"an empty list for an object": {strings.Replace(pl, `"non-translatable":{}`, `"non-translatable":[]`, 1), pl,
			"", false},
		"leading zeros": {strings.Replace(pl, `Żak`, `007`, 1), strings.Replace(pl, `"Żak"`, `7`, 1),
			"/result/translatable/pl/lastname", false},
		"a section missing": {pl, strings.Replace(pl, `"settings":{"cardStatus":"1"},`, ``, 1),
			"/result/settings", false},
	} {
		t.Run(name, func(t *testing.T) {
			calls := []fidelity.Call{call(t, "bonder.loadCard", 0, 1, card, test.told)}
			expect(t, judge(calls, load(1, jan, test.said)), fidelity.Down, test.want, test.derived)
		})
	}
}

// expect checks that there is one difference of a kind, at a pointer; or none.
func expect(t *testing.T, found fidelity.Result, kind, pointer string, derived bool) {
	t.Helper()
	if pointer == "" {
		for _, c := range found.Checks {
			t.Errorf("unexpected: %s %s", c.ID, c.Message)
		}
		return
	}
	if len(found.Checks) != 1 {
		for _, c := range found.Checks {
			t.Logf("%s %s", c.ID, c.Message)
		}
		t.Fatalf("expected one difference, got %d", len(found.Checks))
	}
	c := found.Checks[0]
	want := verdict.Failed
	if derived {
		want = verdict.Warned
	}
	if c.ID != kind || c.Difference.Pointer != pointer || c.Judged(verdict.Must) != want || c.Source == "" {
		t.Errorf("expected %s at %s, %s, got %s at %s, %s by %q: %s", kind, pointer, want, c.ID, c.Difference.Pointer,
			c.Judged(verdict.Must), c.Source, c.Message)
	}
}

// TestUp: what is given is compared with what was sent.
func TestUp(t *testing.T) {
	const given = `{"translatable":{"pl":{"name":"Łukasz"}},"non-translatable":{"phoneA":"+48 123","webA":"x"}}`
	args := `{"card_id":"` + jan + `","data":` + given + `}`
	for name, test := range map[string]struct{ sent, want string }{
		"as it was":              {given, ""},
		"digits of a number":     {strings.Replace(given, "+48 123", "48123", 1), ""},
		"another number":         {strings.Replace(given, "+48 123", "48124", 1), "/non-translatable/phoneA"},
		"a + in another field":   {strings.Replace(given, `"x"`, `"+x"`, 1), "/non-translatable/webA"},
		"dropped":                {strings.Replace(given, `,"webA":"x"`, ``, 1), "/non-translatable/webA"},
		"moved":                  {strings.Replace(given, `"webA"`, `"webB"`, 1), "/non-translatable/webB"},
		"re-encoded":             {strings.Replace(given, "Łukasz", "Å\u0081ukasz", 1), "/translatable/pl/name"},
		"something else besides": {strings.Replace(given, `"webA"`, `"webC":"y","webA"`, 1), "/non-translatable/webC"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 1, args, `{}`)}
			found := judge(calls, save(1, jan, test.sent))
			if name == "moved" { // one is missing, too, and the message says where it went
				if len(found.Checks) != 2 ||
					!strings.Contains(found.Checks[1].Message, "it is at /non-translatable/webB") {
					t.Errorf("got %+v", found.Checks)
				}
				found.Checks = found.Checks[:1]
			}
			expect(t, found, fidelity.Up, test.want, false)
		})
	}
	t.Run("in two requests", func(t *testing.T) {
		calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 2, args, `{}`)}
		expect(t, judge(calls, save(1, jan, `{"translatable":{"pl":{"name":"Łukasz"}}}`),
			save(2, jan, `{"non-translatable":{"phoneA":"+48 123","webA":"x"}}`)), fidelity.Up, "", false)
	})
	refused := func(e journal.Entry) journal.Entry {
		e.Response.Body = []byte(`{"success":false,"errors":["DATABASE_ERROR"],"result":{}}`)
		return e
	}
	t.Run("one of two requests refused", func(t *testing.T) {
		calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 2, args, `{}`)}
		found := judge(calls, refused(save(1, jan, `{"translatable":{"pl":{"name":"Łukasz"}}}`)),
			save(2, jan, `{"non-translatable":{"phoneA":"+48 123","webA":"x"}}`))
		expect(t, found, fidelity.Up, "/translatable/pl/name", false)
		if !strings.Contains(found.Checks[0].Message, "has not taken") || found.Checks[0].Entries[0] != 1 {
			t.Errorf("got %s", found.Checks[0].Message)
		}
	})
	t.Run("refused, and sent again", func(t *testing.T) {
		calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 2, args, `{}`)}
		expect(t, judge(calls, refused(save(1, jan, given)), save(2, jan, given)), fidelity.Up, "", false)
	})
	t.Run("an empty text dropped", func(t *testing.T) {
		empty := strings.Replace(args, `"x"`, `""`, 1)
		calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 1, empty, `{}`)}
		sent := strings.Replace(given, `,"webA":"x"`, ``, 1)
		expect(t, judge(calls, save(1, jan, sent)), fidelity.Up, "/non-translatable/webA", false)
	})
	t.Run("a failure", func(t *testing.T) {
		failed := call(t, "bonder.saveCard", 0, 1, args, `{}`)
		failed.OK = false
		expect(t, judge([]fidelity.Call{failed}, save(1, jan, `{}`)), fidelity.Up, "", false)
	})
	t.Run("another card", func(t *testing.T) {
		calls := []fidelity.Call{call(t, "bonder.saveCard", 0, 1, args, `{}`)}
		expect(t, judge(calls, save(1, anna, given)), fidelity.Up, "path/card_id", false)
	})
	t.Run("another effect", func(t *testing.T) {
		calls := []fidelity.Call{call(t, "bonder.deleteLanguage", 0, 1, `{"card_id":"`+jan+`","language":"pl"}`, `{}`)}
		found := judge(calls, exchange(1, "deleteProfile", "DELETE", "/users/"+jan, "", success("{}")))
		if len(found.Checks) != 1 || !strings.Contains(found.Checks[0].Message, "deleteProfile") {
			t.Errorf("got %+v", found.Checks)
		}
	})
}

// TestSwitches: a switch may be its own path or a save; which one, and the other way round, is seen.
func TestSwitches(t *testing.T) {
	for name, test := range map[string]struct {
		entry journal.Entry
		want  string
	}{
		"by path": {exchange(1, "setCardStatus", "PUT", "/users/"+jan+"/cardStatus/enable", "", success("{}")),
			""},
		"the wrong way": {exchange(1, "setCardStatus", "PUT", "/users/"+jan+"/cardStatus/disable", "", success("{}")),
			"path/status"},
		"by body":         {save(1, jan, `{"settings":{"cardStatus":"1"}}`), ""},
		"by body, wrong":  {save(1, jan, `{"settings":{"cardStatus":"0"}}`), "/settings/cardStatus"},
		"by body, beside": {save(1, jan, `{"settings":{"cardStatus":"1","usePhoto":"1"}}`), "/settings/usePhoto"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := []fidelity.Call{
				call(t, "bonder.setStatus", 0, 1, `{"card_id":"`+jan+`","what":"card","on":true}`, `{}`),
			}
			expect(t, judge(calls, test.entry), fidelity.Up, test.want, false)
		})
	}
}

// TestWhatArrived: a response counts as it was sent, and not at all if it did not arrive.
func TestWhatArrived(t *testing.T) {
	calls := func(told string) []fidelity.Call {
		return []fidelity.Call{call(t, "bonder.loadCard", 0, 1, card, told)}
	}
	changed := load(1, jan, pl)
	changed.Sent = &journal.Sent{Status: 200, Body: []byte(success(plTwo)), Bytes: int64(len(success(plTwo)))}
	expect(t, judge(calls(plTwo), changed), fidelity.Down, "", false)
	expect(t, judge(calls(pl), changed), fidelity.Down, "", false) // it may mend what it got
	lastName := strings.Replace(plTwo, "Żak", "Zak", 1)
	expect(t, judge(calls(lastName), changed), fidelity.Down, "/result/translatable/pl/lastname", false)
	lost := load(1, jan, pl)
	lost.Sent = &journal.Sent{Status: 200, Body: []byte(success(pl)), Bytes: 5, End: journal.Cut}
	expect(t, judge(calls(plTwo), lost), fidelity.Down, "", false)
}

// TestRepeated: what makes anew is sent again only if the client cannot know that it has succeeded.
func TestRepeated(t *testing.T) {
	made := success(`{"cardId":"` + jan + `"}`)
	for name, test := range map[string]struct {
		body  string
		end   journal.Ending
		wrong bool
	}{
		"after a whole response":       {made, "", true},
		"after one without its result": {success("{}"), "", false},
		"after one that was lost":      {made, journal.Cut, false},
	} {
		first := exchange(1, "createProfile", "POST", "/users", "", made)
		first.Sent = &journal.Sent{
			Status: http.StatusOK, Body: []byte(test.body), Bytes: int64(len(test.body)), End: test.end,
		}
		second := exchange(2, "createProfile", "POST", "/users", "", made)
		call := call(t, "bonder.createProfile", 0, 2, `{}`, `{"card_id":"`+jan+`"}`)
		found := judge([]fidelity.Call{call}, first, second)
		again := len(found.Checks) == 1 && strings.Contains(found.Checks[0].Message, "again after it had succeeded")
		if again != test.wrong || !again && len(found.Checks) > 0 {
			t.Errorf("%s: got %+v", name, found.Checks)
		}
	}
}

// TestOverlap: calls at once are told apart by their arguments, and where they cannot be, nobody is blamed.
func TestOverlap(t *testing.T) {
	two := func(first, second string) []fidelity.Call {
		return []fidelity.Call{
			call(t, "bonder.loadCard", 0, 2, card, first),
			call(t, "bonder.loadCard", 0, 2, `{"card_id":"`+anna+`"}`, second),
		}
	}
	ann := strings.Replace(pl, "Żak", "Nowak", 1)
	expect(t, judge(two(pl, ann), load(1, jan, pl), load(2, anna, ann)), fidelity.Down, "", false)
	found := judge(two(pl, pl), load(1, jan, pl), load(2, anna, ann))
	expect(t, found, fidelity.Apart, "/result/translatable/pl/lastname", false)
	made := func(seq int64, id string) journal.Entry {
		return exchange(seq, "createProfile", "POST", "/users", "",
			success(`{"cardId":"`+id+`","cardQrc":"q`+id+`","cardAddr":"a`+id+`"}`))
	}
	values := func(id string) string {
		return `{"card_id":"` + id + `","card_qrc":"q` + id + `","card_addr":"a` + id + `"}`
	}
	creations := func(first, second string) []fidelity.Call {
		return []fidelity.Call{
			call(
				t,
				"bonder.createProfile",
				0,
				2,
				`{}`,
				values(first),
			), call(t, "bonder.createProfile", 0, 2, `{}`, values(second)),
		}
	}
	expect(t, judge(creations(anna, jan), made(1, jan), made(2, anna)), fidelity.Apart, "", false)
	found = judge(creations(jan, jan), made(1, jan), made(2, anna))
	if len(found.Checks) != 3 || found.Checks[0].ID != fidelity.Apart {
		t.Errorf("one profile for two callers: got %+v", found.Checks)
	}
}

// TestStale: what an earlier response had said may be told if nothing was asked since, and not if something was.
func TestStale(t *testing.T) {
	calls := []fidelity.Call{
		call(t, "bonder.loadCard", 0, 1, card, pl), call(t, "bonder.loadCard", 1, 2, card, pl),
	}
	found := judge(calls, load(1, jan, pl), load(2, jan, plTwo))
	expect(t, found, fidelity.Down, "/result/translatable/pl/name", false)
	if !strings.Contains(found.Checks[0].Message, "entry 1 had said that") {
		t.Errorf("got %s", found.Checks[0].Message)
	}
	expect(t, judge(calls, load(1, jan, pl)), fidelity.Down, "", false)
}

// TestSessions: a token serves the account that it was issued to.
func TestSessions(t *testing.T) {
	issued := exchange(
		1,
		"authorize",
		"POST",
		"/auth",
		`{"username":"jan","client":"c"}`,
		success(`{"token":"‹token 1›"}`),
	)
	used := load(2, jan, pl)
	used.Request.Header = http.Header{"X-Auth-Key": {"‹token 1›"}}
	own := call(t, "bonder.loadCard", 0, 2, card, pl)
	expect(t, judge([]fidelity.Call{own}, issued, used), fidelity.Apart, "", false)
	other := own
	other.Credentials = map[string]string{"username": "anna", "client": "c"}
	expect(t, judge([]fidelity.Call{other}, issued, used), fidelity.Apart, "header/X-Auth-Key", false)
	both := other
	both.Ability, both.Until = "bonder.languages", -1
	expect(t, judge([]fidelity.Call{own, both}, issued, used), fidelity.Apart, "", false) // it may be either's
}

// TestInside: a secret is found as a word, in failures, values of one's own and stderr.
func TestInside(t *testing.T) {
	failed := call(t, "bonder.loadCard", 0, 0, card, `{"code":"x","message":"refused: secret-of-jan."}`)
	failed.OK = false
	for name, test := range map[string]struct {
		call fidelity.Call
		log  string
		want int
	}{
		"failure":   {failed, "", 1},
		"stderr":    {call(t, "bonder.loadCard", 0, 0, card, pl), "X-Auth-Key: token-of-jan\n", 1},
		"own value": {call(t, "bonder.loadCard", 0, 0, card, `{"token":"token-of-jan"}`), "", 1},
		"no word":   {call(t, "bonder.loadCard", 0, 0, card, pl), "not-a-token-of-january", 0},
	} {
		found := fidelity.Judge(&fidelity.Record{
			Calls: []fidelity.Call{test.call}, Log: test.log, Secrets: []string{"secret-of-jan", "token-of-jan"},
			Shown: func(string) string { return "‹secret›" },
		}, []fidelity.API{bonder.API().Wire})
		if len(found.Checks) != test.want || test.want > 0 && (found.Checks[0].ID != fidelity.Inside ||
			strings.Contains(found.Checks[0].Message, "jan")) {
			t.Errorf("%s: got %+v", name, found.Checks)
		}
	}
}

// TestLeftOut: an optional value that is left out is not judged, and named.
func TestLeftOut(t *testing.T) {
	entry := save(1, jan, `{"non-translatable":{"webA":"x"}}`)
	entry.Response.Body = []byte(`{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"],"result":{}}`)
	args := `{"card_id":"` + jan + `","data":{"non-translatable":{"webA":"x"}}}`
	found := judge([]fidelity.Call{call(t, "bonder.saveCard", 0, 1, args, `{}`)}, entry)
	if len(found.Checks) != 0 || len(found.LeftOut) != 1 || found.LeftOut[0] != "bonder.saveCard warnings" {
		t.Errorf("got %+v", found)
	}
	found = judge([]fidelity.Call{call(t, "bonder.saveCard", 0, 1, args, `{"warnings":["X"]}`)}, entry)
	expect(t, found, fidelity.Down, "/errors/0", false)
	found = judge([]fidelity.Call{
		call(t, "bonder.saveCard", 0, 1, args, `{"warnings":["THUMBNAIL_REJECTED_ERROR"]}`),
	}, entry)
	expect(t, found, fidelity.Down, "", false)
	if len(found.Told) != 1 {
		t.Errorf("got %+v", found)
	}
}

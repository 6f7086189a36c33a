package bonder_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sparring/mock/world"
)

func TestEvents(t *testing.T) {
	b := signedIn(t)
	var bad *world.ArgError
	var refused *world.Refusal
	for _, c := range []struct {
		event, args string
		want        any // target of errors.As; nil for success
	}{
		{"account.put", `{"username":"","password":"p","client":"c"}`, &bad},
		{"account.put", `{"username":"new@example.com","password":"p","client":"c","profile_limit":-1}`, &bad},
		{"account.put", `{"username":"new@example.com","password":"p"}`, &bad},
		{"account.put", `{"username":"new@example.com","password":"p","client":"c","profile_limit":1}`, nil},
		{"account.suspended", `{"account":"nobody"}`, &refused},
		{"account.suspended", `{"account":"new@example.com"}`, nil},
		{"account.suspended", `{"account":"new@example.com"}`, nil},
		{"account.restored", `{"account":"new@example.com"}`, nil},
		{"account.profile_limit", `{"account":"new@example.com","limit":-1}`, &bad},
		{"account.profile_limit", `{"account":"new@example.com"}`, &bad},
		{"account.deleted", `{"account":"new@example.com"}`, nil},
		{"account.deleted", `{"account":"new@example.com"}`, &refused},
		{"account.suspended", `{"account":"new@example.com"}`, &refused},
		{"account.restored", `{"account":"new@example.com"}`, &refused},
		{"account.profile_limit", `{"account":"new@example.com","limit":1}`, &refused},
		{"account.put", `{"username":"new@example.com","password":"p","client":"c"}`, nil},
		{"token.spent", `{"requests":-1}`, &bad},
		{"token.spent", `{"token":"none","requests":1}`, &refused},
		{"token.spent", `{"requests":1}`, nil},
		{"token.revoked", `{}`, nil},
		{"token.revoked", `{}`, &refused},
		{"token.spent", `{"requests":1}`, &refused},
		{"repository.added", `{"lang":"un"}`, &bad},
		{"repository.added", `{"lang":"en"}`, &refused},
		{"repository.added", `{"lang":"fr"}`, nil},
		{"maintenance.started", `{}`, &bad},
		{"maintenance.started", `{"service":"coffee"}`, &bad},
		{"maintenance.started", `{"service":"api"}`, nil},
		{"maintenance.ended", `{"service":"server"}`, nil},
		{"maintenance.ended", `{"colour":"red"}`, &bad},
		{"maintenance.ended", `{}`, nil},
	} {
		before := string(mustJSON(t, b.fake.State()))
		_, err := b.event(c.event, c.args)
		switch {
		case c.want == nil && err != nil:
			t.Errorf("%s %s: %v", c.event, c.args, err)
		case c.want != nil && !errors.As(err, c.want):
			t.Errorf("%s %s: got %v, want %T", c.event, c.args, err, c.want)
		case c.want != nil && before != string(mustJSON(t, b.fake.State())):
			t.Errorf("%s %s was refused and changed something", c.event, c.args)
		}
	}
	result := signedIn(t).must("token.spent", `{"requests":9999}`)
	same(t, "remaining", result["remaining"], 1.0)
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDeletedAccount: its cards are gone, its tokens have ended, and it can be put anew.
func TestDeletedAccount(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	b.must("account.deleted", `{}`)
	same(t, "view", b.view(card).Status, http.StatusNotFound)
	b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`).
		fails(t, "INVALID_CREDENTIALS_ERROR", "account_deleted")
	b.do("getCard", vars("card_id", card), "").fails(t, "INVALID_CREDENTIALS_ERROR", "account_deleted")
	same(t, "death", b.state()["tokens"].([]any)[0].(map[string]any)["death"], "revoked")
	b.must("account.put", `{"username":"USERNAME","password":"other-password","client":"API_CLIENT_NAME"}`)
	same(t, "password", b.fake.Credentials()["password"], "other-password")
	b.do("getCard", vars("card_id", card), "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_revoked")
	b.signIn("USERNAME", "other-password", "API_CLIENT_NAME")
	b.do("getCard", vars("card_id", card), "").fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
}

// TestFork: a planted state behaves as the old one, and its card stands at the new world's address.
func TestFork(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	b.save(card, sample)
	b.must("token.spent", `{"requests":5000}`)
	b.must("repository.added", `{"lang":"de"}`)
	w, fake := newWorld(t, 2)
	w.URLs["bonder"] = "http://127.0.0.1:8080/w/copy/bonder"
	if err := fake.Plant(mustJSON(t, b.fake.State())); err != nil {
		t.Fatal(err)
	}
	fork := &bench{tb: t, w: w, fake: fake, key: b.key, mail: b.mail}
	same(t, "state", string(mustJSON(t, fake.State())), string(mustJSON(t, b.fake.State())))
	got := fork.load(card)
	same(t, "cardAddr", got.at("settings", "cardAddr"), "http://127.0.0.1:8080/w/copy/bonder/card/"+card)
	fork.do("deleteProfile", vars("card_id", card), "").ok(t)
	b.load(card)
	same(t, "used here", b.state()["tokens"].([]any)[0].(map[string]any)["used"], 5003.0)
	same(t, "used there", fork.state()["tokens"].([]any)[0].(map[string]any)["used"], 5002.0+2)
}

// TestPlantNothing checks that lists stay lists in a world of no facts.
func TestPlantNothing(t *testing.T) {
	b := signedIn(t)
	if err := b.fake.Plant(json.RawMessage(`{}`)); err != nil {
		t.Fatal(err)
	}
	same(
		t,
		"state",
		string(mustJSON(t, b.fake.State())),
		`{"accounts":[],"tokens":[],"cards":[],"maintenance":[],"repositories":[]}`,
	)
	if err := b.fake.Plant(json.RawMessage(`{"accounts":[{"username":"a","password":"p","client":"c",` +
		`"status":"active"}]}`)); err != nil {
		t.Fatal(err)
	}
	b.signIn("a", "p", "c")
	same(t, "no repositories", string(b.do("listRepositories", nil, "").ok(t).Result), `{"langList":[]}`)
}

func TestPlantRefuses(t *testing.T) {
	account := `{"username":"a","password":"p","client":"c","status":"active"}`
	id := strings.Repeat("x", 32)
	for name, c := range map[string]struct{ state, place string }{
		"no object":     {`[]`, "expected an object, got a list"},
		"unknown field": {`{"colour":1}`, "colour"},
		"more":          {`{} {}`, "more than one JSON value"},
		"no username":   {`{"accounts":[{}]}`, "/accounts/0/username"},
		"null account":  {`{"accounts":[null]}`, "/accounts/0: "},
		"account twice": {`{"accounts":[` + account + `,` + account + `]}`, "/accounts/1/username"},
		"status":        {`{"accounts":[{"username":"a","status":"asleep"}]}`, "/accounts/0/status"},
		"no password": {`{"accounts":[{"username":"a","client":"c",` +
			`"status":"active"}]}`, "/accounts/0/password"},
		"no client": {`{"accounts":[{"username":"a","password":"p",` +
			`"status":"active"}]}`, "/accounts/0/client"},
		"card of a deleted": {`{"accounts":[{"username":"a","password":"p","client":"c","status":"deleted"}],` +
			`"cards":[{"card_id":"` + id + `","username":"a"}]}`, "/cards/0/username"},
		"service twice": {`{"maintenance":["auth","auth"]}`, "/maintenance/1"},
		"a name twice":  {`{"cards":[],"cards":[]}`, "/cards: "},
		"expires before": {`{"accounts":[` + account + `],"tokens":[{"token":"t","username":"a","rpt":1,` +
			`"issued":"2030-01-02T00:00:00Z","expire":"2030-01-01T00:00:00Z"}]}`, "/tokens/0/expire"},
		"expires never": {`{"accounts":[` + account + `],"tokens":[{"token":"t","username":"a","rpt":1,` +
			`"expire":"2999-01-01T00:00:00Z"}]}`, "/tokens/0/expire"},
		"limit": {`{"accounts":[{"username":"a","status":"active",` +
			`"profile_limit":-1}]}`, "/accounts/0/profile_limit"},
		"token of nobody": {`{"tokens":[{"token":"t","username":"a","rpt":1}]}`, "/tokens/0/username"},
		"token without rpt": {`{"accounts":[` + account + `],"tokens":[{"token":"t",` +
			`"username":"a"}]}`, "/tokens/0/rpt"},
		"token over rpt": {`{"accounts":[` + account + `],"tokens":[{"token":"t","username":"a","rpt":1,` +
			`"used":2}]}`, "/tokens/0/used"},
		"token's end": {`{"accounts":[` + account + `],"tokens":[{"token":"t","username":"a","rpt":1,` +
			`"ended":"bored"}]}`, "/tokens/0/ended"},
		"null token":     {`{"tokens":[null]}`, "/tokens/0: "},
		"card id":        {`{"cards":[{"card_id":"x"}]}`, "/cards/0/card_id"},
		"null card":      {`{"cards":[null]}`, "/cards/0: "},
		"card of nobody": {`{"cards":[{"card_id":"` + id + `"}]}`, "/cards/0/username"},
		"unknown value": {`{"accounts":[` + account + `],"cards":[{"card_id":"` + id + `","username":"a",` +
			`"non_translatable":{"name":"x"}}]}`, "/cards/0/non_translatable"},
		"empty value": {`{"accounts":[` + account + `],"cards":[{"card_id":"` + id + `","username":"a",` +
			`"non_translatable":{"webA":""}}]}`, "/cards/0/non_translatable/webA"},
		"phone": {`{"accounts":[` + account + `],"cards":[{"card_id":"` + id + `","username":"a",` +
			`"non_translatable":{"faxA":"48"}}]}`, "/cards/0/non_translatable/faxA"},
		"language twice": {`{"accounts":[` + account + `],"cards":[{"card_id":"` + id + `","username":"a",` +
			`"languages":[{"lang":"pl"},{"lang":"pl"}]}]}`, "/cards/0/languages/1/lang"},
		"value of a language": {`{"accounts":[` + account + `],"cards":[{"card_id":"` + id + `","username":"a",` +
			`"languages":[{"lang":"pl","values":{"webA":"x"}}]}]}`, "/cards/0/languages/0/values"},
		"maintenance": {`{"maintenance":["coffee"]}`, "/maintenance/0"},
		"repository":  {`{"repositories":["local","xx"]}`, "/repositories/1"},
	} {
		b := signedIn(t)
		before := string(mustJSON(t, b.fake.State()))
		err := b.fake.Plant(json.RawMessage(c.state))
		if err == nil || !strings.Contains(err.Error(), c.place) {
			t.Errorf("%s: got %v, want an error that names %s", name, err, c.place)
		}
		same(t, name+" changed the state", string(mustJSON(t, b.fake.State())), before)
	}
	b := signedIn(t)
	if err := b.fake.Plant(json.RawMessage(`{}`)); err != nil {
		t.Fatal(err)
	}
	same(t, "credentials", len(b.fake.Credentials()), 0)
	b.do("authorize", nil, `{"username":"USERNAME"}`).fails(t, "INVALID_CREDENTIALS_ERROR", "account_unknown")
}

// TestPlantTakesItsOwnState: whatever requests and events have made of the facts can be planted, and is then the same.
func TestPlantTakesItsOwnState(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "0", "Jan", "J", "x y", "+48 (22) 123", "0", "ё", "\x00", "a/b~c", "<&>"})
	lang := rapid.SampledFrom([]string{"", "pl", "un", "eo", "EN", "x/y", "ё", " "})
	value := rapid.Custom(func(r *rapid.T) any {
		return rapid.SampledFrom([]any{nil, true, 7, -1.5, []any{"x"}, map[string]any{"a": 1}, word.Draw(r, "word"),
			word.Draw(r, "word")}).
			Draw(r, "value")
	})
	field := rapid.SampledFrom(
		[]string{
			"langStatus",
			"name",
			"displayName",
			"keywords",
			"phoneA",
			"faxB",
			"emailA",
			"webA",
			"addrCity",
			"thumbnail",
			"x",
		},
	)
	saved := rapid.Custom(func(r *rapid.T) string {
		return string(mustJSON(t, map[string]any{
			"settings":         map[string]any{"cardStatus": value.Draw(r, "cardStatus")},
			"translatable":     rapid.MapOfN(lang, rapid.MapOfN(field, value, 0, 4), 0, 6).Draw(r, "translatable"),
			"non-translatable": rapid.MapOfN(field, value, 0, 5).Draw(r, "non-translatable"),
		}))
	})
	events := map[string]string{
		"account.put": `{"username":"USERNAME","password":"PASSWORD",` +
			`"client":"API_CLIENT_NAME"}`, "account.deleted": `{}`, "account.suspended": `{}`,
		"account." +
			"profile_limit": `{"limit":0}`, "token.spent": `{"requests":3}`, "token.revoked": `{}`,
		"repository.added":    `{"lang":"fr"}`,
		"maintenance.started": `{"service":"api"}`, "maintenance.ended": `{}`,
	}
	readings := []string{
		"regexMode=off",
		"regexMode=literal",
		"regexMode=unicode",
		"unknownLanguage=store",
		"unknownLanguage=ignore",
		"addressSection=non-translatable",
		"addressSection=translatable",
		"tokens=single",
		"rptMin=1",
		"maxLanguages=0",
		"tokenTTL=0s",
	}
	rapid.Check(t, func(r *rapid.T) {
		b := signedIn(t)
		cards := []string{b.newCard()}
		b.set(rapid.SliceOfN(rapid.SampledFrom(readings), 0, 5).Draw(r, "switches")...)
		for range rapid.IntRange(1, 20).Draw(r, "deeds") {
			switch do := rapid.SampledFrom([]string{"save", "save", "save", "create", "delete", "language", "sign in",
				"event", "switch", "wait"}).Draw(r, "do"); do {
			case "save":
				b.save(rapid.SampledFrom(cards).Draw(r, "card"), saved.Draw(r, "body"))
			case "create":
				if a := b.do("createProfile", nil, ""); a.Success {
					cards = append(cards, a.text("cardId"))
				}
			case "delete":
				b.do("deleteProfile", vars("card_id", rapid.SampledFrom(cards).Draw(r, "card")), "")
			case "language":
				b.do(
					"deleteLanguage",
					vars("card_id", rapid.SampledFrom(cards).Draw(r, "card"), "lang", lang.Draw(r, "lang")),
					"",
				)
			case "sign in":
				if a := b.do("authorize", nil, fmt.Sprintf(`{"username":"USERNAME","password":"PASSWORD",`+
					`"client":"API_CLIENT_NAME","rpt":%d}`, rapid.IntRange(-1, 9).Draw(r, "rpt"))); a.Success {
					b.key = a.text("token")
				}
			case "event":
				name := rapid.SampledFrom(slices.Sorted(maps.Keys(events))).Draw(r, "event")
				_, _ = b.event(name, events[name]) // a refusal is fine
			case "switch":
				b.set(rapid.SampledFrom(readings).Draw(r, "switch"))
			default:
				if _, err := b.w.Clock.Advance(20 * time.Minute); err != nil {
					r.Fatal(err)
				}
			}
		}
		facts := mustJSON(t, b.fake.State())
		if err := b.fake.Plant(facts); err != nil {
			r.Fatalf("%v in %s", err, facts)
		}
		if again := mustJSON(t, b.fake.State()); string(again) != string(facts) {
			r.Fatalf("planted\n%s\nand read\n%s", facts, again)
		}
	})
}

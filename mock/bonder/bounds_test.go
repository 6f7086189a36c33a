package bonder_test

import (
	"fmt"
	"strings"
	"testing"

	"sparring/mock/bonder"
	"sparring/mock/limit/limittest"
	"sparring/mock/mocktest/outside"
)

// TestBounds drives every store to its bound. What is refused is refused in the vendor's way, with a why.
func TestBounds(t *testing.T) {
	outside.Long(t)
	meter := func(b *bench, name string) func() int64 { return b.w.Ledger.Find("bonder", name).Used }
	emptied := func(b *bench) func() { return func() { b.w.Journal.Clear() } }
	long := strings.Repeat("x", 500_000)
	accounts, tokens, cards, thumbnails := newBench(
		t,
	), signedIn(
		t,
	), signedIn(
		t,
		"profileLimit=1000000",
	), signedIn(
		t,
		"thumbnailMaxBytes=1000000",
		"profileLimit=1000",
	)
	picture := padded(t, pngOf(t, 300, 300, false), 500_000)
	reached := func(a answered, code string) {
		if len(a.Errors) > 0 && (a.Errors[0] != code || len(texts(a.Why, "bound_reached")) != 1) {
			t.Fatalf("%s %v, want %s because of the bound", a.Body, a.Why, code)
		}
	}
	limittest.Drive(t, bonder.API().Bounds, map[string]limittest.Store{
		"accounts": {Used: meter(accounts, "accounts"), Clear: emptied(accounts), Put: func(i int) {
			_, err := accounts.event(
				"account.put",
				fmt.Sprintf(`{"username":"u%d","password":%q,"client":"c"}`, i, long[:2000]),
			)
			if err != nil && !strings.Contains(err.Error(), "keeps at most") {
				t.Fatal(err)
			}
		}},
		"tokens": {Used: meter(tokens, "tokens"), Clear: emptied(tokens), Put: func(int) {
			tokens.do("authorize", nil, authorization("1000")).ok(t)
		}},
		"cards": {Used: meter(cards, "cards"), Clear: emptied(cards), Put: func(i int) {
			if a := cards.do("createProfile", nil, ""); a.Success {
				cards.last = a.text("cardId")
			} else {
				reached(a, "PROFILE_LIMIT_REACHED_ERROR")
			}
			reached(
				cards.save(cards.last, fmt.Sprintf(`{"non-translatable":{"emailA":"%s%d"}}`, long, i)),
				"DATABASE_ERROR",
			)
		}},
		"thumbnails": {Used: meter(thumbnails, "thumbnails"), Clear: emptied(thumbnails), Put: func(i int) {
			thumbnails.last = thumbnails.newCard()
			a := thumbnails.save(thumbnails.last, `{"non-translatable":{"thumbnail":"`+picture+`","webA":"w"}}`)
			reached(a, "THUMBNAIL_REJECTED_ERROR")
			same(t, "saved all the same", thumbnails.load(thumbnails.last).at("non-translatable", "webA"), "w")
		}},
	})
}

// TestCounted checks that the counts are those of a state that is planted anew, whatever was done to it.
func TestCounted(t *testing.T) {
	b := signedIn(t, "createByPut=card_id", "profileLimit=100")
	used := func() string {
		list := []string{}
		for _, bound := range bonder.API().Bounds {
			list = append(list, fmt.Sprint(bound.Name, " ", b.w.Ledger.Find("bonder", bound.Name).Used()))
		}
		return strings.Join(list, ", ")
	}
	good := pngOf(t, 300, 300, false)
	card, other := b.newCard(), b.newCard()
	for _, body := range []string{
		sample, `{"translatable":{"pl":{"name":"Jan","company":"A longer one"},"en":{"displayName":""}}}`,
		`{"non-translatable":{"thumbnail":"` + good + `","emailA":"a@example.` +
			`com"}}`, `{"non-translatable":{"thumbnail":"","emailA":""}}`,
		`{"non-translatable":{"thumbnail":"` + good + `"}}`, `{"translatable":{"xx":{"name":"Jan"}}}`,
	} {
		b.save(card, body)
	}
	b.save(strings.Repeat("n", 40), sample)
	b.do("deleteLanguage", vars("card_id", card, "lang", "ru"), "").ok(t)
	b.do("deleteProfile", vars("card_id", other), "").ok(t)
	b.must("account.put", `{"username":"a@example.com","password":"p","client":"c"}`)
	b.must("account.put", `{"username":"a@example.com","password":"a longer one","client":"c"}`)
	before := used()
	if err := b.fake.Plant(mustJSON(t, b.fake.State())); err != nil {
		t.Fatal(err)
	}
	same(t, "counted", before, used())
	b.must("account.deleted", `{}`)
	before = used()
	if err := b.fake.Plant(mustJSON(t, b.fake.State())); err != nil {
		t.Fatal(err)
	}
	same(t, "counted after a deletion", before, used())
}

// TestForgottenToken: the why of an unknown token says that it may have been forgotten.
func TestForgottenToken(t *testing.T) {
	b := signedIn(t)
	first := b.key
	forgot := 0
	for i := range 30_000 {
		a := b.do("authorize", nil, authorization("1000"))
		if forgot += len(texts(a.Why, "bound_forgot")); forgot > 0 {
			break
		}
		if i == 29_999 {
			t.Fatal("no token was forgotten")
		}
	}
	b.key = first
	a := b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_unknown")
	same(t, "whys", len(texts(a.Why, "bound_missing")), 1)
}

package bonder_test

import (
	"testing"
)

// TestSwitches: what is left of the switches, each in both readings, on one and the same card.
func TestSwitches(t *testing.T) {
	b := signedIn(t)
	fresh := b.newCard()
	card := b.newCard()
	b.save(card, `{"translatable":{"pl":{"langStatus":1,"name":"Jan","addrCity":"Warszawa"}}}`).ok(t)

	b.set("scalars=integer")
	same(t, "langStatus", b.load(card).at("translatable", "pl", "langStatus"), 1.0)
	same(t, "cardStatus", b.load(card).at("settings", "cardStatus"), 1.0)
	same(
		t,
		"expire",
		b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`).
			ok(t).
			at("expire"),
		float64(noon.Unix()+3600),
	)
	b.view(card)
	b.set("scalars=string", "nullFields=omit")
	same(
		t,
		"fields",
		b.load(card).at("translatable", "pl"),
		map[string]any{"langStatus": "1", "name": "Jan", "addrCity": "Warszawa"},
	)
	same(t, "no values", string(mustRaw(t, b.load(fresh).Result, "non-translatable")), "{}")
	b.set("emptyResult=array")
	same(t, "no values", string(mustRaw(t, b.load(fresh).Result, "non-translatable")), "[]")
	same(t, "no languages", string(mustRaw(t, b.load(fresh).Result, "translatable")), "[]")
	same(t, "saved", string(b.save(card, `{}`).ok(t).Result), "[]")
	same(t, "failed", string(b.save("none", `{}`).fails(t, "CARD_ID_NOT_FOUND_ERROR", "").Result), "[]")
	b.set("emptyResult=object", "nullFields=include")

	b.set("addressSection=non-translatable")
	a := b.save(card, `{"translatable":{"pl":{"addrCity":"Kraków"}},"non-translatable":{"addrCity":"Gdańsk"}}`).ok(t)
	same(t, "findings", a.found(), []string{"wrong_section /translatable/pl/addrCity"})
	same(t, "provenance", a.Findings[0].Provenance, "derived")
	same(t, "addrCity", b.load(card).at("non-translatable", "addrCity"), "Gdańsk")
	same(t, "addrCity in pl", b.load(card).at("translatable", "pl", "addrCity"), nil)
	b.set("addressSection=translatable")
	same(t, "addrCity in pl", b.load(card).at("translatable", "pl", "addrCity"), "Warszawa")

	b.set("unknownLanguage=store")
	a = b.save(card, `{"translatable":{"x-y":{"name":"Jan"}}}`).ok(t)
	same(t, "findings", a.found(), []string{"unsupported_language /translatable/x-y"})
	same(t, "stored", b.load(card).at("translatable", "x-y", "name"), "Jan")
	b.do("deleteLanguage", vars("card_id", card, "lang", "x-y"), "").ok(t)
	a = b.save(card, `{"translatable":{"":{"name":"Jan"}}}`).ok(t)
	same(t, "findings", a.found(), []string{"unsupported_language /translatable/"})
	same(t, "a language without a name", len(b.load(card).at("translatable").(map[string]any)), 1)

	b.set("unknownFields=ignore")
	a = b.save(card, `{"extra":1,"translatable":{"pl":{"emailA":"x"}}}`).ok(t)
	same(t, "findings", a.found(), []string{})
	same(t, "why", a.Why[0].Code, "field_ignored")

	b.set("disabledCardGet=deny")
	b.load(card)
	b.do("setCardStatus", vars("card_id", card, "status", "disable"), "").ok(t)
	b.do("getCard", vars("card_id", card), "").fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_disabled")
	b.set("disabledCardGet=allow")
	b.load(card)

	b.set("tokenTTL=90s")
	same(
		t,
		"expire",
		b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`).
			ok(t).
			at("expire"),
		"1795262490",
	)

	used := func() any { return b.state()["tokens"].([]any)[0].(map[string]any)["used"] }
	before := used().(float64)
	b.set("countFailures=false")
	b.save("none", `{}`).fails(t, "CARD_ID_NOT_FOUND_ERROR", "")
	same(t, "used after a failure", used(), before)
	b.save(card, `{"non-translatable":{"thumbnail":"x"}}`)
	same(t, "used after a success with a rejected picture", used(), before+1)
}

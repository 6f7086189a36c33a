package bonder

import (
	"slices"
	"strings"

	"sparring/scenarios/suite"
)

// aCard plants a card with two languages.
const aCard = `Given a profile whose card holds:
  """json
  {"translatable": {"pl": {"name": "Jan", "langStatus": 1}, "en": {"name": "John"}}}
  """
`

// twoCards plants the cards of two profiles.
const twoCards = `Given the facts of bonder include:
  """json
  {"cards": [
    {"card_id": "CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true, "use_photo": true,
      "non_translatable": {}, "languages": [{"lang": "pl", "lang_status": true, "values": {"name": "Jan"}}]},
    {"card_id": "CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true, "use_photo": true,
      "non_translatable": {}, "languages": [{"lang": "pl", "lang_status": true, "values": {"name": "Anna"}}]}
  ]}
  """
`

const succeeds = `
! Then the client reports success`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return slices.Concat(ordinaryFlows(), severalFlows(), valueFlows())
}

func ordinaryFlows() []suite.Flow {
	return []suite.Flow{
		{Ability: "bonder.loadCard", Name: "load a card", Steps: aCard + `When the client loads the card` + succeeds,
			Start: `the client starts "bonder.loadCard" %d times with:
  | card_id | {card_id} |`},
		{Ability: "bonder.saveCard", Name: "save a card", Steps: aCard + `
When the client saves "pl" "name" as "Janusz"
Then the card holds all that the client reported as saved` + succeeds + `
! And the card now holds "pl" "name" as "Janusz"`,
			Start: `the client starts "bonder.saveCard" %d times with:
  | card_id | {card_id}                                 |
  | data    | {"translatable": {"pl": {"name": "Jan"}}} |`},
		{Ability: "bonder.createProfile", Name: "create a profile", Steps: `When the client creates a profile` +
			succeeds + `
! And the client reports "card_id"`,
			Start: `the client starts "bonder.createProfile" %d times`},
		{Ability: "bonder.deleteCard", Name: "delete a profile", Steps: aCard +
			`When the client deletes the profile` + succeeds + `
! And there are now 0 profiles`},
		{Ability: "bonder.deleteLanguage", Name: "delete a language", Steps: aCard +
			`When the client deletes the language "pl"` + succeeds + `
! And there is now 1 profile`},
		{Ability: "bonder.setStatus", Name: "switch a card", Steps: aCard + `When the client switches off the card` +
			succeeds + `
! And the card now holds "settings" "cardStatus" as "0"`},
		{Ability: "bonder.setStatus", Name: "switch a photo", Steps: aCard + `When the client switches off the photo` +
			succeeds + `
! And the card now holds "settings" "usePhoto" as "0"`},
		{Ability: "bonder.setStatus", Name: "switch a language", Steps: aCard +
			`When the client switches off the language "pl"` + succeeds + `
! And the card now holds "pl" "langStatus" as "0"`},
		{Ability: "bonder.languages", Name: "list the names of languages", Steps: `
When the client is asked for "bonder.languages" with:
  | in | local |` + succeeds},
		{Ability: "bonder.languages", Name: "list the repositories", Steps: `
When the client is asked for "bonder.languages"` + succeeds},
	}
}

// severalFlows are about more than one call, card or account.
func severalFlows() []suite.Flow {
	return []suite.Flow{
		{Ability: "bonder.setStatus", Name: "switch a card off and on", Steps: aCard + `
When the client switches off the card
~
? And the client switches on the card` + succeeds + `
! And the card now holds "settings" "cardStatus" as "1"`},
		{Ability: "bonder.loadCard", Name: "load what was saved since", Steps: aCard + `
When the client loads the card
? And the client saves "pl" "name" as "Janusz"
~
? And the client loads the card` + succeeds + `
! And the client reports "/translatable/pl/name" as "Janusz"
! And the server saw exactly 1 "bonder.authorize"`, Should: true},
		{Ability: "bonder.loadCard", Name: "load one of two cards", Steps: twoCards + `
When the client is asked for "bonder.loadCard" with:
  | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX |` + succeeds,
			Start: `the client starts "bonder.loadCard" %d times with:
  | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX |`,
			Other: `the client starts "bonder.loadCard" with:
  | card_id | CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX |`},
		{Ability: "bonder.saveCard", Name: "save two cards", Steps: twoCards + `
When the client starts "bonder.saveCard" with:
  | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX         |
  | data    | {"translatable": {"pl": {"name": "Jan2"}}} |
And the client starts "bonder.saveCard" with:
  | card_id | CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX         |
  | data    | {"translatable": {"pl": {"name": "Anna2"}}} |
And the client has finished
! Then every call reports success
! And the fact "/cards/0/languages/0/values/name" of bonder is now "Jan2"
! And the fact "/cards/1/languages/0/values/name" of bonder is now "Anna2"`},
		{Ability: "bonder.deleteCard", Name: "delete the first of two profiles", Steps: twoCards + `
When the client is asked for "bonder.deleteCard" with:
  | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX |` + succeeds + `
! And the fact "/cards/0/card_id" of bonder is now "CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX"`, Alone: true},
		{Ability: "bonder.createProfile", Name: "create profiles of two accounts", Steps: `
Given "account.put" has happened at bonder with:
  | username | SECOND          |
  | password | PASSWORD        |
  | client   | API_CLIENT_NAME |
When the client creates a profile
And the client's "username" for bonder changes to "SECOND"
And the client creates a profile
And the client's "username" for bonder is corrected
And the client creates a profile
! Then every call reports success
! And there are now 3 profiles`, Alone: true},
	}
}

// valueFlows are about values at the edges of what Bonder takes.
func valueFlows() []suite.Flow {
	save := func(name, field, value, rest string) suite.Flow {
		return suite.Flow{Ability: "bonder.saveCard", Name: "save " + name, Alone: true, Steps: aCard + `
When the client saves "pl" "` + field + `" as "` + value + `"
Then the card holds all that the client reported as saved` + rest}
	}
	const refused = `
! And the client reports a failure`
	const taken = `
! And the client reports success`
	cyrillic := save("a name of 25 Cyrillic letters", "name", "Максимилианалександровича", taken)
	cyrillic.Should = true
	return []suite.Flow{
		save("the longest name", "name", strings.Repeat("Janja", 5), taken),
		save("too long a name", "name", strings.Repeat("Janja", 5)+"n", refused),
		save("too short a name", "name", "J", refused),
		save("the longest keywords", "keywords", strings.Repeat("steel", 30), taken),
		save("too long keywords", "keywords", strings.Repeat("steel", 30)+"1", refused),
		cyrillic,
		{Ability: "bonder.saveCard", Name: "save six languages", Alone: true, Steps: aCard + `
When the client saves:
  """json
  {"settings": {"usePhoto": "0"}, "non-translatable": {"emailA": "jan@example.com"}, "translatable": {
    "pl": {"name": "Jan1"}, "en": {"name": "Jan2"}, "ru": {"name": "Jan3"}, "de": {"name": "Jan4"},
    "fr": {"name": "Jan5"}, "zh": {"name": "Jan6"}}}
  """
Then the card holds all that the client reported as saved` + taken},
		{Ability: "bonder.deleteLanguage", Name: "delete a language without a name", Alone: true, Should: true,
			Steps: aCard + `
When the client is asked for "bonder.deleteLanguage" with:
  | card_id  | {card_id} |
  | language |           |
! Then there is now 1 profile`},
	}
}

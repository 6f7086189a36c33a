package bonder

import "sparring/scenarios/suite"

// aCard plants a card with two languages.
const aCard = `Given a profile whose card holds:
  """json
  {"translatable": {"pl": {"name": "Jan", "langStatus": 1}, "en": {"name": "John"}}}
  """
`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return []suite.Flow{
		{Ability: "bonder.loadCard", Name: "load a card", Steps: aCard + `When the client loads the card`,
			Start: `the client starts "bonder.loadCard" %d times with:
  | card_id | {card_id} |`},
		{Ability: "bonder.saveCard", Name: "save a card", Steps: aCard + `
When the client saves "pl" "name" as "Janusz"
Then the card holds all that the client reported as saved`,
			Start: `the client starts "bonder.saveCard" %d times with:
  | card_id | {card_id}                                 |
  | data    | {"translatable": {"pl": {"name": "Jan"}}} |`},
		{Ability: "bonder.createProfile", Name: "create a profile", Steps: `When the client creates a profile`,
			Start: `the client starts "bonder.createProfile" %d times`},
		{Ability: "bonder.deleteCard", Name: "delete a profile", Steps: aCard + `When the client deletes the profile`},
		{Ability: "bonder.deleteLanguage", Name: "delete a language", Steps: aCard +
			`When the client deletes the language "pl"`},
		{Ability: "bonder.setStatus", Name: "switch a card", Steps: aCard + `When the client switches off the card`},
		{Ability: "bonder.setStatus", Name: "switch a photo", Steps: aCard + `When the client switches off the photo`},
		{Ability: "bonder.setStatus", Name: "switch a language", Steps: aCard +
			`When the client switches off the language "pl"`},
		{Ability: "bonder.languages", Name: "list the names of languages", Steps: `
When the client is asked for "bonder.languages" with:
  | in | local |`},
		{Ability: "bonder.languages", Name: "list the repositories", Steps: `
When the client is asked for "bonder.languages"`},
	}
}

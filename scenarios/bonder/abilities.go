package bonder

import "sparring/scenarios/driver"

// abilities are what a client of the Bonder business-card API may be asked to do.
func abilities() []driver.Ability {
	card := driver.Field{Name: "card_id", Type: "text", Doc: "the card's id, as given by bonder.createProfile"}
	warnings := driver.Field{
		Name:     "warnings",
		Type:     "list",
		Optional: true,
		Doc:      "codes that came with success, such as THUMBNAIL_REJECTED_ERROR",
	}
	return []driver.Ability{
		{Name: "bonder.languages", Doc: "list the language names, or the repositories of names",
			Args: []driver.Field{
				{
					Name:     "in",
					Type:     "text",
					Optional: true,
					Doc:      `the repository: "local" or a language code; without it the repositories are listed`,
				},
			},
			Values: []driver.Field{{Name: "languages", Type: "object", Optional: true, Doc: "language code → name"},
				{Name: "repositories", Type: "list", Optional: true, Doc: "names of the repositories"}}},
		{
			Name: "bonder.createProfile",
			Doc:  "create a profile; there is no list of profiles, so all three values are kept",
			Values: []driver.Field{
				{Name: "card_id", Type: "text"},
				{Name: "card_qrc", Type: "text", Doc: "QR code of card_addr, base64"},
				{Name: "card_addr", Type: "text", Doc: "URL of the card"},
			},
		},
		{
			Name: "bonder.saveCard",
			Doc: "save what is in data, and only that; a value that is wrong is not sent but reported as " +
				"fix_request, with or without saving the rest",
			Args: []driver.Field{
				card,
				{Name: "data", Type: "object", Doc: "as Bonder's body: settings, translatable, non-translatable"},
			},
			Values: []driver.Field{warnings},
		},
		{Name: "bonder.loadCard", Doc: "load a card", Args: []driver.Field{card},
			Values: []driver.Field{
				{Name: "settings", Type: "object", Doc: "as Bonder answers"},
				{Name: "translatable", Type: "object"},
				{Name: "non-translatable", Type: "object"},
			}},
		{Name: "bonder.setStatus", Doc: "switch the card, its photo or one language on or off",
			Args: []driver.Field{card, {Name: "what", Type: "text", Doc: "card, photo or language"},
				{
					Name:     "language",
					Type:     "text",
					Optional: true,
					Doc:      "with what = language",
				}, {Name: "on", Type: "boolean"}}},
		{Name: "bonder.deleteLanguage", Doc: "delete one language version of a card",
			Args: []driver.Field{card, {Name: "language", Type: "text"}}},
		{Name: "bonder.deleteCard", Doc: "delete a profile with its card", Args: []driver.Field{card}},
	}
}

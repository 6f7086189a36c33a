package bonder

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
)

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

// wire says where the arguments and values of the abilities are on the wire.
func wire() fidelity.API {
	const minimal = "bonder#L416"
	return fidelity.API{
		Name: "bonder",
		Said: func(_ int, body any) bool { return saidSuccess(body) },

		Credentials: map[string]string{"username": "header/X-Auth-Email"}, // bonder#L280-L281
		Sessions: []fidelity.Session{{
			Issued: fidelity.Said("authorize", "/result/token"),
			To: map[string]fidelity.Place{
				"username": fidelity.Sent("authorize", "/username"), "client": fidelity.Sent("authorize", "/client"),
			},
			With: map[string]string{"username": "header/X-Auth-Email"},
			Used: "header/X-Auth-Key", Source: "bonder#L9-L31, bonder#L280-L281",
		}},
		Abilities: []fidelity.Ability{
			{
				Name: "bonder.languages",
				Args: []fidelity.Fact{fidelity.Is("in", fidelity.Sent("getRepository", "path/lang"))},
				Values: []fidelity.Fact{
					fidelity.Is("languages", fidelity.Said("getRepository", "/result").IfGiven("in")),
					fidelity.Is("repositories", fidelity.Said("listRepositories", "/result/langList").If("in", "")),
				},
			},
			{Name: "bonder.createProfile", Values: []fidelity.Fact{
				fidelity.Is("card_id", fidelity.Said("createProfile", "/result/cardId")),
				fidelity.Is("card_qrc", fidelity.Said("createProfile", "/result/cardQrc")),
				fidelity.Is("card_addr", fidelity.Said("createProfile", "/result/cardAddr")),
			}},
			{
				Name: "bonder.saveCard",
				Args: []fidelity.Fact{
					card("saveCard", "setCardStatus", "setUsePhoto", "setLangStatus"),
					{
						Name: "data", Places: []fidelity.Place{fidelity.Sent("saveCard", "").May(trimmedNumber())},
						Blank: "bonder#L120-L131, bonder#L416, bonder#L456-L458",
					},
				},
				Values: []fidelity.Fact{fidelity.Maybe("warnings", fidelity.Said("saveCard", "/errors").Parts())},
				Only:   minimal,
				Parts:  []string{"setCardStatus", "setUsePhoto", "setLangStatus"},
			},
			{Name: "bonder.loadCard", Args: []fidelity.Fact{card("getCard")}, Values: []fidelity.Fact{
				fidelity.Is("settings", fidelity.Said("getCard", "/result/settings")),
				fidelity.Is("translatable", fidelity.Said("getCard", "/result/translatable")),
				fidelity.Is("non-translatable", fidelity.Said("getCard", "/result/non-translatable")),
			}},
			{Name: "bonder.setStatus", Args: switches(), Only: minimal},
			{Name: "bonder.deleteLanguage", Args: []fidelity.Fact{
				card("deleteLanguage"), fidelity.Is("language", fidelity.Sent("deleteLanguage", "path/lang")),
			}},
			{Name: "bonder.deleteCard", Args: []fidelity.Fact{card("deleteProfile")}},
		},
	}
}

func card(operations ...string) fidelity.Fact {
	f := fidelity.Fact{Name: "card_id"}
	for _, operation := range operations {
		f.Places = append(f.Places, fidelity.Sent(operation, "path/card_id"))
	}
	return f
}

// switches are the arguments of bonder.setStatus: each switch has a path of its own, and a place in a save.
func switches() []fidelity.Fact {
	word := meaning("enable", "disable", "true is enable, false is disable", "bonder#L512")
	flag := meaning("1", "0", "true is 1, false is 0", "bonder#L258-L272")
	by := func(what, operation, at string) []fidelity.Place {
		return []fidelity.Place{
			fidelity.Sent(operation, "path/status").If("what", what).May(word),
			fidelity.Sent("saveCard", at).If("what", what).May(flag),
		}
	}
	return []fidelity.Fact{
		card("setCardStatus", "setUsePhoto", "setLangStatus", "saveCard"),
		fidelity.NotSent("what", "it says which of the switches is meant"),
		fidelity.Is("language", fidelity.Sent("setLangStatus", "path/lang").If("what", "language")),
		fidelity.Is("on", slices.Concat(
			by("card", "setCardStatus", "/settings/cardStatus"),
			by("photo", "setUsePhoto", "/settings/usePhoto"),
			by("language", "setLangStatus", "/translatable/{language}/langStatus"),
		)...),
	}
}

// meaning allows other words for true and false.
func meaning(on, off, doc, source string) fidelity.Allowance {
	return fidelity.Allowance{Name: "switch", Doc: doc, Source: source, Equal: func(caller, wire any) bool {
		return caller == true && fmt.Sprint(wire) == on || caller == false && fmt.Sprint(wire) == off
	}}
}

var (
	numbered = regexp.MustCompile(`^(phone|mobile|fax)[AB]$`)
	noDigit  = regexp.MustCompile(`[^0-9]`)
)

// trimmedNumber allows to send a telephone number as Bonder will store it: it cuts leading zeros and what is no digit,
// and puts a + before the rest.
func trimmedNumber() fidelity.Allowance {
	digits := func(v any) string {
		if n, ok := v.(json.Number); ok {
			return n.String()
		}
		text, _ := v.(string)
		return strings.TrimLeft(noDigit.ReplaceAllString(text, ""), "0")
	}
	return fidelity.Allowance{
		Name: "number", Source: "bonder#L178-L214",
		Doc: "of a telephone number only the digits after leading zeros count",
		At: func(tokens []string) bool {
			return len(tokens) == 2 && tokens[0] == "non-translatable" && numbered.MatchString(tokens[1])
		},
		Equal: func(caller, wire any) bool { return digits(caller) != "" && digits(caller) == digits(wire) },
	}
}

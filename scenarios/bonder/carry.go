package bonder

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/carry"
)

// plans say which abilities carry the fields of Bonder's documents.
func plans() []carry.Plan {
	const first, second = "4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef", "Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0"
	load := func(id string) string {
		return "the client is asked for \"bonder.loadCard\" with:\n  | card_id | " + id + " |"
	}
	names := func(in string) string {
		return "the client is asked for \"bonder.languages\" with:\n  | in | " + in + " |"
	}
	create := "the client creates a profile"
	return []carry.Plan{
		{
			Ability: "bonder.loadCard", Title: "a card that is loaded", Source: "bonder#L564-L618",
			Operation: "getCard", At: "/result", When: []string{load(first), load(first), load(second), load(second)},
			Names: map[string][]string{"/translatable": {"pl", "ru"}},
		},
		{
			Ability: "bonder.saveCard", Title: "a card that is saved", Source: "bonder#L85-L272, bonder#L414-L502",
			Operation: "saveCard", Sends: true, Given: []string{"Given a profile"},
			When:  []string{"the client saves:DATA"},
			Names: map[string][]string{"/translatable": {"pl", "ru"}}, Value: sendable,
		},
		{
			Ability: "bonder.saveCard", Title: "a warning that comes with success", Source: "bonder#L479-L485",
			Operation: "saveCard", At: "/errors", Given: []string{"Given a profile"},
			When: []string{`the client saves "pl" "name" as "Jan"`, `the client saves "pl" "name" as "Jan"`,
				`the client saves "pl" "name" as "Anna"`},
			Only: []carry.Kind{carry.Markup, carry.Zeros, carry.Large}, Carries: "several codes",
		},
		{
			Ability: "bonder.createProfile", Title: "a profile that is created", Source: "bonder#L361-L412",
			Operation: "createProfile", At: "/result", When: []string{create},
			Only: []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts, carry.Combining, carry.Markup, carry.Zeros},
		},
		{
			Ability: "bonder.languages", Title: "a list of repositories", Source: "bonder#L274-L311",
			Operation: "listRepositories", At: "/result/langList",
			When: []string{`the client is asked for "bonder.languages"`},
			Only: []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts, carry.Combining, carry.Markup, carry.Zeros},
		},
		{
			Ability: "bonder.languages", Title: "a repository that is read", Source: "bonder#L313-L358",
			Operation: "getRepository", At: "/result",
			When:  []string{names("local"), names("ru"), names("pl"), names("en")},
			Names: map[string][]string{"": {"pl", "en", "ru", "zh"}},
		},
	}
}

// sendable returns what a field may have instead of a value that the documents refuse: a name has 25 characters at most
// (bonder#L146), all other texts 128 (bonder#L152-L250), and a switch is not null. Numbers of telephones are digits
// with the code of a country (bonder#L178-L184), and what may be written around them.
func sendable(at string, kind carry.Kind) (any, bool) {
	names := map[carry.Kind]string{
		carry.Sample: "Jan", carry.Blanks: " Jan \nMaria ", carry.Scripts: "Łukasz Ян 漢字",
		carry.Combining: "Zu\u0308rich",
		carry.Markup:    `J%41&<"b\e`, // it is as short as that so that a client which escapes it sends it
		carry.Zeros:     "0012",
		carry.Large:     "9007199254740993", carry.Long: "Abcdefghi Abcdefghi Abcde",
	}
	language := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(at, "/translatable"), "/name"), "/")
	name, bounded := names[kind]
	phone := slices.Index([]string{"phoneA", "phoneB", "mobileA", "mobileB", "faxA", "faxB"}, path.Base(at))
	numbers := map[carry.Kind]string{
		carry.Sample: "8135550101%d", carry.Blanks: " +7 (495) 555-01-0%d ", carry.Scripts: "+48 22 555 01 0%d",
		carry.Combining: "81 6 5555-010%d", carry.Markup: "+44 (20) 5555.010%d", carry.Zeros: "0086 10 5555 010%d",
		carry.Large: "900719925474099%d", carry.Long: "+49 (30) 5555 - 0101 - 0101 - 010%d",
	}
	switch {
	case phone >= 0 && numbers[kind] != "":
		return fmt.Sprintf(numbers[kind], phone+1), true
	case kind == carry.Long && !strings.HasSuffix(at, "Status") && !strings.HasSuffix(at, "/name") &&
		(strings.HasPrefix(at, "/non-translatable/") || strings.Count(at, "/") == 3): // a text, and no section
		return strings.Repeat("Abcdefghi ", 11) + path.Base(at), true
	case strings.HasSuffix(at, "Status"):
		return strconv.Itoa((len(at) + len(kind)) % 2), true
	case strings.HasSuffix(at, "/usePhoto"): // another value than that of the card beside it
		return strconv.Itoa((len(at) + len(kind) + 1) % 2), true
	case strings.HasSuffix(at, "/name") && kind == carry.Zeros: // digits alone
		return name + map[string]string{"pl": "1", "ru": "2"}[language], true
	case strings.HasSuffix(at, "/name") && bounded && kind != carry.Long:
		return name + strings.ToUpper(language), true
	case strings.HasSuffix(at, "/name") && bounded:
		return name, true
	}
	return nil, false
}

// losses are the operations whose responses are lost. There is no list of profiles, so one that was made twice is lost.
// A switch may be set by its own path or by a save, so whatever the client sends for it meets the fault.
func losses() []carry.Loss {
	card := []string{"Given a profile whose card holds:\n  \"\"\"json\n" +
		`  {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}` + "\n  \"\"\""}
	working := append(card, "And the client is already working")
	return []carry.Loss{
		{
			Title: "a profile is created", Source: "bonder#L361-L412", Operation: "createProfile",
			When: "the client creates a profile", Once: "there is now 1 profile", Values: true,
		},
		{
			Title: "a card is saved", Source: "bonder#L414-L502", Operation: "saveCard", Repeats: true,
			Given: []string{"Given a profile"}, When: `the client saves "pl" "name" as "Jan"`,
			Once: `the card now holds "pl" "name" as "Jan"`,
		},
		{
			Title: "a card is switched off", Source: "bonder#L514-L523", Operation: "*", Repeats: true, Given: working,
			When: "the client switches off the card", Once: `the card still holds "pl" "name" as "Jan"`,
		},
		{
			Title: "a photo is switched off", Source: "bonder#L525-L534", Operation: "*", Repeats: true, Given: working,
			When: "the client switches off the photo", Once: `the card still holds "pl" "name" as "Jan"`,
		},
		{
			Title: "a language is switched off", Source: "bonder#L536-L545", Operation: "*", Repeats: true,
			Given: working,
			When:  `the client switches off the language "pl"`, Once: `the card still holds "pl" "name" as "Jan"`,
		},
		{
			Title: "a language is deleted", Source: "bonder#L622-L631", Operation: "deleteLanguage", Given: card,
			Repeats: true, When: `the client deletes the language "pl"`,
			Once: `the card still holds "en" "name" as "John"`,
		},
		{
			Title: "a profile is deleted", Source: "bonder#L633-L642", Operation: "deleteProfile", Given: card,
			Repeats: true, When: "the client deletes the profile", Once: "there are now 0 profiles",
		},
		{
			Title: "a token is issued", Source: "bonder#L1-L83", Operation: "authorize", Given: card, Repeats: true,
			When: "the client loads the card", Once: "there is now 1 profile",
		},
	}
}

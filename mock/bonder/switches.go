package bonder

import (
	"time"

	"sparring/mock/world"
)

// switches are the readings of the vendor's text that can be chosen per world, the recommended default first.
func switches() []world.Switch {
	enum := func(name, doc string, values ...string) world.Switch {
		return world.Switch{Name: name, Type: world.Enum, Values: values, Default: values[0], Doc: doc}
	}
	number := func(name, doc string, value, least int) world.Switch {
		return world.Switch{Name: name, Type: world.Int, Default: value, Min: least, Doc: doc}
	}
	return []world.Switch{
		enum("regexMode", "how values are checked: letters of every script, the printed expressions, or not at all (B-20…B-25, B-31)", modeUnicode, modeLiteral, modeOff),
		enum("scalars", "whether numbers and flags are answered as text or as integers (B-06, B-08, B-42)", "string", "integer"),
		enum("emptyResult", "an empty map is {} or, as PHP prints it, [] (B-19, B-58)", "object", "array"),
		enum("nullFields", "whether fields that are not set are answered as null or left out (B-59)", "include", "omit"),
		enum("tokens", "whether a new token leaves the older ones of its account alive (B-13)", "independent", "single"),
		{Name: "countFailures", Type: world.Bool, Default: true, Doc: "whether a request that fails behind the token's gate counts (B-10)"},
		number("rptMin", "least requests per token (B-07)", 1000, 1),
		number("rptMax", "most requests per token (B-07)", 100000, 1),
		enum("rptOutOfRange", "rpt outside the range is moved into it or refused as INVALID_CREDENTIALS_ERROR (B-07)", "clamp", "reject"),
		{Name: "tokenTTL", Type: world.Duration, Default: time.Hour, Doc: "life of a token in world time"},
		enum("malformedBody", "a body of saveCard that is not JSON is INTERNAL_SERVER_ERROR or changes nothing with success (B-05)", "error", "ignore"),
		enum("missingLanguage", "switching or deleting a language that the card lacks (B-39)", "noop", "card_not_found"),
		enum("unknownLanguage", "a language that is not in the repositories is ignored or stored (B-35)", "ignore", "store"),
		enum("badStatus", "a status other than enable and disable is RESOURCE_NOT_FOUND_ERROR or changes nothing with success (B-43)", "resource_not_found", "noop"),
		enum("disabledCardGet", "whether a card that is switched off can be loaded (B-44)", "allow", "deny"),
		enum("addressSection", "the section in which addresses are accepted (B-30)", string(translatable), string(nonTranslatable)),
		enum("unknownFields", "whether unknown and misplaced fields, ignored in any case, are recorded as violations (B-29)", "report", "ignore"),
		enum("unknownRoute", "HTTP status for an unknown path or method (B-03)", "404", "200"),
		number("maxLanguages", "languages of one request that count (B-34)", 5, 0),
		number("thumbnailMaxBytes", "largest thumbnail, decoded (B-48)", 51200, 0),
		number("profileLimit", "profiles of an account that has no limit of its own (B-54)", 100, 0),
	}
}

func (f *Fake) text(name string) string { return f.w.Switches.Text("bonder", name) }

func (f *Fake) number(name string) int { return f.w.Switches.Int("bonder", name) }

// addresses is the section in which addresses are accepted.
func (f *Fake) addresses() section { return section(f.text("addressSection")) }

package bonder

import (
	"fmt"
	"math"
	"time"

	"sparring/mock/world"
)

// switches are the readings of the vendor's text that can be chosen per world, the recommended default first.
func switches() []world.Switch {
	enum := func(name, doc string, values ...string) world.Switch {
		return world.Switch{Name: name, Type: world.Enum, Values: values, Default: values[0], Doc: doc}
	}
	number := func(name, doc string, value int, least int64) world.Switch {
		return world.Switch{Name: name, Type: world.Int, Default: value, Range: world.AtLeast(least), Doc: doc}
	}
	return []world.Switch{
		enum("regexMode", "how values are checked: unicode takes letters of every script within the printed bounds, "+
			"literal what the printed expressions take, off everything; what does not pass becomes null (B-20…B-25, B-31)",
			modeUnicode, modeLiteral, modeOff),
		enum("scalars", "numbers and flags are answered as a string, as in the samples, or as an integer, as in the tables "+
			"(B-06, B-08, B-42)", "string", "integer"),
		enum("emptyResult", "an empty map is answered as an object {} or, as PHP prints it, as an array [] (B-19, B-58)",
			"object", "array"),
		enum("nullFields", "fields that are not set: include answers them as null, omit leaves them out (B-59)",
			"include", "omit"),
		enum("tokens", "a new token: independent leaves the older ones of its account alive, single ends them (B-13)",
			"independent", "single"),
		{Name: "countFailures", Type: world.Bool, Default: true,
			Doc: "true counts every request that passes the token's gate, false only those that succeed (B-10)"},
		number("rptMin", "least requests per token; a smaller one than printed lets a test use up a token (B-07)",
			leastRPT, 1),
		number("rptMax", "most requests per token, not below rptMin (B-07)", mostRPT, 1),
		enum("rptOutOfRange", "rpt outside the range of rptMin and rptMax: clamp takes the nearest number, reject answers "+
			"INVALID_CREDENTIALS_ERROR (B-07)", "clamp", "reject"),
		{Name: "tokenTTL", Type: world.Duration, Default: time.Hour,
			Doc: "life of a token in world time (B-09)"},
		enum("malformedBody", "a body of saveCard that is not JSON: error answers INTERNAL_SERVER_ERROR, ignore answers "+
			"success; neither changes anything (B-05)", "error", "ignore"),
		enum("missingLanguage", "switching or deleting a language that the card lacks: noop answers success and changes "+
			"nothing, card_not_found answers CARD_ID_NOT_FOUND_ERROR (B-39)", "noop", "card_not_found"),
		enum("unknownLanguage", "a language that is not in the repositories: ignore drops it, store saves it like any "+
			"other; both answer success (B-35)", "ignore", "store"),
		enum("badStatus", "a status other than enable and disable: resource_not_found answers RESOURCE_NOT_FOUND_ERROR, "+
			"noop answers success; neither changes anything (B-43)", "resource_not_found", "noop"),
		enum("disabledCardGet", "a card that is switched off: allow loads it all the same, deny answers "+
			"CARD_ID_NOT_FOUND_ERROR (B-44)", "allow", "deny"),
		enum("createByPut", "“Используйте команду PUT, чтобы создать новый Профиль”: no leaves that to POST, users makes a "+
			"profile by PUT /users and saves what is sent, card_id makes the card of an id that PUT /users/{card_id} names "+
			"and no card has (B-52)", "no", "users", "card_id"),
		enum("addressSection", "the section of addresses: translatable or non-translatable; in the other one they are "+
			"ignored (B-30)", string(translatable), string(nonTranslatable)),
		enum("unknownFields", "unknown and misplaced fields, dropped in any case: report notes a violation, ignore only a "+
			"why (B-29)", "report", "ignore"),
		enum("unknownRoute", "HTTP status for an unknown path or method: 404 (405 for a method) or 200 (B-03)",
			"404", "200"),
		number("maxLanguages", "languages of one request that count; those beyond are dropped with success (B-34)",
			mostLanguages, 0),
		{Name: "thumbnailMaxBytes", Type: world.Int, Default: thumbnailBytes,
			Range: world.AtLeast(0),
			Doc: "largest thumbnail, decoded; a larger one gets THUMBNAIL_REJECTED_ERROR. 50000 if a kilobyte has 1,000 bytes " +
				"(B-48)"},
		enum("thumbnailDataURI", "a thumbnail with a prefix such as data:image/png;base64, : accept drops the prefix, "+
			"reject answers THUMBNAIL_REJECTED_ERROR (B-48)", "accept", "reject"),
		enum("thumbnailWhiteSpace", "spaces and line breaks in a thumbnail's base64: accept drops them, reject answers "+
			"THUMBNAIL_REJECTED_ERROR (B-48)", "accept", "reject"),
		number("profileLimit", "profiles of an account that has no limit of its own; PROFILE_LIMIT_REACHED_ERROR beyond "+
			"(B-54)", 100, 0),
	}
}

// bodySize is the length of the largest thumbnail in base64.
func bodySize(name string, value int64) int64 {
	switch {
	case name != "thumbnailMaxBytes":
		return 0
	case value > math.MaxInt32: // more than any server reads
		return -1
	}
	return (value + 2) / 3 * 4
}

// contradiction names the switch whose value contradicts another one's.
func contradiction(value func(name string) any) (name, reason string) {
	if least, most := value("rptMin").(int64), value("rptMax").(int64); least > most {
		return "rptMin", fmt.Sprintf("expected at most rptMax, which is %d, got %d", most, least)
	}
	return "", ""
}

func (f *Fake) text(name string) string { return f.w.Switches.Text("bonder", name) }

func (f *Fake) number(name string) int { return f.w.Switches.Int("bonder", name) }

// addresses is the section in which addresses are accepted.
func (f *Fake) addresses() section { return section(f.text("addressSection")) }

package bonder

import (
	"fmt"
	"math"
	"time"

	"sparring/mock/fake"
	"sparring/mock/param"
)

// The switches are the readings of the vendor's text that can be chosen per world, the recommended default first.
var (
	sw = fake.NewSwitches(name)

	regexMode = choice("regexMode", "how values are checked: unicode takes letters of every script within the printed "+
		"bounds, literal what the printed expressions take, off everything; what does not pass becomes null "+
		"(B-20…B-25, B-31)", modeUnicode, modeLiteral, modeOff)
	scalars = choice(
		"scalars",
		"numbers and flags are answered as a string, as in the samples, or as an integer, as in "+
			"the tables (B-06, B-08, B-42)",
		"string",
		"integer",
	)
	emptyResult = choice(
		"emptyResult",
		"an empty map is answered as an object {} or, as PHP prints it, as an array [] "+
			"(B-19, B-58)",
		"object",
		"array",
	)
	nullFields = choice("nullFields", "fields that are not set: include answers them as null, omit leaves them out "+
		"(B-59)", "include", "omit")
	tokens = choice("tokens", "a new token: independent leaves the older ones of its account alive, single ends them "+
		"(B-13)", "independent", "single")
	countFailures = sw.Bool("countFailures", true,
		"true counts every request that passes the token's gate, false only those that succeed (B-10)")
	rptMin = sw.Int("rptMin", param.AtLeast(1), leastRPT,
		"least requests per token; a smaller one than printed lets a test use up a token (B-07)")
	rptMax        = sw.Int("rptMax", param.AtLeast(1), mostRPT, "most requests per token, not below rptMin (B-07)")
	rptOutOfRange = choice(
		"rptOutOfRange",
		"rpt outside the range of rptMin and rptMax: clamp takes the nearest number, "+
			"reject answers INVALID_CREDENTIALS_ERROR (B-07)",
		"clamp",
		"reject",
	)
	tokenTTL      = sw.Duration("tokenTTL", time.Hour, "life of a token in world time (B-09)")
	malformedBody = choice(
		"malformedBody",
		"a body of saveCard that is not JSON: error answers INTERNAL_SERVER_ERROR, "+
			"ignore answers success; neither changes anything (B-05)",
		"error",
		"ignore",
	)
	missingLanguage = choice("missingLanguage", "switching or deleting a language that the card lacks: noop answers "+
		"success and changes nothing, card_not_found answers CARD_ID_NOT_FOUND_ERROR (B-39)", "noop", "card_not_found")
	unknownLanguage = choice("unknownLanguage", "a language that is not in the repositories: ignore drops it, store "+
		"saves it like any other; both answer success (B-35)", "ignore", "store")
	badStatus = choice("badStatus", "a status other than enable and disable: resource_not_found answers "+
		"RESOURCE_NOT_FOUND_ERROR, noop answers success; neither changes anything (B-43)", "resource_not_found", "noop")
	disabledCardGet = choice(
		"disabledCardGet",
		"a card that is switched off: allow loads it all the same, deny answers "+
			"CARD_ID_NOT_FOUND_ERROR (B-44)",
		"allow",
		"deny",
	)
	createByPut = choice(
		"createByPut",
		"“Используйте команду PUT, чтобы создать новый Профиль”: no leaves that to POST, "+
			"users makes a profile by PUT /users and saves what is sent, card_id makes the card of an id that PUT "+
			"/users/{card_id} names and no card has (B-52)",
		"no",
		"users",
		"card_id",
	)
	addressSection = choice(
		"addressSection",
		"the section of addresses: translatable or non-translatable; in the other "+
			"one they are ignored (B-30)",
		string(translatable),
		string(nonTranslatable),
	)
	unknownFields = choice(
		"unknownFields",
		"unknown and misplaced fields, dropped in any case: report notes a violation, "+
			"ignore only a why (B-29)",
		"report",
		"ignore",
	)
	unknownRoute = choice("unknownRoute", "HTTP status for an unknown path or method: 404 (405 for a method) or 200 "+
		"(B-03)", "404", "200")
	maxLanguages = sw.Int("maxLanguages", param.AtLeast(0), mostLanguages,
		"languages of one request that count; those beyond are dropped with success (B-34)")
	thumbnailMaxBytes = sw.Int("thumbnailMaxBytes", param.AtLeast(0), thumbnailBytes, "largest thumbnail, decoded; a "+
		"larger one gets THUMBNAIL_REJECTED_ERROR. 50000 if a kilobyte has 1,000 bytes (B-48)")
	thumbnailDataURI = choice("thumbnailDataURI", "a thumbnail with a prefix such as data:image/png;base64, : accept "+
		"drops the prefix, reject answers THUMBNAIL_REJECTED_ERROR (B-48)", "accept", "reject")
	thumbnailWhiteSpace = choice("thumbnailWhiteSpace", "spaces and line breaks in a thumbnail's base64: accept drops "+
		"them, reject answers THUMBNAIL_REJECTED_ERROR (B-48)", "accept", "reject")
	profileLimit = sw.Int("profileLimit", param.AtLeast(0), 100,
		"profiles of an account that has no limit of its own; PROFILE_LIMIT_REACHED_ERROR beyond (B-54)")
)

// choice declares a choice between texts, of which the first is the default.
func choice(name, doc string, values ...string) *fake.Switch[string] {
	return sw.Enum(name, values, values[0], doc)
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

// addresses is the section in which addresses are accepted.
func (x *exchange) addresses() section { return section(addressSection.Get(x)) }

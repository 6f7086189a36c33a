package scenarios_test

import (
	"slices"
	"strings"

	"sparring/scenarios/fidelity"
	"sparring/spec"
)

// excuse is why the vendor's text does not decide about some mutants: those of the kinds, with a value at a place whose
// end is one of these. No ends: any place; no kinds: any.
type excuse struct {
	ability string // or what it begins with; a slash at the end means what is in a value
	ends    []string
	kinds   []fidelity.Kind
	why     string
}

// written are the kinds that no value can show which has a form of its own: digits, a date, a word of a list.
var written = []fidelity.Kind{"trim", "plain", "re-case", "re-encode", "escape", "number", "line", "unescape"}

// unlikeDigits are those of them that digits with leading zeros cannot show either.
var unlikeDigits = slices.DeleteFunc(slices.Clone(written), func(k fidelity.Kind) bool { return k == "number" })

var excuses = []excuse{
	{"bonder.", []string{"languages"}, []fidelity.Kind{"stale"}, "names of languages may be kept; bonder#L342"},
	{"bonder.", []string{"language", "in"}, []fidelity.Kind{"re-case"},
		"codes of languages are in small letters wherever the text has one; bonder#L297-L311"},
	{"iqchannels.history", []string{"messages"}, []fidelity.Kind{"reorder"},
		"the history may be told newest first; iqchannels-readme §ChatMessageQuery"},
	{"iqchannels.history", []string{"author"}, written, "an author is client, user or system; iqchannels-readme"},
	{"iqchannels.signInAnonymously", []string{"integration_id", "name"}, written,
		"an anonymous client has the name that it gave, and no id elsewhere; iqchannels-kotlin"},
	{"iqchannels.signInAnonymously", nil, []fidelity.Kind{"other", "stale"},
		"an anonymous client that returns is who it was, whatever name is given; iqchannels-kotlin"},
	{"iqchannels.resolveToken", nil, []fidelity.Kind{"stale"}, "the card of a token may be kept; iqchannels#L26"},
	{"iqchannels.", []string{"id", "priority"}, written, "an id is a number or its digits; iqchannels#L174-L178"},
	{"iqchannels.", []string{"birthDate", "ogrnDate"}, written, "a date is YYYY-MM-DD; iqchannels#L299-L396"},
	{"iqchannels.", []string{"client_id", "message_id"}, []fidelity.Kind{"float"},
		"the vendor's own widget reads ids as floating-point numbers; iqchannels-widget"},
	{"radist.", []string{"phone"}, written, "a phone is a plus and digits; R-39"},
	{"radist.", []string{"api_key"}, written, "a key is printed letters, digits and signs; radist#L39, R-24"},
	{"radist.", []string{"id", "connection_id"}, []fidelity.Kind{"float"}, "no id of Radist is that large; R-40"},
	{"radist.connection", []string{"connection_id"}, []fidelity.Kind{"stale"}, "a connection keeps its id; R-40"},
	{"radist.connect", []string{"connection_id"}, []fidelity.Kind{"stale"},
		"the same account is connected once; R-31"},
	{"radist.connectTelegram", []string{"by"}, written, "qr or code; radist-2024 §init"},
	{"timconnect.feed", []string{"messages"}, []fidelity.Kind{"reorder"},
		"no text orders what the application shows; timconnect#L41"},
	{"timconnect.feed/", nil, []fidelity.Kind{"stale"}, "a store grows: what it had at a place is still there"},
	{"timconnect.takePush/", []string{"id"}, []fidelity.Kind{"stale"}, "a message keeps its id; timconnect-1.7.1#L553"},
	{"timconnect.restoreMessages", []string{"latitude", "longitude"}, []fidelity.Kind{"stale", "other"},
		"messages of the fake's archive have no place; their other members show it"},
	{"timconnect.", []string{"category", "latitude", "longitude"}, []fidelity.Kind{"float"},
		"categories go to 18, degrees have five decimals; timconnect-1.7.1 §changeCategory, §setGeolocation"},
	{"timconnect.", []string{"id", "receiver", "latitude", "longitude", "timestamp"}, written,
		"ids, phones, degrees and times are written as in the table; timconnect-1.7.1#L553-L580"},
	{"timconnect.", []string{"number", "call_id", "phone", "from", "to"}, written,
		"phones, ids of calls and days are digits; T-18, T-30, T-37"},
	{"timconnect.", []string{"code", "asteriskpass"}, unlikeDigits,
		"codes and passwords of the fake are digits; that they begin with a zero is decided; T-20, T-37"},
	{"timconnect.", []string{"digest"}, written, "64 hexadecimal digits in small letters; T-36"},
	{"timconnect.", []string{"credentials", "token"}, written,
		"what the server or the system gives out is letters and digits; T-21"},
	{"timconnect.", []string{"id", "cuteness", "fluffiness", "count"}, []fidelity.Kind{"float"},
		"no number of the samples is that large; timconnect#L98-L122"},
}

// undecided says why the vendor's text does not decide about a mutant; "" if it does.
func undecided(m fidelity.Mistake) string {
	end := m.Fact
	if n := len(m.At); n > 0 && m.At[n-1] != spec.Item && m.At[n-1] != spec.Any {
		end = m.At[n-1]
	}
	ability := m.Ability
	if len(m.At) > 0 {
		ability += "/"
	}
	if m.Ability == "iqchannels.resolveToken" && m.Fact == "card" && slices.Equal(m.At, []string{"id"}) &&
		m.Kind == "number" {
		return "" // a client's id is a String: its zeros count; iqchannels#L73
	}
	for _, e := range excuses {
		if strings.HasPrefix(ability, e.ability) && (len(e.ends) == 0 || slices.Contains(e.ends, end)) &&
			slices.Contains(e.kinds, m.Kind) {
			return e.why
		}
	}
	switch {
	case m.Ability == "bonder.saveCard" && numbered(m.At) && m.Kind != "drop" && m.Kind != "swap" && m.Kind != "cut" &&
		m.Kind != "other":
		return "of a telephone number only the digits after leading zeros count; bonder#L178-L214"
	case strings.Count(strings.Join(m.At, "/"), "parentGroup") > mostParents:
		return "groups have parents without end; two of them are carried; iqchannels#L252-L291"
	}
	return ""
}

// mostParents is how many parents of a group are carried.
const mostParents = 2

func numbered(at []string) bool {
	if len(at) == 0 {
		return false
	}
	last := at[len(at)-1]
	return strings.HasPrefix(last, "phone") || strings.HasPrefix(last, "mobile") || strings.HasPrefix(last, "fax")
}

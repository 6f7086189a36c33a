package timconnect

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sparring/scenarios/carry"
)

// texts are the kinds of values that a text may have: a field of a message is never null and never missing
// (timconnect-1.7.1#L553-L580).
var texts = []carry.Kind{
	carry.Sample, carry.Blanks, carry.Scripts, carry.Combining, carry.Markup, carry.Zeros, carry.Large, carry.Long,
	carry.Empty,
}

// plans say which abilities carry the fields of the documents.
func plans() []carry.Plan { return slices.Concat(messagePlans(), markerPlans(), kittenPlans()) }

const signedUp = `Given the client is registered as "79991234567"`

func messagePlans() []carry.Plan {
	const reported = "And the server responds to every \"timconnect.reportDelivery\" with the status 200 and the " +
		"body:\n" +
		"  \"\"\"json\n  {\"result\": \"success\", \"message\": \"\"}\n  \"\"\""
	ask := func(ability string) string { return `the client is asked for "timconnect.` + ability + `"` }
	return []carry.Plan{
		{
			Ability: "timconnect.receiveMessages", Title: "a queue that is received",
			Source:    "timconnect-1.7.1#L553-L580, timconnect-1.7.1 §requestMessagesQueue",
			Operation: "listQueue", At: "/body", Given: []string{signedUp, reported},
			When: []string{ask("receiveMessages") + "\nAnd " + ask("feed")},
			Also: []string{"timconnect.feed"}, Only: texts, Value: messageValue,
		},
		{
			Ability: "timconnect.restoreMessages", Title: "an archive of several pages",
			Source:    "timconnect-1.7.1#L553-L580, timconnect-1.7.1 §restoreMessages",
			Operation: "listMessages", At: "/body",
			Given: []string{signedUp, `And 2 messages are in the archive since "2026-01-01"`},
			When:  []string{ask("restoreMessages")},
			After: []string{
				"the faults end", ask("restoreMessages"),
				ask("restoreMessages") + " with:\n  | from | 2026-01-01 |\n  | to   | 2026-01-02 |",
				ask("restoreMessages") + " with:\n  | from | 2026-01-02 |",
				ask("restoreMessages") + " with:\n  | to | 2026-01-01 |", ask("feed"),
			},
			Also: []string{"timconnect.feed"}, Only: texts, Value: messageValue,
			Paged: func(response map[string]any, page, pages int) {
				response["paging"] = map[string]any{"pages": pages, "page": fmt.Sprint(page + 1)}
			},
		},
		{
			Ability: "timconnect.takePush", Title: "a message that a push announces",
			Source:    "timconnect-1.7.1#L553-L580, timconnect-1.7.1 §loadMessageById",
			Operation: "getMessage", At: "/body/0", Given: []string{signedUp, reported},
			When: []string{ask("takePush") + " with:\n  | payload | {\"id\": \"9441PAIR\", \"aps\": " +
				"{\"alert\": \"Hello\"}} |"},
			Only: texts, Value: messageValue,
		},
	}
}

func markerPlans() []carry.Plan {
	ask := func(ability, args string) string {
		return `the client is asked for "timconnect.` + ability + `"` + args
	}
	return []carry.Plan{
		{
			Ability: "timconnect.categories", Title: "the directory of categories", Source: "timconnect-1.7.1 §2.3",
			Operation: "listCategories", At: "/body", Given: []string{signedUp},
			When: []string{ask("categories", "")}, Only: texts[:8],
		},
		{
			Ability: "timconnect.statistics", Title: "a statistic", Source: "timconnect#L26",
			Operation: "getStatistics", At: "/body", Given: []string{signedUp},
			When: []string{
				ask("statistics", ""), ask("statistics", ""),
				ask("statistics", " with:\n  | from | 2026-03-02 |\n  | to   | 2026-04-06 |"),
				ask("statistics", " with:\n  | from | 2026-03-02 |\n  | to   | 2026-04-06 |"),
			},
			Only: texts[:4], Carries: "counts of several days",
			Value: func(at string, kind carry.Kind) (any, bool) {
				if kind == carry.Scripts && strings.HasSuffix(at, "/1/count") {
					return 0, true // a category without messages is in the list, too
				}
				return whole(at, kind)
			},
		},
		{
			Ability: "timconnect.setHashtag", Title: "a hashtag", Source: "timconnect-1.7.1 §setHashtag",
			Operation: "setHashtag", Sends: true, Given: []string{signedUp},
			When: []string{ask("setHashtag", " with:\n  | id | 9441985NUMBER |\n  | hashtag | [/hashtag] |")},
			Only: texts,
			Value: func(_ string, kind carry.Kind) (any, bool) {
				own := map[carry.Kind]string{
					carry.Sample: "#food", carry.Long: strings.Repeat("Abcdefghi ", 25) + "Food", // of 255 at most
				}
				return own[kind], own[kind] != ""
			},
		},
		{
			Ability: "timconnect.setGeotag", Title: "a place", Source: "timconnect-1.7.1 §setGeolocation",
			Operation: "setGeotag", Sends: true, Given: []string{signedUp},
			When: []string{ask("setGeotag",
				" with:\n  | id | 9441985NUMBER |\n  | latitude | [/latitude] |\n  | longitude | [/longitude] |")},
			Only: texts[:4], Carries: "degrees of every quarter of the earth", Value: degrees,
		},
		{
			Ability: "timconnect.setCategory", Title: "a category", Source: "timconnect-1.7.1 §changeCategory",
			Operation: "setCategory", Sends: true, Given: []string{signedUp},
			When: []string{ask("setCategory", " with:\n  | id | 9441985NUMBER |\n  | category | [/category] |")},
			Only: texts[:4], Carries: "its number",
			Value: func(_ string, kind carry.Kind) (any, bool) {
				return 1 + 17*(carry.Number(kind)%4)/3, true
			},
		},
		onCall("callState", "getCall", "a call", "CallStateListener"),
		onCall("answerCall", "answerCall", "a call that is answered", "answerIncommingCall"),
		onCall("hangUp", "hangUpCall", "a call that is ended", "hangUpIncommingCall"),
		{
			Ability: "timconnect.takePush", Title: "a call that a push announces",
			Source:    "timconnect-1.7.1 §registerInVoIPService",
			Operation: "registerVoip", Fields: []string{"/call_id", "/registered"}, Given: []string{signedUp},
			When: []string{ask("takePush", " with:\n  | payload | {\"call_info\": {\"caller\": \"operator\", "+
				"\"asteriskpass\": \"pq7mzk2wPAIR\"}, \"aps\": {}} |")},
			Only: texts[:4], Carries: "its id",
			Value: func(at string, kind carry.Kind) (any, bool) {
				return map[string]any{"/call_id": fmt.Sprint(77 + carry.Number(kind)), "/registered": true}[at], true
			},
		},
		{
			Ability: "timconnect.isAuthorized", Title: "a session that is asked about",
			Source:    "timconnect-1.7.1 §tryAuthUser",
			Operation: "getAuthorization", Fields: []string{"/authorized"}, Given: []string{signedUp},
			When: []string{ask("isAuthorized", "")}, Only: texts[:4], Carries: "yes and no",
		},
		{
			Ability: "timconnect.call", Title: "a call that begins",
			Source:    "timconnect-1.7.1 §startCallOnNumberWithRegister",
			Operation: "startCall", Fields: []string{"/call_id", "/state"}, Given: []string{signedUp},
			When: []string{ask("call", " with:\n  | number | \"74953693PAIR\" |")},
			Only: texts[:4], Carries: "its id and its state",
			Value: func(at string, kind carry.Kind) (any, bool) {
				return fmt.Sprintf("90071992547409930%d", carry.Number(kind)), at == "/call_id"
			},
		},
	}
}

// onCall is the plan of what is asked of a call: two questions of each.
func onCall(ability, operation, title, source string) carry.Plan {
	return carry.Plan{
		Ability: "timconnect." + ability, Title: title, Source: "timconnect-1.7.1 §" + source,
		Operation: operation, Fields: []string{"/state"}, Given: []string{signedUp},
		When: []string{`the client is asked for "timconnect.` + ability + "\" with:\n  | call_id | PAIR |"},
		Only: texts[:4], Carries: "each of its states",
	}
}

func kittenPlans() []carry.Plan {
	const kittens = `the client is asked for "timconnect.listKittens"`
	return []carry.Plan{
		{
			Ability: "timconnect.listKittens", Title: "a list of kittens", Source: "timconnect#L98-L122",
			Operation: "listKittens", When: []string{
				kittens, kittens, kittens + " with:\n  | include_cats | true |",
				kittens + " with:\n  | include_cats | true |\n  | available | true |",
			},
			Only: texts, Value: whole,
		},
		{
			Ability: "timconnect.getKitten", Title: "a kitten", Source: "timconnect#L168-L190",
			Operation: "getKitten",
			When:      []string{"the client is asked for \"timconnect.getKitten\" with:\n  | id | PAIR |"},
			Only:      texts, Value: whole,
		},
	}
}

// numberOf is a number of a field and a kind, such as the field's place makes it.
func numberOf(at string, kind carry.Kind) int {
	n := 0
	for _, letter := range at + string(kind) {
		n = (n*31 + int(letter)) % 8999
	}
	return n + 1000
}

// whole returns numbers of at most 32 bits: the samples of Kittn and of the statistics are small.
func whole(at string, kind carry.Kind) (any, bool) {
	for _, name := range []string{"/id", "/fluffiness", "/cuteness", "/count"} {
		if strings.HasSuffix(at, name) {
			return numberOf(at, kind), true
		}
	}
	return nil, false
}

// messageValue returns the values of a message that have a form of their own: ids are digits of up to 64 bits without
// zeros before them, times and places are as the page writes them, and a message may have no place. Messages come
// oldest first.
func messageValue(at string, kind carry.Kind) (any, bool) {
	var item int
	_, inList := fmt.Sscanf(at, "/%d/", &item)
	n, order := numberOf(at, kind), 3*carry.Number(kind)+item
	switch {
	case strings.HasSuffix(at, "/id") && inList != nil: // of a push: the one that it announces
		return fmt.Sprintf("9441%d", carry.Pair(kind)), true
	case strings.HasSuffix(at, "/id") && kind == carry.Large:
		return fmt.Sprintf("900719925474%d", 1000+order), true
	case strings.HasSuffix(at, "/id"):
		return fmt.Sprint(94410000 + order), true
	case strings.HasSuffix(at, "/receiver"):
		return fmt.Sprintf("7999123%d", n), true
	case strings.HasSuffix(at, "/timestamp"):
		return fmt.Sprintf("2016-03-03 13:%02d:%02d+03:00", (order-303)%60, n%60), true
	case strings.HasSuffix(at, "/geotag") && kind == carry.Empty:
		return nil, true
	case strings.HasSuffix(at, "itude"):
		return fmt.Sprintf("-%d.%05d", n%80, n*7), true
	}
	return nil, false
}

// degrees returns a place.
func degrees(at string, kind carry.Kind) (any, bool) {
	sign := map[carry.Kind][2]string{
		carry.Sample: {"", ""}, carry.Blanks: {"-", ""}, carry.Scripts: {"", "-"}, carry.Combining: {"-", "-"},
	}[kind]
	n := numberOf(at, kind)
	if at == "/latitude" {
		return json.Number(fmt.Sprintf("%s%d.%05d", sign[0], n%89+1, n*7)), true
	}
	return json.Number(fmt.Sprintf("%s%d.%05d", sign[1], n%179+1, n*7)), true
}

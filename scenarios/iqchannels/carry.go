package iqchannels

import (
	"fmt"
	"slices"
	"strings"

	"sparring/scenarios/carry"
)

// plans say which abilities carry the fields of the documents.
func plans() []carry.Plan {
	return []carry.Plan{
		{
			Ability: "iqchannels.resolveToken", Title: "a card with companies",
			Source:    "iqchannels#L64-L291",
			Operation: "getClientCard", Fields: []string{"/client", "/companyList"},
			Responds: `the auth service responds to the token "Carried-NUMBER" with`,
			When: []string{
				`the client resolves the token "Carried-NUMBER"`,
				`the client resolves the token "Carried-NUMBER" by POST`,
			},
			Names: map[string][]string{"/client/fields": {"Категория", "Note"}},
			Value: cardValue,
		},
		{
			Ability: "iqchannels.signIn", Title: "a client that signs in",
			Source:    "iqchannels-readme §ClientIntegrationAuthRequest",
			Operation: "integrationAuth", At: "/Result/Client", Fields: whom,
			When: []string{"the client signs in"}, Only: anyText, Value: whoValue,
		},
		{
			Ability: "iqchannels.signInAnonymously", Title: "a client that signs up",
			Source:    "iqchannels-kotlin",
			Operation: "anonymousSignup", At: "/Result/Client", Fields: whom,
			When: []string{"the client signs in anonymously"}, Only: oneBySession[:1], Value: whoValue,
			Carries: "who it is",
		},
		{
			Ability: "iqchannels.signInAnonymously", Title: "a name that is signed up with",
			Source:    "iqchannels-kotlin",
			Operation: "anonymousSignup", Fields: []string{"/Name"}, Sends: true, Real: true,
			When: []string{"the client is asked for \"iqchannels.signInAnonymously\" with:\n  | name | [/Name] |"},
			Only: []carry.Kind{carry.Scripts, carry.Zeros},
			Value: func(_ string, kind carry.Kind) (any, bool) {
				if kind == carry.Zeros {
					return "0012", true
				}
				return " Łódź Гость \n漢字 Zu\u0308rich \"q\" & <b> a|b\\e 👩‍👧 ", true
			},
		},
		{
			Ability: "iqchannels.send", Title: "a text that is sent", Source: "iqchannels-readme §ChatMessageForm",
			Operation: "sendMessage", Fields: []string{"/Text"}, Sends: true,
			When: []string{"the client is asked for \"iqchannels.send\" with:\n  | text | [/Text] |"},
			Only: anyText,
		},
		{
			Ability: "iqchannels.send", Title: "a message that is sent", Source: "iqchannels-readme §ChatMessageForm",
			Operation: "sendMessage", At: "/Result", Carries: "the id that it gets",
			When: []string{`the client sends "Hello"`, `the client sends "Bye"`}, Only: oneBySession,
			Value: func(_ string, kind carry.Kind) (any, bool) { return 2147483648 + carry.Number(kind), true },
		},
		{
			Ability: "iqchannels.history", Title: "a history", Source: "iqchannels-readme §ChatMessage",
			Operation: "listMessages", At: "/Result", Fields: []string{"/#/Text", "/#/Author"},
			When:  []string{"the client reads the history"},
			Value: historyValue, Only: anyText,
		},
	}
}

// everyCard are what every card has, beside id and enabled.
var everyCard = []string{"name", "surname", "firstname", "patronymic", "type"}

// losses are the operations whose responses are lost. An anonymous client may sign up by one of several operations.
func losses() []carry.Loss {
	return []carry.Loss{
		{
			Title: "a message arrives", Source: "iqchannels-readme §ChatMessageForm", Operation: "sendMessage",
			When: `the client sends "Hello"`, Once: `the chat has 1 message "Hello"`, Repeats: true,
		},
		{
			Title: "a client signs in", Source: "iqchannels#L28-L31", Operation: "integrationAuth", Repeats: true,
			When: "the client signs in", Once: "the chat server knows 1 client",
		},
		{
			Title: "a client signs up", Source: "iqchannels-widget, iqchannels-kotlin, iqchannels-ios", Operation: "*",
			Repeats: true, When: "the client signs in anonymously",
		},
		{
			Title: "a message is marked as received", Source: "iqchannels-readme §Realtime-запросы",
			Operation: "markReceived", Repeats: true, Values: true, When: "the client listens",
			More: []string{`And an operator writes "Good day"`},
			Once: `the client has received "message" "Good day" once`,
		},
	}
}

// whom are the fields of a client that a sign-in is answered with.
var whom = []string{"/Id", "/Name", "/Type", "/IntegrationId"}

// anyText are the kinds of values that a text may have which is not empty.
var anyText = []carry.Kind{
	carry.Sample, carry.Blanks, carry.Scripts, carry.Combining, carry.Markup, carry.Zeros, carry.Large, carry.Long,
}

// oneBySession are kinds of which each sign-in has one.
var oneBySession = []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts, carry.Combining}

// cardValue returns the values of a card that have a form of their own: ids are numbers or their digits, dates are
// dates, and flags are booleans or true and false in quotes.
func cardValue(at string, kind carry.Kind) (any, bool) {
	n := carry.Number(kind)*100 + len(at)
	last := at[strings.LastIndex(at, "/")+1:]
	switch {
	case at == "/client/id" && kind == carry.Zeros:
		return fmt.Sprintf("00%d", n), true // a String: the CRM's own
	case at == "/client/id":
		return fmt.Sprint(1064000 + n), true
	case strings.HasSuffix(last, "Date"):
		return fmt.Sprintf("19%02d-03-%02d", n%90+10, n%28+1), true
	case last == "id":
		for _, letter := range at {
			n += int(letter)
		}
		if n%2 == 0 {
			return fmt.Sprint(n), true
		}
		return n, true
	case last == "enabled":
		return []any{true, "false", false, "true"}[(carry.Number(kind)+len(at))%4], true
	case kind != carry.Null && kind != carry.Absent:
		if slices.Contains([]string{"positionStream", "betaUser", "resident"}, last) {
			return []any{true, "false", false, "true"}[(carry.Number(kind)+len(at))%4], true
		}
	case strings.Count(at, "/") == 2 && slices.Contains(everyCard, last),
		strings.Count(at, "/") == 4 && strings.HasPrefix(at, "/client/fieldList/"):
		return "Q " + at, true
	}
	return nil, false
}

// whoValue returns the id and the type of a client.
func whoValue(at string, kind carry.Kind) (any, bool) {
	switch at {
	case "/Id":
		return 2147483648 + carry.Number(kind), true
	case "/Type":
		return []string{"integrated", "anonymous"}[carry.Number(kind)%2], true
	}
	return nil, false
}

// historyValue returns who has written a message: the client and a user in turn.
func historyValue(at string, kind carry.Kind) (any, bool) {
	if !strings.HasSuffix(at, "/Author") {
		return nil, false
	}
	return []string{"client", "user"}[(len(kind)+int(at[1]))%2], true
}

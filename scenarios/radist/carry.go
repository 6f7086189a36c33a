package radist

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
			Ability: "radist.connections", Title: "a list of several pages", Source: "radist#L5, radist-clients",
			Operation: "ConnectionsGetItems", At: "/connections", Given: []string{
				"Given a Telegram connection", "And a WhatsApp connection", "And an Odnoklassniki connection",
			},
			When: []string{"the client lists the connections"}, Value: inList,
			// That there are pages is derived: a client may read the first only.
			After: []string{"the faults end", "the client lists the connections"},
			Paged: func(response map[string]any, _, pages int) { response["count"] = 3 * pages },
		},
		readBy("Telegram"), readBy("WhatsApp"),
		created("connectBot", "radist#L37-L39", "telegram_bot"),
		created("connectGroup", "radist#L56-L58", "odnoklassniki"),
		sent("connectBot", "a bot's key", "radist#L37-L39", "ConnectionsCreateConnection"),
		sent("connectGroup", "a group's key", "radist#L56-L58", "ConnectionsCreateConnection"),
		sent("setKey", "a new key", "radist#L59-L63", "ConnectionsUpdateItem"),
		signedInBy("connectTelegram", "a Telegram account that is connected", "radist#L26-L33",
			"TelegramInitializeSession", "\n  | by    | code     |"),
		signedInBy("connectMax", "a MAX number that is connected", "radist#L48-L55",
			"MaxPersonalInitializeSession", ""),
	}
}

// readBy is the plan of a connection that is read by its id: two calls for one connection, then two for another.
func readBy(of string) carry.Plan {
	return carry.Plan{
		Ability: "radist.connection", Title: "a " + of + " connection that is read",
		Source:    "radist#L5, radist-clients",
		Operation: "ConnectionsGetItem", When: []string{
			"the client is asked for \"radist.connection\" with:\n  | connection_id | PAIR |",
		},
		Value: func(at string, kind carry.Kind) (any, bool) {
			name := strings.ToLower(of)
			if carry.Number(kind)%2 == 1 && name == "telegram" {
				name = "telegram_personal" // the same by another name
			}
			return member(strings.Split(strings.Trim(at, "/"), "/"), name, carry.Pair(kind), kind)
		},
	}
}

// created is the plan of a connection that a key makes.
func created(ability, source, kind string) carry.Plan {
	return carry.Plan{
		Ability: "radist." + ability, Title: "a connection of " + kind, Source: source,
		Operation: "ConnectionsCreateConnection", Fields: []string{"/id", "/type", "/name"},
		When: []string{
			"the client is asked for \"radist." + ability + "\" with:\n  | api_key | " + botKey + "NUMBER |",
		},
		Only: []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts}, Carries: "its id",
		Value: func(at string, k carry.Kind) (any, bool) {
			return map[string]any{"/id": 3*carry.Number(k) + 2147483648, "/type": kind}[at], at != "/name"
		},
	}
}

const botKey = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD"

// sent is the plan of a key that is sent.
func sent(ability, title, source, operation string) carry.Plan {
	args := "\n  | api_key | [/params/api_key] |"
	if ability == "setKey" {
		args = "\n  | connection_id | NUMBER |" + args
	}
	long := "0110201543:aB_c-D%2B+/=&?#"
	if ability == "connectBot" { // digits and letters around a colon
		long = "0110201543:aB_c-DAAHdqTcvCH1vGWJxfSeofSAs0K5"
	}
	return carry.Plan{
		Ability: "radist." + ability, Title: title, Source: source, Operation: operation, Sends: true,
		Fields: []string{"/params/api_key"}, Carries: "every character",
		When: []string{"the client is asked for \"radist." + ability + "\" with:" + args},
		Only: []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts},
		Value: func(at string, k carry.Kind) (any, bool) {
			return map[carry.Kind]any{
				carry.Sample:  botKey + "saw",
				carry.Blanks:  "5" + botKey + "saw",
				carry.Scripts: long + fmt.Sprint(carry.Number(k)),
			}[k], at == "/params/api_key"
		},
	}
}

// types are those of the connections of a page.
func types(kind carry.Kind) []string {
	others := []string{"max_personal", "telegram_bot", "amocrm", "odnoklassniki"}
	return []string{"telegram", "whatsapp", others[carry.Number(kind)%len(others)]}
}

// params are the parameters that connections of a type have.
func params(of string) []string {
	switch of {
	case "whatsapp":
		return []string{"radist_token", "phone", "qr_url"}
	case "telegram", "telegram_personal", "max_personal":
		return []string{"radist_token", "phone", "user_id", "username"}
	}
	return nil
}

// inList returns what a connection of a list has: its own id and type, and the parameters of that type.
func inList(at string, kind carry.Kind) (any, bool) {
	tokens := strings.Split(strings.Trim(at, "/"), "/")
	if len(tokens) < 2 {
		return nil, false
	}
	var i int
	_, _ = fmt.Sscan(tokens[0], &i)
	return member(tokens[1:], types(kind)[i], 3*carry.Number(kind)+i+2147483648, kind)
}

// member returns what is at a place of a connection. A phone is digits with a plus; what the vendor manages has
// parameters of its own.
func member(at []string, of string, id int, kind carry.Kind) (any, bool) {
	switch {
	case at[0] == "id":
		return id, true
	case at[0] == "type":
		return of, true
	case at[0] == "params" && of == "amocrm":
		return map[string]any{"domain": fmt.Sprintf("sales-%d.example", id)}, true
	case at[0] == "params" && len(params(of)) == 0:
		return map[string]any{}, true
	case len(at) < 2:
		return nil, false
	case !slices.Contains(params(of), at[1]):
		return carry.Missing, true
	case at[1] == "phone" && (kind == carry.Null || kind == carry.Empty):
		return nil, true
	case at[1] == "phone":
		return fmt.Sprintf("+%s%07d", country(kind), (id*carry.Number(kind))%10000000), true
	}
	return nil, false
}

// country returns the code of a country and what follows it in a number of a kind.
func country(kind carry.Kind) string {
	return []string{"7999", "1202", "37529", "4420", "86138", "3906"}[carry.Number(kind)%6]
}

// signedInBy is the plan of an account that is connected by a code: phones of several countries are sent.
func signedInBy(ability, title, source, operation, args string) carry.Plan {
	return carry.Plan{
		Ability: "radist." + ability, Title: title, Source: source, Operation: operation, Sends: true, Real: true,
		Fields: []string{"/phone"}, Carries: "phones of several countries",
		When: []string{"the client starts \"radist." + ability + "\" with:" + args + "\n  | phone | [/phone] |\n" +
			"And each user enters their own code\nAnd the client has finished"},
		Only: []carry.Kind{carry.Sample, carry.Blanks, carry.Scripts},
		Value: func(at string, k carry.Kind) (any, bool) {
			return fmt.Sprintf("+%s5550%03d", country(k), carry.Number(k)), at == "/phone"
		},
	}
}

// losses are the operations whose responses are lost. A connection cannot be deleted, so none may be made twice.
func losses() []carry.Loss {
	byCode := []string{"And the user enters the right code", "And the client has finished"}
	again := []string{byCode[0], "And the user, if asked again, enters the right code", byCode[1]}
	return []carry.Loss{
		{
			Title: "a bot is connected", Source: "radist#L7, radist#L37-L39", Operation: "ConnectionsCreateConnection",
			When: "the client connects a bot", Once: "there is now 1 connection",
		},
		{
			Title: "a group is connected", Source: "radist#L7, radist#L56-L58",
			Operation: "ConnectionsCreateConnection",
			When:      "the client connects a group", Once: "there is now 1 connection",
		},
		{
			Title: "a new key is set", Source: "radist#L59-L63", Operation: "ConnectionsUpdateItem",
			Given: []string{"Given an Odnoklassniki connection"}, Repeats: true,
			When: `the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`, Once: "the connection works",
		},
		{
			Title: "a Telegram account is connected", Source: "radist#L7, radist#L26-L33",
			Operation: "ConnectionsCreateConnection", When: "the client connects Telegram by code", More: byCode,
			Once: "there is now 1 connection",
		},
		{
			Title: "a MAX number is connected", Source: "radist#L7, radist#L48-L55",
			Operation: "ConnectionsCreateConnection", When: "the client connects MAX", More: byCode,
			Once: "there is now 1 connection",
		},
		{
			Title: "a code of Telegram is taken", Source: "radist#L26-L33", Operation: "TelegramSendLoginRequest",
			When: "the client connects Telegram by code", More: again, Repeats: true, Also: "reauthorize", Most: 12,
		},
		{
			Title: "a code of MAX is taken", Source: "radist#L48-L55", Operation: "MaxPersonalSendLoginRequest",
			When: "the client connects MAX", More: again, Repeats: true, Also: "reauthorize", Most: 12,
		},
	}
}

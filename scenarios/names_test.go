package scenarios_test

import (
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// TestNames: --dry-run checks every name and value against the catalogue, and says the line and the nearest names.
func TestNames(t *testing.T) {
	for name, test := range map[string]struct{ step, says string }{
		"operation": {
			`Given the server responds to the next "bonder.getCrd" with the error "DATABASE_ERROR"`,
			`bonder has no operation "getCrd"; the nearest are getCard`,
		},
		"operation's API": {`Given the server responds to the next "bondr.getCard" with the fault "reset"`, `no ` +
			`API is called "bondr"`},
		"code": {
			`Given the server responds to the next "bonder.getCard" with the error "DATABASE_EROR"`,
			`bonder.getCard has no error "DATABASE_EROR"; the nearest are DATABASE_ERROR`,
		},
		"another's code": {`Given the server responds to the next "bonder.getCard" with the error ` +
			`"PROFILE_LIMIT_REACHED_ERROR"`, `bonder.getCard has no error "PROFILE_LIMIT_REACHED_ERROR"`},
		"code of an API": {`Given the server responds to every "radist.*" with the error "404_nope"`, `radist.* ` +
			`has no error "404_nope"`},
		"code below": {"Given the server responds to the next \"bonder.getCard\" with the fault \"error\" with:\n  " +
			"    | code | NOPE |", `has no error "NOPE"`},
		"code, Kittn": {
			`Given the server responds to the next "timconnect.getKitten" with the error "419"`,
			"the nearest are 410, 418",
		},
		"kind": {`Given the server responds to the next "bonder.getCard" with the fault "rest"`, `no kind of fault ` +
			`is called "rest"; the nearest are reset`},
		"parameter": {"Given the server responds to the next \"bonder.getCard\" with the fault \"delay\" with:\n   " +
			"   | durtion | 1s |", `takes no "durtion"; it takes duration`},
		"parameter of none": {"Given the server responds to the next \"bonder.getCard\" with the fault \"reset\" " +
			"with:\n      | by | reset |", "takes nothing"},
		"parameter missing": {`Given the server responds to the next "bonder.getCard" with the fault ` +
			`"delay"`, `the fault delay needs "duration"`},
		"parameter's value": {"Given the server responds to the next \"bonder.getCard\" with the fault " +
			"\"lose_reply\" with:\n      | by | rest |", "one of reset, close, silence"},
		"parameter's type": {"Given the server responds to the next \"bonder.getCard\" with the fault \"delay\" " +
			"with:\n      | duration | soon |", `a duration such as "30s" or "1h`},
		"parameter's bound": {"Given the server responds to the next \"bonder.getCard\" with the fault " +
			"\"truncate\" with:\n      | keep | 150% |", "percentage"},
		"pointer": {"Given the server responds to the next \"bonder.getCard\" with the fault \"mutate\" with:\n    " +
			"  | pointer | /nope/x |", "/nope/x"},
		"status": {`Given the server responds to the next "bonder.getCard" with the status 1000`, "expected a " +
			"number from 100 to 999"},
		"times": {`Given the server responds to the next 0 "bonder.getCard" with the status 503`, "expected a " +
			"number above 0"},
		"switch": {`Given the switch "scalar" of bonder is "integer"`, `bonder has no switch "scalar"; the nearest ` +
			`are scalars`},
		"switch's API":   {`Given the switch "scalars" of bondr is "integer"`, `no API is called "bondr"`},
		"switch's value": {`Given the switch "scalars" of bonder is "int"`, "one of string, integer"},
		"switch's truth": {`Given the switch "countFailures" of bonder is "yes"`, "true or false"},
		"switch's bound": {`Given the switch "maxLanguages" of bonder is "-1"`, "integer"},
		"event": {`When "account.suspend" happens at bonder`, `bonder has no event "account.suspend"; the nearest ` +
			`are account.suspended`},
		"event's API": {`When "account.suspended" happens at bondr`, `no API is called "bondr"`},
		"event's argument": {
			"When \"account.profile_limit\" happens at bonder with:\n      | limits | 3 |",
			`takes no "limits"; it takes`,
		},
		"event's arguments": {`When "account.profile_limit" happens at bonder`, `needs "limit"`},
		"event's value": {
			"When \"maintenance.started\" happens at bonder with:\n      | service | apis |",
			"one of server, auth, api, database",
		},
		"event's type": {
			"When \"account.profile_limit\" happens at bonder with:\n      | limit | many |",
			`"limit" as an integer, got "many"`,
		},
		"facts' API": {
			"Given the facts of bondr include:\n      \"\"\"\n      {}\n      \"\"\"",
			`no API is called "bondr"`,
		},
		"facts' field": {"Given the facts of bonder include:\n      \"\"\"\n      {\"maintenanc\": [\"api\"]}\n    " +
			"  \"\"\"", "maintenanc"},
		"facts, no object": {
			"Given the facts of bonder include:\n      \"\"\"\n      []\n      \"\"\"",
			"expected a JSON object",
		},
		"facts, twice": {"Given the facts of bonder include:\n      \"\"\"\n      {\"maintenance\": [], " +
			"\"maintenance\": [\"api\"]}\n      \"\"\"", `the name "maintenance" occurs twice`},
		"facts, trailing": {"Given the facts of bonder include:\n      \"\"\"\n      {} {\"maintenance\": " +
			"[\"api\"]}\n      \"\"\"", "got more behind it"},
		"text's type": {
			"Given the facts of bonder include:\n      \"\"\"yaml\n      {}\n      \"\"\"", `marked as "yaml"`,
		},
		"text's JSON": {"Given the server responds to the next \"bonder.getCard\" with the status 200 and the " +
			"body:\n      \"\"\"json\n      {\"a\": }\n      \"\"\"", "expected JSON"},
		"credential": {`Given the client's "pasword" for bonder is "x"`, `the credentials for bonder have no ` +
			`"pasword"`},
		"credential's API": {`Given the client's "password" for bondr is "x"`, `no API is called "bondr"`},
		"ability": {`When the client is asked for "bonder.loadCards"`, `no ability is called "bonder.loadCards"; ` +
			`the nearest are bonder.loadCard`},
		"ability's argument": {
			"When the client is asked for \"bonder.loadCard\" with:\n      | card | x |",
			`bonder.loadCard needs the argument "card_id"`,
		},
		"ability's value": {"When the client is asked for \"bonder.setStatus\" with:\n      | card_id | x |\n      " +
			"| what | card |\n      | on | yes |", `takes "on" as`},
		"argument twice": {"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | x |\n      | " +
			"card_id | y |", `the argument "card_id" is given twice`},
		"argument, no name": {"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | x |\n     " +
			" |  | y |", "a row of the table has no name"},
		"three columns": {
			"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | x | y |",
			"got 3 columns",
		},
		"JSON-like value": {
			"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | \"x |", "expected JSON",
		},
		"value's comment": {`Then the client reports "card_id" as "x" # a comment`, "got more behind it"},
		"remembered value": {"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | {cardId} " +
			"|", "{cardId} is not a remembered value"},
		"remembered, blanks": {"When the client is asked for \"bonder.loadCard\" with:\n      | card_id | { " +
			"card_id } |", "{ card_id }"},
		"calls":         {`When the client starts "bonder.languages" 0 times`, "expected a number from 1 to 100"},
		"duration":      {`When "soon" passes`, "expected a duration"},
		"real duration": {`When "1 s" of real time pass`, "expected a duration"},
		"held":          {`When 0 requests are held`, "expected a number from 1"},
		"question": {`When the client asks for the "pin" and gets "1"`, `no question of the protocol is called ` +
			`"pin"; there are code, password`},
		"advice": {`Then the client reports a failure with the advice "retry_soon"`, `no advice is called ` +
			`"retry_soon"`},
		"advice or advice": {
			`Then the client succeeds by itself or advises "retry_now or never"`,
			`no advice is called "never"`,
		},
		"time of an advice": {`Then the client reports a failure with the advice "retry_later" after "soon" to ` +
			`"1h"`, "expected a duration"},
		"error": {`Then the client reports the error "CARD_ID_NOT_FOUND"`, `no vendor has the error ` +
			`"CARD_ID_NOT_FOUND"`},
		"value's name": {`Then the client reports "a/~2"`, "JSON pointer"},
		"rule": {`Then the rule "bonder.renew-onc" is kept`, `no rule is called "bonder.renew-onc"; the nearest ` +
			`are bonder.renew-once`},
		"violation": {`Then the server records the violation "thumbnail_reject"`, `no violation has the code ` +
			`"thumbnail_reject"; the nearest are thumbnail_rejected`},
		"message": {`Then the outbox holds 1 "mail" to "x"`, `no kind of message is called "mail"; there are sms, ` +
			`push`},
		"apart": {`Then the "bonder.getCard" come at least "a bit" apart`, "expected a duration"},
		"body's pointer": {`Then the last "bonder.saveCard" has "translatable" as 1`, "a JSON pointer begins " +
			"with /"},
		"body's pointer, none": {`Then the last "bonder.saveCard" has no "/a~b"`, "~ stands before 0 or 1"},
		"fact's pointer":       {`Then the fact "cards" of bonder is now 1`, "a JSON pointer begins with /"},
		"fact's API":           {`Then the fact "/cards" of bondr is now 1`, `no API is called "bondr"`},
		"card's value": {`Then the card now holds "pl" "naame" as ""`, `nothing at /translatable/pl/naame; the ` +
			`nearest are /translatable/pl/name`},
		"card's section": {`Then the card still holds "setings" "usePhoto" as ""`, `a card has no section "setings"`},
		"card's setting": {
			`Then the card now holds "settings" "photo" as ""`, `the nearest are /settings/usePhoto`,
		},
		"card's other value": {
			`Then the card now holds "non-translatable" "name" as ""`, `nothing at /non-translatable/name`,
		},
		"at least none": {`Then the server saw at least 0 "bonder.getCard"`, "says nothing"},
		"shown never":   {`Then the client has shown "qr" 0 times`, "expected a number from 1"},
		"Russian": {
			"* на следующий \"bonder.getCard\" сервер отвечает ошибкой \"DATABASE_EROR\"",
			"the nearest are DATABASE_ERROR",
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := "Feature: F\n  Scenario: s\n    Given the clock is frozen\n    " + test.step + "\n" + rest
			keyword, _, _ := strings.Cut(test.step, " ")
			err := dry(t, text)
			if err == nil || !strings.Contains(err.Error(), "x.feature:4: "+keyword+" ") ||
				!strings.Contains(err.Error(), test.says) {
				t.Errorf("expected an error of line 4 with %q, got %v", test.says, err)
			}
		})
	}
}

// TestNamesTogether: all that is wrong is said at once.
func TestNamesTogether(t *testing.T) {
	err := dry(
		t,
		"Feature: F\n  Scenario: s\n    Given the server responds to the next \"bonder.getCrd\" with the fault "+
			"\"reset\"\n    When "+
			"\"soon\" passes\n    Then the rule \"nope\" is kept\n"+
			"  Scenario: t\n    When \"later\" passes\n"+then,
	)
	for _, says := range []string{"x.feature:3: ", "x.feature:4: ", "x.feature:5: ", "x.feature:7: "} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("expected a line with %q, got %v", says, err)
		}
	}
}

// TestNamesAtRunTime: what only the server can refuse is told with the step's line, and nothing beside it.
func TestNamesAtRunTime(t *testing.T) {
	s := one(
		t,
		"Feature: F\n  Scenario: s\n    Given the clock is frozen\n    And \"token.revoked\" has happened at "+
			"bonder with:\n      | token | nope |\n"+rest,
		scenarios.Options{},
	)
	if s.Verdict != verdict.Error ||
		!strings.Contains(s.Reason, `bonder/x.feature:4: And "token.revoked" has happened at bonder with: `) ||
		len(s.Evidence()) != 1 {
		t.Errorf("%s by %s: %s, evidence %v", s.Verdict, s.Cause, s.Reason, s.Evidence())
	}
	s = one(
		t,
		"Feature: F\n  Scenario: s\n    Given the server responds to the next \"bonder.getCard\" with the fault "+
			"\"truncate\" with:\n     "+
			" | keep | 150% |\n"+rest,
		scenarios.Options{},
	)
	if s.Verdict != verdict.Error ||
		!strings.Contains(
			s.Reason,
			`bonder/x.feature:3: Given the server responds to the next "bonder.getCard" with the fault "truncate" `+
				`with: `,
		) ||
		len(s.Evidence()) != 1 {
		t.Errorf("%s by %s: %s, evidence %v", s.Verdict, s.Cause, s.Reason, s.Evidence())
	}
}

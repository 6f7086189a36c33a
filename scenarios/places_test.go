package scenarios_test

import (
	"strings"
	"testing"
)

// TestPlaces: a place or a name that nothing can ever have is said before anything runs, with what was probably meant.
func TestPlaces(t *testing.T) {
	const when = "    When the client is asked for \"bonder.createProfile\"\n"
	for name, test := range map[string]struct{ steps, says string }{
		"request's field": {when + `    Then the last "bonder.saveCard" has no "/translatable/pl/namee"`,
			`x.feature:4: Then the last "bonder.saveCard" has no "/translatable/pl/namee": requests of ` +
				`bonder.saveCard have nothing ` +
				"at /translatable/pl/namee; the nearest are /translatable/pl/name"},
		"request's section": {when + `    Then the last "bonder.saveCard" has "/setings/usePhoto" as "1"`,
			"nothing at /setings; the nearest are /settings"},
		"request in Russian": {
			when + `    Then в последнем "bonder.saveCard" нет "/setings"`, "the nearest are /settings",
		},
		"request, no body": {when + `    Then the last "bonder.createProfile" has no "/card_id"`,
			"requests of bonder.createProfile have no body, so nothing at /card_id"},
		"request of another API": {when + `    Then the last "timconnect.registerByDigest" has "/device/tokn" as "1"`,
			"the nearest are /device/token"},
		"field of another operation": {when + `    Then the last "radist.ConnectionsUpdateItem" has "/type" as "x"`,
			"requests of radist.ConnectionsUpdateItem have nothing at /type"},
		"fact": {when + `    Then the fact "/cards/0/card_idd" of bonder is now 1`, "x.feature:4: "},
		"fact, nearest": {
			when + `    Then the fact "/cards/0/card_idd" of bonder is now 1`, "the nearest are card_id",
		},
		"fact of a map": {
			when + `    Then the fact "/connections/101/fone" of radist is now 1`, "the nearest are phone",
		},
		"fact, top":       {when + `    Then the fact "/ratngs" of iqchannels is now 1`, "the nearest are ratings"},
		"message's field": {when + `    Then the message now has "geotag/latitud" as "1"`, "the nearest are latitude"},
		"name": {when + "    Then the client reports \"card_id\" as {crd_id}",
			"x.feature:4: Then the client reports \"card_id\" as {crd_id}: nothing is ever known as {crd_id}; the " +
				"nearest are {card_id}"},
		"told value": {when + "    Then the client reports \"card_idd\"",
			"x.feature:4: Then the client reports \"card_idd\": no ability reports a value \"card_idd\"; the nearest " +
				"is card_id"},
		"name in a table": {"    When the client is asked for \"bonder.loadCard\" with:\n      | card_id | " +
			"{crad_id} |\n" +
			"    Then the client reports success", "x.feature:3: "},
		"card's field": {"    Given a profile whose card holds:\n      \"\"\"json\n      {\"translatable\": " +
			"{\"pl\": {\"namee\": \"Jan\"}}}\n" +
			"      \"\"\"\n" + when + "    Then the client reports success",
			"x.feature:3: Given a profile whose card holds: " +
				"requests of bonder.saveCard have nothing at /translatable/pl/namee; the nearest are " +
				"/translatable/pl/name"},
		"card's section": {"    Given a profile whose card holds:\n      \"\"\"json\n      {\"nontranslatable\": " +
			"{}}\n" +
			"      \"\"\"\n" + when + "    Then the client reports success", `has no "nontranslatable"`},
	} {
		if err := dry(
			t, "Feature: F\n  Scenario: s\n"+test.steps+"\n",
		); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: expected an error with %q, got %v", name, test.says, err)
		}
	}
	for name, steps := range map[string]string{
		"request":               when + `    Then the last "bonder.saveCard" has no "/translatable/pl/name"`,
		"what another one has":  when + `    Then the last "radist.ConnectionsUpdateItem" has no "/type"`,
		"fact":                  when + `    Then the fact "/cards/0/card_id" of bonder is now 1`,
		"fact of a map":         when + `    Then the fact "/connections/101/phone" of radist is now 1`,
		"fact that is left out": when + `    Then the fact "/ratings/0/user_id" of iqchannels is now 1`,
		"fact as it was sent":   when + `    Then the fact "/clients/0/card/anything" of iqchannels is now 1`,
		"message's field":       when + `    Then the message now has "geotag/latitude" as "1"`,
		"name that was told": when + "    Then the client reports \"own_id\"\n    And the client reports " +
			"\"card_id\" as {own_id}",
		"name that is always kept": "    Given a profile\n" + when + "    Then the client reports \"card_id\" as " +
			"{card_id}",
	} {
		if err := dry(t, "Feature: F\n  Scenario: s\n"+steps+"\n"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

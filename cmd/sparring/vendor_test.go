package main

import (
	"regexp"
	"strings"
	"testing"
)

// vendorSamples are the curl samples of Bonder's text: the host replaced, the spaces before the colons of headers and
// inside the URLs removed, quotes closed. Source: bonder.
const vendorSamples = `
curl -s -k -X POST \
-H "Content-Type: application/json" \
-H "Accept: application/json" \
-d '{
  "username" : "USERNAME",
  "password" : "PASSWORD",
  "client" : "API_CLIENT_NAME",
  "rpt" : "10000"
}' \
"$API/auth" | tee "$OUT"; echo
TOKEN=$(sed 's/.*"token":"\([^"]*\)".*/\1/' "$OUT")
auth() { curl -s -k -X "$1" -H "X-Auth-Key: $TOKEN" -H "X-Auth-Email: USERNAME" \
  -H "Accept: application/json" "${@:2}"; echo; }
JSON="Content-Type: application/json"
auth GET -H "$JSON" "$API/repositories"
auth GET -H "$JSON" "$API/repositories/local"
auth POST "$API/users" | tee "$OUT"
CARD=$(sed 's/.*"cardId":"\([^"]*\)".*/\1/' "$OUT")
auth PUT -H "$JSON" -d ' {
  "settings" : { "cardStatus" : "1", "usePhoto" : "1" },
  "translatable" : { "pl" : { "langStatus" : "1", "name" : "Jan", "lastname" : "Kowalski" } },
  "non-translatable" : { "mobileA" : "+48 123 456 789" }
}' "$API/users/$CARD"
auth PUT -H "$JSON" $API/users/$CARD/cardStatus/disable
auth PUT -H "$JSON" $API/users/$CARD/cardStatus/enable
auth PUT -H "$JSON" $API/users/$CARD/usePhoto/enable
auth PUT -H "$JSON" $API/users/$CARD/langStatus/pl/enable
auth GET -H "$JSON" "$API/users/$CARD"
auth DELETE -H "$JSON" "$API/users/$CARD/pl"
auth DELETE -H "$JSON" "$API/users/$CARD"
`

// The vendor's samples work over TLS with -k, as they are written, and each is answered with success.
func TestVendorSamples(t *testing.T) {
	address, _ := served(t, "--tls")
	env := []string{"API=https://" + address + "/bonder", "OUT=" + t.TempDir() + "/answer"}
	out := shell(t, vendorSamples, env...)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 12 {
		t.Fatalf("%d answers to 12 calls:\n%s", len(lines), out)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, `{"success":true,"errors":[],`) {
			t.Errorf("call %d: %s", i+1, line)
		}
	}
	want(t, lines[0], `"token":"[^"]{20,}"`, `"expire":"?\d+`)
	want(t, lines[9], `"lastname":"Kowalski"`)

	// As printed, with the space, a header is refused before any handler: the README says so.
	spaced := regexp.MustCompile(`(-H "[A-Za-z-]+):`).ReplaceAllString(strings.SplitN(vendorSamples, "TOKEN=", 2)[0],
		"$1 :")
	if out := shell(t, spaced, env...); !strings.Contains(out, "400 Bad Request") {
		t.Errorf("with a space before the colon: %s", out)
	}
}

package iqchannels

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// cardMutants get the Auth API wrong.
func cardMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-looks-tokens-up-again", Doc: "A token that the auth service refuses is sent again",
			Apply: func(p *policies) {
				p.Resent(5, func(r *http.Request, status int) bool {
					return r.Method == http.MethodGet && status >= http.StatusBadRequest &&
						status < http.StatusInternalServerError
				})
			},
			Trips: reference.Trips("journal.count", "an unknown token is not looked up again*"),
		},
		{
			Name: "iqchannels-puts-raw-tokens-into-paths", Doc: "A token is put into the path as it is",
			Apply: func(p *policies) { p.segment = func(token string) string { return token } },
			Trips: reference.Trips(
				"client.success",
				"the token bank/session/42 is found by GET",
				"the token what?now* is found by GET",
				"the token 100%25 * is found by GET",
			),
		},
		{
			Name: "iqchannels-encodes-tokens-like-forms", Doc: "A token is encoded for a query, with + for a space",
			Apply: func(p *policies) { p.segment = url.QueryEscape },
			Trips: reference.Trips(
				"client.success",
				"the token ключ клиента is found by GET",
				"the token 100%25 * is found by GET",
			),
		},
		{
			Name: "iqchannels-encodes-twice", Doc: "A token is percent-encoded twice",
			Apply: func(p *policies) {
				p.segment = func(token string) string { return url.PathEscape(url.PathEscape(token)) }
			},
			Trips: reference.Trips("client.success", "the token * is found by GET"),
		},
		{
			Name: "iqchannels-trims-tokens", Doc: "Spaces at the ends of a token are cut off",
			Apply: func(p *policies) {
				p.segment = func(token string) string { return url.PathEscape(strings.TrimSpace(token)) }
			},
			Trips: reference.Trips("client.success", "a token with spaces at its ends*"),
		},
		{
			Name: "iqchannels-encodes-the-header", Doc: "A token in a header is percent-encoded",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					if token := r.Header["Token"]; token != nil {
						r.Header.Set("token", url.PathEscape(token[0]))
					}
				})
			},
			Trips: reference.Trips("client.success", "the token * is found by POST"),
		},
		{
			Name: "iqchannels-cuts-tokens", Doc: "A token is cut at sixteen letters",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.resolveToken" {
						c.Params.Args["token"] = c.Arg("token")[:min(len(c.Arg("token")), 16)]
					}
				})
			},
			Trips: reference.Trips("client.success", "the token of the document's example*"),
		},
		{
			Name: "iqchannels-demands-new-cards", Doc: "A card without the fields of version 1.3 is refused",
			Apply: func(p *policies) { p.accepts = demandNewCards },
			Trips: reference.Trips(
				"client.success",
				"a card of version v10 is read",
				"a card of version v11 is read",
				"a card of version v12 is read",
				"the document's example of a * is read",
			),
		},
		{
			Name: "iqchannels-refuses-new-members", Doc: "Members that the client does not know are refused",
			Apply: func(p *policies) { refuseNewMembers(p) },
			Trips: reference.Trips(
				"client.success",
				"a card of version v13 is read",
				"undocumented members of a card are ignored",
				"an undocumented member * in a response is ignored",
			),
		},
		{
			Name: "iqchannels-demands-json-booleans", Doc: "Booleans in quotes are refused",
			Apply: func(p *policies) { p.accepts = demandBooleans },
			Trips: reference.Trips("client.success", "a boolean in quotes*", "the document's example of a * is read"),
		},
		{
			Name: "iqchannels-takes-any-text-for-true", Doc: "Any text is true, false in quotes too",
			Apply: func(p *policies) { p.truth = func(string) bool { return true } },
			Trips: reference.Trips("iqchannels.truth", `"false" in quotes is read as false`,
				"companies whose ids are in quotes*"),
		},
		{
			Name: "iqchannels-demands-text-ids", Doc: "Ids that are numbers are refused",
			Apply: func(p *policies) { p.accepts = demandIDs[string] },
			Trips: reference.Trips("client.success", "companies whose ids are numbers*"),
		},
		{
			Name: "iqchannels-demands-number-ids", Doc: "Ids in quotes are refused",
			Apply: func(p *policies) { p.accepts = demandIDs[json.Number] },
			Trips: reference.Trips("client.success", "companies whose ids are in quotes*"),
		},
		{
			Name: "iqchannels-sorts-fields", Doc: "Extra data are sorted by name",
			Apply: func(p *policies) { p.Told(sortFields) },
			Trips: reference.Trips("client.value", "extra data keep their order"),
		},
		{
			Name: "iqchannels-drops-old-fields", Doc: "Extra data of the deprecated form are dropped",
			Apply: func(p *policies) { p.Told(dropOldFields) },
			Trips: reference.Trips("client.value", "extra data of the deprecated form*"),
		},
		{
			Name: "iqchannels-cuts-names-at-quotes", Doc: "A name ends at its first quote",
			Apply: func(p *policies) { p.Told(cutNames) },
			Trips: reference.Trips("client.value", "a name with quotes in it is read"),
		},
		{
			Name: "iqchannels-refuses-disabled-cards", Doc: "A card with enabled false is a failure",
			Apply: func(p *policies) { p.accepts = refuseDisabled },
			Trips: reference.Trips("client.success", "the card of a client that*"),
		},
		{
			Name: "iqchannels-serves-everybody", Doc: "enabled is not looked at",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && c.Method == "iqchannels.resolveToken" {
						reference.Object(r.Values["card"])["enabled"] = true
					}
				})
			},
			Trips: reference.Trips("iqchannels.truth", "the card of a client that*",
				`"false" in quotes is read as false`),
		},
		{
			Name: "iqchannels-overlooks-the-status", Doc: "A card is a card whatever the status",
			Apply: func(p *policies) { p.Received(overlookTheStatus) },
			Trips: reference.Trips("client.failure", "a card sent with status 403 is rejected"),
		},
		{
			Name: "iqchannels-takes-anything-for-a-card", Doc: "Any response of the auth service is a card",
			Apply: func(p *policies) {
				p.needsCard = false
				p.truth = func(string) bool { return true }
				p.Received(takeAnything)
				p.Told(func(_ driver.Call, r *driver.Result) { delete(r.Values, "companies") })
			},
			Trips: reference.Trips(
				"client.failure",
				"a response * with * is not a card",
				"a card that is cut off is rejected",
				"status 200 with * is not a card",
				"an unknown token is reported as a failure",
				"a revoked token is reported as a failure",
			),
		},
		{
			Name: "iqchannels-believes-empty-responses", Doc: "A 200 without a client is a card",
			Apply: func(p *policies) { p.needsCard = false },
			Trips: reference.Trips("client.failure", "status 200 with * is not a card"),
		},
		{
			Name: "iqchannels-blames-the-token", Doc: "A failing auth service is taken for a refusal of the token",
			Apply: func(p *policies) { p.aboutToken = func(int) bool { return true } },
			Trips: reference.Trips("client.advice", "the client advises a retry when the auth service is*"),
		},
	}
}

package radist

import (
	"net/http"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// connectionMutants get what is said about connections wrong.
func connectionMutants() []patch {
	return []patch{
		{
			Name: "radist-tells-no-ids", Doc: "The id of a new connection does not reach the caller",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if strings.HasPrefix(c.Method, "radist.connect") {
						delete(r.Values, "connection_id")
					}
				})
			},
			Trips: reference.Trips(
				"client.value",
				"a bot is connected*",
				"a group is connected*",
				"a Telegram account is connected when the user *",
				"a MAX number is connected*",
			),
		},
		{
			Name: "radist-connects-the-group-again", Doc: "A new key makes a new connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.setKey" {
						c.Method = "radist.connectGroup"
					}
				})
			},
			Trips: reference.Trips("radist.works", "a key that was reset*", "a key that became inactive*"),
		},
		{
			Name: "radist-sends-the-type-along", Doc: "An update sends what cannot be edited",
			Apply: func(p *policies) {
				p.SentBody(func(r *http.Request, body map[string]any) {
					if r.Method == http.MethodPatch {
						body["type"] = "odnoklassniki"
					}
				})
			},
			Trips: reference.Trips(
				"client.success",
				"a key that was reset*",
				"a key that became inactive*",
				"a new key is sent alone",
			),
		},
		{
			Name: "radist-claims-new-keys", Doc: "A key that was refused is called set",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "radist.setKey" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips("client.failure", "a key that the provider rejects*"),
		},
		{
			Name: "radist-sends-delete", Doc: "Connections are deleted by DELETE",
			Apply: func(p *policies) { p.deletion = sendDelete },
			Trips: reference.Trips("unasked.unmatched", "a connection is not deleted*"),
		},
		{
			Name: "radist-claims-deletion", Doc: "A deletion that is not possible is called a success",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "radist.deleteConnection" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips("client.failure", "a connection is not deleted*"),
		},
		{
			Name: "radist-knows-five-types", Doc: "A type of connection that is not its own is refused",
			Apply: func(p *policies) { p.Told(knowFiveTypes) },
			Trips: reference.Trips("client.success", "a connection that the vendor manages is listed"),
		},
		{
			Name: "radist-crashes-on-a-missing-phone", Doc: "A phone that is null crashes the client",
			Apply: func(p *policies) { p.Told(dieOfNoPhone) },
			Trips: reference.Trips("client.crash", "a new WhatsApp connection without a phone is listed"),
		},
		{
			Name: "radist-forgets-the-company", Doc: "The paths lack their company",
			Apply: func(p *policies) { p.Sent(forgetTheCompany) },
			Trips: reference.Trips("unasked.unmatched", "the connections of the company are listed"),
		},
		{
			Name: "radist-sends-the-key-of-version-1", Doc: "The key is sent as X-Auth-Token",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.Header.Set("X-Auth-Token", r.Header.Get("X-Api-Key"))
					r.Header.Del("X-Api-Key")
				})
			},
			Trips: reference.Trips(
				"client.success",
				"the connections of the company are listed",
				"one connection is read",
			),
		},
	}
}

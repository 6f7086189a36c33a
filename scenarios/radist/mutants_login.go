package radist

import (
	"net/http"
	"slices"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// loginMutants get the way from QR, code and password to a connection wrong.
func loginMutants() []patch {
	return []patch{
		{
			Name: "radist-shows-the-first-qr-only", Doc: "A QR that has changed is not shown",
			Apply: func(p *policies) { p.show = func(qr, shown string) bool { return qr != "" && shown == "" } },
			Trips: slices.Concat(
				reference.Trips(
					"client.shown",
					"a QR that has changed is shown again",
					"a QR is shown as often as it changes",
				),
				reference.Trips(
					"radist.scan",
					"a QR that has changed is shown again in a re-authorization",
					"an expired QR of WhatsApp is renewed",
					"the QR of WhatsApp is renewed*",
				),
			),
		},
		{
			Name: "radist-shows-every-poll", Doc: "The same QR is shown at every poll",
			Apply: func(p *policies) { p.show = func(qr, _ string) bool { return qr != "" } },
			Trips: reference.Trips("client.shown", "no connection is created before the QR is scanned"),
		},
		{
			Name: "radist-connects-too-early", Doc: "A connection is asked for while the QR is on the screen",
			Apply: func(p *policies) { p.wants = instead("waiting_for_qr", showQR, connect) },
			Trips: reference.Trips(
				"radist.created-when-authenticated",
				"a Telegram account is connected when the user scans*",
				"no connection is created before the QR is scanned",
			),
		},
		{
			Name: "radist-asks-for-no-code", Doc: "No code is asked for",
			Apply: func(p *policies) { p.asks = func(what string, _ login, _ bool) bool { return what != "code" } },
			Trips: reference.Trips(
				"client.asks",
				"a Telegram account is connected when the user enters*",
				"* is authorized again by code",
			),
		},
		{
			Name: "radist-asks-for-no-code-of-max", Doc: "No code for MAX is asked for",
			Apply: func(p *policies) {
				p.asks = func(_ string, l login, _ bool) bool { return l.kind != "max_personal" }
			},
			Trips: reference.Trips("client.asks", "a MAX number is connected*"),
		},
		{
			Name: "radist-asks-for-no-password", Doc: "2FA is not known",
			Apply: func(p *policies) { p.asks = func(what string, _ login, _ bool) bool { return what != "password" } },
			Trips: reference.Trips("client.asks", "the client asks for the 2FA password *"),
		},
		{
			Name: "radist-sends-passwords-as-codes", Doc: "The password is sent in the place of the code",
			Apply: func(p *policies) {
				p.refusedAnswer = stopAsking
				p.SentBody(sendPasswordsAsCodes)
			},
			Trips: reference.Trips("client.success", "the client asks for the 2FA password after the *",
				"code and password are asked for until*"),
		},
		{
			Name: "radist-sends-wrong-answers-again", Doc: "What was refused is sent again",
			Apply: func(p *policies) {
				p.Resent(4, func(r *http.Request, status int) bool {
					return status == http.StatusBadRequest && reference.PathEnds(r, "/login")
				})
			},
			Trips: reference.Trips(
				"radist.wrong-answer-once",
				"the client asks again after a wrong code*",
				"the client asks again after a wrong 2FA*",
				"the client asks again after a wrong password*",
			),
		},
		{
			Name: "radist-takes-wrong-answers", Doc: "A refused code or password is called a success",
			Apply: func(p *policies) {
				p.refusedAnswer = func(int) (driver.Result, bool) {
					return reference.Done(map[string]any{"connection_id": 1}), false
				}
			},
			Trips: reference.Trips(
				"radist.honest-success",
				"the client asks again after a wrong code*",
				"the client asks again after a wrong 2FA*",
				"the client asks again after a wrong password*",
			),
		},
		{
			Name: "radist-forgets-the-connection-id", Doc: "A re-authorization is a first connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.connectTelegram" || c.Method == "radist.connectMax" {
						delete(c.Params.Args, "connection_id")
					}
				})
			},
			Trips: slices.Concat(
				reference.Trips("journal.body", "the session of a re-authorization*"),
				reference.Trips(
					"radist.no-second-connection",
					"a Telegram account that was logged out is authorized again by *",
					"a MAX number that was logged out *",
				),
			),
		},
		{
			Name: "radist-connects-after-re-authorization", Doc: "A re-authorization ends with a new connection",
			Apply: func(p *policies) { p.connectsAgain = true },
			Trips: reference.Trips(
				"radist.no-second-connection",
				"a Telegram account that was logged out is authorized again by *",
				"a MAX number that was logged out *",
				"the client asks for the 2FA password when a connection is authorized *",
			),
		},
		{
			Name: "radist-makes-a-second-whatsapp", Doc: "WhatsApp is connected again by another connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.connectWhatsApp" {
						delete(c.Params.Args, "connection_id")
					}
				})
			},
			Trips: reference.Trips("radist.no-second-connection", "a WhatsApp number that was logged out *"),
		},
		{
			Name: "radist-claims-whatsapp-at-once", Doc: "WhatsApp is called connected before its QR was shown",
			Apply: func(p *policies) { p.whatsAppFinished = claimAtOnce(p.whatsAppFinished) },
			Trips: reference.Trips("radist.honest-success", "a WhatsApp number is connected*"),
		},
	}
}

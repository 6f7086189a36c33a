package radist

import (
	"net/http"
	"strings"

	"sparring/scenarios/reference"
)

// valueMutants change what the user has given on its way: phones, codes and passwords.
func valueMutants() []patch {
	sent := func(name string, change func(value string) string) func(p *policies) {
		return func(p *policies) {
			p.refusedAnswer = stopAsking
			p.SentBody(func(_ *http.Request, body map[string]any) {
				if value, ok := body[name].(string); ok {
					body[name] = change(value)
				}
			})
		}
	}
	const abroad = "several accounts are connected at the same time, each by its own code"
	return []patch{
		{
			Name: "radist-calls-every-country-russia", Doc: "The code of a phone's country becomes 7",
			Apply: sent("phone", func(phone string) string {
				return "+7" + phone[max(0, len(phone)-nationalDigits):]
			}),
			Trips: reference.Trips("radist.sessions", abroad),
		},
		{
			Name: "radist-puts-7-before-phones", Doc: "A phone without the code of Russia gets it in front",
			Apply: sent("phone", func(phone string) string {
				if digits := strings.TrimPrefix(phone, "+"); digits[0] != '7' {
					return "+7" + digits
				}
				return phone
			}),
			Trips: reference.Trips("radist.sessions", abroad),
		},
		{
			Name: "radist-drops-zeros-of-codes", Doc: "A code loses the zeros that it begins with",
			Apply: sent("code", func(code string) string { return strings.TrimLeft(code, "0") }),
			Trips: reference.Trips("client.success", "a Telegram account is connected when the user enters*",
				"a MAX number is connected when the user enters*"),
		},
		{
			Name: "radist-trims-passwords", Doc: "A 2FA password loses the blanks around it",
			Apply: sent("password", strings.TrimSpace),
			Trips: reference.Trips("client.success", "the client asks for the 2FA password *"),
		},
		{
			Name: "radist-joins-passwords", Doc: "Blanks within a 2FA password become one",
			Apply: sent("password", func(password string) string {
				return " " + strings.Join(strings.Fields(password), " ") + " "
			}),
			Trips: reference.Trips("client.success", "the client asks for the 2FA password *"),
		},
		{
			Name: "radist-cuts-passwords", Doc: "A 2FA password ends at the first blank behind its first word",
			Apply: sent("password", func(password string) string {
				first, _, _ := strings.Cut(strings.TrimLeft(password, " "), " ")
				return first
			}),
			Trips: reference.Trips("client.success", "the client asks for the 2FA password *"),
		},
	}
}

// nationalDigits is how many digits a Russian number has behind the code of the country.
const nationalDigits = 10

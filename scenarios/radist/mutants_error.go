package radist

import (
	"net/http"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// errorMutants take refusals for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "radist-wrong-keys-mean-retry", Doc: "401 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(p.advice, http.StatusUnauthorized) },
			Trips: reference.Trips(
				"client.advice",
				"the client stops retrying with an unknown key",
				"the client advises reauthorize*",
			),
		},
		{
			Name: "radist-unpaid-means-retry", Doc: "402 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(p.advice, http.StatusPaymentRequired) },
			Trips: reference.Trips("client.advice", "a WhatsApp number without*", "a subscription that expires*"),
		},
		{
			Name: "radist-forbidden-means-retry", Doc: "403 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(p.advice, http.StatusForbidden) },
			Trips: reference.Trips(
				"client.advice",
				"a key without the scope is referred to its owner",
				"* returns 403_*",
			),
		},
		{
			Name: "radist-missing-means-retry", Doc: "404 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(p.advice, http.StatusNotFound) },
			Trips: reference.Trips(
				"client.advice",
				"a company that the key cannot*",
				"* returns 404_*",
				"a connection that does not exist is reported as a bad request",
				"the client does not wait*",
			),
		},
		{
			Name: "radist-mistakes-mean-retry", Doc: "400, 409 and 422 are to be tried again",
			Apply: func(p *policies) {
				p.advice = retryOn(p.advice, http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity)
			},
			Trips: reference.Trips(
				"client.advice",
				"the client advises fix_request or reauthorize*",
				"the client advises fix_request or none*",
				"the * returns 422_validation",
				"a bot that is already connected*",
				"a re-authorization by another account*",
			),
		},
		{
			Name: "radist-slow-down-means-fix", Doc: "429 is a mistake of the request",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "429" {
						r.Error.Advice, r.Error.RetryAfterS = driver.FixRequest, nil
					}
				})
			},
			Trips: reference.Trips("client.advice", "the client slows down when * returns 429"),
		},
		{
			Name: "radist-repeats-refused-requests", Doc: "What was refused is sent ten times more",
			Apply: func(p *policies) { p.Resent(10, func(_ *http.Request, status int) bool { return status >= 400 }) },
			Trips: reference.Trips(
				"journal.count",
				"the client slows down when * returns 429",
				"the client stops retrying with an unknown key",
				"the client stops after too many attempts",
				"a connection whose session has ended is reported",
			),
		},
	}
}

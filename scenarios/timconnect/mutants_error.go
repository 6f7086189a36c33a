package timconnect

import (
	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// errorMutants take failures for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "timconnect-trusts-http-200", Doc: "HTTP 200 is taken for success",
			Apply: func(p *policies) { p.succeeded = func(*envelope) bool { return true } },
			Trips: reference.Trips(
				"client.failure",
				"a failure of removeDevice in HTTP 200 is reported as a failure",
				"a marker refused in HTTP 200 is not reported as set",
				"the client stops at a page that does not exist",
				"a failed delivery report is reported as a failure",
			),
		},
		{
			Name: "timconnect-hides-words", Doc: "The vendor's words do not reach the caller",
			Apply: func(p *policies) {
				p.refusal = func(_ *envelope, r *driver.Result) { r.Error.Message = "the request failed" }
			},
			Trips: reference.Trips(
				"timconnect.text",
				"an error message that is*",
				"an undocumented error message reaches the caller",
			),
		},
		{
			Name: "timconnect-crashes-on-unknown-words", Doc: "A failure that is not documented crashes the client",
			Apply: func(p *policies) {
				p.refusal = func(e *envelope, _ *driver.Result) {
					if unknownWords(e.message) {
						panic("unknown failure: " + e.message)
					}
				}
			},
			Trips: reference.Trips(
				"client.crash",
				"an undocumented error message reaches the caller",
				"a failure of * in HTTP 200 is reported as a failure",
			),
		},
		{
			Name: "timconnect-reads-printed-forms", Doc: "A printed form is read as JSON",
			Apply: func(p *policies) { p.refusal = readPrintedForms },
			Trips: reference.Trips(
				"client.crash",
				"an error message that is*",
				"a code that comes too late is reported as a bad request",
			),
		},
		{
			Name: "timconnect-mistakes-mean-again", Doc: "Mistakes of a request are to be tried again",
			Apply: func(p *policies) { p.advice = adviseFor(p.advice, driver.FixRequest, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"an invalid phone number is reported as a bad request",
				"a wrong code registers*",
				"a code that comes too late is reported as a bad request",
				"a code for a phone that asked for no code is reported as a bad request",
				"the category of a message that*",
			),
		},
		{
			Name: "timconnect-refusals-mean-again", Doc: "Refused sessions and passwords are to be tried again",
			Apply: func(p *policies) { p.advice = adviseFor(p.advice, driver.Reauthorize, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"a wrong digest*",
				"a wrong API key*",
				"a refused password is not sent again",
				"a wrong password*",
			),
		},
	}
}

package bonder

import (
	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// errorMutants take the vendor's errors for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "bonder-trusts-http-200", Doc: "HTTP 200 is taken for success",
			Apply: func(p *policies) { p.succeeded = func(*envelope) bool { return true } },
			Trips: reference.Trips(
				"client.failure",
				"a failure in HTTP 200*",
				"a save that the server refuses*",
				"a profile that does not exist is reported as a bad request",
				"the client reports a refusal*",
				"the client advises * when deleteProfile returns *",
				"the client advises * when deleteLanguage returns *",
			),
		},
		{
			Name: "bonder-offline-means-now", Doc: "Offline services are to be tried again now",
			Apply: func(p *policies) { p.advice = instead(p.advice, driver.RetryLater, driver.RetryNow) },
			Trips: reference.Trips("client.advice", "the client advises retry_later when *"),
		},
		{
			Name: "bonder-hides-the-wait", Doc: "The caller is not told how long to wait",
			Apply: func(p *policies) { p.refusal = func(_ string, r *driver.Result) { r.Error.RetryAfterS = nil } },
			Trips: reference.Trips("client.retry-after", "the caller is told to retry in 45 to 60 minutes"),
		},
		{
			Name: "bonder-waits-in-minutes", Doc: "Minutes are told where seconds are meant",
			Apply: func(p *policies) {
				p.refusal = func(_ string, r *driver.Result) {
					if r.Error.RetryAfterS != nil {
						*r.Error.RetryAfterS /= 60
					}
				}
			},
			Trips: reference.Trips("client.retry-after", "the caller is told to retry in 45 to 60 minutes"),
		},
		{
			Name: "bonder-offline-means-support", Doc: "Offline services are a case for support",
			Apply: func(p *policies) { p.advice = instead(p.advice, driver.RetryLater, driver.ContactSupport) },
			Trips: reference.Trips(
				"client.advice",
				"the client advises retry_later when authorize returns SERVER_OFFLINE_ERROR",
				"the client advises retry_later when getCard returns SERVER_OFFLINE_ERROR",
			),
		},
		{
			Name: "bonder-retries-offline-at-once", Doc: "Offline services are tried again at once",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 4, func(_ request, code string) bool {
					return advice(code) == driver.RetryLater
				})
			},
			Trips: reference.Trips(
				"bonder.retry-later",
				"the client advises retry_later when getCard returns API_SERVICE_OFFLINE_ERROR",
				"the client advises retry_later when saveCard returns API_SERVICE_OFFLINE_ERROR",
			),
		},
		{
			Name: "bonder-support-means-retry", Doc: "Cases for support are to be tried again",
			Apply: func(p *policies) { p.advice = instead(p.advice, driver.ContactSupport, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"the client advises contact_support when *",
				"an account that is * meanwhile is referred to support",
				"a reached profile limit is referred to support",
			),
		},
		{
			Name: "bonder-limit-means-fix", Doc: "The profile limit is a mistake of the request",
			Apply: func(p *policies) {
				before := p.advice
				p.advice = func(code string) string {
					if code == "PROFILE_LIMIT_REACHED_ERROR" {
						return driver.FixRequest
					}
					return before(code)
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"the client advises contact_support when createProfile returns PROFILE_LIMIT_REACHED_ERROR",
				"a reached profile limit is referred to support",
			),
		},
		{
			Name: "bonder-missing-means-retry", Doc: "What does not exist is to be tried again",
			Apply: func(p *policies) { p.advice = instead(p.advice, driver.FixRequest, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"the client advises fix_request when *",
				"a profile that does not exist is reported as a bad request",
				"a deleted card cannot be loaded",
			),
		},
		{
			Name: "bonder-retry-means-support", Doc: "Failures inside the server are a case for support",
			Apply: func(p *policies) {
				p.advice = instead(p.advice, driver.RetryNow, driver.ContactSupport)
				p.attempts = once
			},
			Trips: reference.Trips("client.recovery", "the client retries * or advises a retry"),
		},
		{
			Name: "bonder-hammers", Doc: "Failures inside the server are tried again twenty times",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 20, func(_ request, code string) bool {
					return advice(code) == driver.RetryNow
				})
			},
			Trips: reference.Trips("bonder.retry-bounded", "the client stops retrying*"),
		},
		{
			Name: "bonder-retries-what-is-final", Doc: "Every failure is tried again at once",
			Apply: func(p *policies) { retryWhatIsFinal(p) },
			Trips: reference.Trips("journal.count", "the client does not retry after *"),
		},
		{
			Name: "bonder-crashes-on-unknown-codes", Doc: "An error code that is not documented crashes the client",
			Apply: func(p *policies) {
				p.refusal = func(code string, _ *driver.Result) {
					if advice(code) == driver.NoAdvice {
						panic("unknown error code " + code)
					}
				}
			},
			Trips: reference.Trips("client.crash", "an undocumented error code is reported as a failure"),
		},
		{
			Name: "bonder-hides-codes", Doc: "The vendor's code does not reach the caller",
			Apply: func(p *policies) {
				p.refusal = func(_ string, r *driver.Result) {
					if r.Error.Advice != driver.RetryLater {
						r.Error.Code = "error"
					}
				}
			},
			Trips: reference.Trips("client.code", "the vendor's error code reaches the caller"),
		},
		{
			Name: "bonder-fails-on-warnings", Doc: "A warning is taken for a failure",
			Apply: func(p *policies) { p.read = failOnWarnings },
			Trips: reference.Trips("client.success", "a success with a warning is reported as a success"),
		},
		{
			Name: "bonder-hides-warnings", Doc: "A warning does not reach the caller",
			Apply: func(p *policies) { p.Told(func(_ driver.Call, r *driver.Result) { delete(r.Values, "warnings") }) },
			Trips: reference.Trips("client.value", "a warning reaches the caller"),
		},
	}
}

package timconnect

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// kittnMutants get kittens wrong.
func kittnMutants() []patch {
	return []patch{
		{
			Name: "timconnect-reads-no-dates", Doc: "A Retry-After that is a date is ignored",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Response) {
					if _, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil {
						a.Header.Del("Retry-After")
					}
				})
			},
			Trips: reference.Trips("client.retry-after", "the wait that Kittn gives as a date*"),
		},
		{
			Name: "timconnect-trusts-its-clock", Doc: "A Retry-After is counted from when the client believes to be",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Response) {
					now := time.Now() //nolint:forbidigo // the client's own clock is the mistake
					a.Header.Set("Date", now.UTC().Format(http.TimeFormat))
				})
			},
			Trips: reference.Trips("client.retry-after", "the wait that Kittn gives in date does not*"),
		},
		{
			Name: "timconnect-lists-without-flags", Doc: "The flags of the list are not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.listKittens" {
						c.Params.Args = nil
					}
				})
			},
			Trips: reference.Trips("timconnect.told", "the list with *", "cats and adopted*"),
		},
		{
			Name: "timconnect-writes-flags-as-numbers", Doc: "Flags are sent as 1 and 0",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.URL.RawQuery = strings.NewReplacer("=true", "=1", "=false", "=0").Replace(r.URL.RawQuery)
				})
			},
			Trips: reference.Trips("unasked.violation", "the list with *"),
		},
		{
			Name: "timconnect-asks-for-html", Doc: "HTML is asked for",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Set("Accept", "text/html") }) },
			Trips: slices.Concat(
				reference.Trips("client.success", "one kitten is looked up"),
				reference.Trips("timconnect.told", "the kittens are listed*"),
			),
		},
		{
			Name: "timconnect-ignores-retry-after", Doc: "The wait that Kittn asks for is not passed on",
			Apply: func(p *policies) {
				p.Received(func(r *http.Request, a *reference.Response) {
					if ofKittn(r) {
						a.Header.Del("Retry-After")
					}
				})
			},
			Trips: reference.Trips(
				"client.retry-after", "the wait that Kittn asks for*", "the wait that Kittn gives in seconds*",
			),
		},
		{
			Name: "timconnect-trusts-kittn", Doc: "Every response of Kittn is a success",
			Apply: func(p *policies) { p.Received(trustKittn) },
			Trips: reference.Trips(
				"client.failure",
				"the client does not retry a kitten request that returns 404",
				"the client advises retry_later when the list returns 503",
				"a hidden kitten does not hide the others",
				"a list that is cut off is reported as a failure",
			),
		},
		{
			Name: "timconnect-asks-for-gone-kittens-again", Doc: "What is refused for good is asked for again",
			Apply: func(p *policies) {
				p.Resent(
					2,
					func(r *http.Request, status int) bool { return ofKittn(r) && status >= 400 && status < 411 },
				)
			},
			Trips: reference.Trips(
				"timconnect.kittn-final",
				"the client does not retry a kitten request that returns *",
				"a removed kitten is not requested again",
			),
		},
		{
			Name: "timconnect-hammers-kittn", Doc: "What is to be tried later is tried at once",
			Apply: func(p *policies) {
				p.Resent(3, func(r *http.Request, status int) bool {
					return ofKittn(r) && kittnAdvice(status) == driver.RetryLater
				})
			},
			Trips: reference.Trips(
				"timconnect.kittn-slows-down",
				"the client advises retry_later when the list returns *",
			),
		},
		{
			Name: "timconnect-later-means-now", Doc: "What is to be tried later is to be tried now",
			Apply: func(p *policies) { p.kittnAdvice = instead(p.kittnAdvice, driver.RetryLater, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"the client advises retry_later when the list returns *",
				"a client that was too fast*",
				"kittens are listed again after maintenance",
			),
		},
		{
			Name: "timconnect-final-means-later", Doc: "What is refused for good is to be tried later",
			Apply: func(p *policies) { p.kittnAdvice = instead(p.kittnAdvice, driver.FixRequest, driver.RetryLater) },
			Trips: reference.Trips(
				"client.advice",
				"the client does not retry a kitten request that returns 403",
				"the client does not retry a kitten request that returns 410",
				"a removed kitten is not requested again",
			),
		},
		{
			Name: "timconnect-hides-kittn-codes", Doc: "The status of Kittn does not reach the caller",
			Apply: func(p *policies) { p.Told(hideKittnCodes) },
			Trips: reference.Trips("client.code", "the HTTP status reaches the caller"),
		},
		{
			Name: "timconnect-crashes-on-teapots", Doc: "A teapot crashes the client",
			Apply: func(p *policies) {
				before := p.kittnAdvice
				p.kittnAdvice = func(status int) string {
					if status == http.StatusTeapot {
						panic("a teapot")
					}
					return before(status)
				}
			},
			Trips: reference.Trips("client.crash", "status 418 is reported as a failure"),
		},
	}
}

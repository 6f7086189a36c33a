package timconnect

import (
	"time"

	"sparring/mock/fake"
	"sparring/mock/param"
)

// Name is the API's name and the first part of its paths.
const Name = "timconnect"

// The switches, one per contradiction or gap of the page.
var (
	sw = fake.NewSwitches(Name)

	kittensAlias  = sw.Bool("kittensAlias", true, "T-03: /kittens/{id} answers like /api/kittens/{id}")
	kittensDelete = sw.Bool("kittensDelete", false,
		"T-04: DELETE of a kitten works, as in a later release of the template; off: 405")
	kittenRateLimit = sw.Int("kittenRateLimit", param.Between(0, 10_000), 0,
		"T-40: Kittn requests per minute of world time before 429; 0 is not a limit")
	httpStatus = sw.Enum("httpStatus", []string{statusAlways200, statusMapped}, statusAlways200,
		"T-06: failures are HTTP 200, or have a status of their kind")
	requireAPIKeyHeader = sw.Bool("requireApiKeyHeader", true,
		"T-10: the API key in Authorization on every call; off: only device.app_key at registration")
	multiDevice = sw.Bool("multiDevice", false,
		"T-24: a phone may have several devices; off: registering again ends the earlier one")
	categoryLearning = sw.Bool("categoryLearning", true,
		"T-33: a new message gets the category that users chose most often for its sender")
	phoneFormat = sw.Enum("phoneFormat", []string{phoneRU, phoneE164}, phoneRU,
		"T-18: Russian numbers (8 becomes 7), or any of E.164")
	codeTTL          = sw.Duration("codeTTL", 5*time.Minute, "T-20: life of an activation code")
	sessionTTL       = sw.Duration("sessionTTL", 14*24*time.Hour, "T-22: life of a session")
	smsFallbackAfter = sw.Duration("smsFallbackAfter", time.Minute,
		"T-26: without a delivery report for so long, the message is sent as SMS")
	pageSize    = sw.Int("pageSize", param.AtLeast(1), 20, "T-17: messages on one page")
	pushGateway = sw.URL("pushGateway", "T-41: pushes are also POSTed to this URL; empty: outbox only")
)

const (
	statusAlways200 = "always200"
	statusMapped    = "mapped"
	phoneRU         = "ru"
	phoneE164       = "e164"
)

package timconnect

import (
	"time"

	"sparring/mock/world"
)

// Name is the API's name and the first part of its paths.
const Name = "timconnect"

// The switches, one per contradiction or gap of the page.
const (
	kittensAlias        = "kittensAlias"
	kittensDelete       = "kittensDelete"
	kittenRateLimit     = "kittenRateLimit"
	httpStatus          = "httpStatus"
	requireAPIKeyHeader = "requireApiKeyHeader"
	multiDevice         = "multiDevice"
	categoryLearning    = "categoryLearning"
	phoneFormat         = "phoneFormat"
	codeTTL             = "codeTTL"
	sessionTTL          = "sessionTTL"
	smsFallbackAfter    = "smsFallbackAfter"
	pageSize            = "pageSize"
	pushGateway         = "pushGateway"
)

const (
	statusAlways200 = "always200"
	statusMapped    = "mapped"
	phoneRU         = "ru"
	phoneE164       = "e164"
)

func switches() []world.Switch {
	return []world.Switch{
		{Name: kittensAlias, Type: world.Bool, Default: true, Doc: "T-03: /kittens/{id} answers like /api/kittens/{id}"},
		{Name: kittensDelete, Type: world.Bool, Default: false, Doc: "T-04: DELETE of a kitten works, as in a later release of the template; off: 405"},
		{Name: kittenRateLimit, Type: world.Int, Range: world.Between(0, 10_000), Default: 0, Doc: "T-40: Kittn requests per minute of world time before 429; 0 is no limit"},
		{Name: httpStatus, Type: world.Enum, Values: []string{statusAlways200, statusMapped}, Default: statusAlways200, Doc: "T-06: failures are HTTP 200, or have a status of their kind"},
		{Name: requireAPIKeyHeader, Type: world.Bool, Default: true, Doc: "T-10: the API key in Authorization on every call; off: only device.app_key at registration"},
		{Name: multiDevice, Type: world.Bool, Default: false, Doc: "T-24: a phone may have several devices; off: registering again ends the earlier one"},
		{Name: categoryLearning, Type: world.Bool, Default: true, Doc: "T-33: a new message gets the category that users chose most often for its sender"},
		{Name: phoneFormat, Type: world.Enum, Values: []string{phoneRU, phoneE164}, Default: phoneRU, Doc: "T-18: Russian numbers (8 becomes 7), or any of E.164"},
		{Name: codeTTL, Type: world.Duration, Default: 5 * time.Minute, Doc: "T-20: life of an activation code"},
		{Name: sessionTTL, Type: world.Duration, Default: 14 * 24 * time.Hour, Doc: "T-22: life of a session"},
		{Name: smsFallbackAfter, Type: world.Duration, Default: time.Minute, Doc: "T-26: without a delivery report for so long, the message is sent as SMS"},
		{Name: pageSize, Type: world.Int, Range: world.AtLeast(1), Default: 20, Doc: "T-17: messages on one page"},
		{Name: pushGateway, Type: world.URL, Default: "", Doc: "T-41: pushes are also POSTed to this URL; empty: outbox only"},
	}
}

func (f *Fake) on(name string) bool { return f.w.Switches.Bool(Name, name) }

func (f *Fake) chosen(name string) string { return f.w.Switches.Text(Name, name) }

func (f *Fake) after(name string) time.Duration { return f.w.Switches.Duration(Name, name) }

func (f *Fake) number(name string) int { return f.w.Switches.Int(Name, name) }

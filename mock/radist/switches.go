package radist

import (
	"time"

	"sparring/mock/world"
)

// name of this API in switches, URLs and journals.
const name = "radist"

// switches are the readings of the vendor's text that can be chosen per world.
func switches() []world.Switch {
	return []world.Switch{
		{Name: "rateLimits", Type: world.Bool, Default: false,
			Doc: "5 requests per second and key, 1 on chats and on contacts; beyond: 429 with Retry-After"},
		{Name: "trial", Type: world.Duration, Default: 72 * time.Hour,
			Doc: "length of the test period that the first connection of a type starts"},
		{Name: "sessionTTL", Type: world.Duration, Default: 10 * time.Minute,
			Doc: "life of a login session after its last successful call"},
		{Name: "qrTTL", Type: world.Duration, Default: 30 * time.Second,
			Doc: "life of a QR code of Telegram and WhatsApp; it ends on a whole second, the next one at the earliest"},
		{Name: "floodLimit", Type: world.Int, Range: world.AtLeast(0), Default: 0,
			Doc: "R-70: wrong codes and passwords after which a session answers 429; 0: no limit"},
		{Name: "floodWait", Type: world.Duration, Default: time.Minute,
			Doc: "R-70: time after floodLimit wrong attempts in which a session takes no code and no password; Retry-After tells it"},
		{Name: "twoFactor", Type: world.Bool, Default: false,
			Doc: "whether a Telegram account has a 2FA password where the scan or code does not say"},
		{Name: "telegramType", Type: world.Enum, Values: []string{"telegram", "telegram_personal"}, Default: "telegram",
			Doc: "the type of a personal Telegram in answers; both are accepted"},
		{Name: "duplicateAccounts", Type: world.Enum, Values: []string{"refuse", "allow"}, Default: "refuse",
			Doc: "the same phone, bot or group twice in a company: 409, or a second connection"},
		{Name: "untilInclusive", Type: world.Bool, Default: false,
			Doc: "whether messages of exactly the time `until` are listed"},
		{Name: "deliveryAfter", Type: world.Duration, Default: time.Second,
			Doc: "world time from a message sent to its webhook messages.delivery.delivered"},
	}
}

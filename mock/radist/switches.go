package radist

import (
	"time"

	"sparring/mock/fake"
	"sparring/mock/param"
)

// name of this API in switches, URLs and journals.
const name = "radist"

// The switches are the readings of the vendor's text that can be chosen per world.
var (
	sw = fake.NewSwitches(name)

	rateLimits = sw.Bool("rateLimits", false,
		"5 requests per second and key, 1 on chats and on contacts; beyond: 429 with Retry-After")
	trial = sw.Duration("trial", 72*time.Hour,
		"length of the test period that the first connection of a type starts")
	sessionTTL = sw.Duration("sessionTTL", 10*time.Minute, "life of a login session after its last successful call")
	qrTTL      = sw.Duration("qrTTL", 30*time.Second,
		"life of a QR code of Telegram and WhatsApp; it ends on a whole second, the next one at the earliest")
	floodLimit = sw.Int("floodLimit", param.AtLeast(0), 0,
		"R-70: wrong codes and passwords after which a session answers 429; 0: no limit")
	floodWait = sw.Duration("floodWait", time.Minute, "R-70: time after floodLimit wrong attempts in which a session "+
		"takes no code and no password; Retry-After tells it")
	twoFactor = sw.Bool("twoFactor", false,
		"whether a Telegram account has a 2FA password where the scan or code does not say")
	telegramType = sw.Enum("telegramType", []string{typeTelegram, typeTelegramOld}, typeTelegram,
		"the type of a personal Telegram in answers; both are accepted")
	duplicateAccounts = sw.Enum("duplicateAccounts", []string{"refuse", "allow"}, "refuse",
		"the same phone, bot or group twice in a company: 409, or a second connection")
	untilInclusive = sw.Bool("untilInclusive", false, "whether messages of exactly the time `until` are listed")
	deliveryAfter  = sw.Duration("deliveryAfter", time.Second,
		"world time from a message sent to its webhook messages.delivery.delivered")
)

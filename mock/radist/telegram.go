package radist

import "sparring/mock/journal"

// telegramInit opens a login session at Telegram, by QR or by code; connection_id makes it a re-authorization.
// Source: radist, "Создание сессии для авторизации", "Повторная авторизация".
// Assumed: auth_type "code" and its phone; 404 or 400 for a connection that is not a Telegram one of the company.
func telegramInit(f *Fake, c *call) (any, error) {
	authType, _ := c.object.choice("auth_type", true, "qr", "code")
	connection, again := c.object.integer("connection_id", false)
	phone := ""
	if authType == "code" {
		if c.object.fields["phone"] == nil {
			c.blame("missing_field", "/phone", "a phone with auth_type=code", "none", journal.Derived, "radist#L27")
		}
		phone, _ = c.object.phone("phone", true)
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	if again {
		if err := f.reauthorized(c, connection, typeTelegram, errNotTelegram); err != nil {
			return nil, err
		}
	}
	return f.open(c, typeTelegram, authType, phone, connection).telegramView(c.now), nil
}

// telegramLogin is the poll, and takes the code and the 2FA password.
// Source: radist, "Периодически … опрашиваем статус сессии" to "status=authenticated".
// Assumed: a code that has expired is replaced at the poll; wrong values are 400 and change nothing.
func telegramLogin(f *Fake, c *call) (any, error) {
	s, err := f.login(c, typeTelegram)
	if err != nil {
		return nil, err
	}
	return s.telegramView(c.now), nil
}

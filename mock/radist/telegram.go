package radist

import (
	"sparring/mock/fake"
	"sparring/mock/journal"
)

// telegramInit opens a login session at Telegram, by QR or by code; connection_id makes it a re-authorization.
// Source: radist, "Создание сессии для авторизации", "Повторная авторизация".
// Assumed: auth_type "code" and its phone; 404 or 400 for a connection that is not a Telegram one of the company.
func (x *exchange) telegramInit() (fake.Response, error) {
	authType, _ := x.object.choice("auth_type", true, "qr", "code")
	connection, again := x.object.integer("connection_id", false)
	phone := ""
	if authType == "code" {
		if x.object.fields["phone"] == nil {
			x.blame("missing_field", "/phone", "a phone with auth_type=code", "none", journal.Derived, "radist#L27")
		}
		phone, _ = x.object.phone("phone", true)
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	if again {
		if err := x.reauthorized(connection, typeTelegram, errNotTelegram); err != nil {
			return refused(err)
		}
	}
	return success(x.open(typeTelegram, authType, phone, connection).telegramView(x.Now()))
}

// telegramLogin is the poll, and takes the code and the 2FA password.
// Source: radist, "Периодически … опрашиваем статус сессии" to "status=authenticated".
// Assumed: a code that has expired is replaced at the poll; wrong values are 400 and change nothing.
func (x *exchange) telegramLogin() (fake.Response, error) {
	s, err := x.login(typeTelegram)
	if err != nil {
		return refused(err)
	}
	return success(s.telegramView(x.Now()))
}

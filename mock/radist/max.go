package radist

import "sparring/mock/fake"

// maxInit opens a login session at MAX: the code goes to the phone.
// Source: radist, "Подключение MAX". Assumed: the body, and re-authorization by connection_id as for
// Telegram.
func (x *exchange) maxInit() (fake.Response, error) {
	phone, _ := x.object.phone("phone", true)
	connection, again := x.object.integer("connection_id", false)
	if err := x.ready(); err != nil {
		return refused(err)
	}
	if again {
		if err := x.reauthorized(connection, typeMax, errNotMax); err != nil {
			return refused(err)
		}
	}
	return success(x.open(typeMax, "code", phone, connection).view(x.Now()))
}

// maxLogin takes the code. Source: radist, "Подключение MAX". Assumed: MAX asks for no password.
func (x *exchange) maxLogin() (fake.Response, error) {
	s, err := x.login(typeMax)
	if err != nil {
		return refused(err)
	}
	return success(s.view(x.Now()))
}

package radist

// maxInit opens a login session at MAX: the code goes to the phone.
// Source: radist, "Подключение MAX". Assumed: the body, and re-authorization by connection_id as for
// Telegram.
func maxInit(f *Fake, c *call) (any, error) {
	phone, _ := c.object.phone("phone", true)
	connection, again := c.object.integer("connection_id", false)
	if err := c.ready(f); err != nil {
		return nil, err
	}
	if again {
		if err := f.reauthorized(c, connection, typeMax, errNotMax); err != nil {
			return nil, err
		}
	}
	return f.open(c, typeMax, "code", phone, connection).view(c.now), nil
}

// maxLogin takes the code. Source: radist, "Подключение MAX". Assumed: MAX asks for no password.
func maxLogin(f *Fake, c *call) (any, error) {
	s, err := f.login(c, typeMax)
	if err != nil {
		return nil, err
	}
	return s.view(c.now), nil
}

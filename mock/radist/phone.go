package radist

import (
	"sparring/mock/fake"
	"sparring/mock/world"
)

// scanned is the result of a scan.
type scanned struct {
	Session    string `json:"session,omitempty"`
	Connection int64  `json:"connection,omitempty"`
	Account    string `json:"account"`
	Status     string `json:"status"`
	Password   string `json:"password,omitempty"`
}

// pickSession returns the session that an event means: the one named, the one whose code is qr, else the newest.
func (x *exchange) pickSession(args world.Args, messenger string) (Session, error) {
	if args.Has("session") {
		s, ok := x.sessions.Get(args.Text("session"))
		if !ok || s.Messenger != messenger {
			return s, fake.Impossible("there is no such session of %s", messenger)
		}
		return s, nil
	}
	var newest Session
	for _, s := range x.sessions.Backward() {
		if s.Messenger != messenger {
			continue
		}
		if newest.ID == "" {
			newest = s
		}
		if !args.Has("qr") {
			break
		}
		if s.QR.shows(args.Text("qr")) {
			return s, nil
		}
	}
	if newest.ID == "" {
		return newest, fake.Impossible("there is no session of %s", messenger)
	}
	return newest, nil
}

// telegramScanned is the user's phone scanning a code: at or after its end it connects nothing.
// Source: radist, "Подключение через сканирование QR-кода". Assumed: the account counts at once, the
// client learns it at its next poll; another account than the connection's is refused there.
func (x *exchange) telegramScanned(args world.Args) (any, error) {
	s, err := x.pickSession(args, typeTelegram)
	if err != nil {
		return nil, err
	}
	conn, again := x.connections.Get(s.Connection)
	own := conn.Phone
	account, err := said(args, own)
	if err != nil {
		return nil, err
	}
	two := twoFactor.Get(x)
	if args.Has("two_factor") {
		two = args.Bool("two_factor")
	}
	x.protect(&s, args)
	t := scan
	switch stale := args.Has("qr") && !s.QR.shows(args.Text("qr")); {
	case stale || !s.QR.live(x.Now()) || s.RefusedScan != "":
		t = scanStale
	case own != "" && account != own:
		t = scanOther
	case two:
		t = scan2FA
	}
	if refusal, _ := s.take(t, x.Now()); refusal != "" {
		return nil, fake.Impossible("%s", refusal)
	}
	if t == scanOther {
		s.RefusedScan = account
		x.sessions.Put(s.ID, s)
		return scanned{Session: s.ID, Account: account, Status: "refused"}, nil
	}
	if account == "" {
		account = x.freePhone()
	}
	s.Phone, s.TwoFactor = account, &two
	if s.UserID = x.userID(); again {
		s.UserID = conn.UserID
	}
	x.revive(&s)
	x.sessions.Put(s.ID, s)
	out := scanned{Session: s.ID, Account: account, Status: s.view(x.Now()).Status}
	if two {
		out.Password = s.Password
	}
	return out, nil
}

// protect gives a session the 2FA password of an event, blanks included, if it says one.
func (x *exchange) protect(s *Session, args world.Args) {
	if args.Has("password") {
		s.Password = args.Text("password")
		x.Secret("password", s.Password)
	}
}

// said is the phone of the one who scans, where the event or the connection says it.
func said(args world.Args, own string) (string, error) {
	if !args.Has("account") {
		return own, nil
	}
	phone, ok := normalPhone(args.Text("account"))
	if !ok {
		return "", &world.ArgError{Arg: "account", Reason: "expected a phone such as +79990000001"}
	}
	return phone, nil
}

// freePhone is a phone that nobody has.
func (x *exchange) freePhone() string {
	for {
		phone := "+7999" + x.Chance().Text(world.Digits, 7)
		taken := false
		for _, c := range x.connections.All() {
			taken = taken || c.Phone == phone
		}
		if !taken {
			return phone
		}
	}
}

type readCode struct {
	Session  string `json:"session"`
	Code     string `json:"code"`
	Password string `json:"password,omitempty"`
}

// telegramCode is the user reading the code. Source: radist, "Подключение через код в чате Telegram".
func (x *exchange) telegramCode(args world.Args) (any, error) {
	s, err := x.pickSession(args, typeTelegram)
	if err != nil {
		return nil, err
	}
	if refusal, _ := s.take(codeShown, x.Now()); refusal != "" {
		return nil, fake.Impossible("%s", refusal)
	}
	two := twoFactor.Get(x)
	if args.Has("two_factor") {
		two = args.Bool("two_factor")
	}
	x.protect(&s, args)
	s.CodeShown, s.TwoFactor = true, &two
	x.sessions.Put(s.ID, s)
	out := readCode{Session: s.ID, Code: s.Code}
	if two {
		out.Password = s.Password
	}
	return out, nil
}

// maxCode is the user reading the code. Source: radist, "Подключение MAX".
func (x *exchange) maxCode(args world.Args) (any, error) {
	s, err := x.pickSession(args, typeMax)
	if err != nil {
		return nil, err
	}
	if refusal, _ := s.take(codeShown, x.Now()); refusal != "" {
		return nil, fake.Impossible("%s", refusal)
	}
	s.CodeShown = true
	x.sessions.Put(s.ID, s)
	return readCode{Session: s.ID, Code: s.Code}, nil
}

// whatsappScanned connects a phone. Source: radist, "Подключение WhatsApp". Assumed: any account may
// reconnect, a phone that another connection of the company has may not.
func (x *exchange) whatsappScanned(args world.Args) (any, error) {
	conn, err := x.pickWhatsapp(args)
	if err != nil {
		return nil, err
	}
	account, err := said(args, conn.Phone)
	if err != nil {
		return nil, err
	}
	switch {
	case x.paidFor(&conn, x.Now()) == overdue:
		return nil, fake.Impossible("connection %d shows no QR: the subscription of %s is not paid", conn.ID, conn.Type)
	case conn.Connected:
		return nil, fake.Impossible("connection %d is connected, there is no QR to scan", conn.ID)
	case conn.QR == nil:
		return nil, fake.Impossible("no QR of connection %d was asked for", conn.ID)
	case !conn.QR.live(x.Now()) || (args.Has("qr") && args.Text("qr") != conn.QR.Text):
		return nil, fake.Impossible("the QR has expired or is not the connection's; ask for a new one")
	case account != "" && x.refuses(&conn, func(o *Connection) bool { return o.Phone == account }):
		return nil, fake.Impossible("%s is connected in this company already", account)
	}
	if account == "" {
		account = x.freePhone()
	}
	conn.Connected, conn.Ended, conn.QR, conn.Phone = true, "", nil, account
	x.connections.Put(conn.ID, conn)
	return scanned{Connection: conn.ID, Account: account, Status: "connected"}, nil
}

// pickWhatsapp returns the connection that an event means: the one named, the one whose code is qr, else the newest.
func (x *exchange) pickWhatsapp(args world.Args) (Connection, error) {
	if args.Has("qr") && !args.Has("connection") {
		for _, c := range x.connections.All() {
			if c.Type == typeWhatsapp && c.QR != nil && c.QR.Text == args.Text("qr") {
				return c, nil
			}
		}
	}
	return x.newest(args, typeWhatsapp, ofType(typeWhatsapp))
}

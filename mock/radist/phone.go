package radist

import (
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

// pickSession gives the session an event means: the one named, the one whose code is qr, else the newest.
func (f *Fake) pickSession(args world.Args, messenger string) (*Session, error) {
	if args.Has("session") {
		s := f.state.Sessions[args.Text("session")]
		if s == nil || s.Messenger != messenger {
			return nil, refuse("there is no such session of %s", messenger)
		}
		return s, nil
	}
	var newest *Session
	for i := len(f.state.SessionOrder) - 1; i >= 0; i-- {
		s := f.state.Sessions[f.state.SessionOrder[i]]
		if s.Messenger != messenger {
			continue
		}
		if newest == nil {
			newest = s
		}
		if !args.Has("qr") {
			break
		}
		if s.QR.shows(args.Text("qr")) {
			return s, nil
		}
	}
	if newest == nil {
		return nil, refuse("there is no session of %s", messenger)
	}
	return newest, nil
}

// telegramScanned is the user's phone scanning a code: at or after its end it connects nothing.
// Source: radist, "Подключение через сканирование QR-кода". Assumed: the account counts at once, the
// client learns it at its next poll; another account than the connection's is refused there.
func telegramScanned(f *Fake, h *happening) (any, error) {
	s, err := f.pickSession(h.Args, typeTelegram)
	if err != nil {
		return nil, err
	}
	conn := f.state.Connections[s.Connection]
	own := ""
	if conn != nil {
		own = conn.Phone
	}
	account, err := said(h.Args, own)
	if err != nil {
		return nil, err
	}
	two := f.w.Switches.Bool(name, "twoFactor")
	if h.Has("two_factor") {
		two = h.Bool("two_factor")
	}
	t := scan
	switch stale := h.Has("qr") && !s.QR.shows(h.Text("qr")); {
	case stale || !s.QR.live(h.now) || s.RefusedScan != "":
		t = scanStale
	case own != "" && account != own:
		t = scanOther
	case two:
		t = scan2FA
	}
	if refusal, _ := s.take(t, h.now); refusal != "" {
		return nil, refuse("%s", refusal)
	}
	if t == scanOther {
		s.RefusedScan = account
		return scanned{Session: s.ID, Account: account, Status: "refused"}, nil
	}
	if account == "" {
		account = f.freePhone()
	}
	s.Phone, s.TwoFactor = account, &two
	if s.UserID = f.userID(); conn != nil {
		s.UserID = conn.UserID
	}
	f.revive(s, h.now)
	out := scanned{Session: s.ID, Account: account, Status: s.view(h.now).Status}
	if two {
		out.Password = s.Password
	}
	return out, nil
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
func (f *Fake) freePhone() string {
	for {
		phone := "+7999" + f.chance.Text(world.Digits, 7)
		taken := false
		for _, c := range f.state.Connections {
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
func telegramCode(f *Fake, h *happening) (any, error) {
	s, err := f.pickSession(h.Args, typeTelegram)
	if err != nil {
		return nil, err
	}
	if refusal, _ := s.take(codeShown, h.now); refusal != "" {
		return nil, refuse("%s", refusal)
	}
	two := f.w.Switches.Bool(name, "twoFactor")
	if h.Has("two_factor") {
		two = h.Bool("two_factor")
	}
	s.CodeShown, s.TwoFactor = true, &two
	out := readCode{Session: s.ID, Code: s.Code}
	if two {
		out.Password = s.Password
	}
	return out, nil
}

// maxCode is the user reading the code. Source: radist, "Подключение MAX".
func maxCode(f *Fake, h *happening) (any, error) {
	s, err := f.pickSession(h.Args, typeMax)
	if err != nil {
		return nil, err
	}
	if refusal, _ := s.take(codeShown, h.now); refusal != "" {
		return nil, refuse("%s", refusal)
	}
	s.CodeShown = true
	return readCode{Session: s.ID, Code: s.Code}, nil
}

// whatsappScanned connects a phone. Source: radist, "Подключение WhatsApp". Assumed: any account may
// reconnect, a phone that another connection of the company has may not.
func whatsappScanned(f *Fake, h *happening) (any, error) {
	conn, err := f.pickWhatsapp(h.Args)
	if err != nil {
		return nil, err
	}
	account, err := said(h.Args, conn.Phone)
	if err != nil {
		return nil, err
	}
	switch {
	case f.paidFor(conn, h.now) == overdue:
		return nil, refuse("connection %d shows no QR: the subscription of %s is not paid", conn.ID, conn.Type)
	case conn.Connected:
		return nil, refuse("connection %d is connected, there is no QR to scan", conn.ID)
	case conn.QR == nil:
		return nil, refuse("no QR of connection %d was asked for", conn.ID)
	case !conn.QR.live(h.now) || (h.Has("qr") && h.Text("qr") != conn.QR.Text):
		return nil, refuse("the QR has expired or is not the connection's; ask for a new one")
	case account != "" && f.refuses(conn, func(o *Connection) bool { return o.Phone == account }):
		return nil, refuse("%s is connected in this company already", account)
	}
	if account == "" {
		account = f.freePhone()
	}
	conn.Connected, conn.Ended, conn.QR, conn.Phone = true, "", nil, account
	return scanned{Connection: conn.ID, Account: account, Status: "connected"}, nil
}

// pickWhatsapp gives the connection an event means: the one named, the one whose code is qr, else the newest.
func (f *Fake) pickWhatsapp(args world.Args) (*Connection, error) {
	if args.Has("qr") && !args.Has("connection") {
		for _, id := range ids(f.state.Connections) {
			if c := f.state.Connections[id]; c.Type == typeWhatsapp && c.QR != nil && c.QR.Text == args.Text("qr") {
				return c, nil
			}
		}
	}
	return f.newest(args, typeWhatsapp, ofType(typeWhatsapp))
}

package radist

import (
	"math"
	"strconv"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/world"
)

// Session is one login at Telegram or MAX, on its way to a connection or back to one.
type Session struct {
	ID              string     `json:"id"`
	Company         int64      `json:"company"`
	Messenger       string     `json:"messenger"` // telegram, max_personal
	AuthType        string     `json:"auth_type"` // qr, code
	Connection      int64      `json:"connection,omitempty"`
	Phone           string     `json:"phone,omitempty"` // the account: asked for (code), or the one that scanned (QR)
	UserID          string     `json:"user_id,omitempty"`
	QR              *QR        `json:"qr,omitempty"`
	Code            string     `json:"code,omitempty"`
	CodeShown       bool       `json:"code_shown,omitempty"` // somebody looked at the phone
	TwoFactor       *bool      `json:"two_factor,omitempty"` // said with the scan or the code; else the switch twoFactor
	Password        string     `json:"password,omitempty"`
	Wrong           int        `json:"wrong,omitempty"`       // codes and passwords
	FloodUntil      *time.Time `json:"flood_until,omitempty"` // no code and no password is taken before
	RefusedScan     string     `json:"refused_scan,omitempty"`
	EnteredAt       *time.Time `json:"entered_at,omitempty"` // scan or right code
	AuthenticatedAt *time.Time `json:"authenticated_at,omitempty"`
	UsedBy          int64      `json:"used_by,omitempty"`
	OpenedAt        time.Time  `json:"opened_at"`
	Expires         time.Time  `json:"expires"`
	Ended           string     `json:"ended,omitempty"` // why it ended before that
	Fault           bool       `json:"fault,omitempty"` // ended by a fault rule
}

// status follows from the facts and the time.
func (s *Session) status(now time.Time) status {
	switch {
	case s.Ended != "" || !now.Before(s.Expires):
		return gone
	case s.UsedBy != 0:
		return used
	case s.AuthenticatedAt != nil:
		return authenticated
	case s.EnteredAt != nil:
		return waitingForPassword
	case s.AuthType == "qr":
		return waitingForQR
	}
	return waitingForCode
}

// take applies a trigger: the table decides, the facts follow.
func (s *Session) take(t trigger, now time.Time) (refusal string, fail *failure) {
	before := s.status(now)
	r := next(before, t)
	switch {
	case r.err != nil:
		return "", r.err
	case before == gone:
		return s.over(now), nil
	}
	if r.refusal != "" || r.next == before {
		return r.refusal, nil
	}
	switch r.next {
	case waitingForPassword:
		s.EnteredAt = &now
	case authenticated:
		if s.EnteredAt == nil {
			s.EnteredAt = &now
		}
		s.AuthenticatedAt = &now
	case used:
		s.UsedBy = s.Connection
	}
	return "", nil
}

// over says why a session is over.
func (s *Session) over(now time.Time) string {
	switch {
	case s.Fault:
		return "a fault rule ended the session, as " + s.Ended + " would have"
	case s.Ended != "":
		return "the session was ended: " + s.Ended
	case !now.Before(s.Expires):
		return "the session expired at " + s.Expires.Format(time.RFC3339)
	}
	return "the session is not over"
}

func (f *Fake) open(c *call, messenger, authType, phone string, connection int64) *Session {
	s := &Session{ID: f.chance.UUID(), Company: c.company, Messenger: messenger, AuthType: authType, Phone: phone,
		Connection: connection, OpenedAt: c.now, Expires: c.now.Add(f.w.Switches.Duration(name, "sessionTTL")),
		Password: f.chance.Text(world.Alphanumeric, 8)}
	if authType == "qr" {
		s.QR = f.telegramQR(c.now)
	} else {
		s.Code, s.UserID = f.chance.Text(world.Digits, 5), f.userID()
	}
	f.w.Secret("session", s.ID)
	f.w.Secret("password", s.Password)
	f.state.Sessions[s.ID] = s
	f.state.SessionOrder = append(f.state.SessionOrder, s.ID)
	f.kept(keptSessions, s.size(), func() int64 { return f.forgetSession(s.ID) })
	return s
}

func (f *Fake) userID() string {
	return f.chance.Text("123456789", 1) + f.chance.Text(world.Digits, 8)
}

// telegramQR makes a code. Its end is what the wire shows, so whole seconds.
func (f *Fake) telegramQR(now time.Time) *QR {
	return f.newQR("tg://login?token=AQ"+f.chance.Text(world.Alphanumeric+"-_", 40), now)
}

func (f *Fake) newQR(text string, now time.Time) *QR {
	f.w.Secret("qr", text)
	expires := now.Add(f.w.Switches.Duration(name, "qrTTL")).Truncate(time.Second)
	if !expires.After(now) {
		expires = expires.Add(time.Second) // a code is never dead when it is made
	}
	return &QR{Text: text, Expires: expires}
}

// refresh makes a new code where the last one has expired.
func (f *Fake) refresh(s *Session, now time.Time) {
	if s.status(now) == waitingForQR && s.RefusedScan == "" && !s.QR.live(now) {
		s.QR = f.telegramQR(now)
	}
}

// session finds a living session of the company and the messenger. Assumed: all that it is not is one 404.
func (f *Fake) session(c *call, id, messenger string) (*Session, error) {
	s := f.state.Sessions[id]
	switch {
	case s == nil:
		c.because("session_unknown", "no such session")
	case s.Company != c.company:
		c.because("session_foreign", "the session belongs to company %d", s.Company)
	case s.Messenger != messenger:
		c.because("session_foreign", "the session belongs to %s", s.Messenger)
	case s.Ended != "":
		c.because("session_ended", "%s", s.over(c.now))
	case s.status(c.now) == gone:
		c.because("session_expired", "%s", s.over(c.now))
	default:
		return s, nil
	}
	return nil, errSession
}

// reauthorized checks the connection that a session is to revive. Assumed: another type is 400, no such one 404.
func (f *Fake) reauthorized(c *call, id int64, kind string, wrong *failure) error {
	conn, err := f.state.connection(c.company, id)
	if err != nil {
		return err
	}
	if conn.Type != kind {
		return wrong
	}
	return nil
}

// login takes a poll, a code or a password: one of the table's triggers.
func (f *Fake) login(c *call, messenger string) (*Session, error) {
	id, _ := c.object.uuid("session_id", true)
	code, hasCode := c.object.text("code", false)
	password, hasPassword := "", false
	if messenger == typeTelegram {
		password, hasPassword = c.object.text("password", false)
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	s, err := f.session(c, id, messenger)
	if err != nil {
		return nil, err
	}
	t := poll
	switch {
	case hasCode && hasPassword:
		t = bothFields
	case hasCode:
		t = f.codeTrigger(s, code)
	case hasPassword && password == s.Password:
		t = passwordRight
	case hasPassword:
		t = passwordWrong
	}
	return s, f.attempt(c, s, t)
}

func (f *Fake) codeTrigger(s *Session, code string) trigger {
	switch conn := f.state.Connections[s.Connection]; {
	case code != s.Code || s.Code == "":
		return codeWrong
	case conn != nil && conn.Phone != "" && conn.Phone != s.Phone:
		return codeOther
	case s.Messenger == typeTelegram && f.twoFactor(s):
		return codeRight2FA
	}
	return codeRight
}

func (f *Fake) twoFactor(s *Session) bool {
	if s.TwoFactor != nil {
		return *s.TwoFactor
	}
	return f.w.Switches.Bool(name, "twoFactor")
}

// attempt applies a call's trigger. Only a call that succeeds prolongs the session.
func (f *Fake) attempt(c *call, s *Session, t trigger) error {
	if err := f.flooded(c, s, t); err != nil {
		return err
	}
	if t == poll && s.RefusedScan != "" {
		c.because("another_account", "%s scanned the code of a session for another account; a new code follows", s.RefusedScan)
		s.RefusedScan, s.QR = "", f.telegramQR(c.now)
		return errAnotherAccount
	}
	before := s.status(c.now)
	if _, fail := s.take(t, c.now); fail != nil {
		switch fail.code {
		case errInvalidCode.code, errInvalidPassword.code:
			s.Wrong++
			f.flood(s, c.now)
		case errUnexpectedField.code:
			c.blame("unexpected_field", "", "only what the status "+string(before)+" asks for", string(t), journal.Derived,
				"radist#L21-L25")
		}
		return fail
	}
	s.prolong(c.now.Add(f.w.Switches.Duration(name, "sessionTTL")))
	f.revive(s, c.now)
	f.refresh(s, c.now)
	return nil
}

// flood stops taking codes and passwords after too many wrong ones, for a time that the 429 tells. The session outlives
// that time, so that the right value can still be sent.
func (f *Fake) flood(s *Session, now time.Time) {
	limit := f.w.Switches.Int(name, "floodLimit")
	if limit == 0 || s.Wrong < limit {
		return
	}
	until := now.Add(f.w.Switches.Duration(name, "floodWait"))
	s.FloodUntil, s.Wrong = &until, 0
	s.prolong(until.Add(f.w.Switches.Duration(name, "sessionTTL")))
}

// flooded refuses a code or a password before the told time has passed. A poll is never refused and changes nothing of it.
func (f *Fake) flooded(c *call, s *Session, t trigger) error {
	if t == poll || s.FloodUntil == nil || !c.now.Before(*s.FloodUntil) {
		return nil
	}
	c.because("flood", "too many wrong codes and passwords (switch floodLimit); none is taken before %s",
		s.FloodUntil.Format(time.RFC3339))
	return &wait{seconds: strconv.Itoa(int(math.Ceil(s.FloodUntil.Sub(c.now).Seconds())))}
}

// prolong moves the end of a session; it never comes nearer.
func (s *Session) prolong(until time.Time) {
	if until.After(s.Expires) {
		s.Expires = until
	}
}

// revive brings a connection back when its re-authorization is through; the session is used up by that.
// Source: radist, "Повторная авторизация".
func (f *Fake) revive(s *Session, now time.Time) {
	conn := f.state.Connections[s.Connection]
	if conn == nil || s.status(now) != authenticated {
		return
	}
	if _, fail := s.take(authorizeAgain, now); fail != nil {
		return
	}
	conn.Connected, conn.Ended = true, ""
	if conn.Phone == "" {
		conn.Phone = s.Phone
	}
}

// sessionView is a session on the wire.
type sessionView struct {
	ID     string `json:"session_id"`
	Status string `json:"status"`
}

type telegramView struct {
	sessionView
	QR *qrView `json:"qr_login"`
}

type qrView struct {
	URL     string `json:"url"`
	Expires string `json:"expires"`
}

func (s *Session) view(now time.Time) sessionView {
	shown := s.status(now)
	if shown == used {
		shown = authenticated // Assumed: polling goes on answering after the session was used
	}
	return sessionView{ID: s.ID, Status: string(shown)}
}

func (s *Session) telegramView(now time.Time) telegramView {
	v := telegramView{sessionView: s.view(now)}
	if s.status(now) == waitingForQR {
		v.QR = &qrView{URL: s.QR.Text, Expires: stamp(s.QR.Expires)}
	}
	return v
}

// shows tells whether qr, the whole link or its token, is the session's code.
func (q *QR) shows(qr string) bool {
	return q != nil && (qr == q.Text || strings.TrimPrefix(q.Text, "tg://login?token=") == qr)
}

package radist

import (
	"math"
	"strconv"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/world"
)

// Session is one login at Telegram or MAX, on its way to a connection or back to one.
type Session struct {
	ID         string `json:"id"`
	Company    int64  `json:"company"`
	Messenger  string `json:"messenger"` // telegram, max_personal
	AuthType   string `json:"auth_type"` // qr, code
	Connection int64  `json:"connection,omitempty"`
	Phone      string `json:"phone,omitempty"` // the account: asked for (code), or the one that scanned (QR)
	UserID     string `json:"user_id,omitempty"`
	QR         *QR    `json:"qr,omitempty"`
	Code       string `json:"code,omitempty"`
	CodeShown  bool   `json:"code_shown,omitempty"` // somebody looked at the phone
	// said with the scan or the code; else the switch twoFactor
	TwoFactor       *bool      `json:"two_factor,omitempty"`
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
func (s *Session) take(t trigger, now time.Time) (refusal string, fail *fake.Refusal) {
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

func (x *exchange) open(messenger, authType, phone string, connection int64) *Session {
	s := Session{ID: x.Chance().UUID(), Company: x.company, Messenger: messenger, AuthType: authType, Phone: phone,
		Connection: connection, OpenedAt: x.Now(), Expires: x.Now().Add(sessionTTL.Get(x)),
		Password: x.Chance().Text(world.Alphanumeric, 8)}
	if authType == "qr" {
		s.QR = x.telegramQR()
	} else {
		s.Code, s.UserID = x.newCode(), x.userID()
	}
	x.Secret("session", s.ID)
	x.Secret("password", s.Password)
	x.sessions.Put(s.ID, s)
	return &s
}

// newCode draws a code of five digits. It begins with a zero, which a client that takes it for a number loses.
func (x *exchange) newCode() string { return "0" + x.Chance().Text(world.Digits, 5)[1:] }

func (x *exchange) userID() string {
	return x.Chance().Text("123456789", 1) + x.Chance().Text(world.Digits, 8)
}

// telegramQR makes a code. Its end is what the wire shows, so whole seconds.
func (x *exchange) telegramQR() *QR {
	return x.newQR("tg://login?token=AQ" + x.Chance().Text(world.Alphanumeric+"-_", 40))
}

func (x *exchange) newQR(text string) *QR {
	x.Secret("qr", text)
	expires := x.Now().Add(qrTTL.Get(x)).Truncate(time.Second)
	if !expires.After(x.Now()) {
		expires = expires.Add(time.Second) // a code is never dead when it is made
	}
	return &QR{Text: text, Expires: expires}
}

// refresh makes a new code if the last one has expired.
func (x *exchange) refresh(s *Session) {
	if s.status(x.Now()) == waitingForQR && s.RefusedScan == "" && !s.QR.live(x.Now()) {
		s.QR = x.telegramQR()
	}
}

// session finds a living session of the company and the messenger. Assumed: all that it is not is one 404.
func (x *exchange) session(id, messenger string) (Session, error) {
	s, ok := x.sessions.Get(id)
	switch {
	case !ok:
		x.because("session_unknown", "no such session")
	case s.Company != x.company:
		x.because("session_foreign", "the session belongs to company %d", s.Company)
	case s.Messenger != messenger:
		x.because("session_foreign", "the session belongs to %s", s.Messenger)
	case s.Ended != "":
		x.because("session_ended", "%s", s.over(x.Now()))
	case s.status(x.Now()) == gone:
		x.because("session_expired", "%s", s.over(x.Now()))
	default:
		return s, nil
	}
	return s, errSession
}

// reauthorized checks the connection that a session is to revive. Assumed: another type is 400, no such one 404.
func (x *exchange) reauthorized(id int64, kind string, wrong *fake.Refusal) error {
	conn, err := x.connection(x.company, id)
	if err != nil {
		return err
	}
	if conn.Type != kind {
		return wrong
	}
	return nil
}

// login takes a poll, a code or a password: one of the table's triggers.
func (x *exchange) login(messenger string) (*Session, error) {
	id, _ := x.object.uuid("session_id", true)
	code, hasCode := x.object.text("code", false)
	password, hasPassword := "", false
	if messenger == typeTelegram {
		password, hasPassword = x.object.text("password", false)
	}
	if err := x.ready(); err != nil {
		return nil, err
	}
	s, err := x.session(id, messenger)
	if err != nil {
		return nil, err
	}
	t := poll
	switch {
	case hasCode && hasPassword:
		t = bothFields
	case hasCode:
		t = x.codeTrigger(&s, code)
	case hasPassword && password == s.Password:
		t = passwordRight
	case hasPassword:
		t = passwordWrong
	}
	err = x.attempt(&s, t)
	x.sessions.Put(s.ID, s)
	return &s, err
}

func (x *exchange) codeTrigger(s *Session, code string) trigger {
	switch conn, known := x.connections.Get(s.Connection); {
	case code != s.Code || s.Code == "":
		return codeWrong
	case known && conn.Phone != "" && conn.Phone != s.Phone:
		return codeOther
	case s.Messenger == typeTelegram && x.hasPassword(s):
		return codeRight2FA
	}
	return codeRight
}

// hasPassword reports whether the account has a 2FA password.
func (x *exchange) hasPassword(s *Session) bool {
	if s.TwoFactor != nil {
		return *s.TwoFactor
	}
	return twoFactor.Get(x)
}

// attempt applies a call's trigger. Only a call that succeeds prolongs the session.
func (x *exchange) attempt(s *Session, t trigger) error {
	if err := x.flooded(s, t); err != nil {
		return err
	}
	if t == poll && s.RefusedScan != "" {
		x.because(
			"another_account",
			"%s scanned the code of a session for another account; a new code follows",
			s.RefusedScan,
		)
		s.RefusedScan, s.QR = "", x.telegramQR()
		return errAnotherAccount
	}
	before := s.status(x.Now())
	if _, fail := s.take(t, x.Now()); fail != nil {
		switch fail.Code {
		case errInvalidCode.Code, errInvalidPassword.Code:
			s.Wrong++
			x.flood(s)
		case errUnexpectedField.Code:
			x.blame(
				"unexpected_field",
				"",
				"only what the status "+string(before)+" asks for",
				string(t),
				journal.Derived,
				"radist#L21-L25",
			)
		}
		return fail
	}
	s.prolong(x.Now().Add(sessionTTL.Get(x)))
	x.revive(s)
	x.refresh(s)
	return nil
}

// flood stops taking codes and passwords after too many wrong ones, for a time that the 429 tells. The session outlives
// that time, so that the right value can still be sent.
func (x *exchange) flood(s *Session) {
	limit := floodLimit.Get(x)
	if limit == 0 || s.Wrong < limit {
		return
	}
	until := x.Now().Add(floodWait.Get(x))
	s.FloodUntil, s.Wrong = &until, 0
	s.prolong(until.Add(sessionTTL.Get(x)))
}

// flooded refuses a code or a password before the told time has passed. A poll is never refused and changes nothing of
// it.
func (x *exchange) flooded(s *Session, t trigger) error {
	if t == poll || s.FloodUntil == nil || !x.Now().Before(*s.FloodUntil) {
		return nil
	}
	x.because("flood", "too many wrong codes and passwords (switch floodLimit); none is taken before %s",
		s.FloodUntil.Format(time.RFC3339))
	seconds := math.Ceil(s.FloodUntil.Sub(x.Now()).Seconds())
	return with(errTooMany, "Retry-After", strconv.Itoa(int(seconds)))
}

// prolong moves the end of a session; it never comes nearer.
func (s *Session) prolong(until time.Time) {
	if until.After(s.Expires) {
		s.Expires = until
	}
}

// revive brings a connection back when its re-authorization is through; the session is used up by that.
// Source: radist, "Повторная авторизация".
func (x *exchange) revive(s *Session) {
	conn, ok := x.connections.Get(s.Connection)
	if !ok || s.status(x.Now()) != authenticated {
		return
	}
	if _, fail := s.take(authorizeAgain, x.Now()); fail != nil {
		return
	}
	conn.Connected, conn.Ended = true, ""
	if conn.Phone == "" {
		conn.Phone = s.Phone
	}
	x.connections.Put(conn.ID, conn)
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

// shows reports whether qr, the whole link or its token, is the session's code.
func (q *QR) shows(qr string) bool {
	return q != nil && (qr == q.Text || strings.TrimPrefix(q.Text, "tg://login?token=") == qr)
}

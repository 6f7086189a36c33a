package radist

import "sparring/mock/fake"

// status of a login session. The first three stand in the vendor's text; waiting_for_code is Assumed, as is what used
// and
// gone are never shown as: they answer as authenticated and as 404.
type status string

const (
	waitingForQR       status = "waiting_for_qr"
	waitingForCode     status = "waiting_for_code"
	waitingForPassword status = "waiting_for_password"
	authenticated      status = "authenticated"
	used               status = "used"
	gone               status = "gone"
)

func statuses() []status {
	return []status{waitingForQR, waitingForCode, waitingForPassword, authenticated, used, gone}
}

// trigger is what happens to a session: a call, the phone, or a connection made from it. What a trigger depends on (the
// code is right, the account has 2FA) is part of its name, so that the table needs no conditions.
type trigger string

const (
	poll           trigger = "poll"
	codeRight      trigger = "code right"
	codeRight2FA   trigger = "code right, 2FA"
	codeOther      trigger = "code right, another account"
	codeWrong      trigger = "code wrong"
	passwordRight  trigger = "password right"
	passwordWrong  trigger = "password wrong"
	bothFields     trigger = "code and password"
	scan           trigger = "scan"
	scan2FA        trigger = "scan, 2FA"
	scanOther      trigger = "scan, another account"
	scanStale      trigger = "scan of a dead code"
	codeShown      trigger = "code read on the phone"
	connect        trigger = "connection made"
	connectAgain   trigger = "connection made from a re-authorization"
	authorizeAgain trigger = "connection revived"
)

func triggers() []trigger {
	return []trigger{poll, codeRight, codeRight2FA, codeOther, codeWrong, passwordRight, passwordWrong, bothFields,
		scan, scan2FA, scanOther, scanStale, codeShown, connect, connectAgain, authorizeAgain}
}

// rule is what a trigger does in a status: the next status, or an error that leaves the session as it is. An event's
// refusal is a text for the author of the test (409), a call's is one of the vendor's errors.
type rule struct {
	next    status
	err     *fake.Refusal
	refusal string
}

// next is the one transition table of login sessions, Telegram and MAX.
// Source: radist, "Подключение через сканирование QR-кода", "Подключение через код в чате Telegram",
// "Повторная авторизация", "Подключение MAX". Assumed: every refusal.
func next(s status, t trigger) rule {
	if s == gone {
		switch t {
		case scan, scan2FA, scanOther, scanStale, codeShown:
			return rule{refusal: "the session is over"}
		}
		return rule{err: errSession}
	}
	switch t {
	case poll:
		return rule{next: s}
	case codeRight, codeRight2FA, codeOther, codeWrong:
		return onCode(s, t)
	case passwordRight, passwordWrong, bothFields:
		return onPassword(s, t)
	case scan, scan2FA, scanOther, scanStale:
		return onScan(s, t)
	case codeShown:
		if s == waitingForCode {
			return rule{next: s}
		}
		return rule{refusal: "no code is waited for: the session is " + string(s)}
	case connectAgain:
		return rule{err: errSessionOfExisting}
	case connect:
		switch s {
		case authenticated:
			return rule{next: used}
		case used:
			return rule{err: errSessionUsed}
		}
		return rule{err: errNotAuthenticated}
	case authorizeAgain:
		if s == authenticated {
			return rule{next: used}
		}
	}
	return rule{err: errNotAuthenticated}
}

func onCode(s status, t trigger) rule {
	if s != waitingForCode {
		return rule{err: errUnexpectedField}
	}
	switch t {
	case codeRight:
		return rule{next: authenticated}
	case codeRight2FA:
		return rule{next: waitingForPassword}
	case codeOther:
		return rule{err: errAnotherAccount}
	}
	return rule{err: errInvalidCode}
}

func onPassword(s status, t trigger) rule {
	switch {
	case s != waitingForPassword || t == bothFields:
		return rule{err: errUnexpectedField}
	case t == passwordRight:
		return rule{next: authenticated}
	}
	return rule{err: errInvalidPassword}
}

func onScan(s status, t trigger) rule {
	switch {
	case s == waitingForCode:
		return rule{refusal: "the session logs in by code, there is no QR to scan"}
	case s != waitingForQR:
		return rule{refusal: "no scan is waited for: the session is " + string(s)}
	case t == scan:
		return rule{next: authenticated}
	case t == scan2FA:
		return rule{next: waitingForPassword}
	case t == scanOther:
		// The code is spent; the next poll answers with the vendor's refusal and the one after with a new code.
		return rule{next: waitingForQR}
	}
	return rule{refusal: "the QR has expired or is not the session's; poll for a new one"}
}

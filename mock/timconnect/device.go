package timconnect

import (
	"time"

	"sparring/mock/journal"
)

// Device is one registered application. Its status follows from its times and sessions.
type Device struct {
	ID          int64      `json:"id"`
	Phone       string     `json:"phone"`
	Key         string     `json:"key"`   // the API key it was registered with
	Token       string     `json:"token"` // push token; may be empty
	Credentials string     `json:"credentials"`
	Registered  time.Time  `json:"registered_at"`
	Blocked     time.Time  `json:"blocked_at,omitzero"`
	Removed     time.Time  `json:"removed_at,omitzero"`
	Replaced    time.Time  `json:"replaced_at,omitzero"` // by registering the phone again (T-24)
	Sessions    []Session  `json:"sessions"`
	VoIP        time.Time  `json:"voip_at,omitzero"` // registered in the VoIP service
	Passwords   []Password `json:"passwords,omitempty"`

	size int64 // as it is counted
}

// Session is one sessionid; it keeps the reason of its end.
type Session struct {
	ID        string    `json:"id"`
	ExpiresAt time.Time `json:"expires_at"`
	Ended     string    `json:"ended,omitempty"` // time, count, revoked; empty while only its time can end it
	Fault     bool      `json:"fault,omitempty"` // ended by a fault rule
}

// status is where a device, or a phone without one, stands.
type status string

const (
	none     status = "none"
	codeSent status = "code_sent"
	active   status = "active"
	expired  status = "expired"
	blocked  status = "blocked"
	removed  status = "removed"
)

// step is what can happen to a device.
type step string

const (
	stepRequestCode step = "request_code"
	stepConfirm     step = "confirm"
	stepDigest      step = "digest"
	stepAuthorize   step = "authorize"
	stepSessionEnds step = "session_ends"
	stepBlock       step = "block"
	stepUnblock     step = "unblock"
	stepRemove      step = "remove"      // by the application
	stepAppRemoved  step = "app_removed" // by the phone's owner
)

// deviceTable is the whole machine: what is not in it is refused and changes nothing. A blocked device whose session has
// ended meanwhile is expired, not active, when it is unblocked. Source: timconnect-1.7.1 §3.5 and "Errors"; names derived.
//
// Assumed: a blocked phone cannot be registered anew, else the block would mean nothing.
var deviceTable = map[status]map[step]status{
	none:     {stepRequestCode: codeSent, stepDigest: active},
	codeSent: {stepRequestCode: codeSent, stepDigest: active, stepConfirm: active},
	active: {stepRequestCode: codeSent, stepDigest: active, stepAuthorize: active, stepSessionEnds: expired, stepBlock: blocked,
		stepRemove: removed, stepAppRemoved: removed},
	expired: {stepRequestCode: codeSent, stepDigest: active, stepAuthorize: active, stepBlock: blocked, stepAppRemoved: removed},
	blocked: {stepUnblock: active, stepSessionEnds: blocked},
	removed: {stepRequestCode: codeSent, stepDigest: active, stepSessionEnds: removed},
}

func (s status) takes(e step) bool { _, ok := deviceTable[s][e]; return ok }

func (d *Device) live(now time.Time) bool {
	for i := range d.Sessions {
		if d.Sessions[i].alive(now) {
			return true
		}
	}
	return false
}

func (s *Session) alive(now time.Time) bool { return s.Ended == "" && now.Before(s.ExpiresAt) }

func (d *Device) status(now time.Time) status {
	switch {
	case !d.Blocked.IsZero():
		return blocked
	case !d.Removed.IsZero():
		return removed
	case d.live(now):
		return active
	default:
		return expired
	}
}

// takes tells whether a step is possible for the device; ending a session needs one that lives.
func (d *Device) takes(e step, now time.Time) bool {
	return d.status(now).takes(e) && (e != stepSessionEnds || d.live(now))
}

// usable reports whether pushes reach the device. Assumed: it needs a push token (T-43), and an ended session does not stop them; a
// block or a removal does.
func (d *Device) usable(now time.Time) bool {
	s := d.status(now)
	return d.Token != "" && (s == active || s == expired)
}

func (d *Device) endSessions(reason string, now time.Time) {
	for i := range d.Sessions {
		if d.Sessions[i].alive(now) {
			d.Sessions[i].Ended = reason
		}
	}
}

// current lists the devices of a phone that were not replaced: one at most unless multiDevice is on.
func (f *Fake) current(phone string) []*Device {
	var out []*Device
	for _, d := range f.index.devices[phone] {
		if d.Replaced.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// phoneStatus is the status of the newest device of a phone, or of the phone where it has none.
func (f *Fake) phoneStatus(phone string, now time.Time) status {
	if devices := f.current(phone); len(devices) > 0 {
		return devices[len(devices)-1].status(now)
	}
	if f.state.Codes[phone] != nil {
		return codeSent
	}
	return none
}

func anyOf(devices []*Device, now time.Time, wanted status) bool {
	for _, d := range devices {
		if d.status(now) == wanted {
			return true
		}
	}
	return false
}

const (
	sessionLength     = 32 // as in the page's sample
	credentialsLength = 41
	maxSessions       = 32 // remembered per device; the oldest are forgotten
)

// open begins a session of a device.
func (x *exchange) open(d *Device) string {
	f := x.f
	id := f.chance.Text(lowerDigits, sessionLength)
	if len(d.Sessions) >= maxSessions {
		delete(f.index.sessions, d.Sessions[0].ID)
		d.Sessions = d.Sessions[1:]
	}
	d.Sessions = append(d.Sessions, Session{ID: id, ExpiresAt: x.now.Add(f.after(sessionTTL))})
	f.index.sessions[id] = d
	x.weigh(d)
	f.w.Secret("session", id)
	x.session = id
	return id
}

// register makes a new active device of a phone; earlier ones end unless multiDevice is on (T-24).
func (x *exchange) register(phone, key, token string) (*Device, string) {
	f := x.f
	x.replace(phone)
	f.dropCode(phone)
	d := &Device{ID: f.index.lastDevice + 1, Phone: phone, Key: key, Token: token, Registered: x.now,
		Credentials: f.chance.Text(alphanumeric, credentialsLength)}
	f.state.Devices = append(f.state.Devices, d)
	f.index.addDevice(d)
	f.w.Secret("credentials", d.Credentials)
	return d, x.open(d)
}

// replace ends the devices of a phone that is registered again: old sessions and credentials are dead (T-24).
func (x *exchange) replace(phone string) {
	if x.f.on(multiDevice) {
		return
	}
	for _, d := range x.f.current(phone) {
		d.Replaced = x.now
		x.because("device_replaced", "the earlier device of "+phone+" ended: it was registered again and multiDevice is off")
	}
}

// removeDevice ends the device: no pushes, no more calls until the phone is registered again.
// Source: timconnect-1.7.1 §"unregisterDevice", 5.13; T-39.
func (x *exchange) removeDevice() (any, error) {
	x.device.Removed = x.now
	x.device.VoIP = time.Time{}
	return done, nil
}

// gate finds the device of a request. The order: key, session, block, removal. Source: timconnect-1.7.1 §"Errors"; T-10, T-23.
func (x *exchange) gate() error {
	if err := x.findSession(); err != nil {
		return err
	}
	d := x.device
	switch {
	case x.key != "" && d.Key != "" && x.key != d.Key:
		// To change the API key of a registered phone, it has to be registered again. Source: timconnect-1.7.1 §6.
		x.because("key_differs", "the device was registered with another API key")
		return denied
	case !d.Blocked.IsZero():
		x.because("device_blocked", "the administrator blocked the device at "+stamp(d.Blocked))
		return deviceBlocked
	case !d.Removed.IsZero():
		x.because("device_removed", "the application was removed at "+stamp(d.Removed))
		return noMobileApp
	}
	return nil
}

func (x *exchange) findSession() error {
	id, ok := x.r.Cookie("sessionid")
	if !ok || id == "" {
		x.because("session_missing", "the request has no cookie sessionid")
		return deadSession
	}
	d := x.f.index.sessions[id]
	if d == nil {
		x.because("session_unknown", "no session has this id")
		x.missing(x.f.meters.devices)
		return deadSession
	}
	x.device = d
	for i := range d.Sessions {
		s := &d.Sessions[i]
		switch {
		case s.ID != id:
		case s.Fault:
			x.because("session_"+s.Ended, "a fault rule ended the session, as "+s.Ended+" would have")
			return deadSession
		case s.Ended != "":
			x.because("session_"+s.Ended, "the session was ended: "+s.Ended)
			return deadSession
		case !s.alive(x.now):
			x.because("session_time", "the session ended at "+stamp(s.ExpiresAt))
			return deadSession
		}
	}
	if !d.Replaced.IsZero() {
		x.because("session_replaced", "the phone was registered again at "+stamp(d.Replaced))
		return deadSession
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (x *exchange) because(code, text string) {
	x.why = append(x.why, journal.Why{Code: code, Text: text})
}

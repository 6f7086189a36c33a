package timconnect

import (
	"slices"
	"time"

	"sparring/mock/fake"
	"sparring/mock/world"
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
}

// Session is one sessionid; it keeps the reason of its end.
type Session struct {
	ID        string    `json:"id"`
	ExpiresAt time.Time `json:"expires_at"`
	Ended     string    `json:"ended,omitempty"` // time, count, revoked; empty while only its time can end it
	Fault     bool      `json:"fault,omitempty"` // ended by a fault rule
}

// status is that of a device, or of a phone without one.
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

// deviceTable is the whole state machine: what is not in it is refused and changes nothing. A blocked device whose
// session has ended meanwhile is expired, not active, when it is unblocked. Source: timconnect-1.7.1 §3.5 and "Errors";
// names derived.
//
// Assumed: a blocked phone cannot be registered anew, else the block would mean nothing.
var deviceTable = map[status]map[step]status{
	none:     {stepRequestCode: codeSent, stepDigest: active},
	codeSent: {stepRequestCode: codeSent, stepDigest: active, stepConfirm: active},
	active: {
		stepRequestCode: codeSent, stepDigest: active, stepAuthorize: active, stepSessionEnds: expired,
		stepBlock: blocked, stepRemove: removed, stepAppRemoved: removed,
	},
	expired: {
		stepRequestCode: codeSent, stepDigest: active, stepAuthorize: active, stepBlock: blocked,
		stepAppRemoved: removed,
	},
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

// takes reports whether a step is possible for the device; to end a session needs a live one.
func (d *Device) takes(e step, now time.Time) bool {
	return d.status(now).takes(e) && (e != stepSessionEnds || d.live(now))
}

// usable reports whether pushes reach the device. Assumed: it needs a push token (T-43), and an ended session does not
// stop them; a block or a removal does.
func (d *Device) usable(now time.Time) bool {
	s := d.status(now)
	return d.Token != "" && (s == active || s == expired)
}

// endSessions ends the live sessions that are wanted, and reports whether there are any.
func (d *Device) endSessions(now time.Time, wanted func(s *Session) bool, reason string, fault bool) (some bool) {
	d.Sessions = slices.Clone(d.Sessions)
	for i := range d.Sessions {
		if s := &d.Sessions[i]; s.alive(now) && wanted(s) {
			s.Ended, s.Fault, some = reason, fault, true
		}
	}
	return some
}

func (d *Device) sessionIDs() []string {
	ids := make([]string, len(d.Sessions))
	for i := range d.Sessions {
		ids[i] = d.Sessions[i].ID
	}
	return ids
}

// current lists the devices of a phone that were not replaced: one at most unless multiDevice is on.
func (x *exchange) current(phone string) []Device {
	var out []Device
	for _, d := range x.phones.All(phone) {
		if d.Replaced.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// phoneStatus returns the status of the newest device of a phone, or of the phone if it has no device.
func (x *exchange) phoneStatus(phone string) status {
	if devices := x.current(phone); len(devices) > 0 {
		return devices[len(devices)-1].status(x.Now())
	}
	if x.codes.Has(phone) {
		return codeSent
	}
	return none
}

func anyOf(devices []Device, now time.Time, wanted status) bool {
	return slices.ContainsFunc(devices, func(d Device) bool { return d.status(now) == wanted })
}

const (
	sessionLength     = 32 // as in the page's sample
	credentialsLength = 41
	maxSessions       = 32 // remembered per device; the oldest are forgotten
)

// open begins a session of a device.
func (x *exchange) open(d Device) string {
	id := x.Chance().Text(world.LowerDigits, sessionLength)
	kept := d.Sessions[max(0, len(d.Sessions)-maxSessions+1):]
	d.Sessions = append(slices.Clone(kept), Session{ID: id, ExpiresAt: x.Now().Add(sessionTTL.Get(x))})
	x.devices.Put(d.ID, d)
	x.Secret("session", id)
	return id
}

// register makes a new active device of a phone; earlier ones end unless multiDevice is on (T-24).
func (x *exchange) register(phone, key, token string) (fake.Response, error) {
	x.replace(phone)
	x.codes.Delete(phone)
	d := Device{
		ID: x.nextDevice.Take(), Phone: phone, Key: key, Token: token, Registered: x.Now(),
		Credentials: x.Chance().Text(world.Alphanumeric, credentialsLength),
	}
	x.Secret("credentials", d.Credentials)
	return x.signedIn(answer{Result: successful, Message: registered, Credentials: d.Credentials}, x.open(d))
}

// replace ends the devices of a phone that is registered again, with their sessions and credentials (T-24).
func (x *exchange) replace(phone string) {
	if multiDevice.Get(x) {
		return
	}
	for _, d := range x.current(phone) {
		d.Replaced = x.Now()
		x.devices.Put(d.ID, d)
		x.Because("device_replaced",
			"the earlier device of "+phone+" ended: it was registered again and multiDevice is off")
	}
}

// removeDevice ends the device: no pushes, no more calls until the phone is registered again.
// Source: timconnect-1.7.1 §"unregisterDevice", 5.13; T-39.
func (x *exchange) removeDevice() (fake.Response, error) {
	d := x.device
	d.Removed, d.VoIP = x.Now(), time.Time{}
	x.devices.Put(d.ID, d)
	return success(done)
}

// gate finds the device of a request. The order: key, session, block, removal. Source: timconnect-1.7.1 §"Errors";
// T-10, T-23.
func (x *exchange) gate() error {
	if err := x.findSession(); err != nil {
		return err
	}
	d := &x.device
	switch {
	case x.key != "" && d.Key != "" && x.key != d.Key:
		// To change the API key of a registered phone, it has to be registered again. Source: timconnect-1.7.1 §6.
		x.Because("key_differs", "the device was registered with another API key")
		return denied
	case !d.Blocked.IsZero():
		x.Because("device_blocked", "the administrator blocked the device at "+stamp(d.Blocked))
		return deviceBlocked
	case !d.Removed.IsZero():
		x.Because("device_removed", "the application was removed at "+stamp(d.Removed))
		return noMobileApp
	}
	return nil
}

func (x *exchange) findSession() error {
	id, ok := x.Cookie("sessionid")
	if !ok || id == "" {
		x.Because("session_missing", "the request has no cookie sessionid")
		return deadSession
	}
	_, d, ok := x.sessions.First(id)
	if !ok {
		x.Because("session_unknown", "no session has this id")
		x.devices.NotFound()
		return deadSession
	}
	x.device = d
	for i := range d.Sessions {
		s := &d.Sessions[i]
		switch {
		case s.ID != id:
		case s.Fault:
			x.Because("session_"+s.Ended, "a fault rule ended the session, as "+s.Ended+" would have")
			return deadSession
		case s.Ended != "":
			x.Because("session_"+s.Ended, "the session was ended: "+s.Ended)
			return deadSession
		case !s.alive(x.Now()):
			x.Because("session_time", "the session ended at "+stamp(s.ExpiresAt))
			return deadSession
		}
	}
	if !d.Replaced.IsZero() {
		x.Because("session_replaced", "the phone was registered again at "+stamp(d.Replaced))
		return deadSession
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

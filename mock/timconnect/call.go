package timconnect

import (
	"slices"
	"strconv"
	"time"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// Call is one call out of the application or into it. Its state follows from its times.
type Call struct {
	ID        int64     `json:"id"`
	Phone     string    `json:"phone"`
	Incoming  bool      `json:"incoming"`
	Number    string    `json:"number,omitempty"` // called number of an outgoing call
	Caller    string    `json:"caller,omitempty"` // login of the web caller of an incoming call
	Started   time.Time `json:"started_at"`
	Connected time.Time `json:"connected_at,omitzero"`
	Ended     time.Time `json:"ended_at,omitzero"`
	Device    int64     `json:"device,omitempty"` // id of the device that answered an incoming call
}

// Password is a one-time password for the VoIP registration.
type Password struct {
	Value string    `json:"value"`
	Call  int64     `json:"call,omitempty"` // the incoming call whose push told it
	Used  time.Time `json:"used_at,omitzero"`
}

const (
	calling   status = "calling"
	incoming  status = "incoming"
	connected status = "connected"
	ended     status = "ended"
)

const (
	stepAnswer    step = "answer"
	stepHangUp    step = "hang_up"
	stepOtherSide step = "answered_by_other_side"
	stepEnd       step = "end" // by the other side
)

// callTable is the whole state machine of a call; names derived (T-37). What is not in it leaves the call as it is.
var callTable = map[status]map[step]status{
	calling:   {stepHangUp: ended, stepOtherSide: connected, stepEnd: ended},
	incoming:  {stepAnswer: connected, stepHangUp: ended, stepEnd: ended},
	connected: {stepHangUp: ended, stepEnd: ended},
	ended:     {},
}

func (c *Call) status() status {
	switch {
	case !c.Ended.IsZero():
		return ended
	case !c.Connected.IsZero():
		return connected
	case c.Incoming:
		return incoming
	default:
		return calling
	}
}

// apply does one step, and reports whether the call's state takes it.
func (c *Call) apply(e step, now time.Time) bool {
	next, ok := callTable[c.status()][e]
	switch {
	case !ok:
		return false
	case next == connected:
		c.Connected = now
	case next == ended:
		c.Ended = now
	}
	return true
}

const maxPasswords = 32 // remembered per device; the oldest are forgotten

// newPassword draws a one-time password for a device: digits that begin with a zero, which a client loses that takes
// the text for a number.
func (x *exchange) newPassword(d Device, call int64) string {
	p := Password{Value: "0" + x.Chance().Text(world.Digits, 10)[1:], Call: call}
	kept := d.Passwords[max(0, len(d.Passwords)-maxPasswords+1):]
	d.Passwords = append(slices.Clone(kept), p)
	x.devices.Put(d.ID, d)
	x.Secret("password", p.Value)
	return p.Value
}

// createCallPassword returns a one-time password for the VoIP registration. Source: timconnect-1.7.1 §5.14; T-37.
func (x *exchange) createCallPassword() (fake.Response, error) {
	return success(struct {
		answer
		Password string `json:"password"`
	}{done, x.newPassword(x.device, 0)})
}

// registerVoip registers the device with a password of createCallPassword or of a push about a call; a wrong or used
// one is registered:false. Source: timconnect-1.7.1 §5.14 and 5.15; T-37.
//
// Assumed: the push has no id of the call, and a real client learns of the call on the VoIP connection; so the response
// to the push's password names the call that is waiting.
func (x *exchange) registerVoip() (fake.Response, error) {
	body := struct {
		answer
		Registered bool   `json:"registered"`
		CallID     string `json:"call_id,omitempty"`
	}{answer: done}
	d, given := x.device, x.fields.text("password")
	i := slices.IndexFunc(d.Passwords, func(p Password) bool { return p.Value == given })
	switch {
	case i < 0:
		x.Because("password_unknown", "the password was not given to this device")
	case !d.Passwords[i].Used.IsZero():
		x.Because("password_used", "the password was used at "+stamp(d.Passwords[i].Used))
	default:
		d.Passwords = slices.Clone(d.Passwords)
		d.Passwords[i].Used, d.VoIP, body.Registered = x.Now(), x.Now(), true
		x.devices.Put(d.ID, d)
		if c, ok := x.calls.Get(d.Passwords[i].Call); ok && c.status() == incoming {
			body.CallID = strconv.FormatInt(c.ID, 10)
		}
	}
	return success(body)
}

// needVoIP refuses a device that is not registered in the VoIP service. Source: timconnect-1.7.1 §5.14: to make or to
// take a call, one must register.
func (x *exchange) needVoIP() error {
	if !x.device.VoIP.IsZero() {
		return nil
	}
	x.Because("voip_not_registered", "the device is not registered in the VoIP service")
	x.Finding(voipMissing())
	return denied
}

// startCall calls a number. Source: timconnect-1.7.1 §"CallsController", 5.14; T-37.
func (x *exchange) startCall() (fake.Response, error) {
	if err := x.needVoIP(); err != nil {
		return refused(err)
	}
	number := x.fields.text("number")
	if !isDigits(number) || len(number) > 15 {
		return refused(fieldInvalid("field_invalid", "number", "Enter a valid phone number."))
	}
	c := x.addCall(Call{Phone: x.device.Phone, Number: number, Started: x.Now()})
	return success(struct {
		answer
		CallID string `json:"call_id"`
		State  status `json:"state"`
	}{done, strconv.FormatInt(c.ID, 10), c.status()})
}

func (x *exchange) addCall(c Call) Call {
	c.ID = x.nextCall.Take()
	x.calls.Put(c.ID, c)
	return c
}

// ownCall finds a call of the caller.
func (x *exchange) ownCall() (c Call, err error) {
	id, ok := parseID(x.Vars["id"])
	if ok {
		c, ok = x.calls.Get(id)
	}
	switch {
	case !ok:
		x.Because(callUnknown.Code, callUnknown.Why)
		x.calls.NotFound()
		return c, callUnknown
	case c.Phone != x.device.Phone:
		x.Because("call_foreign", "the call belongs to another phone")
		return c, denied
	}
	return c, nil
}

type callState struct {
	answer
	State status `json:"state"`
}

// getCall returns the state of a call. Source: timconnect-1.7.1 §"CallStateListener"; T-37.
func (x *exchange) getCall() (fake.Response, error) {
	c, err := x.ownCall()
	if err != nil {
		return refused(err)
	}
	return success(callState{done, c.status()})
}

// answerCall takes an incoming call; any other keeps its state. Source: timconnect-1.7.1 §5.14; T-37.
func (x *exchange) answerCall() (fake.Response, error) {
	c, err := x.ownCall()
	if err != nil {
		return refused(err)
	}
	if err := x.needVoIP(); err != nil {
		return refused(err)
	}
	if err := x.elsewhere(c); err != nil {
		return refused(err)
	}
	x.step(&c, stepAnswer)
	if c.Incoming && c.Device == 0 && c.status() == connected {
		c.Device = x.device.ID
	}
	x.calls.Put(c.ID, c)
	return success(callState{done, c.status()})
}

// hangUpCall ends a call or refuses an incoming one; one that has ended stays so. Source: timconnect-1.7.1 §5.14; T-37.
// Assumed: refusing a call needs no VoIP registration, which the page asks for only to make or to take one.
func (x *exchange) hangUpCall() (fake.Response, error) {
	c, err := x.ownCall()
	if err != nil {
		return refused(err)
	}
	if err := x.elsewhere(c); err != nil {
		return refused(err)
	}
	x.step(&c, stepHangUp)
	x.calls.Put(c.ID, c)
	return success(callState{done, c.status()})
}

// elsewhere refuses a call that another device of the phone answered. Assumed: an incoming call rings on every device
// of its phone, and the one that answers it has it (T-42).
func (x *exchange) elsewhere(c Call) error {
	if c.Device == 0 || c.Device == x.device.ID {
		return nil
	}
	x.Because("call_answered_elsewhere", "another device of "+c.Phone+" answered the call")
	return denied
}

// step does a step of a call; one that its state does not take leaves it as it is.
func (x *exchange) step(c *Call, e step) {
	if before := c.status(); !c.apply(e, x.Now()) {
		x.Because("call_unchanged", "a call that is "+string(before)+" does not take the step "+string(e))
	}
}

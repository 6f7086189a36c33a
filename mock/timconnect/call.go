package timconnect

import (
	"strconv"
	"time"
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

// callTable is the whole machine of a call; names derived (T-37). What is not in it leaves the call as it is.
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

// apply does one step and tells whether the call's state takes it.
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

// newPassword draws a one-time password for a device.
func (x *exchange) newPassword(d *Device, call int64) string {
	p := Password{Value: x.f.chance.Text(lowerDigits, 10), Call: call}
	if len(d.Passwords) >= maxPasswords {
		d.Passwords = d.Passwords[1:]
	}
	d.Passwords = append(d.Passwords, p)
	x.weigh(d)
	x.f.w.Secret("password", p.Value)
	return p.Value
}

// createCallPassword gives a one-time password for the VoIP registration. Source: timconnect-1.7.1 §5.14; T-37.
func (x *exchange) createCallPassword() (any, error) {
	return struct {
		answer
		Password string `json:"password"`
	}{done, x.newPassword(x.device, 0)}, nil
}

// registerVoip registers the device with a password of createCallPassword or of a push about a call; a wrong or used one is
// registered:false. Source: timconnect-1.7.1 §5.14 and 5.15; T-37.
//
// Assumed: the push has no id of the call, and a real client learns of the call on the VoIP connection; so the answer to
// the push's password names the call that is waiting.
func (x *exchange) registerVoip() (any, error) {
	body := struct {
		answer
		Registered bool   `json:"registered"`
		CallID     string `json:"call_id,omitempty"`
	}{answer: done}
	given := x.fields.text("password")
	for i := range x.device.Passwords {
		p := &x.device.Passwords[i]
		switch {
		case p.Value != given:
		case !p.Used.IsZero():
			x.because("password_used", "the password was used at "+stamp(p.Used))
			return body, nil
		default:
			p.Used, x.device.VoIP, body.Registered = x.now, x.now, true
			if c := x.f.findCall(p.Call); c != nil && c.status() == incoming {
				body.CallID = strconv.FormatInt(c.ID, 10)
			}
			return body, nil
		}
	}
	x.because("password_unknown", "the password was not given to this device")
	return body, nil
}

// needVoIP refuses a device that is not registered in the VoIP service. Source: timconnect-1.7.1 §5.14: to make or to take
// a call, one must register.
func (x *exchange) needVoIP() error {
	if !x.device.VoIP.IsZero() {
		return nil
	}
	x.because("voip_not_registered", "the device is not registered in the VoIP service")
	x.findings = append(x.findings, voipMissing())
	return denied
}

// startCall calls a number. Source: timconnect-1.7.1 §"CallsController", 5.14; T-37.
func (x *exchange) startCall() (any, error) {
	if err := x.needVoIP(); err != nil {
		return nil, err
	}
	number := x.fields.text("number")
	if !isDigits(number) || len(number) > 15 {
		return nil, fieldInvalid("field_invalid", "number", "Enter a valid phone number.")
	}
	c := x.addCall(&Call{Phone: x.device.Phone, Number: number, Started: x.now})
	return struct {
		answer
		CallID string `json:"call_id"`
		State  status `json:"state"`
	}{done, strconv.FormatInt(c.ID, 10), c.status()}, nil
}

func (x *exchange) addCall(c *Call) *Call {
	c.ID = x.f.state.NextCall
	x.f.state.NextCall++
	x.keepCall(c)
	return c
}

// findCall looks from the newest, which is the one that is asked for.
func (f *Fake) findCall(id int64) *Call {
	for i := len(f.state.Calls) - 1; i >= 0; i-- {
		if f.state.Calls[i].ID == id {
			return f.state.Calls[i]
		}
	}
	return nil
}

// call finds a call of the caller.
func (x *exchange) call() (*Call, error) {
	id, ok := parseID(x.r.Vars["id"])
	var c *Call
	if ok {
		c = x.f.findCall(id)
	}
	switch {
	case c == nil:
		x.because(callUnknown.code, callUnknown.why)
		x.missing(x.f.meters.calls)
		return nil, callUnknown
	case c.Phone != x.device.Phone:
		x.because("call_foreign", "the call belongs to another phone")
		return nil, denied
	}
	return c, nil
}

type callState struct {
	answer
	State status `json:"state"`
}

// getCall tells the state of a call. Source: timconnect-1.7.1 §"CallStateListener"; T-37.
func (x *exchange) getCall() (any, error) {
	c, err := x.call()
	if err != nil {
		return nil, err
	}
	return callState{done, c.status()}, nil
}

// answerCall takes an incoming call; any other keeps its state. Source: timconnect-1.7.1 §5.14; T-37.
func (x *exchange) answerCall() (any, error) {
	c, err := x.call()
	if err != nil {
		return nil, err
	}
	if err := x.needVoIP(); err != nil {
		return nil, err
	}
	if err := x.elsewhere(c); err != nil {
		return nil, err
	}
	state := x.step(c, stepAnswer)
	if c.Incoming && c.Device == 0 && state.State == connected {
		c.Device = x.device.ID
	}
	return state, nil
}

// hangUpCall ends a call or refuses an incoming one; one that has ended stays so. Source: timconnect-1.7.1 §5.14; T-37.
// Assumed: refusing a call needs no VoIP registration, which the page asks for only to make or to take one.
func (x *exchange) hangUpCall() (any, error) {
	c, err := x.call()
	if err != nil {
		return nil, err
	}
	if err := x.elsewhere(c); err != nil {
		return nil, err
	}
	return x.step(c, stepHangUp), nil
}

// elsewhere refuses a call that another device of the phone answered. Assumed: an incoming call rings on every device
// of its phone, and the one that answers it has it (T-42).
func (x *exchange) elsewhere(c *Call) error {
	if c.Device == 0 || c.Device == x.device.ID {
		return nil
	}
	x.because("call_answered_elsewhere", "another device of "+c.Phone+" answered the call")
	return denied
}

func (x *exchange) step(c *Call, e step) callState {
	if before := c.status(); !c.apply(e, x.now) {
		x.because("call_unchanged", "a call that is "+string(before)+" does not take the step "+string(e))
	}
	return callState{done, c.status()}
}

package timconnect

import (
	"slices"

	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// The stores that grow.
const (
	keptDevices  = "devices"
	keptCodes    = "codes"
	keptMessages = "messages"
	keptCalls    = "calls"
	keptKeys     = "keys"
	keptKittens  = "kittens"
)

func bounds() []limit.Bound {
	return []limit.Bound{
		{Name: keptDevices, Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
			Doc: "registered devices with their sessions and one-time passwords"},
		{Name: keptCodes, Limit: 2 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "pending activation codes"},
		{Name: keptMessages, Limit: 32 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "messages, queued and archived"},
		{Name: keptCalls, Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "calls"},
		{Name: keptKeys, Limit: 1 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "API keys, made by events"},
		{Name: keptKittens, Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "kittens, made by events"},
	}
}

// meters count what the stores of one world hold. The fake's lock guards them.
type meters struct{ devices, codes, messages, calls, keys, kittens *limit.Meter }

func newMeters(w *world.World, a *world.API) meters {
	m := func(store string) *limit.Meter { return a.Meter(w, store) }
	return meters{m(keptDevices), m(keptCodes), m(keptMessages), m(keptCalls), m(keptKeys), m(keptKittens)}
}

// totals are the sizes of a whole state by store.
func (s *State) totals() map[string]int64 {
	out := map[string]int64{}
	for _, d := range s.Devices {
		d.size = sizeOf(d)
		out[keptDevices] += d.size
	}
	for _, c := range s.Codes {
		out[keptCodes] += sizeOf(c)
	}
	for _, m := range s.Messages {
		out[keptMessages] += sizeOf(m)
	}
	for _, c := range s.Calls {
		out[keptCalls] += sizeOf(c)
	}
	for _, k := range s.Keys {
		out[keptKeys] += k.size()
	}
	for _, k := range s.Kittens {
		out[keptKittens] += sizeOf(k)
	}
	return out
}

func (m meters) all() []*limit.Meter {
	return []*limit.Meter{m.devices, m.codes, m.messages, m.calls, m.keys, m.kittens}
}

// check returns an error if a state exceeds a bound.
func (m meters) check(totals map[string]int64) error {
	for _, meter := range m.all() {
		if err := meter.Check(totals[meter.Name]); err != nil {
			return err
		}
	}
	return nil
}

func (m meters) set(totals map[string]int64) {
	for _, meter := range m.all() {
		meter.Set(totals[meter.Name])
	}
}

// sizeOf is what an item takes, with its places in two indexes.
func sizeOf(v any) int64 { return limit.Size(v) + 2*limit.Slot }

// size is what a key takes; why it ended is a constant text.
func (k *Key) size() int64 { return sizeOf(&Key{Key: k.Key, DigestSecret: k.DigestSecret}) }

// forgot says in the journal that a bound made room.
func (x *exchange) forgot(m *limit.Meter) {
	if why := journal.Why(m.Forgot()); !slices.Contains(x.why, why) {
		x.why = append(x.why, why)
	}
}

// missing says in the journal that what was not found may have been forgotten.
func (x *exchange) missing(m *limit.Meter) {
	if note, ok := m.Missing(); ok {
		x.why = append(x.why, journal.Why(note))
	}
}

// weigh counts a device anew after its sessions or passwords have changed; the oldest other devices make room.
func (x *exchange) weigh(d *Device) {
	f := x.f
	n := sizeOf(d)
	f.meters.devices.Add(n - d.size)
	d.size = n
	for f.meters.devices.Over() && len(f.state.Devices) > 1 {
		oldest := f.state.Devices[0]
		if oldest == d {
			oldest = f.state.Devices[1]
		}
		f.index.dropDevice(oldest)
		f.state.Devices = slices.DeleteFunc(f.state.Devices, func(o *Device) bool { return o == oldest })
		f.meters.devices.Forget(oldest.size)
		x.forgot(f.meters.devices)
	}
}

// keepCode stores the pending code of a phone; the ones that end first make room.
func (x *exchange) keepCode(phone string, c *Code) {
	f := x.f
	f.dropCode(phone)
	f.state.Codes[phone] = c
	f.meters.codes.Add(sizeOf(c))
	for f.meters.codes.Over() {
		first := phone
		for other, o := range f.state.Codes {
			at := f.state.Codes[first].ExpiresAt
			if first == phone || o.ExpiresAt.Before(at) || o.ExpiresAt.Equal(at) && other < first {
				first = other
			}
		}
		f.meters.codes.Forget(sizeOf(f.state.Codes[first]))
		delete(f.state.Codes, first)
		x.forgot(f.meters.codes)
	}
}

func (f *Fake) dropCode(phone string) {
	if c := f.state.Codes[phone]; c != nil {
		f.meters.codes.Add(-sizeOf(c))
		delete(f.state.Codes, phone)
	}
}

// keepMessage stores a message; the oldest make room. One that still waited for its report is not sent as SMS any more.
func (x *exchange) keepMessage(m *Message) {
	f := x.f
	f.state.Messages = append(f.state.Messages, m)
	f.index.inbox[m.Receiver] = append(f.index.inbox[m.Receiver], m)
	f.meters.messages.Add(sizeOf(m))
	x.trimMessages()
}

func (x *exchange) trimMessages() {
	f := x.f
	for f.meters.messages.Over() && len(f.state.Messages) > 1 {
		oldest := f.state.Messages[0]
		f.state.Messages = f.state.Messages[1:]
		f.index.dropMessage(oldest)
		f.meters.messages.Forget(sizeOf(oldest))
		x.forgot(f.meters.messages)
	}
}

// change changes what a message holds; the oldest make room if it grows.
func (x *exchange) change(m *Message, apply func()) {
	before := sizeOf(m)
	apply()
	x.f.meters.messages.Add(sizeOf(m) - before)
	x.trimMessages()
}

// keepCall stores a call; the oldest make room.
func (x *exchange) keepCall(c *Call) {
	f := x.f
	f.state.Calls = append(f.state.Calls, c)
	f.meters.calls.Add(sizeOf(c))
	for f.meters.calls.Over() && len(f.state.Calls) > 1 {
		f.meters.calls.Forget(sizeOf(f.state.Calls[0]))
		f.state.Calls = f.state.Calls[1:]
		x.forgot(f.meters.calls)
	}
}

// refuseBeyond is the refusal of an event that would exceed a bound.
func refuseBeyond(m *limit.Meter, n int64) error {
	if m.Fits(n) {
		return nil
	}
	return refusal("%s", m.Full().Text)
}

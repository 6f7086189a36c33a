package timconnect

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"sparring/mock/input"
	"sparring/mock/world"
)

// raised is how an event is done; it runs under the fake's lock.
type raised func(*exchange, world.Args) (any, error)

type eventRow struct {
	world.Event
	raise raised
}

func argument(name string, kind world.Type, required bool, doc string) world.Arg {
	return world.Arg{Name: name, Type: kind, Required: required, Doc: doc}
}

// eventTable is every event: what it takes and what it does.
func eventTable() []eventRow {
	phone := argument("phone", world.String, true, "in any form that registration takes")
	kitten := argument("id", world.Int, true, "of the kitten")
	call := argument("call", world.String, false, "id of the call; the newest where it is left out")
	row := func(name, doc string, raise raised, args ...world.Arg) eventRow {
		return eventRow{world.Event{Name: name, Doc: doc, Args: append([]world.Arg{}, args...)}, raise}
	}
	return []eventRow{
		row("smsc.message", "a message for a phone enters the SMSC: a push, or without a usable device an SMS at once", (*exchange).smscMessage,
			argument("receiver", world.String, true, "phone"), argument("sender", world.String, true, "phone or name"),
			argument("message", world.String, true, "text"), argument("category", world.String, false, "1 to 18")),
		row("device.blocked", "the administrator blocks the device of a phone", deviceEvent(stepBlock), phone),
		row("device.unblocked", "the administrator unblocks it", deviceEvent(stepUnblock), phone),
		row("device.app_removed", "the owner removes the application", deviceEvent(stepAppRemoved), phone),
		row("session.expired", "the sessions of a phone's device end", deviceEvent(stepSessionEnds), phone),
		row("code.expired", "the pending activation code of a phone ends", (*exchange).codeExpired, phone),
		row("call.incoming", "a web page calls a phone: a push with a one-time password", (*exchange).callIncoming, phone,
			argument("caller", world.String, true, "login of the web caller")),
		row("call.answered_by_other_side", "the number that was called answers", callEvent(stepOtherSide), call),
		row("call.ended", "the other side ends the call", callEvent(stepEnd), call),
		row("kitten.put", "a kitten is added, or replaced where its id exists", (*exchange).kittenPut,
			argument("kitten", world.Object, true, "{id?, name, breed, fluffiness, cuteness}"), argument("cat", world.Bool, false, ""),
			argument("adopted", world.Bool, false, ""), argument("hidden", world.Bool, false, "")),
		row("kitten.hidden", "a kitten is hidden: 403", kittenEvent("hidden", func(k *Kitten) *bool { return &k.Hidden }), kitten),
		row("kitten.removed", "a kitten is removed: 410", kittenEvent("removed", func(k *Kitten) *bool { return &k.Removed }), kitten),
		row("kitten.adopted", "a kitten is adopted: listed with available=false only",
			kittenEvent("adopted", func(k *Kitten) *bool { return &k.Adopted }), kitten),
		row("kittens.failing", "the next Kittn requests fail", (*exchange).kittensFailing,
			argument("status", world.Int, true, "418 or 500"), argument("times", world.Int, true, "at least 1")),
		row("key.issued", "the developer portal issues an API key", (*exchange).keyIssued, argument("key", world.String, false, "drawn where it is left out")),
		row("key.revoked", "an API key stops working", (*exchange).keyRevoked, argument("key", world.String, true, "")),
		row("maintenance.started", "Kittn answers 503", maintenance(true)),
		row("maintenance.ended", "Kittn answers again", maintenance(false)),
	}
}

func events() []world.Event {
	var out []world.Event
	for _, r := range eventTable() {
		out = append(out, r.Event)
	}
	return out
}

// Event raises an event by its name; the core has checked names and types of the arguments.
func (f *Fake) Event(name string, args world.Args) (any, error) {
	rows := eventTable()
	i := slices.IndexFunc(rows, func(r eventRow) bool { return r.Name == name })
	if i < 0 {
		return nil, refusal("no event %q", name)
	}
	x := &exchange{f: f, r: &world.Request{}}
	f.mu.Lock()
	x.now = f.w.Now()
	result, err := rows[i].raise(x, args)
	f.mu.Unlock()
	if err != nil {
		return nil, err
	}
	x.finish(world.Answer{})
	return result, nil
}

func refusal(format string, args ...any) error {
	return &world.Refusal{Message: fmt.Sprintf(format, args...)}
}

// phoneArgument normalises a phone as registration does.
func (x *exchange) phoneArgument(args world.Args, name string) (string, error) {
	phone, ok := x.f.normalise(args.Text(name))
	if !ok {
		return "", &world.ArgError{Arg: name, Reason: fmt.Sprintf("expected a phone number such as 79991234567, got %q", args.Text(name))}
	}
	return phone, nil
}

func (x *exchange) smscMessage(args world.Args) (any, error) {
	receiver, err := x.phoneArgument(args, "receiver")
	if err != nil {
		return nil, err
	}
	m := &Message{Sender: args.Text("sender"), Receiver: receiver, Text: args.Text("message")}
	m.Category = x.f.usualCategory(m.Sender)
	if args.Has("category") {
		category, ok := parseCategory(args.Text("category"))
		if !ok {
			return nil, &world.ArgError{Arg: "category", Reason: fmt.Sprintf("expected 1 to %d, got %q", lastID, args.Text("category"))}
		}
		m.Category = category
	}
	x.accept(m)
	return map[string]any{"id": strconv.FormatInt(m.ID, 10), "status": m.status()}, nil
}

// deviceEvent does one step of every device of a phone that takes it; none that does is a refusal.
func deviceEvent(e step) raised {
	return func(x *exchange, args world.Args) (any, error) {
		phone, err := x.phoneArgument(args, "phone")
		if err != nil {
			return nil, err
		}
		changed := 0
		for _, d := range x.f.current(phone) {
			if !d.takes(e, x.now) {
				continue
			}
			changed++
			switch e {
			case stepBlock:
				d.Blocked = x.now
			case stepUnblock:
				d.Blocked = time.Time{}
			case stepAppRemoved:
				d.Removed, d.VoIP = x.now, time.Time{}
			case stepSessionEnds:
				d.endSessions("time", x.now)
			}
		}
		s := x.f.phoneStatus(phone, x.now)
		if changed == 0 {
			if s == none {
				return nil, refusal("no device is registered for %s", phone)
			}
			return nil, refusal("the device of %s is %s, which does not take %s", phone, s, e)
		}
		return map[string]any{"phone": phone, "status": s}, nil
	}
}

func (x *exchange) codeExpired(args world.Args) (any, error) {
	phone, err := x.phoneArgument(args, "phone")
	if err != nil {
		return nil, err
	}
	c := x.f.state.Codes[phone]
	if c == nil || !x.now.Before(c.ExpiresAt) {
		return nil, refusal("no code is pending for %s", phone)
	}
	c.ExpiresAt = x.now
	return nil, nil
}

// callIncoming rings every device that pushes reach. Source: timconnect-1.7.1 §5.15; T-37.
func (x *exchange) callIncoming(args world.Args) (any, error) {
	phone, err := x.phoneArgument(args, "phone")
	if err != nil {
		return nil, err
	}
	var reached []*Device
	for _, d := range x.f.current(phone) {
		if d.usable(x.now) {
			reached = append(reached, d)
		}
	}
	if len(reached) == 0 {
		return nil, refusal("no call reaches %s: its device is %s, or was registered without a push token",
			phone, x.f.phoneStatus(phone, x.now))
	}
	c := x.addCall(&Call{Phone: phone, Incoming: true, Caller: args.Text("caller"), Started: x.now})
	for _, d := range reached {
		x.push(d, callPush{APS: aps{Alert: "0", ContentAvailable: 1},
			CallInfo: callInfo{Caller: c.Caller, AsteriskPass: x.newPassword(d, c.ID)}})
	}
	return map[string]any{"call_id": strconv.FormatInt(c.ID, 10), "state": c.status()}, nil
}

func callEvent(e step) raised {
	return func(x *exchange, args world.Args) (any, error) {
		calls := x.f.state.Calls
		if len(calls) == 0 {
			return nil, refusal("there is no call")
		}
		c := calls[len(calls)-1]
		if args.Has("call") {
			id, _ := parseID(args.Text("call"))
			if c = x.f.findCall(id); c == nil {
				return nil, refusal("there is no call %q", args.Text("call"))
			}
		}
		if before := c.status(); !c.apply(e, x.now) {
			return nil, refusal("the call %d is %s, which does not take %s", c.ID, before, e)
		}
		return map[string]any{"call_id": strconv.FormatInt(c.ID, 10), "state": c.status()}, nil
	}
}

// kittenPut reads the kitten strictly; without an id it gets the next one.
func (x *exchange) kittenPut(args world.Args) (any, error) {
	var in struct {
		ID         *int64  `json:"id"`
		Name       *string `json:"name"`
		Breed      *string `json:"breed"`
		Fluffiness *int    `json:"fluffiness"`
		Cuteness   *int    `json:"cuteness"`
	}
	if err := input.Decode(args.Object("kitten"), &in); err != nil {
		return nil, world.ArgumentError("kitten", err)
	}
	for _, of := range []struct {
		name  string
		given bool
	}{{"name", in.Name != nil}, {"breed", in.Breed != nil}, {"fluffiness", in.Fluffiness != nil}, {"cuteness", in.Cuteness != nil}} {
		if !of.given {
			return nil, &world.ArgError{Arg: "kitten", At: "/" + of.name, Reason: "missing: expected {id?, name, breed, fluffiness, cuteness}"}
		}
	}
	if err := kittenHolds(*in.Name, *in.Breed, *in.Fluffiness, *in.Cuteness); err != nil {
		return nil, err
	}
	if in.ID != nil && (*in.ID < 1 || *in.ID > maxID) {
		return nil, &world.ArgError{Arg: "kitten", At: "/id", Reason: fmt.Sprintf("expected a number from 1 to %d, got %d", int64(maxID), *in.ID)}
	}
	k := &Kitten{Name: *in.Name, Breed: *in.Breed, Fluffiness: *in.Fluffiness, Cuteness: *in.Cuteness,
		Cat: args.Bool("cat"), Adopted: args.Bool("adopted"), Hidden: args.Bool("hidden"), ID: 1}
	if n := len(x.f.state.Kittens); n > 0 {
		k.ID = x.f.state.Kittens[n-1].ID + 1
	}
	if in.ID != nil {
		k.ID = *in.ID
	}
	if k.ID > maxID {
		return nil, refusal("there is no id after that of the last kitten, %d: give one", k.ID-1)
	}
	before := int64(0)
	if old := x.f.findKitten(k.ID); old != nil {
		before = sizeOf(old)
	}
	if err := refuseBeyond(x.f.meters.kittens, sizeOf(k)-before); err != nil {
		return nil, err
	}
	x.f.meters.kittens.Add(sizeOf(k) - before)
	x.f.putKitten(k)
	return map[string]any{"id": k.ID}, nil
}

// kittenHolds checks what the facts of a kitten must be.
func kittenHolds(name, breed string, fluffiness, cuteness int) error {
	for at, text := range map[string]string{"/name": name, "/breed": breed} { // one is told
		if text == "" {
			return &world.ArgError{Arg: "kitten", At: at, Reason: "expected a text that is not empty"}
		}
	}
	for at, points := range map[string]int{"/fluffiness": fluffiness, "/cuteness": cuteness} {
		if points < 0 || points > mostKittenPoints {
			reason := fmt.Sprintf("expected a number from 0 to %d, got %d", mostKittenPoints, points)
			return &world.ArgError{Arg: "kitten", At: at, Reason: reason}
		}
	}
	return nil
}

// kittenEvent sets one mark of a kitten; one that has it already, or is removed, refuses.
func kittenEvent(what string, mark func(*Kitten) *bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		k := x.f.findKitten(args.Int("id"))
		switch {
		case k == nil:
			return nil, refusal("there is no kitten %d", args.Int("id"))
		case k.Removed:
			return nil, refusal("the kitten %d is removed", k.ID)
		case *mark(k):
			return nil, refusal("the kitten %d is %s already", k.ID, what)
		}
		*mark(k) = true
		return nil, nil
	}
}

func (x *exchange) kittensFailing(args world.Args) (any, error) {
	status, times := args.Int("status"), args.Int("times")
	if status != http.StatusTeapot && status != http.StatusInternalServerError {
		return nil, &world.ArgError{Arg: "status", Reason: fmt.Sprintf("expected 418 or 500, got %d", status)}
	}
	if times < 1 {
		return nil, &world.ArgError{Arg: "times", Reason: fmt.Sprintf("expected at least 1, got %d", times)}
	}
	x.f.state.Failing = &Failing{Status: int(status), Times: int(times)}
	return nil, nil
}

// keyIssued makes an API key live; its result is what the portal would show.
func (x *exchange) keyIssued(args world.Args) (any, error) {
	f := x.f
	text := args.Text("key")
	if args.Has("key") && !goodKey(text) {
		return nil, &world.ArgError{Arg: "key", Reason: "expected visible ASCII characters without spaces"}
	}
	if f.key(text) != nil {
		return nil, refusal("the key %s was issued already", text)
	}
	if text == "" {
		text = f.chance.Text(lowerDigits, 24)
	}
	k := &Key{Key: text, DigestSecret: f.newSecret()}
	before := int64(0)
	for _, old := range f.state.Keys {
		if old.Key == text {
			before = old.size()
		}
	}
	if err := refuseBeyond(f.meters.keys, k.size()-before); err != nil {
		return nil, err
	}
	f.meters.keys.Add(k.size() - before)
	f.state.Keys = append(slices.DeleteFunc(f.state.Keys, func(old *Key) bool { return old.Key == text }), k)
	f.w.Secret("api_key", k.Key)
	f.w.Secret("secret", k.DigestSecret)
	return map[string]any{"key": k.Key, "digest_secret": k.DigestSecret}, nil
}

func (x *exchange) keyRevoked(args world.Args) (any, error) {
	k := x.f.key(args.Text("key"))
	if k == nil {
		return nil, refusal("there is no live key %q", args.Text("key"))
	}
	k.RevokedAt, k.Reason = x.now, "revoked"
	return nil, nil
}

// maintenance may be started and ended again, as at every API: it says how things are from now on.
func maintenance(start bool) raised {
	return func(x *exchange, _ world.Args) (any, error) {
		x.f.state.Maintenance = start
		return nil, nil
	}
}

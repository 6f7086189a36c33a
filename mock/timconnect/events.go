package timconnect

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"sparring/mock/fake"
	"sparring/mock/input"
	"sparring/mock/world"
)

// raised is what an event does.
type raised = func(x *exchange, args world.Args) (result any, err error)

// events are all events: what they take, and what they do.
func events() []fake.Event[*exchange] {
	phone := world.Arg{Name: "phone", Type: world.String, Required: true, Doc: "in any form that registration takes"}
	kitten := world.Arg{Name: "id", Type: world.Int, Required: true, Doc: "of the kitten"}
	call := world.Arg{Name: "call", Type: world.String, Doc: "id of the call; without it, the newest"}
	event := func(name, doc string, raise raised, args ...world.Arg) fake.Event[*exchange] {
		// Args are a list in JSON, even if an event takes no arguments.
		e := world.Event{Name: name, Doc: doc, Args: append([]world.Arg{}, args...)}
		return fake.Event[*exchange]{Event: e, Raise: raise}
	}
	return []fake.Event[*exchange]{
		event("smsc.message",
			"a message for a phone enters the SMSC: a push, or without a usable device an SMS at once",
			(*exchange).smscMessage,
			world.Arg{Name: "receiver", Type: world.String, Required: true, Doc: "phone"},
			world.Arg{Name: "sender", Type: world.String, Required: true, Doc: "phone or name"},
			world.Arg{Name: "message", Type: world.String, Required: true, Doc: "text"},
			world.Arg{Name: "category", Type: world.String, Doc: "1 to 18"}),
		event("device.blocked", "the administrator blocks the device of a phone", deviceEvent(stepBlock), phone),
		event("device.unblocked", "the administrator unblocks it", deviceEvent(stepUnblock), phone),
		event("device.app_removed", "the owner removes the application", deviceEvent(stepAppRemoved), phone),
		event("session.expired", "the sessions of a phone's device end", deviceEvent(stepSessionEnds), phone),
		event("code.expired", "the pending activation code of a phone ends", (*exchange).codeExpired, phone),
		event("call.incoming", "a web page calls a phone: a push with a one-time password",
			(*exchange).callIncoming, phone,
			world.Arg{Name: "caller", Type: world.String, Required: true, Doc: "login of the web caller"}),
		event("call.answered_by_other_side", "the number that was called answers", callEvent(stepOtherSide), call),
		event("call.ended", "the other side ends the call", callEvent(stepEnd), call),
		event("kitten.put", "a kitten is added, or replaced if its id exists", (*exchange).kittenPut,
			world.Arg{
				Name: "kitten", Type: world.Object, Required: true, Doc: "{id?, name, breed, fluffiness, cuteness}",
			},
			world.Arg{Name: "cat", Type: world.Bool, Doc: "listed only with include_cats=true"},
			world.Arg{Name: "adopted", Type: world.Bool, Doc: "listed only with available=false"},
			world.Arg{Name: "hidden", Type: world.Bool, Doc: "it is hidden: 403"}),
		event("kitten.hidden", "a kitten is hidden: 403",
			kittenEvent("hidden", func(k *Kitten) *bool { return &k.Hidden }), kitten),
		event("kitten.removed", "a kitten is removed: 410",
			kittenEvent("removed", func(k *Kitten) *bool { return &k.Removed }), kitten),
		event("kitten.adopted", "a kitten is adopted: listed with available=false only",
			kittenEvent("adopted", func(k *Kitten) *bool { return &k.Adopted }), kitten),
		event("kittens.failing", "the next Kittn requests fail", (*exchange).kittensFailing,
			world.Arg{Name: "status", Type: world.Int, Required: true, Doc: "418 or 500"},
			world.Arg{Name: "times", Type: world.Int, Required: true, Doc: "at least 1"}),
		event("key.issued", "the developer portal issues an API key", (*exchange).keyIssued,
			world.Arg{Name: "key", Type: world.String, Doc: "without it, one is drawn"}),
		event("key.revoked", "an API key stops working", (*exchange).keyRevoked,
			world.Arg{Name: "key", Type: world.String, Required: true, Doc: "the API key"}),
		event("maintenance.started", "Kittn answers 503", maintenance(true)),
		event("maintenance.ended", "Kittn answers again", maintenance(false)),
	}
}

// phoneArgument normalises a phone as registration does.
func (x *exchange) phoneArgument(args world.Args, name string) (string, error) {
	phone, ok := x.normalise(args.Text(name))
	if !ok {
		return "", &world.ArgError{
			Arg:    name,
			Reason: fmt.Sprintf("expected a phone number such as 79991234567, got %q", args.Text(name)),
		}
	}
	return phone, nil
}

func (x *exchange) smscMessage(args world.Args) (any, error) {
	receiver, err := x.phoneArgument(args, "receiver")
	if err != nil {
		return nil, err
	}
	m := Message{Sender: args.Text("sender"), Receiver: receiver, Text: args.Text("message")}
	m.Category = x.usualCategory(m.Sender)
	if args.Has("category") {
		category, ok := parseCategory(args.Text("category"))
		if !ok {
			reason := fmt.Sprintf("expected 1 to %d, got %q", lastID, args.Text("category"))
			return nil, &world.ArgError{Arg: "category", Reason: reason}
		}
		m.Category = category
	}
	m = x.accept(m)
	return map[string]any{"id": strconv.FormatInt(m.ID, 10), "status": m.status()}, nil
}

// deviceEvent does one step of every device of a phone that takes it; if no device does, it is impossible.
func deviceEvent(e step) raised {
	return func(x *exchange, args world.Args) (any, error) {
		phone, err := x.phoneArgument(args, "phone")
		if err != nil {
			return nil, err
		}
		changed := 0
		for _, d := range x.current(phone) {
			if !d.takes(e, x.Now()) {
				continue
			}
			changed++
			switch e {
			case stepBlock:
				d.Blocked = x.Now()
			case stepUnblock:
				d.Blocked = time.Time{}
			case stepAppRemoved:
				d.Removed, d.VoIP = x.Now(), time.Time{}
			case stepSessionEnds:
				d.endSessions(x.Now(), func(*Session) bool { return true }, "time", false)
			}
			x.devices.Put(d.ID, d)
		}
		s := x.phoneStatus(phone)
		if changed == 0 {
			if s == none {
				return nil, fake.Impossible("no device is registered for %s", phone)
			}
			return nil, fake.Impossible("the device of %s is %s, which does not take %s", phone, s, e)
		}
		return map[string]any{"phone": phone, "status": s}, nil
	}
}

func (x *exchange) codeExpired(args world.Args) (any, error) {
	phone, err := x.phoneArgument(args, "phone")
	if err != nil {
		return nil, err
	}
	c, ok := x.codes.Get(phone)
	if !ok || !x.Now().Before(c.ExpiresAt) {
		return nil, fake.Impossible("no code is pending for %s", phone)
	}
	c.ExpiresAt = x.Now()
	x.codes.Put(phone, c)
	return nil, nil
}

// callIncoming rings every device that pushes reach. Source: timconnect-1.7.1 §5.15; T-37.
func (x *exchange) callIncoming(args world.Args) (any, error) {
	phone, err := x.phoneArgument(args, "phone")
	if err != nil {
		return nil, err
	}
	var reached []Device
	for _, d := range x.current(phone) {
		if d.usable(x.Now()) {
			reached = append(reached, d)
		}
	}
	if len(reached) == 0 {
		return nil, fake.Impossible("no call reaches %s: its device is %s, or was registered without a push token",
			phone, x.phoneStatus(phone))
	}
	c := x.addCall(Call{Phone: phone, Incoming: true, Caller: args.Text("caller"), Started: x.Now()})
	for _, d := range reached {
		x.push(d, callPush{APS: aps{Alert: "0", ContentAvailable: 1},
			CallInfo: callInfo{Caller: c.Caller, AsteriskPass: x.newPassword(d, c.ID)}})
	}
	return map[string]any{"call_id": strconv.FormatInt(c.ID, 10), "state": c.status()}, nil
}

func callEvent(e step) raised {
	return func(x *exchange, args world.Args) (any, error) {
		_, c, ok := x.calls.Last()
		if !ok {
			return nil, fake.Impossible("there is no call")
		}
		if args.Has("call") {
			id, _ := parseID(args.Text("call"))
			if c, ok = x.calls.Get(id); !ok {
				return nil, fake.Impossible("there is no call %q", args.Text("call"))
			}
		}
		if before := c.status(); !c.apply(e, x.Now()) {
			return nil, fake.Impossible("the call %d is %s, which does not take %s", c.ID, before, e)
		}
		x.calls.Put(c.ID, c)
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
	}{
		{"name", in.Name != nil}, {"breed", in.Breed != nil}, {"fluffiness", in.Fluffiness != nil},
		{"cuteness", in.Cuteness != nil},
	} {
		if !of.given {
			return nil, &world.ArgError{
				Arg: "kitten", At: "/" + of.name, Reason: "missing: expected {id?, name, breed, fluffiness, cuteness}",
			}
		}
	}
	if err := kittenHolds(*in.Name, *in.Breed, *in.Fluffiness, *in.Cuteness); err != nil {
		return nil, err
	}
	if in.ID != nil && (*in.ID < 1 || *in.ID > maxID) {
		reason := fmt.Sprintf("expected a number from 1 to %d, got %d", int64(maxID), *in.ID)
		return nil, &world.ArgError{Arg: "kitten", At: "/id", Reason: reason}
	}
	last, _, _ := x.kittens.Last()
	k := Kitten{
		ID: last + 1, Name: *in.Name, Breed: *in.Breed, Fluffiness: *in.Fluffiness, Cuteness: *in.Cuteness,
		Cat: args.Bool("cat"), Adopted: args.Bool("adopted"), Hidden: args.Bool("hidden"),
	}
	if in.ID != nil {
		k.ID = *in.ID
	}
	if k.ID > maxID {
		return nil, fake.Impossible("there is no id after that of the last kitten, %d: give one", k.ID-1)
	}
	if err := x.kittens.ImpossibleIfFull(k.ID, k); err != nil {
		return nil, err
	}
	x.kittens.Put(k.ID, k)
	return map[string]any{"id": k.ID}, nil
}

// kittenHolds checks what the facts of a kitten must be.
func kittenHolds(name, breed string, fluffiness, cuteness int) error {
	for _, of := range []struct{ at, text string }{{"/name", name}, {"/breed", breed}} {
		if of.text == "" {
			return &world.ArgError{Arg: "kitten", At: of.at, Reason: "expected a text that is not empty"}
		}
	}
	for _, of := range []struct {
		at     string
		points int
	}{{"/fluffiness", fluffiness}, {"/cuteness", cuteness}} {
		if of.points < 0 || of.points > mostKittenPoints {
			reason := fmt.Sprintf("expected a number from 0 to %d, got %d", mostKittenPoints, of.points)
			return &world.ArgError{Arg: "kitten", At: of.at, Reason: reason}
		}
	}
	return nil
}

// kittenEvent sets one mark of a kitten, unless it has it already or is removed.
func kittenEvent(what string, mark func(*Kitten) *bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		k, ok := x.kittens.Get(args.Int("id"))
		switch {
		case !ok:
			return nil, fake.Impossible("there is no kitten %d", args.Int("id"))
		case k.Removed:
			return nil, fake.Impossible("the kitten %d is removed", k.ID)
		case *mark(&k):
			return nil, fake.Impossible("the kitten %d is %s already", k.ID, what)
		}
		*mark(&k) = true
		x.kittens.Put(k.ID, k)
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
	x.failing.Set(Failing{Status: int(status), Times: int(times)})
	return nil, nil
}

// keyIssued makes an API key live; its result is what the portal would show.
func (x *exchange) keyIssued(args world.Args) (any, error) {
	text := args.Text("key")
	if args.Has("key") && !goodKey(text) {
		return nil, &world.ArgError{Arg: "key", Reason: "expected visible ASCII characters without spaces"}
	}
	if x.hasLiveKey(text) {
		return nil, fake.Impossible("the key %s was issued already", text)
	}
	if text == "" {
		text = x.Chance().Text(world.LowerDigits, 24)
	}
	k := Key{Key: text, DigestSecret: x.newDigestSecret()}
	if err := x.keys.ImpossibleIfFull(text, k); err != nil {
		return nil, err
	}
	x.keys.Delete(text) // one that ended: the new one is the last in order
	x.keys.Put(text, k)
	x.Secret("api_key", k.Key)
	x.Secret("secret", k.DigestSecret)
	return map[string]any{"key": k.Key, "digest_secret": k.DigestSecret}, nil
}

func (x *exchange) keyRevoked(args world.Args) (any, error) {
	k, ok := x.liveKey(args.Text("key"))
	if !ok {
		return nil, fake.Impossible("there is no live key %q", args.Text("key"))
	}
	k.RevokedAt, k.Reason = x.Now(), "revoked"
	x.keys.Put(k.Key, k)
	return nil, nil
}

// maintenance may be started and ended again, as at every API: the last event counts.
func maintenance(start bool) raised {
	return func(x *exchange, _ world.Args) (any, error) {
		x.maintenance.Set(start)
		return nil, nil
	}
}

package sentences

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
)

const (
	pushToken  = "Push-Token-of-the-Suite"
	sparePhone = "79990000099"
)

// alive asks for an ordinary thing: kittens if it was kittens before, the directory if the client's device can be
// used, else a registration of another phone.
func (s sentences) alive() error {
	if c, err := s.Calls.Last(); err == nil && isKittn(c.Method) {
		return s.AliveBy("timconnect.listKittens", nil)
	}
	if phone, known := s.Known("phone"); known && !s.isTakenOver() && s.inUse() {
		state, err := s.World.State("timconnect")
		if err != nil {
			return err
		}
		if ability := s.ordinaryNow(); ability != "" && usable(state, fmt.Sprint(phone)) > 0 {
			return s.AliveBy(ability, nil)
		}
	}
	if !s.Client.Hello.Has("timconnect.registerByDigest") && s.Client.Hello.Has("timconnect.registerPhone") {
		return s.AliveBy("timconnect.registerPhone", map[string]any{"phone": sparePhone, "token": pushToken})
	}
	return s.AliveBy("timconnect.registerByDigest", s.signed(sparePhone))
}

// ordinary returns the abilities of which one is the sign of life of a registered client.
func ordinary() []string {
	return []string{"timconnect.categories", "timconnect.isAuthorized", "timconnect.statistics"}
}

// ordinaryNow returns the first of those that the client has and for which no fault is waiting; it may be "".
func (s sentences) ordinaryNow() string {
	operations := map[string]string{
		"timconnect.isAuthorized": "getAuthorization",
		"timconnect.statistics":   "getStatistics",
	}
	for _, ability := range ordinary() {
		if !s.Client.Hello.Has(ability) {
			continue
		}
		if operation := operations[ability]; operation != "" {
			if free, err := s.World.Unharmed("timconnect", operation); err != nil || !free {
				continue
			}
		}
		return ability
	}
	return ""
}

// isKittn reports whether an ability is about Kittn.
func isKittn(ability string) bool { return strings.Contains(ability, "Kitten") }

// inUse reports whether the client has reported that it holds a registration.
func (s sentences) inUse() bool {
	inUse := false
	for _, c := range s.Calls.All() {
		switch c.Method {
		case "timconnect.confirmPhone", "timconnect.registerByDigest", "timconnect.signIn":
			inUse = inUse || c.OK
		case "timconnect.removeDevice":
			inUse = inUse && !c.OK
		}
	}
	return inUse
}

// isTakenOver reports whether another device has taken the phone over.
func (s sentences) isTakenOver() bool {
	_, known := s.Known("taken over")
	return known
}

// signed returns the arguments of a registration that the bank has signed.
func (s sentences) signed(phone string) map[string]any {
	sum := sha256.Sum256([]byte(phone + pushToken + s.World.Credentials["timconnect"]["digest_secret"]))
	return map[string]any{"phone": phone, "token": pushToken, "digest": hex.EncodeToString(sum[:])}
}

// kept returns a phone as the server keeps it: 11 digits, the first a 7.
func kept(phone string) string {
	digits := strings.TrimPrefix(phone, "+")
	if len(digits) == 11 && digits[0] == '8' {
		return "7" + digits[1:]
	}
	return digits
}

func (s sentences) registered(phone string) error {
	if err := s.registers(phone); err != nil {
		return err
	}
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return s.Demand(
		"timconnect.registered",
		c.OK,
		nil,
		"expected the client to register %s, it reported: %s",
		phone,
		run.Describe(c),
	)
}

// registers lets the client register by the bank's digest, or by SMS if it cannot.
func (s sentences) registers(phone string) error {
	if s.Client.Hello.Has("timconnect.registerByDigest") || !s.Client.Hello.Has("timconnect.registerPhone") {
		return s.byDigest(phone, "a")
	}
	if err := s.asksForCode(phone); err != nil {
		return err
	}
	if err := s.confirms(phone, "the code of the SMS"); err != nil {
		return err
	}
	out, err := s.World.Control.Outbox(s.Ctx, s.World.ID)
	for _, m := range out.Messages {
		s.Prepared = max(s.Prepared, m.Seq)
	}
	return err
}

func (s sentences) byDigest(phone, digest string) error {
	args := s.signed(phone)
	if digest == "a wrong" {
		args["digest"] = s.signed(phone + "0")["digest"]
	}
	s.Remember("phone", kept(phone))
	return s.Ask("timconnect.registerByDigest", args)
}

func (s sentences) asksForCode(phone string) error {
	s.Remember("phone", kept(phone))
	return s.Ask("timconnect.registerPhone", map[string]any{"phone": phone, "token": pushToken})
}

// confirms reads the code as the user reads the SMS. A wrong one differs in its last digit.
func (s sentences) confirms(phone, which string) error {
	state, err := s.World.State("timconnect")
	if err != nil {
		return err
	}
	found, _ := rule.At(state, "/codes/"+kept(phone)+"/code")
	code, _ := found.(string)
	switch {
	case which == "a wrong code" && code == "":
		code = "4821"
	case which == "a wrong code":
		code = code[:len(code)-1] + string('0'+(code[len(code)-1]-'0'+1)%10)
	case code == "":
		return s.Demand("timconnect.code", false, nil, "expected a code to be sent to %s, none was", phone)
	}
	s.Remember("phone", kept(phone))
	return s.Ask("timconnect.confirmPhone", map[string]any{"phone": phone, "code": code})
}

// happens raises an event about the known phone. If it is impossible, the client has not come so far, which the next
// steps judge.
func (s sentences) happens(event string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	_, err = s.World.Raise("timconnect", event, map[string]any{"phone": phone})
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	return err
}

func (s sentences) expires(what, byTime string) error {
	if byTime != "" {
		return s.World.Advance("360h")
	}
	return s.happens(what + ".expired")
}

func (s sentences) device(what string) error {
	return s.happens(
		map[string]string{
			"blocked": "device.blocked", "unblocked": "device.unblocked", "removed": "device.app_removed",
		}[what],
	)
}

// takenOver plants what a registration of the phone on another device leaves.
func (s sentences) takenOver() error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	state, err := s.World.State("timconnect")
	if err != nil {
		return err
	}
	devices, _ := state["devices"].([]any)
	var other map[string]any
	for _, item := range devices {
		device, _ := item.(map[string]any)
		if device["phone"] == phone && device["replaced_at"] == nil {
			device["replaced_at"] = device["registered_at"]
			other = map[string]any{
				"id":            len(devices) + 1,
				"phone":         phone,
				"key":           device["key"],
				"token":         "another-token",
				"credentials":   "the-password-that-another-device-was-given",
				"registered_at": device["registered_at"],
				"sessions":      []any{},
			}
		}
	}
	if other == nil {
		return s.Missing("timconnect.devices", "expected a device of %v to be registered, no device is", phone)
	}
	state["devices"] = append(devices, other)
	s.Remember("taken over", true)
	return s.World.Plant("timconnect", state)
}

func (s sentences) sent(count, text, sender string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	if sender == "" {
		sender = "BANK"
	}
	n := 1
	if count != "" {
		if n, err = strconv.Atoi(count); err != nil {
			return feature.Usagef("expected a number of messages, got %q", count)
		}
	}
	for i := range n {
		body := text
		if n > 1 {
			body = fmt.Sprintf("%s %d", text, i+1)
		}
		result, err := s.World.Raise(
			"timconnect",
			"smsc.message",
			map[string]any{"receiver": phone, "sender": sender, "message": body},
		)
		if err != nil {
			return err
		}
		var sent struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(result.Result, &sent); err != nil {
			return err
		}
		s.Remember("message_id", sent.ID)
	}
	return nil
}

// first is the first id of planted messages, far from the ids that the server gives.
const first = 70000000

// messages plants messages that were sent before the scenario began; they are too old to be sent by SMS.
func (s sentences) messages(n int, where, since string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, "2026-01-01")
	if since != "" {
		if day, err = time.Parse(time.DateOnly, since); err != nil {
			return feature.Usagef("expected a date such as 2026-01-31, got %q", since)
		}
	}
	if err != nil {
		return err
	}
	state, err := s.World.State("timconnect")
	if err != nil {
		return err
	}
	messages, _ := state["messages"].([]any)
	for i := range n {
		at := day.AddDate(0, 0, 2*i).Add(9 * time.Hour)
		m := map[string]any{
			"id":        first + len(messages),
			"sender":    "BANK",
			"receiver":  phone,
			"category":  1,
			"message":   fmt.Sprintf("Message %d", i+1),
			"queued_at": at,
			"hashtag":   "",
			"geotag":    nil,
		}
		if where == "are in the archive" {
			m["reported_at"] = at
		}
		s.Remember("message_id", fmt.Sprint(m["id"]))
		messages = append(messages, m)
	}
	state["messages"] = messages
	return s.World.Plant("timconnect", state)
}

func (s sentences) push() error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	out, err := s.World.Control.Outbox(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	for i := len(out.Messages) - 1; i >= 0; i-- {
		if m := out.Messages[i]; m.Kind == "push" && m.To == phone {
			payload, err := feature.Object(m.Payload)
			if err != nil {
				return err
			}
			return s.Ask("timconnect.takePush", map[string]any{"payload": payload})
		}
	}
	return s.Missing("timconnect.push", "expected a push to %v, none was sent", phone)
}

func (s sentences) reports(want int, what string) error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	if what == "message" {
		what = "messages"
	}
	list, ok := c.Values[what].([]any)
	return s.Demand(
		"timconnect.told",
		c.OK && ok && len(list) == want,
		nil,
		"expected the client to report %d %s, it reported: %s",
		want,
		what,
		run.Describe(c),
	)
}

func (s sentences) contains(text string) error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return s.Demand("timconnect.text", !c.OK && strings.Contains(fmt.Sprint(c.Values["message"]), text), nil,
		"expected the words %q in the message of a failure, the client reported: %s", text, run.Describe(c))
}

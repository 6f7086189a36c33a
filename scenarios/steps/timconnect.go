package steps

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
	"sparring/scenarios/rule"
)

// timconnectAPI is the vocabulary of TIM Connect and Kittn.
func timconnectAPI() API {
	return API{
		Name:        "timconnect",
		Alive:       (*Scene).timAlive,
		Reauthorize: (*Scene).timReauthorize,
		Ordinary: func(asked []string) []string {
			if n := len(asked); n > 0 && isKittn(asked[n-1]) {
				return []string{"timconnect.listKittens"}
			}
			return append(timOrdinary(), "timconnect.registerByDigest", "timconnect.registerPhone")
		},
		Steps: []Step{
			{Keyword: Given, Pattern: `the client is registered as "([^"]*)"`, Asks: always("timconnect.registerByDigest", "timconnect.confirmPhone"), Example: `the client is registered as "79991234567"`,
				Doc: "the client has registered, without SMS if it can; the phone is known as {phone}", Bind: func(s *Scene) any { return s.timRegistered }},
			{Keyword: Given, Pattern: `(\d+) messages (wait in the queue|are in the archive)(?: since "([^"]*)")?`, Example: `5 messages are in the archive since "2026-01-01"`,
				Doc: "of {phone}, called Message 1 and so on; with a date, one on every second day from then on", Bind: func(s *Scene) any { return s.timMessages }},
			{Keyword: When, Pattern: `the client registers "([^"]*)" with (a|a wrong) digest of the bank`, Asks: always("timconnect.registerByDigest"), Example: `the client registers "89991234567" with a digest of the bank`,
				Doc: "timconnect.registerByDigest; the suite signs as the bank's server would", Bind: func(s *Scene) any { return s.timByDigest }},
			{Keyword: When, Pattern: `the client asks for a code for "([^"]*)"`, Asks: always("timconnect.registerPhone"), Example: `the client asks for a code for "79991234567"`,
				Doc: "timconnect.registerPhone", Bind: func(s *Scene) any { return s.timAsksForCode }},
			{Keyword: When, Pattern: `the client confirms "([^"]*)" with (the code of the SMS|a wrong code)`, Asks: always("timconnect.confirmPhone"), Example: `the client confirms "79991234567" with the code of the SMS`,
				Doc: "timconnect.confirmPhone", Bind: func(s *Scene) any { return s.timConfirms }},
			{Keyword: When, Pattern: `the (session|code) dies( by time)?`, Example: `the session dies`,
				Doc: "the session or the activation code of {phone} ends: the server ends it, or 15 days pass", Bind: func(s *Scene) any { return s.timDies }},
			{Keyword: When, Pattern: `another device takes the phone over`, Example: `another device takes the phone over`,
				Doc: "{phone} is registered elsewhere: the client's session and password are dead", Bind: func(s *Scene) any { return s.timTakenOver }},
			{Keyword: When, Pattern: `the device is (blocked|unblocked|removed)`, Example: `the device is blocked`, Doc: "by the administrator, or removed by its owner",
				Bind: func(s *Scene) any { return s.timDevice }},
			{Keyword: When, Pattern: `(a message|\d+ messages) "([^"]*)"(?: from "([^"]*)")? (?:is|are) sent to the phone`, Example: `a message "Hello" is sent to the phone`,
				Doc: "a bank sends to {phone}; several are numbered. The newest is known as {message_id}", Bind: func(s *Scene) any { return s.timSent }},
			{Keyword: When, Pattern: `the push reaches the client`, Asks: always("timconnect.takePush"), Example: `the push reaches the client`, Doc: "timconnect.takePush with the newest push to {phone}",
				Bind: func(s *Scene) any { return s.timPush }},
			{Keyword: Then, Pattern: `the client tells (\d+) (messages?|kittens|categories)`, Example: `the client tells 5 messages`, Doc: "length of a list in the last success",
				Bind: func(s *Scene) any { return s.timTells }},
			{Keyword: Then, Pattern: `the client passes on "([^"]*)"`, Example: `the client passes on "Device is blocked"`, Doc: "the vendor's words are in the message of the last failure",
				Bind: func(s *Scene) any { return s.timPassesOn }},
			{Keyword: Then, Pattern: `(no|\d+) messages? (?:is|are) still in the queue`, Example: `no message is still in the queue`, Doc: "messages to {phone} without a delivery report",
				Bind: func(s *Scene) any { return s.timQueue }},
			{Keyword: Then, Pattern: `the message now has "([^"]*)" as (.+)`, Example: `the message now has "geotag/latitude" as "55.74722"`, Doc: "what the server remembers of {message_id}",
				Bind: func(s *Scene) any { return s.timHas }},
			{Keyword: Then, Pattern: `the phone has (no|\d+) usable devices?`, Example: `the phone has 1 usable device`, Doc: "devices of {phone} that are registered, not blocked and not removed",
				Bind: func(s *Scene) any { return s.timDevices }},
		},
	}
}

const (
	timPushToken  = "push-token-of-the-suite"
	timSparePhone = "79990000099"
)

// timAlive is an ordinary thing: kittens where it was kittens before, the directory where the client's device can be used,
// else a registration of another phone.
func (s *Scene) timAlive() error {
	if c, err := s.Claim(); err == nil && isKittn(c.Method) {
		return s.AliveBy("timconnect.listKittens", nil)
	}
	if phone, known := s.values["phone"]; known && s.values["taken over"] == nil && s.timInUse() {
		state, err := s.State("timconnect")
		if err != nil {
			return err
		}
		if ability := s.timOrdinaryNow(); ability != "" && timUsable(state, fmt.Sprint(phone)) > 0 {
			return s.AliveBy(ability, nil)
		}
	}
	if !s.Hello.Has("timconnect.registerByDigest") && s.Hello.Has("timconnect.registerPhone") {
		return s.AliveBy("timconnect.registerPhone", map[string]any{"phone": timSparePhone, "token": timPushToken})
	}
	return s.AliveBy("timconnect.registerByDigest", s.timSigned(timSparePhone))
}

// timOrdinary are the abilities of which one is the sign of life of a registered client.
func timOrdinary() []string {
	return []string{"timconnect.categories", "timconnect.isAuthorized", "timconnect.statistics"}
}

// timOrdinaryNow is the first of those that the client has and that no fault is waiting for, "" if there is none.
func (s *Scene) timOrdinaryNow() string {
	operations := map[string]string{"timconnect.isAuthorized": "getAuthorization", "timconnect.statistics": "getStatistics"}
	for _, ability := range timOrdinary() {
		if !s.Hello.Has(ability) {
			continue
		}
		if operation := operations[ability]; operation != "" {
			if free, err := s.Unharmed("timconnect", operation); err != nil || !free {
				continue
			}
		}
		return ability
	}
	return ""
}

// isKittn reports whether an ability is about Kittn.
func isKittn(ability string) bool { return strings.Contains(ability, "Kitten") }

// timInUse tells whether the client has said that it holds a registration.
func (s *Scene) timInUse() bool {
	inUse := false
	for _, c := range s.Claims() {
		switch c.Method {
		case "timconnect.confirmPhone", "timconnect.registerByDigest", "timconnect.signIn":
			inUse = inUse || c.OK
		case "timconnect.removeDevice":
			inUse = inUse && !c.OK
		}
	}
	return inUse
}

// timSigned are the arguments of a registration that the bank has signed.
func (s *Scene) timSigned(phone string) map[string]any {
	sum := sha256.Sum256([]byte(phone + timPushToken + s.World.Credentials["timconnect"]["digest_secret"]))
	return map[string]any{"phone": phone, "token": timPushToken, "digest": hex.EncodeToString(sum[:])}
}

// timKept is a phone as the server keeps it: 11 digits, the first a 7.
func timKept(phone string) string {
	digits := strings.TrimPrefix(phone, "+")
	if len(digits) == 11 && digits[0] == '8' {
		return "7" + digits[1:]
	}
	return digits
}

func (s *Scene) timRegistered(phone string) error {
	if err := s.timRegisters(phone); err != nil {
		return err
	}
	c, err := s.Claim()
	if err != nil {
		return err
	}
	return s.Demand("timconnect.registered", c.OK, nil, "expected the client to register %s, it reported: %s", phone, say(c))
}

// timRegisters lets the client register by the bank's digest, or by SMS if it cannot.
func (s *Scene) timRegisters(phone string) error {
	if s.Hello.Has("timconnect.registerByDigest") || !s.Hello.Has("timconnect.registerPhone") {
		return s.timByDigest(phone, "a")
	}
	if err := s.timAsksForCode(phone); err != nil {
		return err
	}
	if err := s.timConfirms(phone, "the code of the SMS"); err != nil {
		return err
	}
	out, err := s.Control.Outbox(s.Ctx, s.World.ID)
	for _, m := range out.Messages {
		s.prepared = max(s.prepared, m.Seq)
	}
	return err
}

func (s *Scene) timByDigest(phone, digest string) error {
	args := s.timSigned(phone)
	if digest == "a wrong" {
		args["digest"] = s.timSigned(phone + "0")["digest"]
	}
	s.Remember("phone", timKept(phone))
	return s.Ask("timconnect.registerByDigest", args)
}

func (s *Scene) timAsksForCode(phone string) error {
	s.Remember("phone", timKept(phone))
	return s.Ask("timconnect.registerPhone", map[string]any{"phone": phone, "token": timPushToken})
}

// timConfirms reads the code as the user reads the SMS. A wrong one differs in its last digit.
func (s *Scene) timConfirms(phone, which string) error {
	state, err := s.State("timconnect")
	if err != nil {
		return err
	}
	found, _ := rule.At(state, "/codes/"+timKept(phone)+"/code")
	code, _ := found.(string)
	switch {
	case which == "a wrong code" && code == "":
		code = "4821"
	case which == "a wrong code":
		code = code[:len(code)-1] + string('0'+(code[len(code)-1]-'0'+1)%10)
	case code == "":
		return s.Demand("timconnect.code", false, nil, "expected a code to be sent to %s, none was", phone)
	}
	s.Remember("phone", timKept(phone))
	return s.Ask("timconnect.confirmPhone", map[string]any{"phone": phone, "code": code})
}

// timHappens raises an event about the known phone. Where it is impossible, the client has not come so far, which is for
// the steps that follow to judge.
func (s *Scene) timHappens(event string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	_, err = s.Raise("timconnect", event, map[string]any{"phone": phone})
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	return err
}

func (s *Scene) timDies(what, byTime string) error {
	if byTime != "" {
		return s.passes("360h")
	}
	return s.timHappens(what + ".expired")
}

func (s *Scene) timDevice(what string) error {
	return s.timHappens(map[string]string{"blocked": "device.blocked", "unblocked": "device.unblocked", "removed": "device.app_removed"}[what])
}

// timTakenOver plants what a registration of the phone on another device leaves.
func (s *Scene) timTakenOver() error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	state, err := s.State("timconnect")
	if err != nil {
		return err
	}
	devices, _ := state["devices"].([]any)
	var other map[string]any
	for _, item := range devices {
		device, _ := item.(map[string]any)
		if device["phone"] == phone && device["replaced_at"] == nil {
			device["replaced_at"] = device["registered_at"]
			other = map[string]any{"id": len(devices) + 1, "phone": phone, "key": device["key"], "token": "another-token",
				"credentials": "the-password-that-another-device-was-given", "registered_at": device["registered_at"], "sessions": []any{}}
		}
	}
	if other == nil {
		return s.Missing("timconnect.devices", "expected a device of %v to be registered, there is none", phone)
	}
	state["devices"] = append(devices, other)
	s.Remember("taken over", true)
	return s.Plant("timconnect", state)
}

func (s *Scene) timSent(many, text, sender string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	if sender == "" {
		sender = "BANK"
	}
	n := 1
	if count, _, ok := strings.Cut(many, " messages"); ok {
		if n, err = strconv.Atoi(count); err != nil {
			return misuse("expected a number of messages, got %q", many)
		}
	}
	for i := range n {
		body := text
		if n > 1 {
			body = fmt.Sprintf("%s %d", text, i+1)
		}
		result, err := s.Raise("timconnect", "smsc.message", map[string]any{"receiver": phone, "sender": sender, "message": body})
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

// timFirst is far from the ids that the server gives by itself.
const timFirst = 70000000

// timMessages plants messages that were sent before the scenario began; they are too old to be sent by SMS.
func (s *Scene) timMessages(n int, where, since string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, "2026-01-01")
	if since != "" {
		if day, err = time.Parse(time.DateOnly, since); err != nil {
			return misuse("expected a date such as 2026-01-31, got %q", since)
		}
	}
	if err != nil {
		return err
	}
	state, err := s.State("timconnect")
	if err != nil {
		return err
	}
	messages, _ := state["messages"].([]any)
	for i := range n {
		at := day.AddDate(0, 0, 2*i).Add(9 * time.Hour)
		m := map[string]any{"id": timFirst + len(messages), "sender": "BANK", "receiver": phone, "category": 1, "message": fmt.Sprintf("Message %d", i+1),
			"queued_at": at, "hashtag": "", "geotag": nil}
		if where == "are in the archive" {
			m["reported_at"] = at
		}
		s.Remember("message_id", fmt.Sprint(m["id"]))
		messages = append(messages, m)
	}
	state["messages"] = messages
	return s.Plant("timconnect", state)
}

func (s *Scene) timPush() error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	out, err := s.Control.Outbox(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	for i := len(out.Messages) - 1; i >= 0; i-- {
		if m := out.Messages[i]; m.Kind == "push" && m.To == phone {
			payload, err := decodeObject(m.Payload)
			if err != nil {
				return err
			}
			return s.Ask("timconnect.takePush", map[string]any{"payload": payload})
		}
	}
	return s.Missing("timconnect.push", "expected a push to %v, none was sent", phone)
}

func (s *Scene) timTells(want int, what string) error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	if what == "message" {
		what = "messages"
	}
	list, ok := c.Values[what].([]any)
	return s.Demand("timconnect.told", c.OK && ok && len(list) == want, nil, "expected the client to tell %d %s, it reported: %s", want, what, say(c))
}

func (s *Scene) timPassesOn(text string) error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	return s.Demand("timconnect.text", !c.OK && strings.Contains(fmt.Sprint(c.Values["message"]), text), nil,
		"expected the words %q in the message of a failure, the client reported: %s", text, say(c))
}

package timconnect

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sparring/mock/pointer"
)

// State is all facts of TIM Connect and Kittn in one world. Statuses are not stored; they follow from the times.
type State struct {
	Keys        []*Key           `json:"keys"`
	Codes       map[string]*Code `json:"codes"` // by phone; one phone has at most one pending code
	Devices     []*Device        `json:"devices"`
	Messages    []*Message       `json:"messages"` // in order of id
	Calls       []*Call          `json:"calls"`    // in order of id
	Kittens     []*Kitten        `json:"kittens"`  // in order of id
	KittenTimes []time.Time      `json:"kitten_times,omitempty"`
	Failing     *Failing         `json:"failing,omitempty"`
	Maintenance bool             `json:"maintenance"`
	NextMessage int64            `json:"next_message"`
	NextCall    int64            `json:"next_call"`
}

// Key is an API key of the developer portal.
type Key struct {
	Key          string    `json:"key"`
	DigestSecret string    `json:"digest_secret"` // signs registrations without SMS
	RevokedAt    time.Time `json:"revoked_at,omitzero"`
	Reason       string    `json:"reason,omitempty"` // why it ended: revoked, or what a fault said
	Fault        bool      `json:"fault,omitempty"`  // ended by a fault rule
}

// Code is a pending activation code: from the request for it until it is used or replaced.
type Code struct {
	Code      string    `json:"code"`
	ExpiresAt time.Time `json:"expires_at"`
	Key       string    `json:"key"` // the application that asked for it
	Token     string    `json:"token"`
}

// Failing makes the next Kittn requests fail with a status.
type Failing struct {
	Status int `json:"status"`
	Times  int `json:"times"`
}

// index finds things of a State; it is made from it and never stored.
type index struct {
	sessions map[string]*Device
	devices  map[string][]*Device        // by phone, oldest first
	inbox    map[string][]*Message       // by receiver, in order of id
	due      []*Message                  // waiting for a report, in order of (SMS due, id)
	choices  map[string]*[lastID + 1]int // by sender: how often users chose each category

	lastDevice int64 // greatest id
}

func newIndex(s *State) *index {
	x := &index{sessions: map[string]*Device{}, devices: map[string][]*Device{}, inbox: map[string][]*Message{},
		choices: map[string]*[lastID + 1]int{}}
	for _, d := range s.Devices {
		x.addDevice(d)
	}
	for _, m := range s.Messages {
		x.inbox[m.Receiver] = append(x.inbox[m.Receiver], m)
		x.choose(m.Sender, m.Chosen, 1)
		x.await(m)
	}
	return x
}

func (x *index) addDevice(d *Device) {
	x.devices[d.Phone] = append(x.devices[d.Phone], d)
	x.lastDevice = max(x.lastDevice, d.ID)
	for i := range d.Sessions {
		x.sessions[d.Sessions[i].ID] = d
	}
}

func (x *index) dropDevice(d *Device) {
	x.devices[d.Phone] = slices.DeleteFunc(x.devices[d.Phone], func(o *Device) bool { return o == d })
	if len(x.devices[d.Phone]) == 0 {
		delete(x.devices, d.Phone)
	}
	for i := range d.Sessions {
		delete(x.sessions, d.Sessions[i].ID)
	}
}

// dropMessage takes the oldest message out: it is the first of its receiver.
func (x *index) dropMessage(m *Message) {
	if x.inbox[m.Receiver] = x.inbox[m.Receiver][1:]; len(x.inbox[m.Receiver]) == 0 {
		delete(x.inbox, m.Receiver)
	}
	x.settle(m)
	x.choose(m.Sender, m.Chosen, -1)
	if c := x.choices[m.Sender]; c != nil && *c == [lastID + 1]int{} {
		delete(x.choices, m.Sender)
	}
}

func (x *index) choose(sender string, category, by int) {
	if category == 0 {
		return
	}
	if x.choices[sender] == nil {
		x.choices[sender] = new([lastID + 1]int)
	}
	x.choices[sender][category] += by
}

func byDue(a, b *Message) int {
	return cmp.Or(a.SMSDue.Compare(b.SMSDue), cmp.Compare(a.ID, b.ID))
}

// await puts a queued message among those that wait; any other is left out, and so is one planted without a due time.
func (x *index) await(m *Message) {
	if m.status() == queued && !m.SMSDue.IsZero() {
		i, _ := slices.BinarySearchFunc(x.due, m, byDue)
		x.due = slices.Insert(x.due, i, m)
	}
}

func (x *index) settle(m *Message) {
	if i, found := slices.BinarySearchFunc(x.due, m, byDue); found {
		x.due = slices.Delete(x.due, i, i+1)
	}
}

// State gives a copy of all facts as JSON.
func (f *Fake) State() any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return json.RawMessage(encode(f.state))
}

// Plant replaces all facts. Errors name the place as a JSON pointer; nothing has changed then.
func (f *Fake) Plant(data json.RawMessage) error {
	s := &State{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return describe(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("expected one JSON object, got more after it")
	}
	if err := s.complete(); err != nil {
		return err
	}
	totals := s.totals()
	f.mu.Lock()
	err := f.meters.check(totals)
	if err == nil {
		f.state, f.index = s, newIndex(s)
		f.meters.set(totals)
		f.tellSecrets()
	}
	f.mu.Unlock()
	if err != nil {
		return fmt.Errorf("the state of timconnect: %w", err)
	}
	f.w.Clock.Rearm()
	return nil
}

func describe(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		at := pointer.Format(strings.Split(wrong.Field, ".")...)
		return fmt.Errorf("%s: expected %s, got %s", at, wrong.Type, wrong.Value)
	}
	return fmt.Errorf("the state of timconnect: %w", err)
}

// complete puts a planted state in order and says what is wrong with it.
func (s *State) complete() error {
	if s.Codes == nil {
		s.Codes = map[string]*Code{}
	}
	for _, check := range []func(*State) error{checkKeys, checkCodes, checkDevices, checkMessages, checkCalls, checkKittens} {
		if err := check(s); err != nil {
			return err
		}
	}
	if s.Failing != nil && (s.Failing.Times < 1 || (s.Failing.Status != 418 && s.Failing.Status != 500)) {
		return fmt.Errorf("/failing: expected status 418 or 500 and times of at least 1, got %+v", *s.Failing)
	}
	return nil
}

func checkKeys(s *State) error {
	if len(s.Keys) == 0 {
		return errors.New("/keys: expected at least one API key, got none")
	}
	seen := map[string]bool{}
	for i, k := range s.Keys {
		switch {
		case k == nil || !goodKey(k.Key):
			return fmt.Errorf("/keys/%d/key: expected visible ASCII characters without spaces", i)
		case seen[k.Key]:
			return fmt.Errorf("/keys/%d/key: the key %q is there twice", i, k.Key)
		}
		seen[k.Key] = true
	}
	return nil
}

func checkCodes(s *State) error {
	for phone, c := range s.Codes {
		if c == nil || !isDigits(phone) || !isDigits(c.Code) {
			return fmt.Errorf("/codes/%s: expected a phone of digits and a code of digits", phone)
		}
	}
	return nil
}

func checkDevices(s *State) error {
	ids, sessions := map[int64]bool{}, map[string]bool{}
	for i, d := range s.Devices {
		if d == nil || d.ID < 1 || ids[d.ID] || !isDigits(d.Phone) || d.Credentials == "" {
			return fmt.Errorf("/devices/%d: expected an id of its own, a phone of digits and credentials", i)
		}
		ids[d.ID] = true
		for j := range d.Sessions {
			id := d.Sessions[j].ID
			if id == "" || sessions[id] {
				return fmt.Errorf("/devices/%d/sessions/%d/id: expected an id of its own, got %q", i, j, id)
			}
			sessions[id] = true
		}
	}
	return nil
}

func checkMessages(s *State) error {
	for i, m := range s.Messages {
		switch {
		case m == nil || m.ID < 0 || m.ID > maxID || !isDigits(m.Receiver):
			return fmt.Errorf("/messages/%d: expected an id from 0 to %d and a receiver of digits", i, int64(maxID))
		case m.Category < firstID || m.Category > lastID || m.Chosen < 0 || m.Chosen > lastID:
			return fmt.Errorf("/messages/%d: expected a category from %d to %d, and one chosen up to there", i, firstID, lastID)
		}
	}
	slices.SortFunc(s.Messages, func(a, b *Message) int { return cmp.Compare(a.ID, b.ID) })
	for i, m := range s.Messages {
		if i > 0 && s.Messages[i-1].ID == m.ID {
			return fmt.Errorf("/messages: the id %d is there twice", m.ID)
		}
		s.NextMessage = max(s.NextMessage, m.ID+1)
	}
	if s.NextMessage < 1 {
		s.NextMessage = firstMessage
	}
	return nil
}

func checkCalls(s *State) error {
	for i, c := range s.Calls {
		if c == nil || c.ID < 1 || c.ID > maxID || !isDigits(c.Phone) {
			return fmt.Errorf("/calls/%d: expected an id from 1 to %d and a phone of digits", i, int64(maxID))
		}
	}
	slices.SortFunc(s.Calls, func(a, b *Call) int { return cmp.Compare(a.ID, b.ID) })
	for i, c := range s.Calls {
		if i > 0 && s.Calls[i-1].ID == c.ID {
			return fmt.Errorf("/calls: the id %d is there twice", c.ID)
		}
		s.NextCall = max(s.NextCall, c.ID+1)
	}
	s.NextCall = max(s.NextCall, 1)
	return nil
}

func checkKittens(s *State) error {
	for i, k := range s.Kittens {
		if k == nil || k.ID < 1 || k.ID > maxID {
			return fmt.Errorf("/kittens/%d/id: expected an id from 1 to %d", i, int64(maxID))
		}
	}
	slices.SortFunc(s.Kittens, func(a, b *Kitten) int { return cmp.Compare(a.ID, b.ID) })
	for i := 1; i < len(s.Kittens); i++ {
		if s.Kittens[i-1].ID == s.Kittens[i].ID {
			return fmt.Errorf("/kittens: the id %d is there twice", s.Kittens[i].ID)
		}
	}
	return nil
}

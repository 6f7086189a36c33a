package timconnect

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
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

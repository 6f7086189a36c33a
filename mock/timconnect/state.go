package timconnect

import (
	"time"

	"sparring/mock/fake"
	"sparring/mock/limit"
)

// facts are all facts of TIM Connect and Kittn in one world. Statuses are not among them; they follow from the times.
type facts struct {
	keys        *fake.Table[string, Key]
	codes       *fake.Table[string, Code] // by phone; a phone has at most one pending code
	devices     *fake.Table[int64, Device]
	messages    *fake.Table[int64, Message]
	calls       *fake.Table[int64, Call]
	kittens     *fake.Table[int64, Kitten]
	kittenTimes *fake.Table[int64, time.Time] // of the requests that the rate limit counts, by number
	failing     *fake.Value[Failing]
	maintenance *fake.Value[bool]
	nextDevice  fake.Counter
	nextMessage fake.Counter
	nextCall    fake.Counter

	sessions *fake.Index[string, int64, Device] // by the ids of sessions
	phones   *fake.Index[string, int64, Device]
	inbox    *fake.Index[string, int64, Message] // by receiver
	chosen   *fake.Index[choice, int64, Message]
	unsent   *fake.Due[int64, Message] // messages that wait for a report, else for their SMS
}

// choice is a category that users chose for messages of a sender.
type choice struct {
	sender   string
	category int
}

func newFacts(s *fake.Store) *facts {
	f := &facts{
		keys: fake.NewTable(s, keptKeys, fake.Sized[string](func(k *Key) int64 {
			return sizeOf(&Key{Key: k.Key, DigestSecret: k.DigestSecret}) // why it ended is a constant text
		})),
		codes: fake.NewTable(s, keptCodes, fake.OrderBy[string](func(a, b *Code) int {
			return a.ExpiresAt.Compare(b.ExpiresAt) // those that end first make room
		})),
		devices:     fake.NewTable[int64, Device](s, keptDevices),
		messages:    fake.NewTable(s, keptMessages, fake.ByKey[int64, Message]()),
		calls:       fake.NewTable(s, keptCalls, fake.ByKey[int64, Call]()),
		kittens:     fake.NewTable(s, keptKittens, fake.ByKey[int64, Kitten]()),
		kittenTimes: fake.NewTable(s, "kitten_times", fake.ByKey[int64, time.Time]()),
		failing:     fake.NewValue[Failing](s, "failing"),
		maintenance: fake.NewValue[bool](s, "maintenance"),
		nextDevice:  fake.NewCounter(s, "next_device"),
		nextMessage: fake.NewCounter(s, "next_message"),
		nextCall:    fake.NewCounter(s, "next_call"),
	}
	f.sessions = fake.NewManyIndex(f.devices, (*Device).sessionIDs)
	f.phones = fake.NewIndex(f.devices, func(d *Device) (string, bool) { return d.Phone, true })
	f.inbox = fake.NewIndex(f.messages, func(m *Message) (string, bool) { return m.Receiver, true })
	f.chosen = fake.NewIndex(f.messages, func(m *Message) (choice, bool) {
		return choice{m.Sender, m.Chosen}, m.Chosen != 0
	})
	f.unsent = fake.NewDue(f.messages, (*Message).due)
	return f
}

// seed puts the page's sample key and its kittens.
func (x *exchange) seed() {
	x.keys.Put(firstKey, Key{Key: firstKey, DigestSecret: x.newDigestSecret()})
	for _, k := range firstKittens() {
		x.kittens.Put(k.ID, k)
	}
	x.nextDevice.Set(1)
	x.nextMessage.Set(firstMessage)
	x.nextCall.Set(1)
}

// firstKey is the page's sample key (T-11).
const firstKey = "meowmeowmeow"

// mark lets the journal mark all secrets of the facts.
func (x *exchange) mark() {
	for _, k := range x.keys.All() {
		x.Secret("api_key", k.Key)
		x.Secret("secret", k.DigestSecret)
	}
	for _, c := range x.codes.All() {
		x.Secret("code", c.Code)
	}
	for _, d := range x.devices.All() {
		x.Secret("credentials", d.Credentials)
		for _, s := range d.Sessions {
			x.Secret("session", s.ID)
		}
		for _, p := range d.Passwords {
			x.Secret("password", p.Value)
		}
	}
}

// credentials are the first live API key and its secret for digests.
func (x *exchange) credentials() map[string]string {
	for _, k := range x.keys.All() {
		if k.RevokedAt.IsZero() {
			return map[string]string{"api_key": k.Key, "digest_secret": k.DigestSecret}
		}
	}
	return map[string]string{"api_key": "", "digest_secret": ""}
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
	Times  int `json:"times"` // 0: no request fails
}

// sizeOf returns the bytes that a record takes, with its places in two indexes.
func sizeOf(v any) int64 { return limit.Size(v) + 2*limit.Slot }

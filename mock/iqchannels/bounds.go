package iqchannels

import (
	"fmt"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// bounds are those of everything that grows in the fake. What clients can make again makes room for the new (a session
// that was forgotten is unknown, as one of another world); what others refer to is refused instead.
func bounds() []limit.Bound {
	return []limit.Bound{
		{
			Name:   "tokens",
			Limit:  16 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Refused,
			Doc:    "Tokens of the auth service with their cards.",
		},
		{Name: "channels", Limit: 500, Unit: limit.Count, Beyond: limit.Refused, Doc: "Channels of the chat server."},
		{
			Name:   "clients",
			Limit:  16 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Refused,
			Doc:    "Clients of the chat server, with their cards and push tokens.",
		},
		{
			Name:   "sessions",
			Limit:  8 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Forgotten,
			Doc:    "Sessions of clients, also those that have ended.",
		},
		{Name: "chats", Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "Chats of clients."},
		{Name: "messages", Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "Messages of all chats."},
		{
			Name:   "events",
			Limit:  8 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Forgotten,
			Doc:    "Events that streams resume from.",
		},
		{
			Name:   "files",
			Limit:  64 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Forgotten,
			Doc:    "Files of clients and operators, with their content.",
		},
		{
			Name:   "file tokens",
			Limit:  2 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Forgotten,
			Doc:    "Tokens of links to files.",
		},
		{
			Name:   "ratings",
			Limit:  4 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Refused,
			Doc:    "Ratings that were asked for, with their answers.",
		},
		{
			Name:   "forms",
			Limit:  4 << 20,
			Unit:   limit.Bytes,
			Beyond: limit.Refused,
			Doc:    "Requests for personal data, with their answers.",
		},
		{Name: "streams", Limit: 100_000, Unit: limit.Count, Beyond: limit.Refused, Doc: "Open streams."},
	}
}

// meters count what the stores of one world hold; the fake's lock guards them.
type meters struct {
	tokens, channels, clients, sessions, chats, messages, events, files, fileTokens, ratings, forms,
	streams *limit.Meter
}

func newMeters(api *world.API, w *world.World) *meters {
	m := func(name string) *limit.Meter { return api.Meter(w, name) }
	return &meters{
		tokens: m("tokens"), channels: m("channels"), clients: m("clients"), sessions: m("sessions"), chats: m("chats"),
		messages: m(
			"messages",
		), events: m("events"), files: m("files"), fileTokens: m("file tokens"), ratings: m("ratings"),
		forms: m("forms"), streams: m("streams"),
	}
}

// weigh returns what an item costs that stands in a list and in so many indexes.
func weigh(item any, indexes int64) int64 { return limit.Size(item) + (1+indexes)*limit.Slot }

// moment is what a time costs that a pointer leads to.
const moment = 32

// The weights of the items. They do not depend on what an item may still get (times, tokens of a file) or on how its
// lists were made, so that a state that was read can be planted again.
func (t *Token) weight() int64 {
	bare := *t
	bare.Answer = slices.Clip(t.Answer)
	return weigh(&bare, 1)
}

func (c *Client) weight() int64 {
	bare := *c
	bare.Card, bare.CompanyList, bare.PersonalData = slices.Clip(
		c.Card,
	), slices.Clip(
		c.CompanyList,
	), slices.Clip(
		c.PersonalData,
	)
	bare.PushTokens, bare.LastSeenAt, bare.Enquiry = slices.Clip(c.PushTokens), nil, nil
	if c.Enquiry != nil {
		bare.Name += c.Enquiry.AccountNumbers
	}
	return weigh(&bare, 2) + moment + limit.Size(Enquiry{})
}

func (x *Session) weight() int64 {
	bare := *x
	bare.ExpiresAt, bare.EndedAt, bare.RefreshedAt, bare.EndReason = nil, nil, nil, ""
	return weigh(&bare, 2) + 3*moment
}

func (c *Chat) weight() int64 { return weigh(c, 2) }

func (m *Message) weight() int64 {
	bare := *m
	bare.Choices, bare.Product = slices.Clip(m.Choices), nil
	bare.ReceivedAt, bare.ReadAt, bare.ListenedAt, bare.DeletedAt = nil, nil, nil, nil
	if m.Product != nil {
		bare.Text += m.Product.Name
	}
	return weigh(&bare, 3) + 4*moment + limit.Size(Product{})
}

func (e *Event) weight() int64 {
	bare := *e
	bare.Messages = slices.Clip(e.Messages)
	return weigh(&bare, 1)
}

func (x *Rating) weight() int64 {
	bare := *x
	bare.Answers = slices.Clone(x.Answers)
	for i := range bare.Answers {
		bare.Answers[i].FCR = nil
	}
	return weigh(&bare, 1)
}

func (x *Form) weight() int64 {
	bare := *x
	bare.Answer = slices.Clip(x.Answer)
	return weigh(&bare, 1)
}

// weight is that of a file without its tokens, which have a bound of their own.
func (x *File) weight() int64 {
	bare := *x
	bare.Data, bare.Tokens = slices.Clip(x.Data), nil
	return weigh(&bare, 1)
}

// fileTokenWeight is that of one token: its text, twice, and its places.
func fileTokenWeight(token string) int64 { return 2*int64(len(token)+16) + 3*limit.Slot }

// room refuses what a full store does not take. Assumed: a server that is full says internal_server_error.
func room(m *limit.Meter, n int64) error {
	if n <= 0 || m.Fits(n) {
		return nil
	}
	return &refusal{vendor: errInternal, why: []journal.Why{journal.Why(m.Full())}}
}

// roomFor is the same for an event.
func roomFor(m *limit.Meter, n int64) error {
	if n <= 0 || m.Fits(n) {
		return nil
	}
	return &world.Refusal{Message: m.Full().Text}
}

// missing adds to a refusal that what was asked for may have been forgotten.
func missing(no *refusal, m *limit.Meter) *refusal {
	if note, has := m.Missing(); has {
		no.why = append(no.why, journal.Why(note))
	}
	return no
}

// bounded reports a planted state that is larger than a store may be.
func (s *State) bounded() error {
	sums := map[string]int64{"channels": int64(len(s.Channels))}
	for i := range s.Tokens {
		sums["tokens"] += s.Tokens[i].weight()
	}
	for i := range s.Clients {
		sums["clients"] += s.Clients[i].weight()
	}
	for i := range s.Sessions {
		sums["sessions"] += s.Sessions[i].weight()
	}
	for i := range s.Chats {
		sums["chats"] += s.Chats[i].weight()
	}
	for i := range s.Messages {
		sums["messages"] += s.Messages[i].weight()
	}
	for i := range s.Events {
		sums["events"] += s.Events[i].weight()
	}
	for i := range s.Files {
		sums["files"] += s.Files[i].weight()
		for _, token := range s.Files[i].Tokens {
			sums["file tokens"] += fileTokenWeight(token)
		}
	}
	for i := range s.Ratings {
		sums["ratings"] += s.Ratings[i].weight()
	}
	for i := range s.Forms {
		sums["forms"] += s.Forms[i].weight()
	}
	for _, b := range bounds() {
		if err := b.Check(sums[b.Name]); err != nil {
			return fmt.Errorf("/%s: %w", b.Name, err)
		}
	}
	return nil
}

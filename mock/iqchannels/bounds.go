package iqchannels

import (
	"cmp"
	"slices"

	"sparring/mock/fake"
	"sparring/mock/limit"
)

// The tables that grow, and the open streams.
const (
	keptTokens     = "tokens"
	keptChannels   = "channels"
	keptClients    = "clients"
	keptSessions   = "sessions"
	keptChats      = "chats"
	keptMessages   = "messages"
	keptEvents     = "events"
	keptFiles      = "files"
	keptFileTokens = "file tokens"
	keptRatings    = "ratings"
	keptForms      = "forms"
	keptStreams    = "streams"
)

// bounds are those of everything that grows in the fake. What clients can make again makes room for the new (a session
// that was forgotten is unknown, as one of another world); what others refer to is refused instead.
func bounds() []limit.Bound {
	bytes := func(name string, most int64, beyond, doc string) limit.Bound {
		return limit.Bound{Name: name, Limit: most, Unit: limit.Bytes, Beyond: beyond, Doc: doc}
	}
	return []limit.Bound{
		bytes(keptTokens, 16<<20, limit.Refused, "Tokens of the auth service with their cards."),
		{Name: keptChannels, Limit: 500, Unit: limit.Count, Beyond: limit.Refused, Doc: "Channels of the chat server."},
		bytes(keptClients, 16<<20, limit.Refused, "Clients of the chat server, with their cards and push tokens."),
		bytes(keptSessions, 8<<20, limit.Forgotten, "Sessions of clients, also those that have ended."),
		bytes(keptChats, 4<<20, limit.Refused, "Chats of clients."),
		bytes(keptMessages, 16<<20, limit.Forgotten, "Messages of all chats."),
		bytes(keptEvents, 8<<20, limit.Forgotten, "Events that streams resume from."),
		bytes(keptFiles, 64<<20, limit.Forgotten, "Files of clients and operators, with their content."),
		bytes(keptFileTokens, 2<<20, limit.Forgotten, "Tokens of links to files."),
		bytes(keptRatings, 4<<20, limit.Refused, "Ratings that were asked for, with their answers."),
		bytes(keptForms, 4<<20, limit.Refused, "Requests for personal data, with their answers."),
		{Name: keptStreams, Limit: 100_000, Unit: limit.Count, Beyond: limit.Refused, Doc: "Open streams."},
	}
}

// bound is one of them. That of files is also what one file may have.
func bound(name string) limit.Bound {
	all := bounds()
	return all[slices.IndexFunc(all, func(b limit.Bound) bool { return b.Name == name })]
}

// refusedIfFull refuses a record that does not fit the bound of its table.
// Assumed: a server that is full says internal_server_error.
func refusedIfFull[K cmp.Ordered, V any](x *exchange, t *fake.Table[K, V], key K, record V) error {
	if why, full := t.Full(key, record); full {
		return x.failed(errInternal, why.Code, why.Text)
	}
	return nil
}

// putFile puts a file; one that is forgotten for it takes its tokens along.
func (x *exchange) putFile(f File) {
	files := x.files.Len()
	if x.files.Put(f.ID, f); x.files.Len() > files {
		return
	}
	for _, token := range x.fileTokens.Keys() {
		if t, _ := x.fileTokens.Get(token); !x.files.Has(t.File) {
			x.fileTokens.Delete(token)
		}
	}
}

// weigh returns what a record costs that stands in a list and in so many indexes.
func weigh(record any, indexes int64) int64 { return limit.Size(record) + (1+indexes)*limit.Slot }

// moment is what a time costs that a pointer leads to.
const moment = 32

// The weights of the records. They do not depend on what a record may still get (times, tokens of a file) or on how its
// lists were made, so that a state that was read can be planted again.

func (t *Token) weight() int64 {
	bare := *t
	bare.Answer = slices.Clip(t.Answer)
	return weigh(&bare, 1)
}

func (c *Client) weight() int64 {
	bare := *c
	bare.Card, bare.CompanyList = slices.Clip(c.Card), slices.Clip(c.CompanyList)
	bare.PersonalData, bare.PushTokens = slices.Clip(c.PersonalData), slices.Clip(c.PushTokens)
	bare.LastSeenAt, bare.Enquiry = nil, nil
	if c.Enquiry != nil {
		bare.Name += c.Enquiry.AccountNumbers
	}
	return weigh(&bare, 2) + moment + limit.Size(Enquiry{})
}

func (s *Session) weight() int64 {
	bare := *s
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

func (r *Rating) weight() int64 {
	bare := *r
	bare.Answers = slices.Clone(r.Answers)
	for i := range bare.Answers {
		bare.Answers[i].FCR = nil
	}
	return weigh(&bare, 1)
}

func (f *Form) weight() int64 {
	bare := *f
	bare.Answer = slices.Clip(f.Answer)
	return weigh(&bare, 1)
}

// weight is that of a file without its tokens, which have a bound of their own.
func (f *File) weight() int64 {
	bare := *f
	bare.Data, bare.Tokens = slices.Clip(f.Data), nil
	return weigh(&bare, 1)
}

// weight is that of the token's text, twice, and its places.
func (t *fileToken) weight() int64 { return 2*int64(len(t.Token)+16) + 3*limit.Slot }

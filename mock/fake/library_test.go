package fake_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/fake"
	"sparring/mock/input"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

type book struct {
	Title    string    `json:"title"`
	Reader   string    `json:"reader,omitempty"`
	Until    time.Time `json:"until,omitzero"`
	Marks    []string  `json:"marks,omitempty"`
	Reminded bool      `json:"reminded,omitempty"`
}

type state struct {
	Books []book `json:"books"`
	Loans int64  `json:"loans"`
}

type facts struct {
	books  *fake.Table[string, book]
	lentTo *fake.Index[string, string, book]
	marked *fake.Index[string, string, book]
	due    *fake.Due[string, book]
	loans  fake.Counter
	doors  *doors
}

// doors are open streams: not a fact.
type doors struct{ wake chan struct{} }

// ring is the effect that wakes the streams.
type ring struct{ doors *doors }

func (r ring) String() string { return "ring" }

func (r ring) Perform() {
	select {
	case r.doors.wake <- struct{}{}:
	default:
	}
}

type desk struct {
	fake.Tx
	*facts
}

func newFacts(s *fake.Store) *facts {
	f := &facts{books: fake.NewTable[string, book](s, "books"), loans: fake.NewCounter(s, "loans")}
	f.doors = fake.Resident(s, "doors", func(*world.World) *doors { return &doors{wake: make(chan struct{}, 1)} })
	f.lentTo = fake.NewIndex(f.books, func(b *book) (string, bool) { return b.Reader, b.Reader != "" })
	f.marked = fake.NewManyIndex(f.books, func(b *book) []string { return b.Marks })
	f.due = fake.NewDue(f.books, func(b *book) time.Time {
		if b.Reminded {
			return time.Time{}
		}
		return b.Until
	})
	return f
}

func (d *desk) lend() (fake.Response, error) {
	title, reader := d.Vars["title"], string(d.Body)
	b, ok := d.books.Get(title)
	if !ok {
		d.books.NotFound()
		return fake.Response{}, unknown
	}
	number := d.loans.Take() // counted even if it is refused
	if d.lentTo.Len(reader) >= perUser.Get(d) {
		return fake.Response{}, toomany
	}
	b.Reader, b.Until, b.Reminded = reader, d.Now().Add(loanTime.Get(d)), false
	d.books.Put(title, b)
	d.Perform(ring{d.doors})
	receipt := d.Chance().Text(world.Digits, 6)
	d.Secret("receipt", receipt)
	d.Outbox(outbound.Message{API: "library", Kind: "sms", To: reader, Text: title})
	return fake.JSON(0, map[string]any{"receipt": receipt, "number": number}), nil
}

// watch is a stream of the number of loans.
func (d *desk) watch() (fake.Response, error) {
	later, doors := fake.Later(d), d.doors
	return fake.Response{Stream: &world.Stream{
		Wake: doors.wake,
		Pull: func() (messages [][]byte, end bool) {
			later(func(d *desk) { messages = [][]byte{fmt.Append(nil, d.loans.Get())} })
			return messages, false
		},
	}}, nil
}

func (d *desk) buy() (fake.Response, error) {
	d.books.Put(d.Vars["title"], book{Title: d.Vars["title"] + strings.Repeat(".", len(d.Body))})
	return fake.NoContent(), nil
}

func (d *desk) spoil() (fake.Response, error) {
	b, _ := d.books.Get(d.Vars["title"])
	b.Marks[0] = "changed in place"
	return fake.NoContent(), nil
}

// swell makes every book thicker.
func (d *desk) swell() (fake.Response, error) {
	for title, b := range d.books.All() {
		b.Title += strings.Repeat(".", 4<<10)
		d.books.Put(title, b)
	}
	return fake.NoContent(), nil
}

func (d *desk) crash() (fake.Response, error) {
	d.books.Delete(d.Vars["title"])
	panic("crash")
}

func (d *desk) price() (fake.Response, error) {
	call := outbound.Call{API: "library", Peer: journal.Service, Method: http.MethodGet, URL: string(d.Body)}
	d.loans.Take()
	d.Because("asked", "the shop was asked")
	return fake.LookUp(call, func(d *desk, reply outbound.Reply, err error) (fake.Response, error) {
		if _, ok := d.books.Get(d.Vars["title"]); !ok || err != nil {
			return fake.Response{}, unknown
		}
		return fake.Encoded(reply.Status, reply.Body), nil
	}), nil
}

func (d *desk) remind() (fired int) {
	for title, b, ok := d.due.Next(d.Now()); ok; title, b, ok = d.due.Next(d.Now()) {
		b.Reminded = true
		d.books.Put(title, b)
		fired++
	}
	return fired
}

func library() *world.API {
	return fake.API(&fake.Definition[*facts, *desk]{
		Name: "library", Switches: sw,
		Bounds: []limit.Bound{
			{Name: "books", Limit: 64 << 10, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "books"},
		},
		Operations: []fake.Operation[*desk]{
			{ID: "lend", Handle: (*desk).lend}, {ID: "watch", Handle: (*desk).watch}, {ID: "buy", Handle: (*desk).buy},
			{ID: "spoil", Handle: (*desk).spoil},
			{ID: "swell", Handle: (*desk).swell},
			{ID: "crash", Handle: (*desk).crash}, {ID: "price", Access: fake.Credential, Handle: (*desk).price},
		},
		Events: []fake.Event[*desk]{{Event: world.Event{Name: "lost"}, Raise: func(d *desk, _ world.Args) (any, error) {
			for _, title := range d.books.Keys() {
				d.books.Delete(title)
			}
			return nil, fake.Impossible("a library without books")
		}}},
		Facts: newFacts,
		Begin: func(f *facts) *desk { return &desk{facts: f} },
		Seed: func(d *desk) {
			for _, title := range []string{"a", "b", "c"} {
				d.books.Put(title, book{Title: title, Marks: []string{"mark " + title}})
			}
		},
		Mark:   func(*desk) {},
		Admit:  func(*desk, *fake.Operation[*desk]) error { return nil },
		Miss:   func(*desk, world.Miss) (fake.Response, error) { return fake.Response{}, unknown },
		Fail:   func(*desk, string) (fake.Response, error) { return fake.Response{}, toomany },
		Refuse: func(*desk, int) (fake.Response, error) { return fake.Response{}, toomany },
		Render: func(_ *desk, r *fake.Refusal) fake.Response { return fake.JSON(r.Status, r.Code) },
		Expire: func(*desk, string) error { return errors.New("there are no credentials") },
		Fire:   (*desk).remind,
		State:  func(d *desk) any { return &state{Books: d.books.Values(), Loans: d.loans.Get()} },
		Plant: fake.Strict(input.Rules{
			"/books/*/title": input.Text().Once(), "/books/*/reader": input.Free(), "/books/*/marks/*": input.Free(),
			"/books/*/until": input.Due().OrNone(), "/books/*/reminded": input.Free(), "/loans": input.Least(0),
		}.Compile(), nil, func(d *desk, s *state) {
			for _, b := range s.Books {
				d.books.Put(b.Title, b)
			}
			d.loans.Set(s.Loans)
		}),
		Credentials: func(*desk) map[string]string { return nil },
	})
}

// open makes a world with the library; each transaction is run twice and compared.
func open(t *testing.T) (*world.World, world.Fake) {
	t.Helper()
	w := world.New(t.Context(), "test", 1)
	t.Cleanup(w.End)
	var err error
	if w.Clock, err = clock.New(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), clock.Frozen, 1); err != nil {
		t.Fatal(err)
	}
	w.Journal = journal.New(journal.Options{Now: w.Clock.Now})
	api := library()
	w.Switches = world.NewSwitches([]*world.API{api}, 0)
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, outbound.NewClient(nil))
	f := api.New(w)
	w.Attach(f)
	return w, f
}

func send(w *world.World, f world.Fake, operation, title, body string) world.Answer {
	return f.Handle(&world.Request{
		Context: w.Context(), Operation: operation, Vars: map[string]string{"title": title}, Body: []byte(body),
	})
}

func shown(f world.Fake) string { return string(fake.Encode(f.State())) }

package timconnect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/world"
	"sparring/spec"
)

func TestOperationsAreThoseOfTheDocuments(t *testing.T) {
	var documented []string
	for _, op := range spec.Operations(Name) {
		documented = append(documented, op.ID)
	}
	handled := API().Operations
	slices.Sort(documented)
	slices.Sort(handled)
	if len(documented) != 24 || !slices.Equal(documented, handled) {
		t.Fatalf("documents have %v, the fake %v", documented, handled)
	}
}

func TestEmptyTablesAreLists(t *testing.T) {
	b := newBench(t)
	for _, state := range []string{`{"keys":[{"key":"k","digest_secret":"s"}]}`, `{"keys":[{"key":"k",` +
		`"digest_secret":"s"}],"devices":[{"id":1,"phone":"79991234567","credentials":"c","sessions":null}]}`} {
		if places := faketest.NullLists(b.Fake.State()); len(places) > 0 {
			t.Errorf("null at %v", places)
		}
		if err := b.Plant(state); err != nil {
			t.Fatal(err)
		}
	}
	if places := faketest.NullLists(b.Fake.State()); len(places) > 0 {
		t.Errorf("null at %v", places)
	}
}

func TestPlantTakesWhatStateGives(t *testing.T) {
	b := registeredBench(t)
	b.registerVoip()
	b.message(phone, "m")
	b.on("setGeotag", "94419856", `{"latitude":1,"longitude":2}`).ok()
	b.on("setCategory", "94419856", `{"category":3}`).ok()
	b.MustRaise("call.incoming", `{"phone":"79991234567","caller":"op"}`)
	b.do("registerPhone", `{"phone_number":"79997654321"}`).ok()
	b.MustRaise("kittens.failing", `{"status":418,"times":3}`)
	into := newBench(t)
	if err := into.Plant(b.State()); err != nil {
		t.Fatal(err)
	}
	if into.State() != b.State() {
		t.Fatalf("planted %s\ngot %s", b.State(), into.State())
	}
	into.sid = b.sid
	wantIDs(t, into.get("listQueue", ""), "94419856")
	if fired := into.Advance(time.Minute); fired != 1 {
		t.Fatalf("%d fired: what was due did not come along", fired)
	}
	if into.Fake.Credentials()["digest_secret"] != b.Fake.Credentials()["digest_secret"] {
		t.Fatal("credentials differ")
	}
	if got := into.MustRaise("smsc.message",
		`{"receiver":"79991234567","sender":"BANK","message":"m"}`)["id"]; got != "94419857" {
		t.Fatalf("the next id is %v", got)
	}
	if got := into.on("getMessage", "94419857", "").Text("body", 0, "category"); got != "3" {
		t.Fatalf("category %s: what users chose did not come along", got)
	}
}

func TestPlantRefuses(t *testing.T) {
	b := registeredBench(t)
	before := b.State()
	keys := `"keys":[{"key":"k","digest_secret":"s"}]`
	device := func(id int, session string) string {
		return fmt.Sprintf(`{"id":%d,"phone":"79991234567","credentials":"c",`+
			`"sessions":[{"id":%q,"expires_at":"2030-01-01T00:00:00Z"}]}`, id, session)
	}
	message := func(id, category int) string {
		return fmt.Sprintf(`{"id":%d,"receiver":"7","category":%d,"queued_at":"2026-01-01T00:00:00Z"}`, id, category)
	}
	tests := []struct{ state, want string }{
		{``, "got nothing"}, {`[]`, "expected"}, {`{} x`, "offset"}, {`{"x":1}`, "x"}, {`{}`, "/keys"},
		{`{"keys":[]}`, "/keys"}, {`{"keys":[null]}`, "/keys/0"},
		{`{"keys":[{"key":"a b","digest_secret":"s"}]}`, "/keys/0/key"},
		{`{"keys":[{"key":"k"}]}`, "/keys/0/digest_secret"},
		{`{"keys":[{"key":"k","digest_secret":"s"},{"key":"k","digest_secret":"s"}]}`, "/keys/1/key"},
		{`{` + keys + `,"kittens":[{"id":1,"name":"","breed":"calico"}]}`, "/kittens/0/name"},
		{`{` + keys + `,"kittens":[{"id":1,"name":"Max","breed":"calico","fluffiness":-1}]}`, "/kittens/0/fluffiness"},
		{`{` + keys + `,"messages":[{"id":1,"receiver":"7","category":1,"hashtag":"` + strings.Repeat("я", 256) +
			`"}]}`, "/messages/0/hashtag"}, {`{"keys":"k"}`, "/keys"},
		{`{` + keys + `,"codes":{"x":{"code":"1234"}}}`, "/codes/x"},
		{`{` + keys + `,"codes":{"79991234567":{"code":"12"}}}`, "4 digits"},
		{`{` + keys + `,"codes":{"7":null}}`, "/codes/7"},
		{`{` + keys + `,"devices":[null]}`, "/devices/0"}, {`{` + keys + `,"devices":[` + device(1, "a") + `,` +
			device(1, "b") + `]}`, "/devices/1"},
		{`{` + keys + `,"devices":[` + device(1, "a") + `,` + device(2, "a") + `]}`, "/devices/1/sessions/0/id"},
		{`{` + keys + `,"messages":[` + message(1, 0) + `]}`, "/messages/0"},
		{`{` + keys + `,"messages":[` + message(1, 1) + `,` + message(1, 1) + `]}`, "/messages"},
		{`{` + keys + `,"messages":[` + message(-1, 1) + `]}`, "/messages/0"},
		{`{` + keys + `,"messages":[{"id":9223372036854775807,"receiver":"7","category":1}]}`, "/messages/0"},
		{`{` + keys + `,"calls":[{"id":0}]}`, "/calls/0"}, {`{` + keys +
			`,"calls":[{"id":1,"phone":"7"},{"id":1,"phone":"7"}]}`, "/calls"},
		{`{` + keys + `,"kittens":[{"id":0,"name":"a","breed":"b"}]}`, "/kittens/0/id"},
		{`{` + keys + `,"kittens":[{"id":1,"name":"a","breed":"b"},{"id":1,"name":"a","breed":"b"}]}`, "/kittens/1/id"},
		{`{` + keys + `,"failing":{"status":404,"times":1}}`, "/failing"},
	}
	for _, tt := range tests {
		err := b.Plant(tt.state)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error that names %s", tt.state, err, tt.want)
		}
	}
	if b.State() != before {
		t.Fatal("a refused plant changed the state")
	}
	if err := b.Plant(`{` + keys + `,"messages":[` + message(9, 1) + `,` + message(7, 1) + `],"devices":[` +
		device(3, "s") + `]}`); err != nil {
		t.Fatal(err)
	}
	b.key, b.sid = "k", "s"
	b.get("listQueue", "").ok()
	if b.Fake.Pending() != 0 {
		t.Fatal("a message without a due time waits")
	}
	if id := b.message(phone, "m"); id != "10" {
		t.Fatalf("the next id is %s", id)
	}
	b.register(phone)
	b.get("listQueue", "").ok()
}

func TestWorldsAreDeterministic(t *testing.T) {
	run := func(seed uint64) string {
		b := makeBench(t, faketest.Seed(seed))
		b.register(phone)
		b.message(phone, "m")
		return b.State() + string(fake.Encode(b.Outbox("")))
	}
	first, again, another := run(7), run(7), run(8)
	if first != again || first == another {
		t.Fatal("a seed does not decide")
	}
}

func TestCatalogueOfTheFake(t *testing.T) {
	a := API()
	var names []string
	for _, s := range a.Switches {
		names = append(names, s.Name)
		if s.Doc == "" || s.Default == nil {
			t.Errorf("switch %s has no text or default", s.Name)
		}
	}
	want := "kittensAlias kittensDelete kittenRateLimit httpStatus requireApiKeyHeader multiDevice " +
		"categoryLearning phoneFormat codeTTL sessionTTL smsFallbackAfter pageSize pushGateway"
	if strings.Join(names, " ") != want {
		t.Errorf("switches are %v", names)
	}
	var events []string
	for _, e := range a.Events {
		var args []string
		for _, arg := range e.Args {
			args = append(args, arg.Name+map[bool]string{false: "?"}[arg.Required])
		}
		events = append(events, e.Name+"{"+strings.Join(args, ", ")+"}")
		if e.Doc == "" || e.Args == nil {
			t.Errorf("event %s has no text or arguments", e.Name)
		}
	}
	want = "smsc.message{receiver, sender, message, category?} device.blocked{phone} device.unblocked{phone} " +
		"device.app_removed{phone} " +
		"session.expired{phone} code.expired{phone} call.incoming{phone, caller} " +
		"call.answered_by_other_side{call?} call.ended{call?} " +
		"kitten.put{kitten, cat?, adopted?, hidden?} kitten.hidden{id} kitten.removed{id} kitten.adopted{id} " +
		"kittens.failing{status, times} " +
		"key.issued{key?} key.revoked{key} maintenance.started{} maintenance.ended{}"
	if strings.Join(events, " ") != want {
		t.Errorf("events are %v", events)
	}
	if _, err := newBench(t).Fake.Event("nothing", world.Args{}); err == nil {
		t.Error("an unknown event was raised")
	}
}

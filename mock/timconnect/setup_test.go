package timconnect

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

func TestMain(m *testing.M) { os.Exit(faketest.Main(m, API())) }

const (
	phone = "79991234567"
	other = "79997654321"
)

// bench is a world whose requests carry a key and a session.
type bench struct {
	*faketest.World
	key string // Authorization
	sid string // cookie sessionid

	tokens int // push tokens handed out
}

func newBench(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	b := makeBench(tb)
	b.Set(switches...)
	return b
}

func makeBench(tb testing.TB, options ...faketest.Option) *bench {
	tb.Helper()
	return &bench{World: faketest.New(tb, API(), options...), key: firstKey}
}

// reply is a response of TIM Connect.
type reply struct{ faketest.Reply }

func (r reply) ok() reply {
	r.T.Helper()
	if r.HasStatus(http.StatusOK); r.Text("result") != "success" {
		r.T.Fatalf("%s; want success", r)
	}
	return r
}

// The eight documented failures, as the page prints them.
const (
	bodyDenied      = `{"result":"fail","message":"Permission denied","body":[]}`
	bodyPhone       = `{"result":"fail","message":"{'phone_number': ['Enter a valid mobile number.']}"}`
	bodyCodeUnknown = `{"result":"fail","message":"ActivationCode matching query does not exist."}`
	bodyCodeInvalid = `{"result":"fail","message":"['ActivationCode does not exist or expire']"}`
	bodyCredentials = `{"result":"fail","message":"Incorrect phone_number or credentials","sessionid":""}`
	bodyBlocked     = `{"result":"fail","message":"Device is blocked"}`
	bodyNoApp       = `{"result":"fail","message":"Device has no mobile app"}`
	bodyDone        = `{"result":"success","message":""}`
)

func bodyPage(page string, pages int) string {
	return fmt.Sprintf(`{"result":"fail","message":"That page contains no results",`+
		`"paging":{"pages":%d,"page":"%s"},"body":[]}`, pages, page)
}

// call is one request.
type call struct {
	op     string
	id     string // path variable
	query  string
	body   string
	header http.Header // instead of key and cookie
	alias  bool
}

func (b *bench) do(op string, body string) reply {
	b.T.Helper()
	return b.send(call{op: op, body: body})
}

func (b *bench) get(op, query string) reply { b.T.Helper(); return b.send(call{op: op, query: query}) }

// on calls an operation of one message, call or kitten.
func (b *bench) on(op, id, body string) reply {
	b.T.Helper()
	return b.send(call{op: op, id: id, body: body})
}

func (b *bench) headers() http.Header {
	h := http.Header{}
	if b.key != "" {
		h.Set("Authorization", b.key)
	}
	if b.sid != "" {
		h.Set("Cookie", "sessionid="+b.sid)
	}
	return h
}

func (b *bench) call(c call) faketest.Call {
	out := faketest.Call{
		Operation: c.op, Query: c.query, Body: c.body, Header: c.header, Vars: map[string]string{"id": c.id},
	}
	if out.Header == nil {
		out.Header = b.headers()
	}
	if c.alias {
		out.Alias = 1
	}
	return out
}

func (b *bench) send(c call) reply {
	b.T.Helper()
	out := reply{b.Send(b.call(c))}
	out.explained()
	return out
}

func (b *bench) request(c call) *world.Request { r, _ := b.Request(b.call(c)); return r }

// force lets the fake answer with a code of the catalogue.
func (b *bench) force(op, code string) reply {
	b.T.Helper()
	c := b.call(call{op: op, id: "1"})
	c.Code = code
	return reply{b.Send(c)}
}

// explained checks that a refusal says why in the journal.
func (r reply) explained() {
	r.T.Helper()
	if refused := r.Answer.Status >= http.StatusBadRequest || r.At("result") == "fail"; refused && len(r.Why) == 0 {
		r.T.Fatalf("%s: a refusal without a reason", r)
	}
}

func documented(t faketest.T, id string) spec.Operation {
	t.Helper()
	for _, op := range spec.Operations(Name) {
		if op.ID == id {
			return op
		}
	}
	t.Fatalf("the documents have no operation %s", id)
	return spec.Operation{}
}

// miss asks for what no operation fits.
func (b *bench) miss(method, path string, header http.Header, allow ...string) reply {
	b.T.Helper()
	if header == nil {
		header = b.headers()
	}
	out := reply{b.Miss(method, path, header, world.Miss{Allow: allow})}
	if out.JSON == nil {
		b.T.Fatalf("%s: not JSON", out)
	}
	out.explained()
	return out
}

// facts returns all facts.
func (b *bench) facts() *State { return b.Fake.State().(*State) }

// look runs a function in a transaction.
func (b *bench) look(do func(x *exchange)) { faketest.Look(b.World, do) }

// codeOf returns the digits of the newest activation SMS of a phone.
func (b *bench) codeOf(phone string) string {
	b.T.Helper()
	sent := b.Outbox("sms")
	for _, m := range slices.Backward(sent) {
		if code, ok := strings.CutPrefix(m.Text, "Код активации: "); ok && m.To == phone {
			return code
		}
	}
	b.T.Fatalf("no activation SMS to %s among %v", phone, sent)
	return ""
}

// register registers a phone by SMS, with a push token of its own each time, and lets the bench carry the session; it
// returns the credentials.
func (b *bench) register(phone string) string {
	b.T.Helper()
	b.tokens++
	b.do("registerPhone", fmt.Sprintf(`{"phone_number":%q,"device":{"token":"token-%d"}}`, phone, b.tokens)).ok()
	r := b.do("confirmPhone", `{"phone_number":"`+phone+`","code":"`+b.codeOf(phone)+`"}`).ok()
	b.sid = r.Text("sessionid")
	return r.Text("credentials")
}

// registeredBench is a bench with an active device of phone.
func registeredBench(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	b := newBench(tb, switches...)
	b.register(phone)
	return b
}

// message puts a message for a phone into the SMSC and returns its id.
func (b *bench) message(receiver, text string) string {
	b.T.Helper()
	args := fmt.Sprintf(`{"receiver":%q,"sender":"BANK","message":%q}`, receiver, text)
	return b.MustRaise("smsc.message", args)["id"].(string)
}

// emptyOutbox begins a new outbox, and a new journal.
func (b *bench) emptyOutbox() {
	b.Journal.Clear()
	b.Outbound = outbound.New(b.Context(), b.Clock, b.Journal, outbound.NewClient(nil))
}

// idsOf lists the ids of a list of messages.
func idsOf(r reply) []string {
	out := []string{}
	list, _ := r.At("body").([]any)
	for _, m := range list {
		out = append(out, m.(map[string]any)["id"].(string))
	}
	return out
}

func wantIDs(t faketest.T, r reply, ids ...string) {
	t.Helper()
	if got := idsOf(r.ok()); !slices.Equal(got, ids) {
		t.Fatalf("got messages %v, want %v", got, ids)
	}
}

// ofTIM lists the operations of timconnect.yaml.
func ofTIM() []fake.Operation[*exchange] {
	return slices.DeleteFunc(operations(), func(op fake.Operation[*exchange]) bool { return kittenOperation(op.ID) })
}

func keysOf[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

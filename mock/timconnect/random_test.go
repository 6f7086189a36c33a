package timconnect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/world"
)

// action is one thing that happens in a random sequence; what it does depends on it and on the world alone.
type action struct {
	What string
	Pick int           // which message, call, password or session
	Wait time.Duration // of "wait"
}

var actions = append([]string{"message", "report", "report_all", "mark", "queue", "archive", "statistics", "call_in",
	"call_out", "voip", "answer", "hang_up",
	"other_side", "call_ended", "kittens", "wait", "old_session", "block_other"}, stepNames()...)

func stepNames() []string {
	var out []string
	for _, e := range deviceSteps {
		out = append(out, string(e))
	}
	return out
}

func genActions() *rapid.Generator[[]action] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) action {
		return action{
			What: rapid.SampledFrom(actions).Draw(t, "what"), Pick: rapid.IntRange(0, 5).Draw(t, "pick"),
			Wait: time.Duration(rapid.IntRange(1, 90).Draw(t, "wait")) * time.Second,
		}
	}), 1, 60)
}

// actor does actions and keeps a transcript of everything that can be seen.
type actor struct {
	*bench
	credentials string
	sessions    []string
	seen        strings.Builder
}

func newActor(tb testing.TB, t faketest.T, seed uint64) *actor {
	a := &actor{bench: makeBench(tb, faketest.ReportTo(t), faketest.Seed(seed))}
	a.Set("sessionTTL=5m", "codeTTL=2m", "pageSize=2")
	return a
}

func (a *actor) note(v any) { fmt.Fprintln(&a.seen, v) }

func (a *actor) ask(op, id, query, body string) reply {
	r := a.send(call{op: op, id: id, query: query, body: body})
	a.note(op + " " + string(r.Body))
	if s := r.Text("sessionid"); s != "" {
		a.sid, a.sessions = s, append(a.sessions, s)
	}
	if c := r.Text("credentials"); c != "" {
		a.credentials = c
	}
	return r
}

func (a *actor) raise(name, args string) bool {
	out, err := a.Raise(name, args)
	a.note(fmt.Sprint(name, " ", string(fake.Encode(out)), " ", err))
	return err == nil
}

// do does one action; a device step is checked against the table.
func (a *actor) do(d action) {
	if slices.Contains(stepNames(), d.What) {
		a.deviceAction(step(d.What))
		return
	}
	message := fmt.Sprint(firstMessage + d.Pick)
	callID := fmt.Sprint(1 + d.Pick)
	switch d.What {
	case "message":
		to := []string{phone, phone, phone, other}[d.Pick%4]
		a.raise("smsc.message", fmt.Sprintf(`{"receiver":%q,"sender":"S%d","message":"m%d"}`, to, d.Pick%2, d.Pick))
	case "report":
		a.ask("reportDelivery", "", "", `{"ids":["`+message+`"]}`)
	case "report_all":
		a.ask("reportDelivery", "", "", fmt.Sprintf(`{"ids":[%d,%d]}`, firstMessage, firstMessage+d.Pick))
	case "mark":
		a.ask("setCategory", message, "", fmt.Sprintf(`{"category":%d}`, d.Pick*4))
		a.ask("setHashtag", message, "", `{"hashtag":"h"}`)
	case "queue":
		a.ask("listQueue", "", fmt.Sprintf("page=%d", d.Pick), "")
	case "archive":
		a.ask("listMessages", "", "start_date=2026-11-21", "")
	case "statistics":
		a.ask("getStatistics", "", "", "")
	case "call_in":
		a.raise("call.incoming", `{"phone":"79991234567","caller":"c"}`)
	case "call_out":
		a.ask("startCall", "", "", `{"number":"74953693038"}`)
	case "voip":
		password := a.ask("createCallPassword", "", "", "").Text("password")
		a.ask("registerVoip", "", "", `{"password":"`+password+`"}`)
	case "answer":
		a.ask("answerCall", callID, "", "")
	case "hang_up":
		a.ask("hangUpCall", callID, "", "")
	case "other_side":
		a.raise("call.answered_by_other_side", `{"call":"`+callID+`"}`)
	case "call_ended":
		a.raise("call.ended", `{}`)
	case "kittens":
		a.note(string(a.get(listKittens, "").Body))
	case "wait":
		a.note(a.Advance(d.Wait))
	case "old_session":
		if len(a.sessions) > 0 {
			a.sid = a.sessions[d.Pick%len(a.sessions)]
		}
	case "block_other":
		a.raise("device.blocked", `{"phone":"79997654321"}`)
	default:
		a.T.Fatalf("no action %q", d.What)
	}
}

func (a *actor) deviceAction(e step) {
	before, now := a.phoneStatus(), a.Now()
	// The actor may hold an old session or credentials; with the newest it is the table that decides.
	var current []Device
	held := false
	a.look(func(x *exchange) {
		current = x.current(phone)
		id, d, ok := x.sessions.First(a.sid)
		held = ok && len(current) == 1 && id == current[0].ID && sessionLives(d, a.sid, now)
	})
	if len(current) == 1 {
		a.credentials = current[0].Credentials
	}
	pending, sent := a.facts().Codes[phone]
	want, possible := deviceTable[before][e]
	switch {
	case e == stepRemove && !held, e == stepConfirm && (!sent || !now.Before(pending.ExpiresAt)),
		e == stepSessionEnds && (len(current) == 0 || !current[0].live(now)):
		possible = false
	}
	if !possible {
		want = before
	}
	taken := a.deviceStep(e, a.credentials)
	a.note(fmt.Sprint(e, " ", taken))
	if taken != possible {
		a.T.Fatalf("%s in %s: taken is %v, want %v", e, before, taken, possible)
	}
	got := a.phoneStatus()
	if e == stepUnblock && taken && got == expired {
		want = expired // the session ended while the device was blocked
	}
	if got != want {
		a.T.Fatalf("%s in %s: the phone is %s, want %s", e, before, got, want)
	}
	if taken && (e == stepConfirm || e == stepDigest || e == stepAuthorize) {
		a.look(func(x *exchange) { current = x.current(phone) })
		d := current[0]
		a.credentials = d.Credentials
		a.sid = d.Sessions[len(d.Sessions)-1].ID
		a.sessions = append(a.sessions, a.sid)
	}
}

func sessionLives(d Device, id string, now time.Time) bool {
	return slices.ContainsFunc(d.Sessions, func(s Session) bool { return s.ID == id && s.alive(now) })
}

// sound checks what holds after every action.
func (a *actor) sound() {
	sent := map[string]int{}
	for _, m := range a.Outbox("sms") {
		if strings.HasPrefix(m.Text, "m") {
			sent[m.Text+m.To]++
		}
	}
	fallen := map[string]int{}
	waiting := 0
	var earliest time.Time
	for i, m := range a.facts().Messages {
		if m.ID != int64(firstMessage+i) {
			a.T.Fatalf("message %d has the id %d", i, m.ID)
		}
		if !m.SMSSent.IsZero() {
			fallen[m.Text+m.Receiver]++
		}
		if m.status() == queued {
			waiting++
			if earliest.IsZero() || m.SMSDue.Before(earliest) {
				earliest = m.SMSDue
			}
		}
	}
	if fmt.Sprint(sent) != fmt.Sprint(fallen) {
		a.T.Fatalf("SMS sent %v, messages that fell back %v", sent, fallen)
	}
	if waiting != a.Fake.Pending() {
		a.T.Fatalf("%d messages are queued, %d pending", waiting, a.Fake.Pending())
	}
	if due, _ := a.Fake.NextDue(); !due.Equal(earliest) {
		a.T.Fatalf("due at %s, want %s", due, earliest)
	}
	if s := a.phoneStatus(); deviceTable[s] == nil {
		a.T.Fatalf("the phone is %q", s)
	}
}

func TestRandomSequences(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		sequence := genActions().Draw(rt, "actions")
		first, again := newActor(t, rt, seed), newActor(t, rt, seed)
		cut := len(sequence) / 2
		var forked *actor
		for i, d := range sequence {
			if i == cut {
				forked = first.fork()
			}
			first.do(d)
			first.sound()
			again.do(d)
		}
		if first.seen.String() != again.seen.String() || first.State() != again.State() ||
			string(fake.Encode(first.Outbox(""))) != string(fake.Encode(again.Outbox(""))) {
			rt.Fatalf("the same seed and actions gave\n%s\nand\n%s", &first.seen, &again.seen)
		}
		for _, d := range sequence[cut:] {
			forked.do(d)
		}
		if forked.State() != first.State() {
			rt.Fatalf("a fork went another way:\n%s\n%s", forked.State(), first.State())
		}
	})
}

// fork makes a world that goes on as a does.
func (a *actor) fork() *actor {
	out := &actor{bench: &bench{World: a.Fork(), key: a.key, sid: a.sid, tokens: a.tokens}}
	out.credentials, out.sessions = a.credentials, slices.Clone(a.sessions)
	return out
}

// No bytes cause a panic, a response that breaks the document, or a failure that changes the state.
func TestRandomBytes(t *testing.T) {
	ops := API().Operations
	rapid.Check(t, func(rt *rapid.T) {
		b := makeBench(t, faketest.ReportTo(rt))
		b.register(phone)
		b.message(phone, "m")
		for range 10 {
			before := b.State()
			r := b.send(call{
				op: rapid.SampledFrom(ops).Draw(rt, "op"),
				id: rapid.OneOf(rapid.String(), rapid.Just("94419856"), rapid.Just("1")).Draw(rt, "id"),
				query: rapid.OneOf(rapid.String(),
					rapid.StringMatching(`(page|start_date|delivered|available)=[-0-9a-z]*`)).Draw(rt, "query"),
				body: rapid.OneOf(rapid.String(), rapid.StringMatching(
					`\{"(phone_number|ids|category|latitude|hashtag|password|number|device)":`+
						`(null|\[\]|"[a-z]*"|-?[0-9]{1,30}|\{\}|\[[0-9]{0,25}\])\}`)).Draw(rt, "body"),
			})
			if r.At("result") == "fail" && b.State() != before {
				rt.Fatalf("a failure changed the state")
			}
		}
		_ = b.Fake.Miss(&world.Request{Method: rapid.String().Draw(rt, "method"),
			Path:   "/api/kittens" + rapid.String().Draw(rt, "path"),
			Header: b.headers()}, world.Miss{})
	})
}

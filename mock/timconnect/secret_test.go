package timconnect

import (
	"strings"
	"testing"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
)

// The journal shows no secret of an exchange; the code of a Kittn error is not a secret.
func TestSecretsAreMarked(t *testing.T) {
	b := newBench(t)
	places := secret.NewPlans(map[string]secret.Positions{Name: API().Secrets})
	j := journal.New(journal.Options{Now: b.Clock.Now, Secrets: places,
		Values: b.Journal.Secrets()})
	value := b.Fake.Credentials()["digest_secret"]
	keep := func(c call) reply {
		r, op := b.Request(b.call(c))
		a := reply{b.Check(op, r, b.Fake.Handle(r))}
		j.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, API: Name, Operation: op.ID,
			Method: op.Method, Path: r.Path,
			Request:  &journal.Message{Header: r.Header, Body: r.Body},
			Response: &journal.Message{Status: a.Answer.Status, Header: a.Header, Body: a.Body}})
		return a
	}
	keep(call{op: "registerPhone",
		body: `{"phone_number":"79991234567","device":{"app_key":"meowmeowmeow","token":"push-token"}}`})
	code := b.codeOf(phone)
	confirmed := keep(call{op: "confirmPhone", body: `{"phone_number":"79991234567","code":"` + code + `"}`})
	b.sid = confirmed.Text("sessionid")
	d := digest(phone, "", value)
	keep(call{op: "registerByDigest", body: `{"phone_number":"79991234567","digest":"` + d + `"}`})
	keep(call{op: "authorize", body: `{"phone_number":"79991234567","credentials":"` + confirmed.Text("credentials") +
		`"}`})
	b.register(phone)
	password := keep(call{op: "createCallPassword"}).Text("password")
	keep(call{op: "registerVoip", body: `{"password":"` + password + `"}`})
	keep(call{op: getKitten, id: "99"})
	page := j.Query(journal.Filter{})
	for i := range page.Entries {
		page.Entries[i].WireTime = nil // its nanoseconds may have the digits of a code
	}
	text := string(fake.Encode(page))
	for _, hidden := range []string{code, firstKey, "push-token", confirmed.Text("sessionid"),
		confirmed.Text("credentials"), d, value, b.sid, password} {
		if strings.Contains(text, hidden) {
			t.Errorf("the journal shows %q", hidden)
		}
	}
	for _, shown := range []string{`{\"code\":404,`, "79991234567", "‹code 1›", "‹api_key 1›"} {
		if !strings.Contains(text, shown) {
			t.Errorf("the journal does not show %q", shown)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

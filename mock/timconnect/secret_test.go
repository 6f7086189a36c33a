package timconnect

import (
	"strings"
	"testing"

	"sparring/mock/journal"
)

// The journal shows no secret of an exchange; the code of a Kittn error is none.
func TestSecretsAreMarked(t *testing.T) {
	b := newBench(t)
	j := journal.New(journal.Options{Now: b.w.Clock.Now, Secrets: map[string]journal.Positions{Name: API().Secrets}, Values: b.w.Journal.Secrets()})
	secret := b.fake.Credentials()["digest_secret"]
	keep := func(c call) reply {
		r, op := b.request(c)
		a := b.taken(op, r, b.fake.Handle(r))
		j.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, API: Name, Operation: op.ID, Method: op.Method, Path: r.Path,
			Request:  &journal.Message{Header: r.Header, Body: r.Body},
			Response: &journal.Message{Status: a.Status, Header: a.Header, Body: a.Answer.Body}})
		return a
	}
	keep(call{op: "registerPhone", body: `{"phone_number":"79991234567","device":{"app_key":"meowmeowmeow","token":"push-token"}}`})
	code := b.codeOf(phone)
	confirmed := keep(call{op: "confirmPhone", body: `{"phone_number":"79991234567","code":"` + code + `"}`})
	b.sid = confirmed.text("sessionid")
	d := digest(phone, "", secret)
	keep(call{op: "registerByDigest", body: `{"phone_number":"79991234567","digest":"` + d + `"}`})
	keep(call{op: "authorize", body: `{"phone_number":"79991234567","credentials":"` + confirmed.text("credentials") + `"}`})
	b.register(phone)
	password := keep(call{op: "createCallPassword"}).text("password")
	keep(call{op: "registerVoip", body: `{"password":"` + password + `"}`})
	keep(call{op: getKitten, id: "99"})
	text := string(encode(j.Query(journal.Filter{})))
	for _, hidden := range []string{code, firstKey, "push-token", confirmed.text("sessionid"), confirmed.text("credentials"), d, secret, b.sid, password} {
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

package iqchannels

import (
	"encoding/json"
	"strings"
	"testing"

	"sparring/mock/contract"
	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
	"sparring/spec"
)

// FuzzAnswer: no answer of a foreign service breaks the reading, the rendering or the storing of cards; one that can be
// planted keeps our document, and stays as it is when it is planted again.
func FuzzAnswer(f *testing.F) {
	op, _ := spec.Find(Name, opGetCard)
	for _, c := range seedCards {
		f.Add([]byte(c.answer))
	}
	f.Add(
		[]byte(
			`{"client":{"id":"1","group":[null,{"id":"5","parentGroup":null}],"bankBranch":null,"fieldList":null},` +
				`"companyList":[null]}`,
		),
	)
	f.Add([]byte(`{"Client":{"ID":"1","ACCOUNTNUMBERS":"4"}}`))
	f.Add(
		[]byte(
			`{"client":{"id":"1","group":[{"id":-1,"parentGroup":{"id":"2","name":null}}],"bankBranch":{"id":null},` +
				`"x":null},"companyList":null}`,
		),
	)
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := parseAnswer(body)
		if err != nil {
			return
		}
		for _, version := range []string{"v13", "v12", "v10"} {
			for _, quoted := range []bool{false, true} {
				out := renderAnswer(body, version, quoted)
				if !json.Valid(out) {
					t.Fatalf("%s gives %s", body, out)
				}
			}
		}
		if a.Client == nil {
			return
		}
		card, _ := stored(complete(body))
		for name := range parseObject(card) {
			if strings.EqualFold(name, "accountNumbers") {
				t.Fatalf("account numbers are stored: %s", card)
			}
		}
		setEnabled(body, false)
		planted, err := plantable(body)
		if err != nil {
			return
		}
		if again, err := plantable(planted); err != nil || string(again) != string(planted) {
			t.Fatalf("%s is planted as %s, and then as %s (%v)", body, planted, again, err)
		}
		for _, quoted := range []bool{false, true} {
			a := fake.Encoded(200, renderAnswer(planted, "v13", quoted))
			e := &journal.Record{Entry: journal.Entry{
				State: journal.Closed, Kind: journal.Exchange,
				Response: &journal.Message{Status: 200, Header: a.Header, Body: a.Body},
			}}
			if found := contract.Check(op, e); len(found) > 0 {
				t.Fatalf("%s is planted as %s: %+v", body, a.Body, found)
			}
		}
	})
}

// FuzzPresent: no header, cookie or query breaks the reading of sessions, and none of them is a session.
func FuzzPresent(f *testing.F) {
	f.Add("Client x", "x", "client-session=x", "x-client-token=eyJUb2tlbiI6Int9IiwiU2lnbiI6IjAwIn0=&ChatType=a?b")
	f.Add("Client", " ", "client-session=\"", "x-client-token=%zz;&&?")
	f.Fuzz(func(t *testing.T, authorization, client, cookie, query string) {
		h := newHarness(t, nil)
		h.login(TokenPerson)
		r := h.request(
			opStreamEvents,
			nil,
			header("Authorization", authorization),
			header("X-Client-Authorization", client),
			header("Cookie", cookie),
			rawQuery(query),
		)
		if a := h.Fake.Handle(r); a.Why[0].Code == "session" || len(a.Why) == 0 {
			t.Errorf("let in: %v", a.Why)
		}
	})
}

// BenchmarkCard is a card look-up; BenchmarkBare the same answer from a handler that knows nothing, for comparison.
func BenchmarkCard(b *testing.B) {
	h := newHarness(b, nil, faketest.Once())
	r := h.request(opGetCard, nil, inPath("token", TokenPerson))
	b.ReportAllocs()
	for b.Loop() {
		if a := h.Fake.Handle(r); len(a.Body) == 0 {
			b.Fatal("no card")
		}
	}
}

// BenchmarkBare writes a fixed card.
func BenchmarkBare(b *testing.B) {
	body := []byte(seedCards[0].answer)
	b.ReportAllocs()
	for b.Loop() {
		if a := fake.Encoded(200, body); len(a.Body) == 0 {
			b.Fatal("no card")
		}
	}
}

// BenchmarkIntegrationAuth is the whole handshake through our own auth service.
func BenchmarkIntegrationAuth(b *testing.B) {
	h := newHarness(b, nil, faketest.Once())
	r := h.request(opIntegrationAuth, map[string]any{"Credentials": TokenPerson, "Channel": ChannelSupport})
	b.ReportAllocs()
	for b.Loop() {
		h.Fake.Handle(r)
	}
}

package iqchannels

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/world"
)

// card gets a token's answer by GET and by POST, which must be the same if the version has both.
func (h *harness) card(token string) (world.Answer, object) {
	h.T.Helper()
	a := h.send(h.request(opGetCard, nil, inPath("token", token)))
	b := h.send(h.request(opPostCard, nil, header("token", token)))
	post := false
	if h.look(func(x *exchange) { post = x.hasPost() }); !post {
		if b.Status != http.StatusMethodNotAllowed || b.Header.Get("Allow") != "GET" ||
			b.Why[0].Code != "post_since_13" {
			h.T.Fatalf("POST before 1.3 gives %d %v %v", b.Status, b.Header, b.Why)
		}
		return a, parseObject(a.Body)
	}
	if a.Status != b.Status || string(a.Body) != string(b.Body) {
		h.T.Fatalf("GET gives %d %s, POST %d %s", a.Status, a.Body, b.Status, b.Body)
	}
	return a, parseObject(a.Body)
}

// TestSeedCards: what the cards of a new world have, and that every identifier has valid check digits.
func TestSeedCards(t *testing.T) {
	h := newHarness(t, nil)
	for _, seeded := range seedCards {
		if seeded.token == TokenExample {
			continue // the page's own, whose numbers need not be valid
		}
		a, o := h.card(seeded.token)
		if a.Status != 200 || a.Header.Get("Content-Type") != "application/json" {
			t.Fatalf("%s: %d %v", seeded.token, a.Status, a.Header)
		}
		parsed, err := parseAnswer(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		c := parsed.Client
		if !innValid(*c.INN, 12) {
			t.Errorf("%s: INN %s", c.Name, *c.INN)
		}
		if !strings.HasPrefix(c.Name, *c.Surname+" "+*c.Firstname) {
			t.Errorf("name %q and parts %q %q", c.Name, *c.Surname, *c.Firstname)
		}
		bik := "044525974"
		if c.BankBranch != nil {
			bik = c.BankBranch.BIK
		}
		if !bikValid(bik) {
			t.Errorf("%s: BIK %s", c.Name, bik)
		}
		if c.AccountNumbers != nil && !accountValid(*c.AccountNumbers, bik) {
			t.Errorf("%s: account %s", c.Name, *c.AccountNumbers)
		}
		for _, k := range parsed.CompanyList {
			if !innValid(k.INN, 10) || !kppValid(k.KPP, k.INN) || !ogrnValid(k.OGRN) {
				t.Errorf("%s: INN %s, KPP %s, OGRN %s", k.Name, k.INN, k.KPP, k.OGRN)
			}
		}
		switch has13 := len(c.missing13()); seeded.token {
		case TokenPerson:
			if has13 != 0 || len(c.FieldList) != 3 || !strings.Contains(c.BankBranch.Name, `"`) ||
				c.Group[0].ParentGroup.ParentGroup == nil {
				t.Errorf("the person's card is not full: %s", a.Body)
			}
		case TokenCompany:
			if len(parsed.CompanyList) != 2 || bool(*parsed.CompanyList[1].Enabled) || !c.enabled() {
				t.Errorf("two companies, the second disabled: %s", a.Body)
			}
		case TokenDisabled:
			if c.enabled() {
				t.Error("the disabled client is enabled")
			}
		case TokenPlain:
			if has13 != 8 {
				t.Errorf("the plain card has fields of 1.3: %s", a.Body)
			}
		case TokenFields:
			if c.Fields == nil || c.FieldList != nil {
				t.Errorf("fields only: %s", a.Body)
			}
		}
		_ = o
	}
}

// TestCardVersionsAndScalars: the switches take fields away and quote scalars; nothing else changes.
func TestCardVersionsAndScalars(t *testing.T) {
	h := newHarness(t, nil)
	h.must(
		"client.put",
		map[string]any{
			"token": "t",
			"card": json.RawMessage(`{"client":{"id":"007-А","name":"Ёлкин \"Ё\"","surname":"Ёлкин",
		"firstname":"","patronymic":"","type":"2","enabled":true,"shortName":"Ё","contacts":{},"betaUser":false,"новое":{"z":1,"a":2},
		"fieldList":[{"name":"я","value":"1"},{"name":"а","value":"2"}],"bankBranch":{"id":9007199254740993},
		"group":[{"id":3,"priority":1,"parentGroup":{"id":2}}]},"companyList":[{"id":5,"enabled":false,"resident":true}],"extra":[1]}`),
		},
	)
	for _, c := range []struct {
		cards, scalars string
		has, hasNot    []string
	}{
		{"v13", "json", []string{`"enabled":true`, `"id":9007199254740993`, `"betaUser":false`, `"id":5`,
			`"extra":[1]`}, nil},
		{"v12", "json", []string{`"shortName"`, `"contacts"`, `"group"`, `"enabled":true`, `"extra":[1]`},
			[]string{"betaUser"}},
		{"v11", "json", []string{`"shortName"`, `"fieldList"`, `"enabled":true`}, []string{"betaUser", "contacts",
			"group"}},
		{"page", "json", []string{`"enabled":true`, `"betaUser":false`, `"group"`}, nil},
		{"v10", "json", []string{`"id":"007-А"`, `"новое"`, `"companyList"`}, []string{"betaUser", "contacts",
			"group", "shortName", "fieldList"}},
		{"v13", "string", []string{`"enabled":"true"`, `"id":"9007199254740993"`, `"betaUser":"false"`, `"id":"5"`,
			`"resident":"true"`, `"priority":"1"`, `"id":"2"`}, nil},
		{"v12", "string", []string{`"enabled":"true"`, `"id":"3"`}, []string{"betaUser"}},
	} {
		h.set("cards", c.cards)
		h.set("scalars", c.scalars)
		a, _ := h.card("t")
		body := strings.NewReplacer("\n", "", "\t", "", " ", "").Replace(string(a.Body))
		for _, s := range c.has {
			if !strings.Contains(body, s) {
				t.Errorf("%s %s: no %s in %s", c.cards, c.scalars, s, body)
			}
		}
		for _, s := range c.hasNot {
			if strings.Contains(body, s) {
				t.Errorf("%s %s: %s in %s", c.cards, c.scalars, s, body)
			}
		}
		if i, j := strings.Index(body, "я"), strings.Index(body, `"name":"а"`); c.cards != "v10" && (i < 0 || j < i) {
			t.Errorf("%s: the order of fieldList is lost: %s", c.cards, body)
		}
		for _, seeded := range seedCards { // every seed card keeps to the document in every form
			h.card(seeded.token)
		}
	}
}

// TestTokens: any string is a token, in the path and, where it fits, in the header.
func TestTokens(t *testing.T) {
	h := newHarness(t, nil)
	for _, token := range []string{
		"a/b", "ё", "%", "%2F", "a b", ".", "..", "a?b#c", "\r\n\x00", "+", strings.Repeat("я", 50_000), `"\`, "a;b",
	} {
		card := map[string]any{"client": map[string]any{"id": "1", "name": "Иванов"}}
		h.must("client.put", map[string]any{"token": token, "card": card})
		if a := h.send(h.request(opGetCard, nil, inPath("token", token))); a.Status != 200 {
			t.Errorf("GET %.20q: %d", token, a.Status)
		}
		if a := h.send(h.request(opPostCard, nil, header("token", token))); a.Status != 200 {
			t.Errorf("POST %.20q: %d", token, a.Status)
		}
		if a := h.call(opIntegrationAuth, map[string]any{"Credentials": token}); !a.OK {
			t.Errorf("integration_auth %.20q: %s %v", token, a.code(), a.answer.Why)
		}
	}
}

// TestNoCard: empty, unknown and revoked tokens, and both places at once.
func TestNoCard(t *testing.T) {
	h := newHarness(t, nil)
	h.must("token.revoked", map[string]any{"token": TokenFields})
	check := func(r *world.Request, status int, why, finding string) {
		t.Helper()
		a := h.send(r)
		var e authFailure
		if _ = json.Unmarshal(a.Body, &e); a.Status != status {
			t.Errorf("%s %s: %d, expected %d", r.Method, r.Path, a.Status, status)
		}
		if status != 200 && (e.ErrorCode != "1001" || e.ErrorText != "Client not found" || a.Why[0].Code != why) {
			t.Errorf("%s %s: %s, why %v", r.Method, r.Path, a.Body, a.Why)
		}
		for _, v := range a.Findings {
			if v.Code == finding {
				finding = ""
			}
		}
		if finding != "" {
			t.Errorf("%s %s: no finding %s", r.Method, r.Path, finding)
		}
	}
	check(h.request(opGetCard, nil), 400, "token_empty", "missing_parameter")
	check(h.request(opPostCard, nil), 400, "token_empty", "")
	check(h.request(opGetCard, nil, inPath("token", "x")), 404, "token_unknown", "")
	check(h.request(opPostCard, nil, header("token", "x")), 404, "token_unknown", "")
	check(h.request(opGetCard, nil, inPath("token", TokenFields)), 404, "token_revoked", "")
	check(h.request(opGetCard, nil, inPath("token", TokenPerson), header("token", "x")), 200, "", "token_twice")
	check(
		h.request(opPostCard, nil, inPath("token", TokenPerson), header("token", "x")),
		404,
		"token_unknown",
		"token_in_path",
	)
	h.set("unknownTokenStatus", 401)
	h.set("emptyTokenStatus", 422)
	check(h.request(opGetCard, nil, inPath("token", "x")), 401, "token_unknown", "")
	check(h.request(opPostCard, nil), 422, "token_empty", "")
	for _, name := range []string{"unknownTokenStatus", "emptyTokenStatus"} {
		for _, status := range []int{200, 399, 600, 70000} {
			if err := h.Switches.Set(map[string]map[string]any{Name: {name: status}}); err == nil {
				t.Errorf("%s takes %d", name, status)
			}
		}
	}
	h.must("client.put", map[string]any{"token": TokenFields, "card": json.RawMessage(`{"client":{"id":"1"}}`)})
	check(h.request(opGetCard, nil, inPath("token", TokenFields)), 200, "", "")
}

// TestFailingModes: each mode of auth.failing as a client of the auth service sees it, counted.
func TestFailingModes(t *testing.T) {
	h := newHarness(t, nil)
	for _, c := range []struct {
		mode        string
		status      int
		body        string
		contentType string
	}{
		{"status", 500, `{"errorCode":"500"`, "application/json"}, {"empty", 500, "", ""}, {"html", 500, "<html>",
			"text/html; charset=utf-8"},
		{"malformed", 200, `{"client"`, "application/json"}, {"error_in_200", 200, `{"errorCode":"1001"`,
			"application/json"},
		{"empty_object", 200, "{}", "application/json"},
	} {
		h.must("auth.failing", map[string]any{"mode": c.mode, "times": 2})
		for range 2 {
			a := h.send(h.request(opGetCard, nil, inPath("token", TokenPerson)))
			if a.Status != c.status || !strings.HasPrefix(string(a.Body), c.body) ||
				a.Header.Get("Content-Type") != c.contentType ||
				a.Why[0].Code != "auth_failing" {
				t.Errorf("%s: %d %q %v", c.mode, a.Status, a.Body, a.Why)
			}
			if c.body == "" && len(a.Body) > 0 {
				t.Errorf("%s has a body: %q", c.mode, a.Body)
			}
		}
		if a := h.send(h.request(opGetCard, nil, inPath("token", TokenPerson))); a.Status != http.StatusOK ||
			len(a.Why) != 0 {
			t.Errorf("%s: still failing after two times: %d", c.mode, a.Status)
		}
	}
	h.must("auth.failing", map[string]any{"mode": "status", "status": 503, "times": 0})
	for range 5 {
		if a := h.send(h.request(opPostCard, nil, header("token", TokenPerson))); a.Status != 503 {
			t.Errorf("times 0: %d", a.Status)
		}
	}
	for _, args := range []map[string]any{
		{"mode": "status", "status": 200}, {"mode": "status", "status": 99}, {"mode": "status", "times": -1},
		{"mode": "x"}, {},
	} {
		if _, err := h.event("auth.failing", args); err == nil {
			t.Errorf("%v passes", args)
		}
	}
}

// TestPut: what a planted card may be, by event and by state, and what is filled in.
func TestPut(t *testing.T) {
	h := newHarness(t, nil)
	facts := h.State()
	plant := func(card string) error {
		return h.Plant(
			strings.Replace(facts, `"tokens":[`, `"tokens":[{"value":"t","answer":`+card+`},`, 1),
		)
	}
	for _, bad := range []struct{ card, says string }{
		{`{"client":[]}`, "/client: expected an object, got an " +
			"array"}, {`{"client":"x"}`, "/client: expected an object, got a string"},
		{`{"client":{}}`, "/client/id: "}, {`{"client":{"id":5}}`, "/client/id: expected a string, got a " +
			"number"}, {`{"client":{"ID":"1"}}`, "/client/id: "},
		{`{"client":{"id":"1","enabled":"yes"}}`, "/client/enabled: "}, {`{"client":{"id":"1","birthDate":"1.2.` +
			`3"}}`, "/client/birthDate: expected YYYY-MM-DD"},
		{`{"client":{"id":"1",` +
			`"bankBranch":{"id":"x"}}}`, "/client/bankBranch/id: "}, {`{"client":{"id":"1"},"companyList":{}}`,
			"/companyList: expected an array, got an object"},
		{`{"client":{"id":"1"},"companyList":[{"id":1,` +
			`"ogrnDate":"2005"}]}`, "/companyList/0/ogrnDate: "}, {`{"errorCode":1001}`, "/errorCode: "},
		{`{"client":{"id":"1","fields":{"a/b":1}}}`, "/client/fields/a~1b: expected a string, got a number"},
		{`{"companyList":[{"id":3000000000}]}`, "/companyList/0/id: expected an Integer (32 bits), got 3000000000"},
		{`{"client":{"id":"1",` +
			`"bankBranch":{"id":"12345678901234567890123"}}}`, "/client/bankBranch/id: expected a Long (64 bits), " +
			"got "},
		{`{"client":{"id":"1","bankBranch":{"id":1.0}}}`, "/client/bankBranch/id: expected an integer or digits in " +
			"quotes, got 1.0"},
		{`{"companyList":[{"id":1},` +
			`{}]}`, "/companyList/1/id: "}, {`{"companyList":[{"id":null}]}`, "/companyList/0/id: "}, {
			`{"companyList":[null]}`, "/companyList/0: "},
		{`{"client":{"id":"1","group":[null]}}`, "/client/group/0: "}, {`{"client":{"id":"1",` +
			`"group":[{"name":"x"}]}}`, "/client/group/0/id: "},
		{`{"client":{"id":"1","group":[{"id":1,"parentGroup":{"id":2,` +
			`"parentGroup":{"name":"x"}}}]}}`, "/client/group/0/parentGroup/parentGroup/id: "},
		{`{"client":{"id":"1","fieldList":[null]}}`, "/client/fieldList/0: "}, {`{"client":{"id":"1",` +
			`"fieldList":[{"name":"x"}]}}`, "/client/fieldList/0/value: "},
		{`{"client":{"id":"1","fieldList":[{"name":null,"value":"x"}]}}`, "/client/fieldList/0/name: "},
	} {
		if _, err := h.event("client."+
			"put", map[string]any{"token": "t", "card": json.RawMessage(bad.card)}); err == nil ||
			!strings.Contains(err.Error(), bad.says) {
			t.Errorf("put %s: %v, want one that says %s", bad.card, err, bad.says)
		}
		if err := plant(bad.card); err == nil || !strings.Contains(err.Error(), "/tokens/0/answer"+bad.says) {
			t.Errorf("plant %s: %v, want one that says %s", bad.card, err, bad.says)
		}
	}
	for card, place := range map[string]string{`{"client":{"id":"1","x":{"a":1,` +
		`"a":2}}}`: "/client/x/a: ", `{"x":[0,1e999]}`: "/x/1: ", "{\"x\":\"\xff\"}": ": "} {
		if err := plant(card); err == nil || !strings.Contains(err.Error(), "/tokens/0/answer"+place) {
			t.Errorf("plant %s: %v, want one that says %s", card, err, place)
		}
	}
	if strings.Contains(h.State(), `"value":"t"`) {
		t.Fatal("a refused card was stored")
	}
	const core = `{"client":{"id":"1","name":"А","surname":"","firstname":"","patronymic":"","type":"0","enabled":true`
	for _, good := range []struct{ card, shows string }{
		{core + `,"bankBranch":null,"accountNumbers":null,"fields":null,"birthDate":null,"group":null,"x":null,` +
			`"y":{"id":null}}}`, `"x":null,"y":{"id":null}}}`},
		{core + `,"contacts":{"phone":null,"z":null},"fields":{"a":null,` +
			`"b":"c"}}}`, `"contacts":{"z":null},"enabled":true,"fields":{"b":"c"},`},
		{core + `,"group":[{"id":-7,"name":null}]},"companyList":null}`, `"group":[{"id":-7}]`},
		{core + `},"companyList":[{"id":"1","name":null,"ogrnDate":null}]}`, `"companyList":[{"id":"1"}]`},
		{`{"client":null,"errorCode":null}`, `{}`}, {`{"errorCode":"1","errorText":null}`, `{"errorCode":"1"}`},
		{`{"client":{"id":"1","name":"А","enabled":null}}`, `{"client":{"enabled":true,"firstname":"","id":"1",` +
			`"name":"А","patronymic":"","surname":"","type":"0"}}`},
		{core + `, "zz" : "<" }}`, core},
	} {
		h.must("client.put", map[string]any{"token": "t", "card": json.RawMessage(good.card)})
		byEvent, _ := h.card("t") // a defect fails the test
		if err := plant(good.card); err != nil {
			t.Errorf("plant %s: %v", good.card, err)
			continue
		}
		byState, _ := h.card("t")
		if !strings.Contains(string(byEvent.Body)+string(byState.Body), good.shows) {
			t.Errorf("%s: %s and %s, want %s", good.card, byEvent.Body, byState.Body, good.shows)
		}
		h.set("scalars", "string")
		h.card("t")
		h.set("scalars", "json")
	}
	h.must(
		"client.put",
		map[string]any{"token": "t", "card": json.RawMessage(`{"errorCode":"2000","errorText":"Заблокирован"}`)},
	)
	if a, _ := h.card("t"); a.Status != 200 {
		t.Errorf("an error in a 200: %d", a.Status)
	}
	if e := h.call(opIntegrationAuth, map[string]any{"Credentials": "t"}); e.code() != "unauthorized" ||
		e.Error.Text != "Заблокирован" {
		t.Errorf("the SDK sees %s %s", e.code(), e.Error.Text)
	}
}

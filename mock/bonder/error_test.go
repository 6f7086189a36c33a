package bonder_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock/world"
	"sparring/spec"
)

// onlyByFault are the codes that the vendor's text names for an operation, but that nothing in the state of things
// leads to there: the text refers to the general table as a whole (B-17).
func onlyByFault(operation, code string) bool {
	switch code {
	case "AUTH_SERVICE_OFFLINE_ERROR":
		return operation != "authorize"
	case "INTERNAL_SERVER_ERROR":
		return operation != "saveCard"
	case "RESOURCE_NOT_FOUND_ERROR":
		return operation == "listRepositories"
	case "THUMBNAIL_REJECTED_ERROR":
		return operation != "saveCard"
	}
	return false
}

// TestErrorMatrix reaches every documented code of every operation by state or event.
func TestErrorMatrix(t *testing.T) {
	reached := map[string]bool{}
	for _, op := range spec.Operations("bonder") {
		for _, code := range op.Errors {
			t.Run(op.ID+" "+code, func(t *testing.T) {
				b := signedIn(t)
				a := b.fake.Fail(&world.Request{Operation: op.ID}, code)
				b.keepsDocument(op, op.Path, map[string]string{}, http.Header{}, "", a)
				if onlyByFault(op.ID, code) {
					return
				}
				got := provoke(b, op.ID, code)
				if code == "THUMBNAIL_REJECTED_ERROR" {
					same(t, "success", got.Success, true)
				} else {
					same(t, "success", got.Success, false)
					same(t, "result", string(got.Result), "{}")
				}
				same(t, "errors", got.Errors, []string{code})
				reached[code] = true
			})
		}
	}
	for _, e := range spec.Errors("bonder") {
		if !reached[e.Code] {
			t.Errorf("no operation reached %s", e.Code)
		}
	}
}

// provoke brings the world into the state in which the operation answers code, and calls it.
func provoke(b *bench, operation, code string) answered {
	card := b.newCard()
	body := ""
	path := vars("card_id", card, "lang", "pl", "status", "enable")
	switch operation {
	case "getRepository":
		path["lang"] = "en"
	case "authorize":
		body = `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`
	case "saveCard":
		body = `{"settings":{"usePhoto":"0"}}`
	}
	switch code {
	case "INVALID_CREDENTIALS_ERROR":
		b.must("account.deleted", `{}`)
	case "ACCOUNT_INACTIVE_ERROR":
		b.must("account.suspended", `{}`)
	case "SERVER_OFFLINE_ERROR":
		b.must("maintenance.started", `{"service":"server"}`)
	case "AUTH_SERVICE_OFFLINE_ERROR":
		b.must("maintenance.started", `{"service":"auth"}`)
	case "API_SERVICE_OFFLINE_ERROR":
		b.must("maintenance.started", `{"service":"api"}`)
	case "DATABASE_ERROR":
		b.must("maintenance.started", `{"service":"database"}`)
	case "INTERNAL_SERVER_ERROR":
		body = `{`
	case "CARD_ID_NOT_FOUND_ERROR":
		b.do("deleteProfile", path, "").ok(b.tb)
	case "PROFILE_LIMIT_REACHED_ERROR":
		b.must("account.profile_limit", `{"limit":1}`)
		if operation == "saveCard" {
			b.set("createByPut=card_id")
			path["card_id"] = strings.Repeat("x", 32)
		}
	case "THUMBNAIL_REJECTED_ERROR":
		body = `{"non-translatable":{"thumbnail":"base64_encoded_image"}}`
	case "RESOURCE_NOT_FOUND_ERROR":
		path["status"] = "on"
		if operation == "getRepository" {
			path["lang"] = "un"
		}
	}
	return b.do(operation, path, body)
}

// TestReadings: which codes of an operation no text names (B-43, B-52).
func TestReadings(t *testing.T) {
	got := map[string][]string{}
	for _, op := range spec.Operations("bonder") {
		if len(op.Readings) > 0 {
			got[op.ID] = op.Readings
		}
	}
	missing := []string{"RESOURCE_NOT_FOUND_ERROR"}
	same(t, "readings", got, map[string][]string{
		"saveCard": {
			"PROFILE_LIMIT_REACHED_ERROR",
		}, "setCardStatus": missing, "setUsePhoto": missing, "setLangStatus": missing,
	})
}

// TestPrecedence: services before credentials before the account before the resource (reference section 3).
func TestPrecedence(t *testing.T) {
	b := signedIn(t)
	b.must("account.suspended", `{}`)
	for _, service := range []string{"database", "api", "server"} {
		b.must("maintenance.started", `{"service":"`+service+`"}`)
	}
	call := func() answered { return b.do("getCard", vars("card_id", "none"), "") }
	call().fails(t, "SERVER_OFFLINE_ERROR", "maintenance_server")
	b.must("maintenance.ended", `{"service":"server"}`)
	call().fails(t, "API_SERVICE_OFFLINE_ERROR", "maintenance_api")
	b.must("maintenance.started", `{"service":"auth"}`)
	b.do("authorize", nil, `{}`).fails(t, "AUTH_SERVICE_OFFLINE_ERROR", "maintenance_auth")
	b.must("maintenance.ended", `{"service":"api"}`)
	call().fails(t, "DATABASE_ERROR", "maintenance_database")
	b.must("maintenance.ended", `{}`)
	call().fails(t, "ACCOUNT_INACTIVE_ERROR", "account_suspended")
	b.do("authorize", nil, `{"username":"USERNAME","password":"x"}`).
		fails(t, "INVALID_CREDENTIALS_ERROR", "wrong_password")
	b.must("account.restored", `{}`)
	b.must("maintenance.started", `{"service":"auth"}`)
	call().fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown") // live tokens go on without the authorisation service
	b.do("saveCard", vars("card_id", "none"), `{`).fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
}

func TestMiss(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		allow  []string
		route  string
		status int
	}{
		{nil, "404", http.StatusNotFound}, {[]string{"GET", "PUT"}, "404", http.StatusMethodNotAllowed}, {nil, "200",
			http.StatusOK},
		{[]string{"GET"}, "200", http.StatusOK},
	} {
		b.set("unknownRoute=" + c.route)
		a := b.fake.Miss(&world.Request{Method: "PATCH", Path: "/nowhere"}, world.Miss{Allow: c.allow})
		same(t, "status", a.Status, c.status)
		same(t, "Allow", a.Header.Get("Allow"), strings.Join(c.allow, ", "))
		same(t, "body", string(a.Body), `{"success":false,"errors":["RESOURCE_NOT_FOUND_ERROR"],"result":{}}`)
	}
}

// TestDocumentAndFake name the same operations.
func TestDocumentAndFake(t *testing.T) {
	b := newBench(t)
	var want []string
	for _, op := range spec.Operations("bonder") {
		want = append(want, op.ID)
	}
	got := slices.Clone(b.fake.API().Operations)
	slices.Sort(got)
	slices.Sort(want)
	same(t, "operations", got, want)
	if len(got) == 0 {
		t.Fatal("no operations")
	}
	for _, id := range got {
		same(t, "credential of "+id, b.fake.API().Credential(id), id != "authorize" && id != "viewCard")
	}
}

// TestExamples sends every example of the document.
func TestExamples(t *testing.T) {
	sent := 0
	for _, op := range spec.Operations("bonder") {
		examples, err := spec.Examples(op)
		if err != nil {
			t.Fatal(err)
		}
		b := signedIn(t)
		for _, e := range examples {
			a := b.do(
				op.ID,
				vars(
					"card_id",
					"4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef",
					"cardId",
					"4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef",
					"lang",
					"ru",
					"status",
					"enable",
				),
				string(e.Body),
			)
			if !json.Valid(a.Body) {
				t.Errorf("%s answered %s", op.ID, a.Body)
			}
			sent++
		}
	}
	if sent < 12 {
		t.Errorf("%d examples", sent)
	}
}

// TestOneFactOnce: what the document finds in a request is not what the fake has found, and neither finds anything
// documented in the vendor's own samples.
func TestOneFactOnce(t *testing.T) {
	b := signedIn(t)
	card := b.newCard()
	good := strings.Replace(strings.Replace(sample, `"zh":{"position":"首席执行官"}`, ``, 1), `"Коннор"},`, `"Коннор"}`, 1)
	good = strings.Replace(good, `"thumbnail":"base64_encoded_image",`, ``, 1)
	for _, c := range []struct {
		operation      string
		path           map[string]string
		body           string
		fake, document []string
	}{
		{"authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":"10000"}`, nil, nil},
		{"authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":10000}`, nil, nil},
		{"authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":10}`, []string{"rpt_out_of_range /rpt"}, nil},
		{"saveCard", vars("card_id", card), good, []string{"ignored_in_business_mode /translatable/en/name",
			"ignored_in_business_mode /translatable/en/lastname", "ignored_in_business_mode /translatable/en/position",
			"language_not_ready /translatable/es/langStatus", "language_not_ready /translatable/ru/langStatus"}, nil},
		{"saveCard", vars("card_id", card), `{"translatable":{"pl":{"displayName":"","name":null}}}`, nil, nil},
		{"saveCard", vars("card_id", card), `{"extra":1,` +
			`"settings":{"colour":2}}`, []string{"unknown_field /extra", "unknown_field /settings/colour"}, nil},
		{"saveCard", vars("card_id", card), `{"translatable":{"pl":{"name":true}},"settings":{"usePhoto":null}}`,
			[]string{"value_becomes_null /translatable/pl/name", "flag_ignored /settings/usePhoto"}, nil},
		{"saveCard", vars("card_id", card), ``, nil, nil},
		{"listRepositories", nil, ``, nil, nil},
		{"getRepository", vars("lang", "local"), ``, nil, nil},
		{"setLangStatus", vars("card_id", card, "lang", "pt", "status", "enable"), ``, nil, nil},
	} {
		a := b.do(c.operation, c.path, c.body).ok(t)
		same(t, c.operation+" "+c.body+": the fake finds", a.found(), append([]string{}, c.fake...))
		same(t, c.operation+" "+c.body+": the document finds", a.document, append([]string{}, c.document...))
	}
	for _, c := range []struct {
		operation, status, body, pointer string
	}{
		{"setCardStatus", "on", "", "path/status"}, {"createProfile", "", "{}", ""}, {"saveCard", "",
			`{"translatable":{"pl":"x"}}`, "/translatable/pl"},
		{"saveCard", "", `{"settings":[]}`, "/settings"}, {"saveCard", "", `{"settings":{},}`, ""},
	} {
		a := b.do(c.operation, vars("card_id", card, "status", c.status), c.body)
		same(t, c.operation+" "+c.body+": the fake finds", a.found(), []string{})
		if len(a.document) != 1 || !strings.HasSuffix(a.document[0], " "+c.pointer) {
			t.Errorf("%s %s: the document finds %v, want one at %q", c.operation, c.body, a.document, c.pointer)
		}
	}
}

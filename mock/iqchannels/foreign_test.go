package iqchannels

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sparring/mock/journal"
)

// TestForeignFindings: one fact, one finding, by the document or the fake: the one that knows more.
func TestForeignFindings(t *testing.T) {
	answer := func(http.ResponseWriter) {}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
	defer service.Close()
	h := newHarness(t, map[string]any{"authService": service.URL})
	const failed, head = "internal_server_error", `"id":"9","name":"","surname":"","firstname":"","patronymic":"",` +
		`"type":"0","enabled":true`
	card := func(from, to string) string { return `{"client":{` + strings.Replace(head, from, to, 1) + `}}` }
	more := func(members string) string { return `{"client":{` + head + `,` + members + `}}` }
	deep := strings.Repeat(`1,"parentGroup":{"id":`, 3000) + "1" + strings.Repeat("}", 3000)
	for _, c := range []struct{ body, code, finding, why string }{
		{card("", ""), "", "", ""},
		{card(`"9"`, `5`), failed, "wrong_type /client/id documented", "/client/id: expected a string, got a number"},
		{card(`"9"`, `null`), failed, "null_not_allowed /client/id documented", "/client/id: "},
		{card(`"9"`, `""`), failed, "too_short /client/id derived", "/client/id: "},
		{card(`"id":"9",`, ``), failed, "missing_field /client/id documented", "/client/id: "},
		{card(`true`, `"maybe"`), failed, "not_in_enum /client/enabled " +
			"documented", "/client/enabled: expected true, false"},
		{`{"client":null}`, "unauthorized", "null_not_allowed /client derived", ""},
		{`{}`, "unauthorized", "client_missing /client derived", ""},
		{`{"errorCode":"1001"}`, "unauthorized", "error_in_200 /errorCode documented", ""},
		{`{"errorCode":1001}`, failed, "error_in_200 /errorCode documented", "/errorCode: expected a string, got a " +
			"number"},
		{`{"errorCode":"1001","client":{` + head + `}}`, "", "error_in_200 /errorCode documented", ""},
		{`{"errorCode":"0","client":{` + head + `}}`, "", "error_in_200 /errorCode derived", ""},
		{`{"errorCode":"","errorText":"","client":{` + head + `}}`, "", "", ""},
		{`{"errorCode":null,"client":{` + head + `}}`, "", "null_not_allowed /errorCode derived", ""},
		{`{"Client":{` + head + `}}`, "", "misspelt_name /Client documented", ""},
		{`{"Client":null}`, "unauthorized", "misspelt_name /Client documented", ""},
		{`{"client":{` + head + `},"companylist":[]}`, "", "misspelt_name /companylist documented", ""},
		{`{"client":"x"}`, failed, "wrong_type /client documented", "/client: expected an object, got a string"},
		{`null`, failed, "null_not_allowed  documented", "expected an object, got null"},
		{more(`"group":{}`), failed, "wrong_type /client/group documented", "/client/group: expected an array, got " +
			"an object"},
		{more(`"bankBranch":{"id":"12a"}`), failed, "pattern /client/bankBranch/id " +
			"documented", `/client/bankBranch/id: expected an integer or digits in quotes, got "12a"`},
		{more(`"fieldList":[{"name":"a","value":"b"},{"name":"a",` +
			`"value":7}]`), failed, "wrong_type /client/fieldList/1/value documented", "/client/fieldList/1/value: " +
			"expected a string, got a number"},
		{more(`"group":[{"id":1.0}]`), failed, "not_an_integer /client/group/0/id " +
			"derived", "/client/group/0/id: expected an integer"},
		{more(`"group":[{"id":1e30}]`), failed, "not_an_integer /client/group/0/id " +
			"derived", "/client/group/0/id: expected an integer"},
		{more(`"group":[{"id":1.5}]`), failed, "wrong_type /client/group/0/id " +
			"documented", "/client/group/0/id: expected an integer"},
		{more(`"group":[{"id":12345678901234567890123}]`), "", "number_range /client/group/0/id documented", ""},
		{more(`"group":[{"id":9223372036854775808}]`), "", "number_range /client/group/0/id documented", ""},
		{more(`"group":[{"id":"-9223372036854775808","priority":9223372036854775807}]`), "", "", ""},
		{more(`"bankBranch":{"id":"12345678901234567890123"}`), "", "number_range /client/bankBranch/id " +
			"documented", ""},
		{more(`"birthDate":null`), "", "null_not_allowed /client/birthDate derived", ""},
		{more(`"birthDate":"31.03.1976"`), "", "pattern /client/birthDate documented", ""},
		{more(`"accountNumbers":null`), "", "null_not_allowed /client/accountNumbers derived", ""},
		{card(`"surname":""`, `"surname":null`), "", "null_not_allowed /client/surname documented", ""},
		{`{"client":{` + head + `},"companyList":[{"id":3000000000}]}`, "", "number_range /companyList/0/id " +
			"documented", ""},
		{`{"client":{` + head + `},"companyList":[{"id":"2147483648"}]}`, "", "number_range /companyList/0/id " +
			"documented", ""},
		{`{"client":{` + head + `},"companyList":[{"id":"2147483647",` +
			`"resident":7}]}`, failed, "no_variant /companyList/0/resident documented", ""},
		{more(`"group":[{"id":` + deep + `}]`), failed, "answer_too_deep  derived", "nested"},
	} {
		answer = says(200, "application/json", c.body)
		e := h.call(opIntegrationAuth, map[string]any{"Credentials": "x"})
		why := e.answer.Why[0].Text
		if e.code() != c.code || !strings.Contains(why, c.why) || strings.Contains(why, "iqchannels.") {
			t.Errorf("%.80s: the SDK sees %s, why %s", c.body, e.answer.Body, why)
		}
		h.blames(c.body, c.finding)
	}
	for _, c := range []struct {
		status                           int
		contentType, body, text, finding string
	}{
		{200, "", card("", ""), "", "missing_header header/Content-Type derived"},
		{200, "text/plain", card("", ""), "", "wrong_content_type header/Content-Type documented"},
		{201, "application/json", card("", ""), textOf(errUnauthorized), "success_not_200 status documented"},
		{202, "application/json", `{}`, textOf(errUnauthorized), ""},
		{400, "application/json", `{"errorCode":1001,"errorText":"Нет"}`, "Нет", "wrong_type /errorCode documented"},
		{401, "application/json", `{"errorCode":1001,"errorText":"Нет"}`, "Нет", "wrong_type /errorCode documented"},
		{404, "application/json", `{"errorCode":1001,"errorText":"Нет"}`, "Нет", "wrong_type /errorCode documented"},
		{500, "application/json", `{"errorCode":1001,"errorText":"Нет"}`, "Нет", "wrong_type /errorCode documented"},
		{503, "application/json", `{"errorCode":1001,"errorText":"Нет"}`, "Нет", "wrong_type /errorCode documented"},
		{404, "application/json", `{"errorCode":`, textOf(errUnauthorized), "malformed_json  documented"},
		{503, "application/json", `{"errorCode":`, textOf(errUnauthorized), "malformed_json  documented"},
		{403, "application/json", `{"client":{},"errorText":"Нет"}`, "Нет", ""},
		{403, "application/json", `{"errorText":5}`, textOf(errUnauthorized), "wrong_type /errorText documented"},
	} {
		answer = says(c.status, c.contentType, c.body)
		e := h.call(opIntegrationAuth, map[string]any{"Credentials": "x"})
		if e.OK != (c.status == 200) || !e.OK && (e.code() != "unauthorized" || e.Error.Text != c.text) {
			t.Errorf("%d %s: the SDK sees %s", c.status, c.body, e.answer.Body)
		}
		h.blames(c.body, c.finding)
	}
}

// says answers; without a content type none is made up.
func says(status int, contentType, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header()["Content-Type"] = []string{contentType}
		if contentType == "" {
			w.Header()["Content-Type"] = nil
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// blames wants one finding by the service in the last look-up, "code pointer provenance", or none.
func (h *harness) blames(body, want string) {
	h.T.Helper()
	var got []string
	for _, f := range h.outgoing().Findings {
		got = append(got, f.Code+" "+f.Pointer+" "+string(f.Provenance))
		if f.Kind != journal.Violation || f.By != journal.ByService || f.Message == "" || f.Expected == "" ||
			f.Actual == "" {
			h.T.Fatalf("%.80s: %+v", body, f)
		}
	}
	if shown := strings.Join(got, ", "); shown != want {
		h.T.Fatalf("%.80s: findings %q, want %q", body, shown, want)
	}
}

// TestAuthServiceSwitches: what would make another URL than meant, or another timeout, is refused.
func TestAuthServiceSwitches(t *testing.T) {
	h := newHarness(t, nil)
	for name, bad := range map[string][]any{
		"authService": {"http://h/?x=1", "http://h?", "http://h/#x", "http://user:password@h/", "/bank", 5},
		"authTimeout": {"0s", "-1s", 5, "soon"},
	} {
		for _, value := range bad {
			err := h.Switches.Set(map[string]map[string]any{Name: {name: value}})
			if err == nil || strings.Contains(err.Error(), "password") {
				t.Errorf("%s %v: %v", name, value, err)
			}
		}
	}
	h.set("authService", "https://h:8443/bank/")
	h.set("authTimeout", "1ms")
}

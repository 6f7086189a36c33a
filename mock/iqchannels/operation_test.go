package iqchannels

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock/fake/faketest"
	"sparring/mock/world"
	"sparring/spec"
)

// TestDocumentsAndHandlers: no operation without a handler, no handler without an operation.
func TestDocumentsAndHandlers(t *testing.T) {
	var documented []string
	for _, op := range spec.Operations(Name) {
		documented = append(documented, op.ID)
	}
	slices.Sort(documented)
	got := slices.Sorted(slices.Values(API().Operations))
	if !slices.Equal(got, documented) {
		t.Errorf("handled %v\ndocumented %v", got, documented)
	}
}

// withoutSession are the calls that must answer OK before there is a session, or a widget never gets one.
var withoutSession = []string{
	"getVersion", "getFilesConfig", "getGreetings", "getPersonalDataForm", "getBlocker", "getInfoRequest", "logMessage",
	"getAudioMessagesEnabled", "listLanguages", "getEndAppealsSettings", "checkBadWords", opIntegrationAuth,
	opInProject,
	opSignup, opAnonymousSignup, opAnonymousCreate,
}

// bodies are what each operation needs to succeed; the others need none.
func bodies(session string, file string) map[string]any {
	return map[string]any{
		opIntegrationAuth: map[string]any{"Credentials": TokenPerson, "Channel": ChannelSupport},
		opInProject:       map[string]any{"Credentials": TokenPerson, "Project": "bank"},
		opClientAuth:      map[string]any{"Token": session},
		opSignup: map[string]any{
			"Name":    "Гость",
			"Channel": ChannelSupport,
		}, opAnonymousSignup: map[string]any{"channel": ChannelSupport},
		opAnonymousCreate: map[string]any{"Name": "Гость", "Channel": ChannelSupport}, opAnonymousAuth: "null",
		"integrationRefresh": map[string]any{"Credentials": TokenPerson}, "setLanguage": map[string]any{"Code": "en"},
		"pushApnsToken": map[string]any{
			"Token": "d3ad",
		}, "pushFcmToken": map[string]any{"Type": "fcm", "Token": "d3ad"},
		"pushHcmToken": map[string]any{
			"Token": "d3ad",
		}, "listMessages": map[string]any{"ChatType": "regular", "Limit": 50},
		"sendMessage": map[string]any{
			"LocalId":  1795280000001,
			"Payload":  "text",
			"Text":     "Добрый день",
			"ChatType": "regular",
		},
		"sendTyping": map[string]any{"ChatType": "regular"}, "markReceived": []int{}, "markRead": []int{},
		"getChatSettings": map[string]any{}, "checkBadWords": map[string]any{"MsgText": "Добрый день"},
		"listenMessage": 1, "acceptProduct": map[string]any{"MessageId": 1, "ProductId": 1},
		"declineProduct": map[string]any{
			"messageID": 1,
			"productID": 1,
		}, "listTickets": map[string]any{"Query": map[string]any{"Open": true}},
		"rateRating": map[string]any{"ratingId": 1, "rating": map[string]any{"Value": 5}},
		"ignoreRating": map[string]any{
			"RatingId": 2,
		}, "queryPoll": map[string]any{"Query": map[string]any{"RatingId": 3}},
		"sendPoll": map[string]any{"RatingPollClientAnswerInput": []any{
			map[string]any{"RatingId": 3, "RatingPollQuestionId": 1, "Type": "scale", "AnswerScale": 9}}},
		"finishPoll":         map[string]any{"RatingId": 3, "RatingPollId": 1, "Rated": true},
		"respondInfoRequest": map[string]any{"RequestId": 1, "ClientConsent": true, "Form": map[string]any{}},
		"ignoreInfoRequest":  map[string]any{"RequestId": 1},
		"getVersion":         "{}", "logMessage": map[string]any{"Message": "Subscribe " +
			"error"}, "getFileToken": map[string]any{"FileId": file},
	}
}

// TestEveryOperation calls each operation of the chat server with and without a session.
func TestEveryOperation(t *testing.T) {
	h := newHarness(t, nil)
	guest := h.auth(h.call(opSignup, map[string]any{"Channel": ChannelSupport})).Session.Token
	session, _ := h.login(TokenPerson)
	file := h.upload(session, "заявление.txt", "text/plain", "Прошу")
	h.must("operator.product", map[string]any{"name": "Вклад"})
	for _, poll := range []bool{false, false, true} {
		h.must("rating.requested", map[string]any{"poll": poll})
	}
	h.must("info.requested", nil)
	send := bodies(session, file)
	for _, op := range spec.Operations(Name) {
		if isCard(op.ID) {
			continue
		}
		t.Run(op.ID, func(t *testing.T) {
			h.T = t
			var options []option
			if strings.Contains(op.Path, "{id}") {
				options = append(options, inPath("id", file))
			}
			if op.ID == "uploadFile" {
				body, kind := form(t, "Type", "x.txt", "text/plain", "x")
				send[op.ID] = body
				options = append(options, header("Content-Type", kind))
			}
			who := bearing(session)
			if op.ID == opAnonymousAuth {
				who = header("Cookie", cookieName+"="+guest)
			}
			a := h.send(h.request(op.ID, send[op.ID], append(options, who)...))
			if ct := a.Header.Get("Content-Type"); a.Status != http.StatusOK || ct == "" {
				t.Errorf("with a session: status %d, content type %q", a.Status, ct)
			}
			if isJSON(a) && !h.read(a).OK {
				t.Errorf("with a session: %s, why %v", a.Body, a.Why)
			}
			if a.Header.Get("Access-Control-Allow-Credentials") != "true" {
				t.Error("no CORS headers")
			}
			if len(h.violations) > 0 {
				t.Errorf("a correct call is blamed: %+v", h.violations)
			}
			if op.ID == "getWidgetStyles" || op.ID == opClientAuth {
				return // no session is needed, but they do not answer an envelope or need a token
			}
			e := h.read(h.send(h.request(op.ID, send[op.ID], options...)))
			if want := slices.Contains(withoutSession, op.ID); e.OK != want {
				t.Errorf("without a session: OK is %v, expected %v (%s)", e.OK, want, e.code())
			}
			if !e.OK && (e.code() != "unauthorized" || e.why() != "session_missing") {
				t.Errorf("without a session: %s, why %s", e.code(), e.why())
			}
		})
	}
}

func isJSON(a world.Answer) bool {
	return a.Header.Get("Content-Type") == "application/json"
}

// form builds a multipart body with the parts Type and File.
func form(t faketest.T, kind, name, contentType, content string) (body []byte, header string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if kind == "Type" {
		kind = "file"
	}
	_ = w.WriteField("Type", kind)
	p, err := w.CreatePart(map[string][]string{
		"Content-Disposition": {`form-data; name="File"; filename="` + name + `"`}, "Content-Type": {contentType},
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	_, _ = p.Write([]byte(content))
	_ = w.Close()
	return b.Bytes(), w.FormDataContentType()
}

func (h *harness) upload(session, name, contentType, content string) string {
	h.T.Helper()
	body, kind := form(h.T, "file", name, contentType, content)
	e := h.read(
		h.send(h.request("uploadFile", body, header("Content-Type", kind), header("Cookie", cookieName+"="+session))),
	)
	var f struct {
		ID string `json:"Id"`
	}
	if err := json.Unmarshal(e.Result, &f); err != nil || f.ID == "" {
		h.T.Fatalf("upload: %s", e.answer.Body)
	}
	return f.ID
}

// TestBadArguments: every refusal that the rules of the operations name.
func TestBadArguments(t *testing.T) {
	h := newHarness(t, nil)
	session, me := h.login(TokenPerson)
	other, _ := h.login(TokenPlain)
	foreign := h.upload(other, "x.txt", "text/plain", "x")
	h.must("channel.closed", map[string]any{"channel": ChannelBusiness})
	closed, unknown := inPath("channel", ChannelBusiness), inPath("channel", "нет")
	text := map[string]any{"LocalId": 1, "Payload": "text", "Text": "a"}
	for _, c := range []struct {
		name, operation string
		body            any
		with            []option
		code, why       string
	}{
		{"auth, empty " +
			"credentials", opIntegrationAuth, map[string]any{"Credentials": "", "Channel": ChannelSupport}, nil,
			"invalid",
			"credentials_empty"},
		{"auth, no body", opIntegrationAuth, nil, nil, "bad_request", "body_missing"},
		{"auth, broken JSON", opIntegrationAuth, `{"Credentials":`, nil, "bad_request", "body_unreadable"},
		{"auth, wrong type", opIntegrationAuth, `{"Credentials":5}`, nil, "bad_request", "body_unreadable"},
		{"auth, unknown " +
			"channel", opIntegrationAuth, map[string]any{"Credentials": TokenPerson, "Channel": "x"}, nil, "not_found",
			"channel_unknown"},
		{"auth, closed " +
			"channel", opIntegrationAuth, map[string]any{"Credentials": TokenPerson, "Channel": ChannelBusiness}, nil,
			"forbidden",
			"channel_closed"},
		{"auth, unknown " +
			"token", opIntegrationAuth, map[string]any{"Credentials": "x"}, nil, "unauthorized", "auth_refused"},
		{"auth, disabled " +
			"client", opIntegrationAuth, map[string]any{"Credentials": TokenDisabled}, nil, "forbidden",
			"client_disabled"},
		{"project missing", opInProject, map[string]any{"Credentials": TokenPerson}, nil, "invalid", "project_empty"},
		{"session token empty", opClientAuth, map[string]any{"Token": ""}, nil, "invalid", "token_empty"},
		{"session token unknown", opClientAuth, map[string]any{"token": "x"}, nil, "unauthorized", "session_unknown"},
		{"sign-up without a channel", opSignup, map[string]any{"Name": "x"}, nil, "invalid", "channel_empty"},
		{"sign-up in an unknown " +
			"channel", opAnonymousSignup, map[string]any{"Channel": "x"}, nil, "not_found", "channel_unknown"},
		{"sign-up in a closed " +
			"channel", opAnonymousCreate, map[string]any{"Channel": ChannelBusiness}, nil, "forbidden",
			"channel_closed"},
		{"refresh without credentials", "integrationRefresh", map[string]any{}, nil, "invalid", "credentials_empty"},
		{"refresh by another's " +
			"token", "integrationRefresh", map[string]any{"Credentials": TokenPlain}, nil, "forbidden",
			"card_of_another"},
		{"unknown language", "setLanguage", map[string]any{"Code": "xx"}, nil, "invalid", "language_unknown"},
		{"empty push token", "pushFcmToken", map[string]any{"Token": ""}, nil, "invalid", "token_empty"},
		{"push, unknown " +
			"channel", "pushApnsToken", map[string]any{"Token": "x"}, []option{unknown}, "not_found",
			"channel_unknown"},
		{"messages, unknown " +
			"channel", "listMessages", map[string]any{}, []option{unknown}, "not_found", "channel_unknown"},
		{"messages, closed channel", "listMessages", map[string]any{}, []option{closed}, "forbidden", "channel_closed"},
		{"messages, negative limit", "listMessages", map[string]any{"Limit": -1}, nil, "invalid", "limit"},
		{"send, closed channel", "sendMessage", text, []option{closed}, "forbidden", "channel_closed"},
		{"send, no text", "sendMessage", map[string]any{"LocalId": 1, "Payload": "text"}, nil, "invalid", "text_empty"},
		{"send, unknown " +
			"payload", "sendMessage", map[string]any{"LocalId": 1, "Payload": "rating"}, nil, "invalid",
			"payload_unknown"},
		{"send, another's " +
			"file", "sendMessage", map[string]any{"LocalId": 1, "Payload": "file", "FileId": foreign}, nil, "not_found",
			"file_unknown"},
		{"received, no list", "markReceived", map[string]any{}, nil, "bad_request", "body_unreadable"},
		{"settings of another " +
			"client", "getChatSettings", map[string]any{"clientId": me.Client.ID + 1}, nil, "forbidden",
			"client_of_another"},
		{"file unknown", "getFile", nil, []option{inPath("id", "x")}, "not_found", "file_unknown"},
		{"file of another", "getFileToken", map[string]any{"FileId": foreign}, nil, "forbidden", "file_of_another"},
		{"upload, no form", "uploadFile", "{}", nil, "bad_request", "upload_unreadable"},
		{"upload, no form and no " +
			"session", "uploadFile", "{}", []option{header("Authorization", "")}, "unauthorized", "session_missing"},
		{"blocker, unknown channel", "getBlocker", "{}", []option{unknown}, "not_found", "channel_unknown"},
		{"styles, unknown " +
			"channel", "getWidgetStyles", nil, []option{rawQuery("channel=x")}, "not_found", "channel_unknown"},
		{"stream, unknown channel", opStreamEvents, nil, []option{unknown}, "not_found", "channel_unknown"},
		{"stream, closed channel", opStreamUnread, nil, []option{closed}, "forbidden", "channel_closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.T = t
			a := h.send(h.request(c.operation, c.body, append([]option{bearing(session)}, c.with...)...))
			if e := h.read(a); a.Status != http.StatusOK || e.OK || e.code() != c.code || e.why() != c.why ||
				e.Error.Text == "" {
				t.Errorf("got %d %s, why %v; expected 200 %s, why %s", a.Status, a.Body, a.Why, c.code, c.why)
			}
		})
	}
	h.T = t
	if e := h.call("getMe", nil, bearing(session)); !e.OK {
		t.Errorf("after all that the session is gone: %s", e.why())
	}
}

// TestFiles: links by token and by session, pictures, a missing file.
func TestFiles(t *testing.T) {
	h := newHarness(t, nil)
	session, _ := h.login(TokenPerson)
	id := h.upload(session, "карта.png", "image/png", "\x89PNG")
	if !strings.HasSuffix(id, ".png") {
		t.Errorf("id %s has not the extension", id)
	}
	var token struct{ Token string }
	_ = json.Unmarshal(h.call("getFileToken", map[string]any{"fileID": id}, bearing(session)).Result, &token)
	a := h.send(h.request("downloadFile", nil, inPath("id", id), rawQuery("token="+token.Token)))
	if string(a.Body) != "\x89PNG" || a.Header.Get("Content-Type") != "image/png" {
		t.Errorf("by token: %q %v", a.Body, a.Header)
	}
	if a = h.send(h.request("getFileImage", nil, inPath("id", id), rawQuery("size=preview"), header("Cookie",
		cookieName+"="+session))); string(
		a.Body,
	) != "\x89PNG" {
		t.Errorf("by cookie: %q", a.Body)
	}
	a = h.send(h.request("downloadFile", nil, inPath("id", "x"), bearing(session)))
	if a.Status != http.StatusNotFound {
		t.Errorf("a missing file is %d", a.Status)
	}
	if e := h.read(h.send(h.request("downloadFile", nil, inPath("id", id),
		rawQuery("token=wrong")))); e.code() != "unauthorized" {
		t.Errorf("a wrong token gives %s", e.code())
	}
	if e := h.call("sendMessage", map[string]any{"LocalId": 5, "Payload": "file", "FileId": id},
		bearing(session)); !e.OK {
		t.Errorf("send a file: %s", e.code())
	}
	if e := h.call("listMessages", map[string]any{}, bearing(session)); !strings.Contains(string(e.Rels["Files"]), id) {
		t.Errorf("Rels has no file: %v", e.Rels)
	}
	body, kind := form(t, "file", "x.exe", "text/plain", "x")
	if e := h.read(h.send(h.request("uploadFile", body, header("Content-Type", kind),
		bearing(session)))); e.code() != "invalid" {
		t.Errorf("an .exe is %s", e.code())
	}
}

// TestFail: every code of the catalogue at every operation that may answer it, in the document's form.
func TestFail(t *testing.T) {
	h := newHarness(t, nil)
	codes := 0
	for _, op := range spec.Operations(Name) {
		for _, code := range op.Errors {
			codes++
			r := h.request(op.ID, nil)
			if strings.Contains(op.Path, "{id}") {
				r.Vars["id"] = "x"
			}
			a := h.judge(r, h.Fake.Fail(r, code))
			switch {
			case isCard(op.ID):
				if want := map[string]int{"1001": 404, "400": 400, "500": 500}[code]; a.Status != want {
					t.Errorf("%s %s: status %d", op.ID, code, a.Status)
				}
			default:
				if e := h.read(a); e.OK || e.code() != code {
					t.Errorf("%s %s: %s", op.ID, code, a.Body)
				}
			}
		}
	}
	if codes == 0 {
		t.Fatal("no operation names an error")
	}
	if a := h.Fake.Fail(h.request(opGetCard, nil), "unauthorized"); a.Status != 500 {
		t.Errorf("a chat code at the auth service: %d", a.Status)
	}
}

// TestMiss: preflight, wrong method, unknown path.
func TestMiss(t *testing.T) {
	h := newHarness(t, nil)
	match := func(method, _ string) (string, []string) { return "getMe/" + method, []string{"POST"} }
	r := &world.Request{Method: "OPTIONS", Path: "/public/api/v1/clients/me", Header: http.Header{
		"Origin": {
			"https://bank.example.ru",
		}, "Access-Control-Request-Method": {"POST"}, "Access-Control-Request-Headers": {"x-client-authorization"},
	}}
	a := h.Fake.Miss(r, world.Miss{Allow: []string{"POST"}, Match: match})
	if a.Status != 204 || a.Operation != "" || a.Header.Get("Access-Control-Allow-Origin") != "https://bank."+
		"example.ru" ||
		a.Header.Get("Access-Control-Allow-Credentials") != "true" ||
		!strings.Contains(a.Header.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "X-Client-Authorization") ||
		a.Header.Get("Vary") != "Origin" {
		t.Errorf("preflight: %d %s %v", a.Status, a.Operation, a.Header)
	}
	r = &world.Request{Method: "GET", Path: "/public/api/v1/clients/me", Header: http.Header{}}
	if a = h.Fake.Miss(r, world.Miss{Allow: []string{"POST"}}); a.Status != 405 || a.Header.Get("Allow") != "POST" {
		t.Errorf("wrong method: %d %v", a.Status, a.Header)
	}
	r = &world.Request{Method: "PUT", Path: "/rest/chat/client/id/x", Header: http.Header{}}
	if a = h.Fake.Miss(r, world.Miss{Allow: []string{"GET", "POST"}}); a.Status != 405 ||
		!strings.Contains(string(a.Body), "errorCode") {
		t.Errorf("wrong method at the auth service: %d %s", a.Status, a.Body)
	}
	for _, path := range []string{"/rest/chat/client/id/x", "/rest/chat/client/id/"} {
		r = &world.Request{Method: "OPTIONS", Path: path, Header: http.Header{"Origin": {"https://bank.example.ru"}}}
		a = h.Fake.Miss(r, world.Miss{Allow: []string{"GET", "POST"}, Match: match})
		if a.Status != 405 || a.Header.Get("Allow") != "GET, POST" ||
			a.Header.Get("Access-Control-Allow-Origin") != "" ||
			a.Operation != "" {
			t.Errorf("preflight at the auth service: %d %s %v", a.Status, a.Operation, a.Header)
		}
	}
	r = &world.Request{Method: "POST", Path: "/public/api/v1/clients/logout", Header: http.Header{}}
	if a = h.Fake.Miss(r, world.Miss{}); a.Status != 404 || h.read(a).code() != "not_found" {
		t.Errorf("unknown path: %d %s", a.Status, a.Body)
	}
}

package iqchannels

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

// vendorError is an error as the vendor sends it. The chat server sends it in a 200, the auth service with its status.
type vendorError struct {
	Code   string
	Text   string
	Status int
}

// Errors of the chat server. Source: iqchannels-readme §ErrorCode; the texts are ours except "Объект не найден" (wiki).
var (
	errInternal     = vendorError{"internal_server_error", "Внутренняя ошибка сервера", http.StatusOK}
	errBadRequest   = vendorError{"bad_request", "Неправильные аргументы запроса", http.StatusOK}
	errNotFound     = vendorError{"not_found", "Объект не найден", http.StatusOK}
	errForbidden    = vendorError{"forbidden", "Доступ запрещен", http.StatusOK}
	errUnauthorized = vendorError{"unauthorized", "Для доступа требуется авторизация", http.StatusOK}
	errInvalid      = vendorError{"invalid", "Неправильные данные", http.StatusOK}
)

// Errors of the auth service. Source: iqchannels#L398-L406; 1001 is the only code it shows.
var (
	errNoClient = vendorError{"1001", "Client not found", http.StatusNotFound}
	errNoToken  = vendorError{"1001", "Client not found", http.StatusBadRequest}
	errSilent   = vendorError{"", "", http.StatusInternalServerError}
)

// catalogue gives the error that a fault rule names; the auth service's own names are its errorCode or its status.
func catalogue(code string) (e vendorError, service bool) {
	switch code {
	case "1001":
		return errNoClient, true
	case "400":
		return errNoToken, true
	case "500":
		return errSilent, true
	case "bad_request":
		return errBadRequest, false
	case "not_found":
		return errNotFound, false
	case "forbidden":
		return errForbidden, false
	case "unauthorized":
		return errUnauthorized, false
	case "invalid":
		return errInvalid, false
	default:
		return errInternal, false
	}
}

// refusal is how a handler says no: the vendor's error, and what the client is never told.
type refusal struct {
	vendor   vendorError
	text     string // instead of the error's own, if it is not empty
	why      []journal.Why
	findings []journal.Finding
}

// Error tells the vendor's code and the first reason.
func (r *refusal) Error() string {
	if len(r.why) > 0 {
		return r.vendor.Code + ": " + r.why[0].Text
	}
	return r.vendor.Code
}

// refuse makes a refusal with its reason.
func refuse(e vendorError, code, text string) *refusal {
	return &refusal{vendor: e, why: []journal.Why{{Code: code, Text: text}}}
}

// failure is the envelope of every refusal of the chat server: the wiki's sample has these two members only.
type failure struct {
	OK    bool         `json:"OK"`
	Error errorMessage `json:"Error"`
}

type errorMessage struct {
	Code string `json:"Code"`
	Text string `json:"Text"`
}

func failureBody(e vendorError, text string) []byte {
	if text == "" {
		text = e.Text
	}
	return encode(failure{Error: errorMessage{Code: e.Code, Text: text}})
}

// authFailure is the body of a refusal of the auth service.
type authFailure struct {
	ErrorCode string `json:"errorCode"`
	ErrorText string `json:"errorText"`
}

// fail is the one place where a vendor error becomes an answer. An SSE operation answers one event with OK false and
// ends.
func fail(operation string, r *refusal) world.Answer {
	var a world.Answer
	switch {
	case isCard(operation):
		a = authAnswer(r.vendor, r.text)
	case isStream(operation):
		a = refusedStream(failureBody(r.vendor, r.text))
	default:
		a = world.JSON(r.vendor.Status, failureBody(r.vendor, r.text))
	}
	a.Why, a.Findings = r.why, r.findings
	return a
}

// Refuse writes the error of the server that was asked for an HTTP status: the chat server's envelope with the code
// whose
// meaning is nearest, or the auth service's object with the status as its code. Assumed: neither is documented.
func (f *Fake) Refuse(r *world.Request, status int) world.Answer {
	if isCard(r.Operation) || r.Operation == "" && strings.HasPrefix(r.Path, "/rest/") {
		return world.JSON(status, encode(authFailure{strconv.Itoa(status), world.StatusText(status)}))
	}
	e := errInternal
	switch status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed:
		e = errBadRequest
	case http.StatusUnauthorized:
		e = errUnauthorized
	case http.StatusForbidden:
		e = errForbidden
	case http.StatusNotFound, http.StatusGone:
		e = errNotFound
	case http.StatusUnprocessableEntity:
		e = errInvalid
	}
	a := world.JSON(status, failureBody(e, ""))
	cors(r, &a)
	return a
}

// authAnswer writes an error of the auth service; without a code it says nothing but the status.
func authAnswer(e vendorError, text string) world.Answer {
	if e.Code == "" {
		return world.Answer{Response: message.Response{Status: e.Status, Header: http.Header{}}}
	}
	if text == "" {
		text = e.Text
	}
	return world.JSON(e.Status, encode(authFailure{ErrorCode: e.Code, ErrorText: text}))
}

// encode marshals what always can be marshalled: our own types, and JSON that was parsed before. Go's escaping of <, >
// and
// & is harmless to the SDKs, which all parse JSON.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null") // unreachable: the types hold no channels, functions or cycles
	}
	return b
}

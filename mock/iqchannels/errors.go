package iqchannels

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/message"
	"sparring/mock/world"
)

// Errors of the chat server, which sends them in a 200.
// Source: iqchannels-readme §ErrorCode; the texts are ours except "Объект не найден" (wiki).
var (
	errInternal     = failure("internal_server_error", http.StatusOK, "Внутренняя ошибка сервера")
	errBadRequest   = failure("bad_request", http.StatusOK, "Неправильные аргументы запроса")
	errNotFound     = failure("not_found", http.StatusOK, "Объект не найден")
	errForbidden    = failure("forbidden", http.StatusOK, "Доступ запрещен")
	errUnauthorized = failure("unauthorized", http.StatusOK, "Для доступа требуется авторизация")
	errInvalid      = failure("invalid", http.StatusOK, "Неправильные данные")
	errMethod       = failure("bad_request", http.StatusMethodNotAllowed, "Метод не поддерживается")
)

// Errors of the auth service, which sends them with their status. errSilent says nothing but the status.
// Source: iqchannels#L398-L406; 1001 is the only code it shows.
var (
	errNoClient = failure("1001", http.StatusNotFound, "Client not found")
	errNoToken  = failure("1001", http.StatusBadRequest, "Client not found")
	errSilent   = failure("", http.StatusInternalServerError, "")
)

// failure is an error as the vendor sends it. Its Args are the text.
func failure(code string, status int, text string) *fake.Refusal {
	return &fake.Refusal{Code: code, Status: status, Args: text, Why: text}
}

// withText returns the error with another text, unless that is empty.
func withText(no *fake.Refusal, text string) *fake.Refusal {
	if text == "" {
		return no
	}
	return failure(no.Code, no.Status, text)
}

// withStatus returns the error with another status.
func withStatus(no *fake.Refusal, status int) *fake.Refusal {
	return failure(no.Code, status, textOf(no))
}

func textOf(no *fake.Refusal) string {
	text, _ := no.Args.(string)
	return text
}

// catalogue returns the error that a fault rule names; the auth service's own names are its errorCode or its status.
func catalogue(code string) (no *fake.Refusal, service bool) {
	switch code {
	case "1001":
		return errNoClient, true
	case "400":
		return errNoToken, true
	case "500":
		return errSilent, true
	}
	for _, no := range []*fake.Refusal{errBadRequest, errNotFound, errForbidden, errUnauthorized, errInvalid} {
		if no.Code == code {
			return no, false
		}
	}
	return errInternal, false
}

// failed refuses a request, with the reason that the client is never told.
func (x *exchange) failed(no *fake.Refusal, code, text string) error {
	x.Because(code, text)
	return no
}

// refused is the response of a handler that did not do its work.
func refused(err error) (fake.Response, error) { return fake.Response{}, err }

// refusalJSON is the envelope of every refusal of the chat server: the wiki's sample has these two members only.
type refusalJSON struct {
	OK    bool         `json:"OK"`
	Error errorMessage `json:"Error"`
}

type errorMessage struct {
	Code string `json:"Code"`
	Text string `json:"Text"`
}

func failureBody(no *fake.Refusal) []byte {
	return encode(refusalJSON{Error: errorMessage{Code: no.Code, Text: textOf(no)}})
}

// authFailure is the body of a refusal of the auth service.
type authFailure struct {
	ErrorCode string `json:"errorCode"`
	ErrorText string `json:"errorText"`
}

// render writes a refusal in the dialect of the server that was asked. An SSE operation answers one event with OK false
// and ends.
func (x *exchange) render(no *fake.Refusal) fake.Response {
	switch {
	case isCard(x.Operation):
		return authRefused(no)
	case no.Code == "": // a bug of the fake
		no = errInternal
	}
	if isStream(x.Operation) {
		return refusedStream(failureBody(no))
	}
	return fake.Encoded(no.Status, failureBody(no))
}

// authRefused writes an error of the auth service; without a code it says nothing but the status.
func authRefused(no *fake.Refusal) fake.Response {
	if no.Code == "" {
		return fake.Response{Response: message.Response{Status: no.Status, Header: http.Header{}}}
	}
	return fake.Encoded(no.Status, encode(authFailure{ErrorCode: no.Code, ErrorText: textOf(no)}))
}

// fail answers with a code of the catalogue. A code of one document at an operation of the other is the nearest that
// this operation can say.
func (x *exchange) fail(code string) (fake.Response, error) {
	no, service := catalogue(code)
	switch {
	case service == isCard(x.Operation):
	case service:
		no = errInternal
	default:
		no = errSilent
	}
	return refused(x.failed(no, "fault", "a fault rule asked for "+code))
}

// refuse writes the error of the server that was asked for an HTTP status: the chat server's envelope with the code
// whose meaning is nearest, or the auth service's object with the status as its code.
// Assumed: neither is documented.
func (x *exchange) refuse(status int) (fake.Response, error) {
	if x.service() {
		return fake.Encoded(status, encode(authFailure{strconv.Itoa(status), world.StatusText(status)})), nil
	}
	no := errInternal
	switch status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed:
		no = errBadRequest
	case http.StatusUnauthorized:
		no = errUnauthorized
	case http.StatusForbidden:
		no = errForbidden
	case http.StatusNotFound, http.StatusGone:
		no = errNotFound
	case http.StatusUnprocessableEntity:
		no = errInvalid
	}
	return fake.Encoded(status, failureBody(no)), nil
}

// service reports whether the auth service was asked, and not the chat server.
func (x *exchange) service() bool {
	return isCard(x.Operation) || x.Operation == "" && strings.HasPrefix(x.Path, "/rest/")
}

// encode marshals what always can be marshalled: our own types, and JSON that was parsed before. Go's escaping of <, >
// and & is harmless to the SDKs, which all parse JSON.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null") // unreachable: the types hold no channels, functions or cycles
	}
	return b
}

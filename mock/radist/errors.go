package radist

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/world"
)

// Assumed: every text below; no error body is documented. Source of the situations: radist.
var (
	errInvalidCode       = failure("400_invalid_code", 400, "Invalid code")
	errInvalidPassword   = failure("400_invalid_password", 400, "Invalid password")
	errUnexpectedField   = failure("400_unexpected_field", 400, "Unexpected field for session status")
	errNotAuthenticated  = failure("400_session_not_authenticated", 400, "Session is not authenticated")
	errSessionOfExisting = failure("400_session_of_connection", 400, "Session belongs to an existing connection")
	errAnotherAccount    = failure("400_another_account", 400, "Connection belongs to another account")
	errNotWhatsapp       = failure("400_wrong_connection_type", 400, "Connection is not whatsapp")
	errNotTelegram       = failure("400_wrong_connection_type", 400, "Connection is not telegram")
	errNotMax            = failure("400_wrong_connection_type", 400, "Connection is not max_personal")
	errNotMessenger      = failure("400_wrong_connection_type", 400, "Connection is not a messenger")
	errKeyRejected       = failure("400_key_rejected", 400, "API key is rejected by the provider")
	errNotAuthorized     = failure("400_not_authorized", 400, "Connection is not authorized")
	errNoKey             = failure("401_not_authenticated", 401, "Not authenticated")
	errNotPaid           = failure("402_subscription_not_paid", 402, "Subscription is not paid")
	errScope             = failure("403_scope_missing", 403, "Not enough permissions")
	errNotEditable       = failure("403_type_not_editable", 403, "Connection of this type can't be edited")
	errUnknownPath       = failure("404_not_found", 404, "Not Found")
	errCompany           = failure("404_company_not_found", 404, "Company not found")
	errConnection        = failure("404_connection_not_found", 404, "Connection not found")
	errSession           = failure("404_session_not_found", 404, "Session not found")
	errChat              = failure("404_chat_not_found", 404, "Chat not found")
	errContact           = failure("404_contact_not_found", 404, "Contact not found")
	errWebhook           = failure("404_webhook_not_found", 404, "Webhook not found")
	errMethod            = failure("405_method_not_allowed", 405, "Method Not Allowed")
	errSessionUsed       = failure("409_session_used", 409, "Session is already used")
	errAccountConnected  = failure("409_account_connected", 409, "Account is already connected")
	errTooMany           = failure("429_too_many_requests", 429, "Too Many Requests")
)

// codeValidation is the catalogue's code of a 422; its body lists issues instead of a text.
const codeValidation = "422_validation"

// failures are all errors with a text.
func failures() []*fake.Refusal {
	return []*fake.Refusal{
		errInvalidCode, errInvalidPassword, errUnexpectedField, errNotAuthenticated, errSessionOfExisting,
		errAnotherAccount, errNotWhatsapp, errKeyRejected, errNotAuthorized, errNoKey, errNotPaid, errScope,
		errNotEditable, errUnknownPath, errCompany, errConnection, errSession, errChat, errContact, errWebhook,
		errMethod, errSessionUsed, errAccountConnected, errTooMany,
	}
}

// envelope is what an error shows beside its status.
type envelope struct {
	detail any // a text, or all issues
	header http.Header
}

// failure is an error of the vendor: the code of the catalogue, the status and the text of detail.
func failure(code string, status int, detail string) *fake.Refusal {
	return &fake.Refusal{Code: code, Status: status, Args: envelope{detail: detail}, Why: detail}
}

// with returns the refusal with a header.
func with(no *fake.Refusal, header, value string) *fake.Refusal {
	out := *no
	out.Args = envelope{detail: detailOf(no), header: http.Header{header: {value}}}
	return &out
}

// detailOf is what the body of an error shows.
func detailOf(no *fake.Refusal) any {
	if e, ok := no.Args.(envelope); ok {
		return e.detail
	}
	return "Internal Server Error"
}

// issue is one place of a malformed request, as FastAPI reports it.
type issue struct {
	Loc  []any  `json:"loc"`
	Msg  string `json:"msg"`
	Type string `json:"type"`
}

// invalid is a malformed request: 422 with all its places.
type invalid []issue

// Error returns the first place.
func (i invalid) Error() string { return i[0].Msg }

// response shows all places; they say all there is to say, so the journal has no reason beside them.
func (i invalid) response() fake.Response {
	return body(http.StatusUnprocessableEntity, i)
}

// body is the response of an error.
func body(status int, detail any) fake.Response {
	text, _ := json.Marshal(map[string]any{"detail": detail}) // texts and issues always marshal
	return fake.Encoded(status, text)
}

// render writes a refusal.
func (x *exchange) render(no *fake.Refusal) fake.Response {
	r := body(no.Status, detailOf(no))
	if no.Code == errTooMany.Code {
		r.SetHeader("Retry-After", "1")
	}
	if e, ok := no.Args.(envelope); ok {
		for header := range e.header {
			r.SetHeader(header, e.header.Get(header))
		}
	}
	return r
}

// notAllowed is a 405 that names the methods of the path.
func notAllowed(allow ...string) *fake.Refusal {
	return with(errMethod, "Allow", strings.Join(allow, ", "))
}

// fieldRequired is the 422 of a fault rule.
func fieldRequired() (fake.Response, error) {
	return invalid{{Loc: []any{"body"}, Msg: "Field required", Type: "missing"}}.response(), nil
}

// fail answers with a code of the catalogue.
func (x *exchange) fail(code string) (fake.Response, error) {
	if code == codeValidation {
		return fieldRequired()
	}
	if code == errMethod.Code {
		return fake.Response{}, notAllowed(http.MethodGet, http.MethodPatch)
	}
	if code == errNotWhatsapp.Code {
		switch x.Operation {
		case "TelegramInitializeSession":
			return fake.Response{}, errNotTelegram
		case "MaxPersonalInitializeSession":
			return fake.Response{}, errNotMax
		case "MessagingCreateChat":
			return fake.Response{}, errNotMessenger
		}
	}
	for _, e := range failures() {
		if e.Code == code {
			return fake.Response{}, e
		}
	}
	return fake.Response{}, errUnknownPath
}

// refuse writes the error for an HTTP status as FastAPI does: with the status's own words unless there are better ones.
func (x *exchange) refuse(status int) (fake.Response, error) {
	switch status {
	case http.StatusMethodNotAllowed:
		return fake.Response{}, notAllowed(http.MethodGet)
	case http.StatusUnprocessableEntity:
		return fieldRequired()
	case http.StatusUnauthorized:
		return fake.Response{}, errNoKey
	}
	return fake.Response{}, failure("", status, world.StatusText(status))
}

// because says in the journal why the response is what it is.
func (x *exchange) because(code, format string, args ...any) {
	x.Because(code, fmt.Sprintf(format, args...))
}

// blame records that the client broke a rule that the document of the API cannot show.
func (x *exchange) blame(code, pointer, expected, actual string, provenance journal.Provenance, source string) {
	x.Finding(violation(code, pointer, expected, actual, provenance, source))
}

func violation(
	code, pointer, expected, actual string, provenance journal.Provenance, source string,
) journal.Finding {
	text := "expected " + expected + ", got " + actual
	return fake.Violation(code, pointer, expected, actual, text, provenance, source)
}

// success is the response of a handler that did its work.
func success(v any) (fake.Response, error) { return fake.JSON(http.StatusOK, v), nil }

// refused is the response of a handler that did not.
func refused(err error) (fake.Response, error) { return fake.Response{}, err }

// explained completes the refusal of a handler: its reason, and whether what was not found may have been forgotten.
func (x *exchange) explained(r fake.Response, err error) (fake.Response, error) {
	if places, ok := errors.AsType[invalid](err); ok {
		return places.response(), nil
	}
	no, ok := errors.AsType[*fake.Refusal](err)
	if !ok {
		return r, err
	}
	if !x.Explained() {
		x.Because(no.Code, no.Why)
	}
	switch no {
	case errSession:
		x.sessions.NotFound()
	case errConnection:
		x.connections.NotFound()
	case errContact:
		x.contacts.NotFound()
	case errChat:
		x.chats.NotFound()
	case errWebhook:
		x.webhooks.NotFound()
	}
	return r, err
}

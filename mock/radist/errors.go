package radist

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"sparring/mock/message"
	"sparring/mock/world"
)

// failure is an error of the vendor: the code of the catalogue, the status and the text of detail.
type failure struct {
	code   string
	status int
	detail string
}

// Error tells the vendor's text.
func (e *failure) Error() string { return e.detail }

// Assumed: every text below; no error body is documented. Source of the situations: radist.
var (
	errInvalidCode       = &failure{"400_invalid_code", 400, "Invalid code"}
	errInvalidPassword   = &failure{"400_invalid_password", 400, "Invalid password"}
	errUnexpectedField   = &failure{"400_unexpected_field", 400, "Unexpected field for session status"}
	errNotAuthenticated  = &failure{"400_session_not_authenticated", 400, "Session is not authenticated"}
	errSessionOfExisting = &failure{"400_session_of_connection", 400, "Session belongs to an existing connection"}
	errAnotherAccount    = &failure{"400_another_account", 400, "Connection belongs to another account"}
	errNotWhatsapp       = &failure{"400_wrong_connection_type", 400, "Connection is not whatsapp"}
	errNotTelegram       = &failure{"400_wrong_connection_type", 400, "Connection is not telegram"}
	errNotMax            = &failure{"400_wrong_connection_type", 400, "Connection is not max_personal"}
	errNotMessenger      = &failure{"400_wrong_connection_type", 400, "Connection is not a messenger"}
	errKeyRejected       = &failure{"400_key_rejected", 400, "API key is rejected by the provider"}
	errNotAuthorized     = &failure{"400_not_authorized", 400, "Connection is not authorized"}
	errNoKey             = &failure{"401_not_authenticated", 401, "Not authenticated"}
	errNotPaid           = &failure{"402_subscription_not_paid", 402, "Subscription is not paid"}
	errScope             = &failure{"403_scope_missing", 403, "Not enough permissions"}
	errNotEditable       = &failure{"403_type_not_editable", 403, "Connection of this type can't be edited"}
	errUnknownPath       = &failure{"404_not_found", 404, "Not Found"}
	errCompany           = &failure{"404_company_not_found", 404, "Company not found"}
	errConnection        = &failure{"404_connection_not_found", 404, "Connection not found"}
	errSession           = &failure{"404_session_not_found", 404, "Session not found"}
	errChat              = &failure{"404_chat_not_found", 404, "Chat not found"}
	errContact           = &failure{"404_contact_not_found", 404, "Contact not found"}
	errWebhook           = &failure{"404_webhook_not_found", 404, "Webhook not found"}
	errMethod            = &failure{"405_method_not_allowed", 405, "Method Not Allowed"}
	errSessionUsed       = &failure{"409_session_used", 409, "Session is already used"}
	errAccountConnected  = &failure{"409_account_connected", 409, "Account is already connected"}
	errTooMany           = &failure{"429_too_many_requests", 429, "Too Many Requests"}
)

// codeValidation is the catalogue's code of a 422; its body lists issues instead of a text.
const codeValidation = "422_validation"

// failures are all errors with a text, for Fail and for the tests.
func failures() []*failure {
	return []*failure{
		errInvalidCode, errInvalidPassword, errUnexpectedField, errNotAuthenticated, errSessionOfExisting, errAnotherAccount,
		errNotWhatsapp, errKeyRejected, errNotAuthorized, errNoKey, errNotPaid, errScope, errNotEditable, errUnknownPath,
		errCompany, errConnection, errSession, errChat, errContact, errWebhook, errMethod, errSessionUsed,
		errAccountConnected, errTooMany,
	}
}

// Refuse writes the error for an HTTP status as FastAPI does: with the status's own words unless there are better ones.
func (f *Fake) Refuse(_ *world.Request, status int) world.Answer {
	switch status {
	case http.StatusMethodNotAllowed:
		return write(errMethod, http.MethodGet)
	case http.StatusUnprocessableEntity:
		return write(invalid{{Loc: []any{"body"}, Msg: "Field required", Type: "missing"}})
	case http.StatusUnauthorized:
		return write(errNoKey)
	}
	return write(&failure{status: status, detail: world.StatusText(status)})
}

// wait is a 429 that says for how long.
type wait struct{ seconds string }

// Error tells the vendor's text.
func (w *wait) Error() string { return errTooMany.detail }

// issue is one place of a malformed request, as FastAPI reports it.
type issue struct {
	Loc  []any  `json:"loc"`
	Msg  string `json:"msg"`
	Type string `json:"type"`
}

// invalid is a malformed request: 422 with all its places.
type invalid []issue

// Error tells the first place.
func (i invalid) Error() string { return i[0].Msg }

// write makes the vendor's answer for an error of this package: the one place where error bodies are written.
// allow names the methods of a 405.
func write(err error, allow ...string) world.Answer {
	header := http.Header{"Content-Type": {"application/json"}}
	status, detail := http.StatusInternalServerError, any("Internal Server Error")
	var known *failure
	var flood *wait
	var places invalid
	switch {
	case errors.As(err, &known):
		status, detail = known.status, known.detail
		switch known.code {
		case errTooMany.code:
			header.Set("Retry-After", "1")
		case errMethod.code:
			header.Set("Allow", strings.Join(allow, ", "))
		}
	case errors.As(err, &flood):
		status, detail = errTooMany.status, errTooMany.detail
		header.Set("Retry-After", flood.seconds)
	case errors.As(err, &places):
		status, detail = http.StatusUnprocessableEntity, places
	}
	body, _ := json.Marshal(map[string]any{"detail": detail}) // texts and issues always marshal
	return world.Answer{Response: message.Response{Status: status, Header: header, Body: body}}
}

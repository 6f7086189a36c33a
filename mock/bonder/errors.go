package bonder

import (
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/rawjson"
)

// The vendor's codes. Source: bonder, the tables "код-ошибки".
const (
	invalidCredentials  = "INVALID_CREDENTIALS_ERROR"
	serverOffline       = "SERVER_OFFLINE_ERROR"
	authServiceOffline  = "AUTH_SERVICE_OFFLINE_ERROR"
	apiServiceOffline   = "API_SERVICE_OFFLINE_ERROR"
	accountInactive     = "ACCOUNT_INACTIVE_ERROR"
	internalServer      = "INTERNAL_SERVER_ERROR"
	databaseError       = "DATABASE_ERROR"
	resourceNotFound    = "RESOURCE_NOT_FOUND_ERROR"
	profileLimitReached = "PROFILE_LIMIT_REACHED_ERROR"
	cardIDNotFound      = "CARD_ID_NOT_FOUND_ERROR"
	thumbnailRejected   = "THUMBNAIL_REJECTED_ERROR" // the only one that comes with success
)

// failed refuses a request, with the reason that the client is never told.
func (x *exchange) failed(code, why, text string) error {
	x.Because(why, text)
	return &fake.Refusal{Code: code}
}

// explain adds reasons.
func (x *exchange) explain(why ...journal.Why) {
	for _, w := range why {
		x.Because(w.Code, w.Text)
	}
}

// done is the response of a success. A rejected thumbnail does not make the request fail. Source: bonder#L479.
func (x *exchange) done(result []byte) (fake.Response, error) {
	code := ""
	if x.warned {
		code = thumbnailRejected
	}
	return x.envelope(true, code, result), nil
}

// nothing is the response of a success that has nothing to tell.
func (x *exchange) nothing() (fake.Response, error) { return x.done(nil) }

// envelope writes the vendor's three keys; the status is always 200.
// Source: bonder, "Успех HTTP/1.1 200 OK" and "Отказ HTTP/1.1 200 OK"; empty results: B-19.
func (x *exchange) envelope(success bool, code string, result []byte) fake.Response {
	return fake.Encoded(http.StatusOK, x.enveloped(success, code, result))
}

func (x *exchange) enveloped(success bool, code string, result []byte) []byte {
	w := rawjson.NewWriter(64 + len(result))
	w.Object()
	w.Name("success")
	w.Bool(success)
	w.Name("errors")
	w.Array()
	if code != "" {
		w.String(code)
	}
	w.End()
	w.Name("result")
	if result == nil {
		w.Raw(x.empty())
	} else {
		w.RawBytes(result)
	}
	w.End()
	return w.Bytes()
}

// empty is an object without members, or what PHP makes of it (B-19, B-58).
func (x *exchange) empty() string {
	if emptyResult.Get(x) == "array" {
		return "[]"
	}
	return "{}"
}

// render writes a refusal. Its status is 200 unless it says otherwise; its Args are the methods that a path takes.
func (x *exchange) render(no *fake.Refusal) fake.Response {
	x.refused = true
	r := x.envelope(false, no.Code, nil)
	if no.Status != 0 {
		r.Status = no.Status
	}
	if allow, _ := no.Args.([]string); len(allow) > 0 {
		r.SetHeader("Allow", strings.Join(allow, ", "))
	}
	return r
}

// fail answers with a code that a fault rule forces. A failure changes nothing. A warning comes with success, so the
// request is handled and what the code says holds: "Данные были сохранены", but for the image.
// Source: bonder#L483-L485.
func (x *exchange) fail(code string) (fake.Response, error) {
	if code == thumbnailRejected {
		return x.warn()
	}
	return fake.Response{}, &fake.Refusal{Code: code}
}

// refuseBy writes the envelope for an HTTP status. Assumed: the vendor shows no status but 200; of its codes the one
// whose meaning is nearest.
func (x *exchange) refuseBy(status int) (fake.Response, error) {
	code := internalServer
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		code = invalidCredentials
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone:
		code = resourceNotFound
	case http.StatusServiceUnavailable:
		code = serverOffline
	}
	return fake.Response{}, &fake.Refusal{Code: code, Status: status}
}

// warn handles a request and rejects its thumbnail, whether it has one or not. A request that fails keeps its own code.
func (x *exchange) warn() (fake.Response, error) {
	handle := map[string]func(*exchange) (fake.Response, error){
		"saveCard":      (*exchange).saveWithoutThumbnail,
		"setCardStatus": (*exchange).setCardStatus, "setUsePhoto": (*exchange).setUsePhoto,
		"setLangStatus": (*exchange).setLangStatus,
	}[x.Operation]
	x.warned = true
	if handle == nil {
		return x.nothing()
	}
	err := x.admit(&fake.Operation[*exchange]{Access: fake.Credential})
	var r fake.Response
	if err == nil {
		r, err = handle(x)
	}
	if err != nil {
		x.Because("warning_idle", "the fault rule's "+thumbnailRejected+
			" comes with success only, and this request fails by itself")
	}
	return r, err
}

// page is a response that is HTML.
func page(status int, body []byte) fake.Response {
	return fake.Response{Response: message.Response{
		Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: body,
	}}
}

func expected(what, want, got string) error {
	return fmt.Errorf("%s: expected %s, got %q", what, want, got)
}

func noToken(operation string) error {
	return fmt.Errorf("the request for %s carries no token of this world", operation)
}

func alreadyEnded(death string) error {
	return fmt.Errorf("the token of the request has already ended: %s", death)
}

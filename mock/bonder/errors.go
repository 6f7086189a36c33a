package bonder

import (
	"net/http"

	"sparring/mock/journal"
	"sparring/mock/rawjson"
	"sparring/mock/world"
)

// code is one of the vendor's error codes.
type code string

// The vendor's codes. Source: bonder, the tables "код-ошибки".
const (
	invalidCredentials  code = "INVALID_CREDENTIALS_ERROR"
	serverOffline       code = "SERVER_OFFLINE_ERROR"
	authServiceOffline  code = "AUTH_SERVICE_OFFLINE_ERROR"
	apiServiceOffline   code = "API_SERVICE_OFFLINE_ERROR"
	accountInactive     code = "ACCOUNT_INACTIVE_ERROR"
	internalServer      code = "INTERNAL_SERVER_ERROR"
	databaseError       code = "DATABASE_ERROR"
	resourceNotFound    code = "RESOURCE_NOT_FOUND_ERROR"
	profileLimitReached code = "PROFILE_LIMIT_REACHED_ERROR"
	cardIDNotFound      code = "CARD_ID_NOT_FOUND_ERROR"
	thumbnailRejected   code = "THUMBNAIL_REJECTED_ERROR" // the only one that comes with success
)

// reply is what an operation has decided; write makes it the vendor's answer.
type reply struct {
	code     code   // of a failure, or thumbnailRejected; empty on plain success
	result   []byte // a JSON object; nil is the empty one
	why      []journal.Why
	findings []journal.Finding
}

// failed makes the reply of a failure, with the reason that the client is never told.
func failed(c code, why, text string) reply {
	return reply{code: c, why: []journal.Why{{Code: why, Text: text}}}
}

// also adds further reasons.
func (r reply) also(why []journal.Why) reply {
	r.why = append(r.why, why...)
	return r
}

// succeeded says whether success is true: a rejected thumbnail does not make the request fail (L479).
func (r reply) succeeded() bool { return r.code == "" || r.code == thumbnailRejected }

// write makes the envelope, always with three keys and always HTTP 200.
// Source: bonder, "Успех HTTP/1.1 200 OK" and "Отказ HTTP/1.1 200 OK"; empty results: B-19.
func (f *Fake) write(r reply) world.Answer {
	w := rawjson.NewWriter(64 + len(r.result))
	w.Object()
	w.Name("success")
	w.Bool(r.succeeded())
	w.Name("errors")
	w.Array()
	if r.code != "" {
		w.String(string(r.code))
	}
	w.End()
	w.Name("result")
	if r.result == nil {
		w.Raw(f.empty())
	} else {
		w.RawBytes(r.result)
	}
	w.End()
	a := world.JSON(http.StatusOK, w.Bytes())
	a.Why, a.Findings = r.why, r.findings
	return a
}

// empty is an object without members, or what PHP makes of it (B-19, B-58).
func (f *Fake) empty() string {
	if f.text("emptyResult") == "array" {
		return "[]"
	}
	return "{}"
}

// Fail answers with a code that a fault rule forces. A failure changes nothing. A warning comes with success, so the
// request is handled and what the code says holds: "Данные были сохранены", but for the image.
// Source: bonder#L483-L485.
func (f *Fake) Fail(r *world.Request, c string) world.Answer {
	if code(c) == thumbnailRejected {
		return f.warn(r)
	}
	return f.write(reply{code: code(c)})
}

// Refuse writes the envelope for an HTTP status. Assumed: the vendor shows no status but 200; of its codes the one
// whose meaning is nearest.
func (f *Fake) Refuse(_ *world.Request, status int) world.Answer {
	c := internalServer
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		c = invalidCredentials
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone:
		c = resourceNotFound
	case http.StatusServiceUnavailable:
		c = serverOffline
	}
	a := f.write(reply{code: c})
	a.Status = status
	return a
}

// warn handles a request and rejects its thumbnail, whether it has one or not. A request that fails keeps its own code.
func (f *Fake) warn(r *world.Request) world.Answer {
	switch r.Operation {
	case "saveCard":
		return f.saved(r, true)
	case "setCardStatus", "setUsePhoto", "setLangStatus":
		return f.write(f.switched(r).warned())
	}
	return f.write(reply{code: thumbnailRejected})
}

// warned adds the warning to a success.
func (r reply) warned() reply {
	if r.code == "" {
		r.code = thumbnailRejected
	} else {
		r.why = append(r.why, journal.Why{Code: "warning_idle", Text: "the fault rule's " + string(thumbnailRejected) +
			" comes with success only, and this request fails by itself"})
	}
	return r
}

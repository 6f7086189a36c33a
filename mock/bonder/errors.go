package bonder

import (
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/journal"
	jsonpointer "sparring/mock/pointer"
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

// succeeded says whether success is true: a rejected thumbnail does not make the request fail (L479).
func (r reply) succeeded() bool { return r.code == "" || r.code == thumbnailRejected }

// write makes the envelope, always with three keys and always HTTP 200.
// Source: bonder, "Успех HTTP/1.1 200 OK" and "Отказ HTTP/1.1 200 OK"; empty results: B-19.
func (f *Fake) write(r reply) world.Answer {
	body := make([]byte, 0, 64+len(r.result))
	body = append(body, `{"success":`...)
	body = append(body, fmt.Sprint(r.succeeded())...)
	body = append(body, `,"errors":[`...)
	if r.code != "" {
		body = appendText(body, string(r.code))
	}
	body = append(body, `],"result":`...)
	if r.result == nil {
		body = append(body, f.empty()...)
	} else {
		body = append(body, r.result...)
	}
	body = append(body, '}')
	return world.Answer{
		Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body,
		Why: r.why, Findings: r.findings,
	}
}

// empty is an object without members, or what PHP makes of it (B-19, B-58).
func (f *Fake) empty() string {
	if f.text("emptyResult") == "array" {
		return "[]"
	}
	return "{}"
}

// Fail writes the vendor's answer for a code without handling the request.
func (f *Fake) Fail(_ *world.Request, c string) world.Answer { return f.write(reply{code: code(c)}) }

// violation makes a finding of the vendor's rules against the client.
func violation(code, pointer, expected, actual, message, provenance string) journal.Finding {
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByClient, Code: code, Pointer: pointer,
		Expected: expected, Actual: shortened(actual), Message: message, Provenance: provenance,
		Source: "bonder",
	}
}

const longestActual = 200 // bytes of a value that a finding repeats

func shortened(text string) string {
	if len(text) <= longestActual {
		return text
	}
	return strings.ToValidUTF8(text[:longestActual], "") + "…"
}

// pointer makes a JSON pointer of an object's member.
func pointer(parent, member string) string {
	return parent + jsonpointer.Format(member)
}

package timconnect

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"sparring/mock/world"
)

// failure is one way in which TIM Connect refuses. Source: timconnect-1.7.1 §"Errors", where not said otherwise.
type failure struct {
	code    string // of the document's catalogue
	message string
	why     string  // for the journal, if the handler gave no reason of its own
	list    bool    // the body has "body": []
	session bool    // the body has "sessionid": ""
	paging  *paging // the body has "paging"
	mapped  int     // HTTP status with the switch httpStatus mapped
	always  int     // HTTP status under every switch; 0: 200 unless mapped
}

// Error makes a failure the error of a handler.
func (e *failure) Error() string { return e.code + ": " + e.message }

// The one message "Permission denied" stands for three causes; the client cannot tell them apart (T-23).
var (
	wrongKey    = &failure{code: "permission_denied", message: "Permission denied", list: true, mapped: http.StatusUnauthorized, always: http.StatusUnauthorized}
	deadSession = &failure{code: "permission_denied", message: "Permission denied", list: true, mapped: http.StatusUnauthorized}
	denied      = &failure{code: "permission_denied", message: "Permission denied", list: true, mapped: http.StatusForbidden}
)

var (
	phoneInvalid     = &failure{code: "phone_invalid", message: "{'phone_number': ['Enter a valid mobile number.']}", mapped: http.StatusBadRequest}
	codeUnknown      = &failure{code: "code_unknown", message: "ActivationCode matching query does not exist.", mapped: http.StatusBadRequest}
	codeInvalid      = &failure{code: "code_invalid", message: "['ActivationCode does not exist or expire']", mapped: http.StatusBadRequest}
	credentialsWrong = &failure{code: "credentials_wrong", message: "Incorrect phone_number or credentials", session: true, mapped: http.StatusUnauthorized}
	pageUnknown      = &failure{code: "page_unknown", message: "That page contains no results", list: true, mapped: http.StatusNotFound,
		why: "the list has fewer pages"}
	deviceBlocked = &failure{code: "device_blocked", message: "Device is blocked", mapped: http.StatusForbidden}
	noMobileApp   = &failure{code: "no_mobile_app", message: "Device has no mobile app", mapped: http.StatusGone}
)

// Assumed: the page shows that the server is Django; these are its texts for what the page leaves out.
var (
	pageNotInteger = &failure{code: "page_not_integer", message: "That page number is not an integer", list: true, mapped: http.StatusNotFound,
		why: "page is not an integer"}
	pageTooSmall = &failure{code: "page_too_small", message: "That page number is less than 1", list: true, mapped: http.StatusNotFound,
		why: "page is less than 1"}
	messageUnknown = &failure{code: "message_unknown", message: "Message matching query does not exist.", mapped: http.StatusNotFound,
		why: "no message of this world has this id"}
	categoryUnknown = &failure{code: "category_unknown", message: "Category matching query does not exist.", mapped: http.StatusNotFound,
		why: "category is not a number from 1 to 18"}
	callUnknown = &failure{code: "call_unknown", message: "Call matching query does not exist.", mapped: http.StatusNotFound,
		why: "no call of this world has this id"}
	notFound = &failure{code: "not_found", message: "Not found.", mapped: http.StatusNotFound, always: http.StatusNotFound,
		why: "no operation has this path"}
)

func methodNotAllowed(method string) *failure {
	return &failure{code: "method_not_allowed", message: "Method " + strconv.Quote(method) + " not allowed.",
		always: http.StatusMethodNotAllowed, why: "the path has operations, but none for " + method}
}

// fieldInvalid is a failed form check in the style of phone_invalid: a printed Python dict.
func fieldInvalid(code, field, text string) *failure {
	return &failure{code: code, message: "{'" + field + "': ['" + text + "']}", mapped: http.StatusBadRequest,
		why: field + ": " + text}
}

const (
	textRequired = "This field is required."
	textValue    = "Enter a valid value."
)

func hashtagTooLong(length int) *failure {
	return fieldInvalid("hashtag_too_long", "hashtag",
		"Ensure this value has at most "+strconv.Itoa(maxHashtag)+" characters (it has "+strconv.Itoa(length)+").")
}

// onPage completes a failure of paging: the page is echoed as it was sent (T-17).
func (e *failure) onPage(p paging) *failure {
	out := *e
	out.paging = &p
	return &out
}

type failureBody struct {
	Result    string  `json:"result"`
	Message   string  `json:"message"`
	SessionID *string `json:"sessionid,omitempty"`
	Paging    *paging `json:"paging,omitempty"`
	Body      *[]any  `json:"body,omitempty"`
}

// refuse writes every failure of TIM Connect.
func (f *Fake) refuse(e *failure) world.Answer {
	status := http.StatusOK
	if f.chosen(httpStatus) == statusMapped {
		status = e.mapped
	}
	if e.always != 0 {
		status = e.always
	}
	body := failureBody{Result: "fail", Message: e.message, Paging: e.paging}
	if e.session {
		body.SessionID = new(string)
	}
	if e.list {
		body.Body = &[]any{}
	}
	return world.JSON(status, encode(body))
}

// catalogue finds the failure of a code, as a fault rule names it; nil for an unknown one.
func catalogue(r *world.Request, code string) *failure {
	asked := r.Query().Get("page")
	if asked == "" {
		asked = "2"
	}
	for _, e := range []*failure{deadSession, phoneInvalid, codeUnknown, codeInvalid, credentialsWrong, deviceBlocked, noMobileApp,
		pageUnknown.onPage(paging{1, asked}), pageNotInteger.onPage(paging{1, asked}), pageTooSmall.onPage(paging{1, asked}),
		messageUnknown, categoryUnknown, callUnknown, hashtagTooLong(maxHashtag + 1),
		fieldInvalid("date_invalid", "start_date", "Enter a valid date."),
		fieldInvalid("geotag_invalid", "latitude", "Ensure this value is less than or equal to 90."),
		fieldInvalid("field_invalid", fieldOf(r.Operation), textValue),
	} {
		if e.code == code {
			return e
		}
	}
	return nil
}

// fieldOf names the field that an injected field_invalid is about.
func fieldOf(operation string) string {
	switch operation {
	case "reportDelivery":
		return "ids"
	case "setHashtag":
		return "hashtag"
	case "startCall":
		return "number"
	case "listMessages":
		return "delivered"
	default:
		return "device"
	}
}

// kittenText is one of the template's eleven errors in its present wording (T-02).
func kittenText(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Bad Request -- Your request is invalid."
	case http.StatusUnauthorized:
		return "Unauthorized -- Your API key is wrong."
	case http.StatusForbidden:
		return "Forbidden -- The kitten requested is hidden for administrators only."
	case http.StatusNotFound:
		return "Not Found -- The specified kitten could not be found."
	case http.StatusMethodNotAllowed:
		return "Method Not Allowed -- You tried to access a kitten with an invalid method."
	case http.StatusNotAcceptable:
		return "Not Acceptable -- You requested a format that isn't json."
	case http.StatusGone:
		return "Gone -- The kitten requested has been removed from our servers."
	case http.StatusTeapot:
		return "I'm a teapot."
	case http.StatusTooManyRequests:
		return "Too Many Requests -- You're requesting too many kittens! Slow down!"
	case http.StatusServiceUnavailable:
		return "Service Unavailable -- We're temporarily offline for maintenance. Please try again later."
	case http.StatusInternalServerError:
		return "Internal Server Error -- We had a problem with our server. Try again later."
	default: // a fault's: the table has no such status
		return world.StatusText(status)
	}
}

// refuse writes an error of Kittn and says why in the journal.
func (x *exchange) refuseKitten(status int, code, why string) world.Answer {
	x.because(code, why)
	return refuseKitten(status, "")
}

// refuseKitten writes every error of Kittn; allow is sent with 405.
func refuseKitten(status int, allow string) world.Answer {
	a := world.JSON(status, encode(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{status, kittenText(status)}))
	if status == http.StatusMethodNotAllowed {
		a.Header.Set("Allow", allow)
	}
	return a
}

// Refuse writes the error for an HTTP status: of Kittn under its paths, else of TIM Connect. Assumed: TIM Connect's page has
// no status but 401; the texts are those of its server's framework.
func (f *Fake) Refuse(r *world.Request, status int) world.Answer {
	if kittenOperation(r.Operation) || underKittens(r.Path) {
		return refuseKitten(status, f.allowed(r.Operation == listKittens))
	}
	e := failure{message: world.StatusText(status)}
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		e = *denied
	case http.StatusNotFound:
		e = *notFound
	case http.StatusMethodNotAllowed:
		e = *methodNotAllowed(r.Method)
	case http.StatusTooManyRequests:
		e.message = "Request was throttled."
	}
	e.always = status
	return f.refuse(&e)
}

// encode writes JSON without the escapes for HTML; the types written here always encode.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

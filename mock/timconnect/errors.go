package timconnect

import (
	"net/http"
	"strconv"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// failure is what a refusal of TIM Connect shows. Source: timconnect-1.7.1 §"Errors", if no other is named.
type failure struct {
	message string
	list    bool    // the body has "body": []
	session bool    // the body has "sessionid": ""
	paging  *paging // the body has "paging"
	mapped  int     // HTTP status with the switch httpStatus mapped; 200 otherwise, unless the refusal has a Status
	allow   string  // header Allow
}

func fails(code string, f failure, why string) *fake.Refusal {
	return &fake.Refusal{Code: code, Args: f, Why: why}
}

// always gives a refusal an HTTP status under every switch.
func always(status int, r *fake.Refusal) *fake.Refusal {
	r.Status = status
	return r
}

// The one message "Permission denied" has three causes, which the client cannot tell apart (T-23).
var (
	wrongKey    = always(http.StatusUnauthorized, permissionDenied(http.StatusUnauthorized))
	deadSession = permissionDenied(http.StatusUnauthorized)
	denied      = permissionDenied(http.StatusForbidden)
)

func permissionDenied(mapped int) *fake.Refusal {
	return fails("permission_denied", failure{message: "Permission denied", list: true, mapped: mapped}, "")
}

var (
	phoneInvalid = fails("phone_invalid", failure{
		message: "{'phone_number': ['Enter a valid mobile number.']}", mapped: http.StatusBadRequest,
	}, "")
	codeUnknown = fails("code_unknown", failure{
		message: "ActivationCode matching query does not exist.", mapped: http.StatusBadRequest,
	}, "")
	codeInvalid = fails("code_invalid", failure{
		message: "['ActivationCode does not exist or expire']", mapped: http.StatusBadRequest,
	}, "")
	credentialsWrong = fails("credentials_wrong", failure{
		message: "Incorrect phone_number or credentials", session: true, mapped: http.StatusUnauthorized,
	}, "")
	pageUnknown = fails("page_unknown", failure{
		message: "That page contains no results", list: true, mapped: http.StatusNotFound,
	}, "the list has fewer pages")
	deviceBlocked = fails("device_blocked", failure{message: "Device is blocked", mapped: http.StatusForbidden}, "")
	noMobileApp   = fails("no_mobile_app", failure{message: "Device has no mobile app", mapped: http.StatusGone}, "")
)

// Assumed: the page shows that the server is Django; these are its texts for what the page leaves out.
var (
	pageNotInteger = fails("page_not_integer", failure{
		message: "That page number is not an integer", list: true, mapped: http.StatusNotFound,
	}, "page is not an integer")
	pageTooSmall = fails("page_too_small", failure{
		message: "That page number is less than 1", list: true, mapped: http.StatusNotFound,
	}, "page is less than 1")
	messageUnknown = fails("message_unknown", failure{
		message: "Message matching query does not exist.", mapped: http.StatusNotFound,
	}, "no message of this world has this id")
	categoryUnknown = fails("category_unknown", failure{
		message: "Category matching query does not exist.", mapped: http.StatusNotFound,
	}, "category is not a number from 1 to 18")
	callUnknown = fails("call_unknown", failure{
		message: "Call matching query does not exist.", mapped: http.StatusNotFound,
	}, "no call of this world has this id")
	notFound = always(http.StatusNotFound, fails("not_found", failure{message: "Not found."},
		"no operation has this path"))
)

func methodNotAllowed(method, allow string) *fake.Refusal {
	f := failure{message: "Method " + strconv.Quote(method) + " not allowed.", allow: allow}
	return always(http.StatusMethodNotAllowed,
		fails("method_not_allowed", f, "the path has operations, but none for "+method))
}

// fieldInvalid is a failed form check in the style of phone_invalid: a printed Python dict.
func fieldInvalid(code, field, text string) *fake.Refusal {
	f := failure{message: "{'" + field + "': ['" + text + "']}", mapped: http.StatusBadRequest}
	return fails(code, f, field+": "+text)
}

const (
	textRequired = "This field is required."
	textValue    = "Enter a valid value."
)

func hashtagTooLong(length int) *fake.Refusal {
	return fieldInvalid("hashtag_too_long", "hashtag",
		"Ensure this value has at most "+strconv.Itoa(maxHashtag)+" characters (it has "+strconv.Itoa(length)+").")
}

// onPage completes a refusal of paging: the page is echoed as it was sent (T-17).
func onPage(r *fake.Refusal, p paging) *fake.Refusal {
	out, f := *r, r.Args.(failure)
	f.paging = &p
	out.Args = f
	return &out
}

// render writes a refusal: of TIM Connect if it has a failure, else of Kittn.
func (x *exchange) render(r *fake.Refusal) fake.Response {
	f, ok := r.Args.(failure)
	if !ok {
		allow, _ := r.Args.(string)
		return renderKitten(r.Status, allow)
	}
	status := r.Status
	if status == 0 && httpStatus.Get(x) == statusMapped {
		status = f.mapped
	}
	body := failureBody{Result: "fail", Message: f.message, Paging: f.paging}
	if f.session {
		body.SessionID = new(string)
	}
	if f.list {
		body.Body = &[]any{}
	}
	response := fake.JSON(status, body)
	if f.allow != "" {
		response.SetHeader("Allow", f.allow)
	}
	return response
}

type failureBody struct {
	Result    string  `json:"result"`
	Message   string  `json:"message"`
	SessionID *string `json:"sessionid,omitempty"`
	Paging    *paging `json:"paging,omitempty"`
	Body      *[]any  `json:"body,omitempty"`
}

// renderKitten writes an error of Kittn; allow is sent with 405.
func renderKitten(status int, allow string) fake.Response {
	response := fake.JSON(status, struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{status, kittenText(status)})
	if status == http.StatusMethodNotAllowed {
		response.SetHeader("Allow", allow)
	}
	return response
}

// kittenRefusal is an error of Kittn. Its document names errors by their status; code is that of the reason.
func (x *exchange) kittenRefusal(status int, code, why string) *fake.Refusal {
	x.Because(code, why)
	return &fake.Refusal{Code: code, Status: status}
}

// fail answers with a code of either catalogue.
func (x *exchange) fail(code string) (fake.Response, error) {
	if !kittenOperation(x.Operation) {
		return refused(x.catalogue(code))
	}
	status, err := strconv.Atoi(code)
	if err != nil {
		status = http.StatusInternalServerError
	}
	return renderKitten(status, x.allowed(x.Operation == listKittens)), nil
}

// refuse answers with an HTTP status. Assumed: TIM Connect's page has no status but 401; the texts are those of its
// server's framework.
func (x *exchange) refuse(status int) (fake.Response, error) {
	if x.kittn() {
		return renderKitten(status, x.allowed(x.Operation == listKittens)), nil
	}
	f := failure{message: world.StatusText(status)}
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		f = denied.Args.(failure)
	case http.StatusNotFound:
		f = notFound.Args.(failure)
	case http.StatusMethodNotAllowed:
		f = methodNotAllowed(x.Method, "").Args.(failure)
	case http.StatusTooManyRequests:
		f.message = "Request was throttled."
	}
	return refused(always(status, fails("", f, "")))
}

// catalogue returns the refusal of a code, as a fault rule names it; not_found for an unknown one.
func (x *exchange) catalogue(code string) *fake.Refusal {
	p := paging{1, x.Query().Get("page")}
	if p.Page == "" {
		p.Page = "2"
	}
	for _, r := range []*fake.Refusal{
		deadSession, phoneInvalid, codeUnknown, codeInvalid, credentialsWrong, deviceBlocked, noMobileApp,
		onPage(pageUnknown, p), onPage(pageNotInteger, p), onPage(pageTooSmall, p), messageUnknown, categoryUnknown,
		callUnknown, hashtagTooLong(maxHashtag + 1), fieldInvalid("date_invalid", "start_date", "Enter a valid date."),
		fieldInvalid("geotag_invalid", "latitude", "Ensure this value is less than or equal to 90."),
		fieldInvalid("field_invalid", fieldOf(x.Operation), textValue),
	} {
		if r.Code == code {
			return r
		}
	}
	return notFound
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

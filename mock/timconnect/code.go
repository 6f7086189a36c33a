package timconnect

import (
	"encoding/json"
	"regexp"
	"strconv"

	"sparring/mock/fake"
	"sparring/mock/journal"
)

// texts are the messages by which a failure is known, the general ones last: TIM Connect sends no code.
var texts = []struct {
	message *regexp.Regexp
	code    string
}{
	{regexp.MustCompile(`^Method "[^"]*" not allowed\.$`), "method_not_allowed"},
	{regexp.MustCompile(`^\{'hashtag': \['Ensure this value has at most `), "hashtag_too_long"},
	{regexp.MustCompile(`^\{'\w+': \['Enter a valid date\.'\]\}$`), "date_invalid"},
	{regexp.MustCompile(`^\{'(latitude|longitude)': `), "geotag_invalid"},
	{regexp.MustCompile(`^\{'\w+': \['`), "field_invalid"},
}

// codeOf returns the catalogue's code of a response: of TIM Connect by its message, of Kittn the status that its body
// repeats.
func codeOf(e *journal.Entry) string {
	var body struct {
		Result, Message string
		Code            int
	}
	if e.Response == nil || json.Unmarshal(e.Response.Body, &body) != nil {
		return ""
	}
	if body.Result != "fail" {
		if body.Code > 0 {
			return strconv.Itoa(body.Code)
		}
		return ""
	}
	for _, known := range []*fake.Refusal{
		denied, phoneInvalid, codeUnknown, codeInvalid, credentialsWrong, pageUnknown, deviceBlocked, noMobileApp,
		pageNotInteger, pageTooSmall, messageUnknown, categoryUnknown, callUnknown, notFound,
	} {
		if known.Args.(failure).message == body.Message {
			return known.Code
		}
	}
	for _, known := range texts {
		if known.message.MatchString(body.Message) {
			return known.code
		}
	}
	return ""
}

package fault

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/textproto"
	"strconv"

	"sparring/mock/message"
	"sparring/mock/param"
	"sparring/mock/rawjson"
)

// Status answers with any status, headers and body.
type Status struct {
	// Status is the HTTP status, from 100 to 599.
	Status int `json:"status"`
	// Headers are by name a text or a list of texts.
	Headers map[string]any `json:"headers"`
	// Body is a text, or another JSON value, which is sent as JSON. If it is nil, a status from 400 on comes with the
	// vendor's own error.
	Body any `json:"body"`

	header http.Header // of Headers, with the Content-Type that Body needs
	body   []byte
}

func (s *Status) describe() KindInfo {
	return KindInfo{
		Kind: "status", Doc: "answers with a status, headers and a body of your own; the request is not handled",
		Parameters: param.List{
			{
				Name: "status", Type: param.Integer, Range: param.Between(100, 599), Required: true, To: &s.Status,
				Doc: "100 to 599; after a status below 200 the connection ends",
			},
			{
				Name: "headers", Type: param.Object, To: &s.Headers,
				Doc: "name to value, or to a list of values",
			},
			{
				Name: "body", Type: param.Any, To: &s.Body,
				Doc: "a text, or any other JSON value: then Content-Type is application/json unless headers say " +
					"otherwise; without a body, a status from 400 on comes with the vendor's own error",
			},
		},
	}
}

func (s *Status) check() *Refusal {
	s.header = http.Header{}
	for _, name := range sortedKeys(s.Headers) {
		values, r := headerValues(name, s.Headers[name])
		if r != nil {
			return r
		}
		s.header[textproto.CanonicalMIMEHeaderKey(name)] = values
	}
	mediaType := "application/json"
	switch body := s.Body.(type) {
	case nil:
	case string:
		s.body, mediaType = []byte(body), "text/plain; charset=utf-8"
	default:
		s.body = rawjson.Encode(body)
	}
	if len(s.body) == 0 {
		return nil
	}
	if message.Bodyless(http.MethodGet, s.Status) {
		reason := "a response of status " + strconv.Itoa(s.Status) + " has no body"
		return &Refusal{Field: field("fault", "body"), Reason: reason}
	}
	if _, ok := s.header["Content-Type"]; !ok {
		s.header.Set("Content-Type", mediaType)
	}
	return nil
}

// headerValues checks one header of a rule.
func headerValues(name string, v any) ([]string, *Refusal) {
	refuse := func(reason string) ([]string, *Refusal) {
		return nil, &Refusal{Field: field("fault", "headers", name), Reason: reason}
	}
	switch canonical := textproto.CanonicalMIMEHeaderKey(name); {
	case !token(name):
		return refuse("expected the name of a header, got " + show(name))
	case canonical == "Content-Length" || canonical == "Transfer-Encoding":
		return refuse(canonical + " is set by the server; a body that breaks off is the kind truncate")
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	values := []string{}
	for _, item := range list {
		if n, isNumber := item.(json.Number); isNumber {
			item = n.String()
		}
		text, isText := item.(string)
		if !isText || !plainText(text) {
			return refuse("expected a text of one line, or a list of such, got " + show(v))
		}
		values = append(values, text)
	}
	return values, nil
}

// Detail is the status.
func (s *Status) Detail() string { return strconv.Itoa(s.Status) }

// Answer returns the response. If bare, its body is the vendor's error for the status.
func (s *Status) Answer() (response message.Response, bare bool) {
	bare = s.Body == nil && s.Status >= http.StatusBadRequest && len(s.header["Content-Type"]) == 0
	return message.Response{Status: s.Status, Header: maps.Clone(s.header), Body: s.body}, bare
}

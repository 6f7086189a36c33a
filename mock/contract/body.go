package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/spec"
)

// body judges content type and content. A body without a content type is read as the operation's JSON: several vendors
// document samples of requests without one and take them. An answer has to name it, unless any would do. The mark is that
// of the demand for a content type.
func (j *judge) body(content openapi3.Content, mark spec.Mark, header http.Header, body []byte) {
	sent := mediaType(header)
	declared := content.Get(sent)
	if sent == "" {
		if declared == nil && !j.request {
			j.marked("missing_header", "header/Content-Type", mediaTypes(content), "absent",
				spec.Mark{Provenance: spec.Derived, Source: "rfc9110 §8.3"},
				"the document promises a content type with the body of the "+j.half())
		}
		sent, declared = first(content)
	}
	if declared == nil {
		j.marked("wrong_content_type", "header/Content-Type", mediaTypes(content), sent, mark,
			"the content type of the "+j.half()+" is not one that the document lists")
		// A body that is JSON none the less is judged as such: curl -d sends a form's content type.
		if sent, declared = first(content); !isJSON(sent) || !json.Valid(body) {
			return
		}
	}
	if declared.Schema == nil || declared.Schema.Value == nil {
		return
	}
	switch {
	case isJSON(sent):
		j.json(declared.Schema, body)
	case sent == "application/x-www-form-urlencoded":
		j.form(declared.Schema, body)
	case sent == "multipart/form-data":
		j.multipart(declared.Schema, header, body)
	case strings.HasPrefix(sent, "text/"):
		j.value("", declared.Schema, string(body), spec.Mark{})
	}
}

// json judges a JSON text: form first, then duplicate keys, then the schema.
func (j *judge) json(ref *openapi3.SchemaRef, body []byte) {
	if !utf8.Valid(body) {
		j.add("invalid_utf8", j.prefix, "JSON in UTF-8", "bytes that are not UTF-8", "encode the JSON as UTF-8 (RFC 8259)")
	}
	value, code, detail := decode(body)
	if code != "" {
		j.add(code, j.prefix, "one JSON value", detail, "the "+j.half()+" cannot be read as JSON: "+detail)
		return
	}
	for _, pointer := range duplicates(body) {
		j.marked("duplicate_key", j.prefix+pointer, "each key once", "the key twice", spec.Mark{Provenance: spec.Derived, Source: "rfc8259 §4"},
			"which of the values counts is not defined; send the key once")
	}
	j.raw = body
	j.value(j.prefix, ref, value, spec.Mark{})
	j.raw = nil
}

// decode reads one JSON value; a code other than "" says what is wrong, the detail never quotes the body.
func decode(body []byte) (value any, code, detail string) {
	err := json.Unmarshal(body, &value)
	if err == nil {
		return value, "", ""
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	var syntax *json.SyntaxError
	switch first := decoder.Decode(&value); {
	case first == nil:
		return nil, "trailing_data", "data after the value, from byte " + number(int(decoder.InputOffset()))
	case len(bytes.TrimSpace(body)) == 0:
		return nil, "malformed_json", "white space only"
	case errors.As(err, &syntax):
		return nil, "malformed_json", "an error at byte " + number(int(syntax.Offset)) + " of " + number(len(body))
	default:
		return nil, "malformed_json", "a number out of range"
	}
}

// stream judges every message of a stream of server-sent events.
func (j *judge) stream(m *openapi3.MediaType, messages []journal.StreamMessage) {
	if m.Schema == nil || m.Schema.Value == nil {
		return
	}
	for i, message := range messages {
		data, ok := eventData(message.Data)
		if !ok {
			continue
		}
		j.prefix = "messages/" + number(i)
		j.json(m.Schema, []byte(data))
	}
	j.prefix = ""
}

// eventData joins the data lines of one message; a comment or a heartbeat has none.
func eventData(frame string) (string, bool) {
	var data []string
	for line := range strings.Lines(frame) {
		line = strings.TrimRight(line, "\r\n")
		if rest, ok := strings.CutPrefix(line, "data:"); ok {
			data = append(data, strings.TrimPrefix(rest, " "))
		}
	}
	return strings.Join(data, "\n"), len(data) > 0
}

// form judges a form. kin-openapi's decoder refuses every form one of whose properties is an object.
func (j *judge) form(ref *openapi3.SchemaRef, body []byte) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		j.add("malformed_form", "", "pairs name=value, percent-encoded", "a form that cannot be read", "encode the form's values")
		return
	}
	j.fields(ref, values)
}

// multipart judges a form with files; a file counts as a text without content.
func (j *judge) multipart(ref *openapi3.SchemaRef, header http.Header, body []byte) {
	_, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || parameters["boundary"] == "" {
		j.add("malformed_form", "header/Content-Type", "multipart/form-data with a boundary", "no boundary", "name the boundary")
		return
	}
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	values := url.Values{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var text []byte
		if err == nil && part.FileName() == "" {
			text, err = io.ReadAll(part)
		}
		if err != nil {
			j.add("malformed_form", "", "parts between boundaries", "a form that cannot be read", "end every part with the boundary")
			return
		}
		values.Add(part.FormName(), string(text))
	}
	j.fields(ref, values)
}

func (j *judge) fields(ref *openapi3.SchemaRef, values url.Values) {
	object := make(map[string]any, len(values))
	for name, texts := range values {
		object[name] = texts[0]
		property := ref.Value.Properties[name]
		if property == nil || property.Value == nil {
			continue
		}
		candidates := coerce(property.Value, texts[0])
		object[name] = candidates[0]
		for _, candidate := range candidates {
			if property.Value.VisitJSON(candidate, j.options...) == nil {
				object[name] = candidate
				break
			}
		}
	}
	j.value("", ref, object, spec.Mark{})
}

func mediaType(header http.Header) string {
	sent, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(sent))
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || strings.HasSuffix(mediaType, "+json")
}

// first gives the JSON of a content, else the first type by name.
func first(content openapi3.Content) (string, *openapi3.MediaType) {
	names := slices.Sorted(maps.Keys(content))
	if len(names) == 0 {
		return "", nil
	}
	if i := slices.IndexFunc(names, isJSON); i > 0 {
		return names[i], content[names[i]]
	}
	return names[0], content[names[0]]
}

package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/rawjson"
	"sparring/spec"
)

// body judges content type and content. A body without a content type is read as the operation's JSON: several vendors
// document samples of requests without one and take them. A response has to name it, unless any content type
// is allowed. The mark is that of the rule that a content type has to be there.
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
		// JSON under another content type is judged as JSON: curl -d sends a form's content type.
		if sent, declared = first(content); !isJSON(sent) || !json.Valid(body) {
			return
		}
	}
	if declared.Schema == nil || declared.Schema.Value == nil || j.contained(sent, header, body) {
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

// contained reports whether a body is wrapped in something that hides its text, and records what that is: to the
// client's author an unexpected first byte would explain nothing. A label that does not fit the body is recorded, too.
func (j *judge) contained(sent string, header http.Header, body []byte) bool {
	in := message.ContainerOf(header, body)
	code, expected := "malformed_form", "a form"
	switch {
	case isJSON(sent):
		code, expected = "malformed_json", "JSON in UTF-8"
	case sent != "application/x-www-form-urlencoded" && sent != "multipart/form-data":
		in.Name, in.Packed = "", false // a text of any kind may look like this
	}
	if in.Label != "" && !in.Packed {
		j.marked("wrong_content_encoding", "header/Content-Encoding", "no Content-Encoding",
			in.Label+" with a body that "+in.Verb(), coding,
			"Content-Encoding says "+in.Label+", but the body of the "+j.half()+
				" is not packed by it; leave the header out")
	}
	mark := j.mark
	var do string
	switch {
	case in.Name == "":
		return false
	case in.Said:
		mark, do = coding, "send it as it is: the document names no Content-Encoding"
	case in.Packed && in.Label != "":
		do = "and Content-Encoding says " + in.Label + "; send it as it is, without that header"
	case in.Packed:
		do = "and no Content-Encoding says so; send it as it is"
	case in.Wide:
		do = "encode the text as UTF-8"
		if isJSON(sent) {
			code = "invalid_utf8"
		}
	default:
		mark = spec.Mark{Provenance: spec.Derived, Source: "rfc8259 §8.1"}
		do = "leave it out: no JSON and no form begins with one"
	}
	j.marked(code, j.prefix, expected, "a body that "+in.Verb(), mark, "the body of the "+j.half()+" "+
		in.Verb()+"; "+do)
	return true
}

// coding is the mark of rules that the documents leave to HTTP.
var coding = spec.Mark{Provenance: spec.Derived, Source: "rfc9110 §8.4"}

// json judges a JSON text: its syntax, what decoding loses, then the schema.
func (j *judge) json(ref *openapi3.SchemaRef, body []byte) {
	if !utf8.Valid(body) {
		j.add("invalid_utf8", j.prefix, "JSON in UTF-8", "bytes that are not UTF-8",
			"encode the JSON as UTF-8 (RFC 8259)")
	}
	value, code, detail := decode(body)
	if code != "" {
		j.add(code, j.prefix, "one JSON value", detail, "the "+j.half()+" cannot be read as JSON: "+detail)
		return
	}
	j.losses(body)
	j.raw = body
	if j.camelKeys {
		j.keys.rename(ref, value, nil)
	}
	j.value(j.prefix, ref, value, spec.Mark{})
	j.raw, j.keys = nil, spelling{}
}

// losses reports what decoding a valid JSON text loses silently: of a key that comes twice one value, and half of
// a surrogate pair.
func (j *judge) losses(body []byte) {
	lost := rawjson.Losses(body, maxFindings)
	for _, l := range lost {
		if l.Half != "" {
			j.record("unpaired_surrogate", j.prefix+l.Pointer, "whole characters", l.Half,
				spec.Mark{Provenance: spec.Derived, Source: "rfc8259 §8.2"}, l.Half+
					" is half of a surrogate pair: a text "+
					"was cut inside a character; most readers put U+FFFD in its place, others refuse the text")
		}
	}
	for _, l := range lost {
		if l.Half == "" {
			j.marked("duplicate_key", j.prefix+l.Pointer, "each key once", "the key twice",
				spec.Mark{Provenance: spec.Derived, Source: "rfc8259 §4"},
				"which of the values counts is not defined; send the key once")
		}
	}
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

// form judges a form itself, because kin-openapi's decoder refuses every form with a property that is an object.
func (j *judge) form(ref *openapi3.SchemaRef, body []byte) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		j.add("malformed_form", "", "pairs name=value, percent-encoded", "a form that cannot be read",
			"encode the form's values")
		return
	}
	j.fields(ref, values)
}

// multipart judges a form with files; a file counts as a text without content.
func (j *judge) multipart(ref *openapi3.SchemaRef, header http.Header, body []byte) {
	parts, err := message.Parts(header, body)
	switch {
	case errors.Is(err, message.ErrNoBoundary):
		j.add("malformed_form", "header/Content-Type", "multipart/form-data with a boundary", "no boundary",
			"name the boundary")
		return
	case err != nil:
		j.add("malformed_form", "", "parts with names, and a closing delimiter behind the last", err.Error(),
			"the form is not whole: "+err.Error()+
				"; name each part and end the form with two hyphens behind the boundary")
		return
	}
	values := url.Values{}
	for _, part := range parts {
		text := ""
		if !part.IsFile {
			text = string(part.Content)
		}
		values.Add(part.Name, text)
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
		if len(texts) > 1 && !property.Value.Type.Is(openapi3.TypeArray) {
			j.marked("malformed_form", "/"+escape(name), "once", number(len(texts))+" times", derived,
				"which of the values counts is not defined; send "+name+" once")
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

// first returns the JSON of a content, else the first type by name.
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

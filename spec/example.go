package spec

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Example is a request made from a document's examples.
type Example struct {
	Name        string // of the body's example; "" if the example has no name, or there is no body
	Method      string
	Path        string // escaped, behind "/{api}"
	Query       url.Values
	Header      http.Header // declared header and cookie parameters; credentials are not among them
	ContentType string      // "" without a body
	Body        []byte
}

// Examples returns a request of an operation for each example of its body, or one request if it has no body. The first
// has only the required query parameters, headers and cookies. The others have all of them; if some are optional, a
// last request repeats the first body with all of them.
func Examples(op Operation) ([]Example, error) {
	d, err := Load(op.Document)
	if err != nil {
		return nil, err
	}
	item, operation := d.Operation(op.ID)
	if operation == nil {
		return nil, fmt.Errorf("document %s has no operation %q", op.Document, op.ID)
	}
	parameters := slices.Concat(item.Parameters, operation.Parameters)
	bodies := requestExamples(operation)
	var list []Example
	for i, body := range bodies {
		e := newExample(op, parameters, i > 0)
		e.Name, e.ContentType, e.Body = body.name, body.contentType, body.data
		list = append(list, e)
	}
	if slices.ContainsFunc(parameters, func(p *openapi3.ParameterRef) bool { return !p.Value.Required }) {
		e := newExample(op, parameters, true)
		e.Name, e.ContentType, e.Body = bodies[0].name, bodies[0].contentType, bodies[0].data
		list = append(list, e)
	}
	return list, nil
}

func newExample(op Operation, parameters openapi3.Parameters, optional bool) Example {
	e := Example{Method: op.Method, Path: op.Path, Query: url.Values{}, Header: http.Header{}}
	for _, ref := range parameters {
		p := ref.Value
		value := parameterExample(p)
		switch {
		case p.In == openapi3.ParameterInPath:
			e.Path = strings.ReplaceAll(e.Path, "{"+p.Name+"}", url.PathEscape(value))
		case !optional && !p.Required:
		case p.In == openapi3.ParameterInQuery:
			e.Query.Set(p.Name, value)
		case p.In == openapi3.ParameterInHeader:
			e.Header.Set(p.Name, value)
		case p.In == openapi3.ParameterInCookie:
			e.Header.Add("Cookie", p.Name+"="+value)
		}
	}
	return e
}

type exampleBody struct {
	name, contentType string
	data              []byte
}

func requestExamples(op *openapi3.Operation) []exampleBody {
	if op.RequestBody == nil || op.RequestBody.Value == nil {
		return []exampleBody{{}}
	}
	var bodies []exampleBody
	content := op.RequestBody.Value.Content
	for _, contentType := range slices.Sorted(maps.Keys(content)) {
		m := content[contentType]
		if m.Example != nil {
			bodies = append(bodies, exampleBody{"", contentType, encode(contentType, m.Example)})
		}
		for _, name := range slices.Sorted(maps.Keys(m.Examples)) {
			if v := m.Examples[name].Value; v != nil {
				bodies = append(bodies, exampleBody{name, contentType, encode(contentType, v.Value)})
			}
		}
	}
	if len(bodies) == 0 {
		return []exampleBody{{}}
	}
	return bodies
}

// encode returns an example in the form of its media type: a text as it is, a form as pairs, anything else as JSON.
func encode(contentType string, value any) []byte {
	fields, isObject := value.(map[string]any)
	switch s, isText := value.(string); {
	case strings.Contains(contentType, "urlencoded") && isObject:
		form := url.Values{}
		for name, v := range fields {
			form.Set(name, text(v))
		}
		return []byte(form.Encode())
	case isText && !strings.Contains(contentType, "json"):
		return []byte(s)
	}
	data, err := json.Marshal(value)
	if err != nil { // a value parsed from YAML can always be marshalled
		return nil
	}
	return data
}

func parameterExample(p *openapi3.Parameter) string {
	if p.Example != nil {
		return scalar(p.Example)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Examples)) {
		if v := p.Examples[name].Value; v != nil {
			return scalar(v.Value)
		}
	}
	return ""
}

func scalar(v any) string {
	if f, ok := v.(float64); ok {
		data, _ := json.Marshal(f) // 94419856, not 9.4419856e+07
		return string(data)
	}
	return text(v)
}

package contract

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/spec"
)

// parametersOf returns the parameters of path and operation; the operation's take precedence.
func parametersOf(item *openapi3.PathItem, operation *openapi3.Operation) []*openapi3.Parameter {
	var list []*openapi3.Parameter
	for _, ref := range item.Parameters {
		if p := ref.Value; p != nil && operation.Parameters.GetByInAndName(p.In, p.Name) == nil {
			list = append(list, p)
		}
	}
	for _, ref := range operation.Parameters {
		if ref.Value != nil {
			list = append(list, ref.Value)
		}
	}
	return list
}

// security returns the requirements of an operation, and what is declared under their names.
func security(document *spec.Document, operation *openapi3.Operation) (openapi3.SecurityRequirements,
	map[string]*openapi3.SecurityScheme) {
	requirements, schemes := document.T.Security, map[string]*openapi3.SecurityScheme{}
	if operation.Security != nil {
		requirements = *operation.Security
	}
	if document.T.Components == nil {
		return requirements, schemes
	}
	for _, requirement := range requirements {
		for name := range requirement {
			if ref := document.T.Components.SecuritySchemes[name]; ref != nil && ref.Value != nil {
				schemes[name] = ref.Value
			}
		}
	}
	return requirements, schemes
}

// securityQuery names the query parameters that carry credentials: they are declared as security schemes.
func securityQuery(requirements openapi3.SecurityRequirements, schemes map[string]*openapi3.SecurityScheme) []string {
	var names []string
	for _, requirement := range requirements {
		for name := range requirement {
			if scheme := schemes[name]; scheme != nil && scheme.In == openapi3.ParameterInQuery {
				names = append(names, scheme.Name)
			}
		}
	}
	return names
}

// credentials judges the headers of the only security scheme: of several, one is enough. A scheme without a provenance
// of its own is judged by the fake: a switch may let TIM Connect's key be left out.
func (j *judge) credentials(requirements openapi3.SecurityRequirements, schemes map[string]*openapi3.SecurityScheme,
	header http.Header) {
	if len(requirements) != 1 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(requirements[0])) {
		scheme := schemes[name]
		if scheme == nil || scheme.Type != "apiKey" || scheme.In != openapi3.ParameterInHeader {
			continue
		}
		if mark, ok := spec.FieldMark(scheme.Extensions); ok && len(header.Values(scheme.Name)) == 0 {
			j.marked("missing_header", "header/"+escape(scheme.Name), "present", "absent", mark,
				"the operation needs the header "+scheme.Name+"; send it")
		}
	}
}

// parameters judges path, query, header and cookie. Undeclared query parameters, which kin-openapi does not report, are
// reported here; undeclared headers and cookies are not checked.
func (j *judge) parameters(declared []*openapi3.Parameter, credentials []string, e *journal.Record) {
	_, raw, _ := strings.Cut(e.URL, "?")
	query, err := url.ParseQuery(raw)
	if err != nil {
		j.marked("malformed_query", "query", "pairs name=value, percent-encoded", "a query that cannot be read",
			spec.Mark{Provenance: spec.Derived, Source: "rfc3986 §2.1"},
			"a pair of the query cannot be decoded and is not read; escape % and ; in it")
	}
	for _, p := range declared {
		switch p.In {
		case openapi3.ParameterInPath:
			if value, ok := e.Vars[p.Name]; ok { // an alias path may leave it out
				j.parameter(p, []string{value})
			}
		case openapi3.ParameterInQuery:
			j.parameter(p, query[p.Name])
		case openapi3.ParameterInHeader:
			j.parameter(p, e.Request.Header.Values(p.Name))
		case openapi3.ParameterInCookie:
			var values []string
			for _, c := range (&http.Request{Header: e.Request.Header}).CookiesNamed(p.Name) {
				values = append(values, c.Value)
			}
			j.parameter(p, values)
		}
	}
	var known []string
	for _, p := range declared {
		if p.In == openapi3.ParameterInQuery {
			known = append(known, p.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(known, name) && !slices.Contains(credentials, name) {
			j.marked("undeclared_query_parameter", "query/"+escape(name), oneOf(known, "no query parameters"),
				"present", derived,
				"the document of "+j.op.ID+" has no query parameter of this name; remove it or correct its name")
		}
	}
}

func (j *judge) parameter(p *openapi3.Parameter, values []string) {
	pointer := p.In + "/" + escape(p.Name)
	mark, ok := spec.FieldMark(p.Extensions)
	if !ok {
		mark = fieldMark(p.Schema)
	}
	if len(values) == 0 {
		if p.Required {
			if required, ok := spec.RuleMark(p.Extensions, "required"); ok {
				mark = required
			}
			j.marked("missing_parameter", pointer, "present", "absent", mark,
				"the "+p.In+" parameter "+p.Name+" is required; send it")
		}
		return
	}
	if p.Schema == nil || p.Schema.Value == nil {
		return
	}
	schema := p.Schema.Value
	if schema.Type.Is(openapi3.TypeArray) && schema.Items != nil && schema.Items.Value != nil {
		var list []any
		for _, value := range values {
			for _, element := range strings.Split(value, ",") {
				list = append(list, coerce(schema.Items.Value, element)[0])
			}
		}
		j.value(pointer, p.Schema, list, mark)
		return
	}
	if len(values) > 1 && p.In == openapi3.ParameterInHeader {
		return // repeatedHeaders reports it
	}
	if len(values) > 1 && p.In != openapi3.ParameterInCookie {
		j.marked("repeated_parameter", pointer, "once", strconv.Itoa(len(values))+" times", derived,
			"the "+p.In+" parameter "+p.Name+" is sent more than once; send one")
		return
	}
	if values[0] == "" && p.AllowEmptyValue {
		return
	}
	j.text(pointer, p.Schema, values[0], mark)
}

// text judges a scalar that is sent as a text: a parameter, a header, a form field.
func (j *judge) text(pointer string, ref *openapi3.SchemaRef, value string, mark spec.Mark) {
	candidates := coerce(ref.Value, value)
	for _, candidate := range candidates[1:] {
		if ref.Value.VisitJSON(candidate, j.options...) == nil {
			return
		}
	}
	j.value(pointer, ref, candidates[0], mark)
}

// headers judges the headers that a response declares.
func (j *judge) headers(declared openapi3.Headers, header http.Header) {
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		h := declared[name].Value
		if h == nil || strings.EqualFold(name, "Content-Type") {
			continue
		}
		pointer := "header/" + escape(name)
		mark, _ := spec.FieldMark(h.Extensions)
		values := header.Values(name)
		if len(values) == 0 {
			if h.Required {
				j.marked("missing_header", pointer, "present", "absent", mark, "the document promises the header "+name)
			}
			continue
		}
		if h.Schema != nil && h.Schema.Value != nil {
			j.text(pointer, h.Schema, values[0], mark)
		}
	}
}

var (
	decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	numeral = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
)

// coerce returns the values that a text may mean under a schema, the likeliest first; at least the text itself.
func coerce(schema *openapi3.Schema, text string) []any {
	types := typesOf(schema, 0)
	var candidates []any
	if slices.Contains(types, openapi3.TypeInteger) && decimal.MatchString(text) ||
		slices.Contains(types, openapi3.TypeNumber) && numeral.MatchString(text) {
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			candidates = append(candidates, f)
		}
	}
	if slices.Contains(types, openapi3.TypeBoolean) && (text == "true" || text == "false") {
		candidates = append(candidates, text == "true")
	}
	if len(candidates) == 0 || len(types) == 0 || slices.Contains(types, openapi3.TypeString) {
		candidates = append(candidates, text)
	}
	return candidates
}

// typesOf lists the types a schema takes, those of its variants included.
func typesOf(schema *openapi3.Schema, depth int) []string {
	if schema == nil || depth > 8 {
		return nil
	}
	types := slices.Clone(schema.Type.Slice())
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, ref := range refs {
			types = append(types, typesOf(ref.Value, depth+1)...)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

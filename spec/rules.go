package spec

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// operation checks one operation; ids holds who has which operation id already.
func (l *linter) operation(where string, item *openapi3.PathItem, op *openapi3.Operation, ids map[string]string) {
	id := op.OperationID
	if id == "" {
		l.report(op.Origin, where, "operation_id_missing", "has no operationId", "the vendor's id, verbatim")
		id = where
	}
	also, paths := aliases(op)
	for _, name := range append([]string{op.OperationID}, also...) {
		if owner, taken := ids[name]; taken && name != "" {
			l.report(op.Origin, id, "operation_id_taken", "the id "+name+" is taken by "+owner,
				"ids and aliases are unique across the documents of one API")
		}
		ids[name] = where
	}
	for _, path := range paths {
		if !strings.HasPrefix(path, "/") {
			l.report(op.Origin, id, "alias_path", "the alias "+path+" does not begin with /",
				"write it relative to the same server prefix")
		}
	}
	mark := text(op.Extensions["x-sparring-provenance"])
	l.provenance(op.Origin, id, "the operation", mark, true)
	page := op.Extensions["x-sparring-page"] == true
	if page && Provenance(mark) != Derived {
		l.report(op.Origin, id, "page_provenance", "a page for people is "+mark, "pages are derived")
	}
	if page != strings.HasSuffix(l.document.Name, "-pages") {
		l.report(op.Origin, id, "page_document", "a page for people and a vendor's operation share a document",
			"x-sparring-page in every operation of <api>-pages, and nowhere else")
	}
	if op.Extensions["x-sparring-source"] == nil {
		l.report(op.Origin, id, "source_missing", "x-sparring-source is missing",
			"lines or section of the vendor's text")
	}
	if l.marksFields() {
		l.cited(op.Origin, id, "the operation", Mark{Provenance(mark), text(op.Extensions["x-sparring-source"])})
	}
	codes, _ := codesOf(op)
	for _, code := range codes {
		l.marks[code] = true
	}
	l.codeMarks(id, op)
	l.extensions(op.Origin, id, op.Extensions)
	for _, list := range []openapi3.Parameters{item.Parameters, op.Parameters} {
		for _, p := range list {
			l.parameter(id, p.Value)
		}
	}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		if body := op.RequestBody.Value; body.Required && l.marksFields() {
			l.ruleMark(op.Origin, id+": the request body", "required", body.Extensions)
		}
		l.content(id, "the request body", op.RequestBody.Value.Content, op.Origin)
	}
	l.responses(id, op)
}

// codeMarks checks the marks of error codes that have their own.
func (l *linter) codeMarks(id string, op *openapi3.Operation) {
	list, _ := op.Extensions["x-sparring-errors"].([]any)
	for _, item := range list {
		if m, marked := item.(map[string]any); marked {
			what := "the error " + text(m["code"])
			l.provenance(op.Origin, id, what, text(m["provenance"]), true)
			l.cited(op.Origin, id, what, Mark{Provenance(text(m["provenance"])), text(m["source"])})
		}
	}
}

var variable = regexp.MustCompile(`\{[^}]*\}`)

// paths checks that no two operations of an API have the same method and path. Aliases do not count.
func (l *linter) paths(siblings []*Document) {
	taken := map[string]string{}
	for _, d := range append(slices.Clone(siblings), l.document) {
		for _, op := range d.listOperations() {
			key := op.Method + " " + variable.ReplaceAllString(op.Path, "{}")
			if owner, ok := taken[key]; ok && d == l.document {
				_, o := d.Operation(op.ID)
				l.report(o.Origin, op.ID, "path_taken", key+" is the path of "+owner,
					"one operation per method and path of an API")
			}
			taken[key] = op.ID
		}
	}
}

func (l *linter) responses(id string, op *openapi3.Operation) {
	responses := op.Responses.Map()
	stream := op.Extensions["x-sparring-stream"] == true
	found := false
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		r := responses[status].Value
		if r == nil {
			continue
		}
		l.content(id, "the response "+status, r.Content, op.Origin)
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			if h := r.Headers[name].Value; h != nil {
				l.field(cmpOrigin(h.Origin, op.Origin), id, "the header "+name+" of the response "+status, h.Extensions)
			}
		}
		_, ok := r.Content["text/event-stream"]
		found = found || ok
	}
	if found != stream {
		l.report(op.Origin, id, "stream_mark", "x-sparring-stream and a text/event-stream response do not go together",
			"mark a stream, and only a stream")
	}
}

func (l *linter) parameter(id string, p *openapi3.Parameter) {
	if p == nil {
		return
	}
	if p.Example == nil && len(p.Examples) == 0 {
		l.report(p.Origin, id, "example_missing", "the "+p.In+" parameter "+p.Name+" has no example", "add example")
	}
	what := "the parameter " + p.Name
	l.provenance(p.Origin, id, what, text(p.Extensions["x-sparring-provenance"]), false)
	l.field(p.Origin, id, what, p.Extensions)
	if p.Required && p.In != openapi3.ParameterInPath && l.marksFields() {
		l.ruleMark(p.Origin, id+": "+what, "required", p.Extensions)
	}
	l.extensions(p.Origin, id, p.Extensions)
}

func (l *linter) content(id, what string, content openapi3.Content, origin *openapi3.Origin) {
	for _, name := range slices.Sorted(maps.Keys(content)) {
		m := content[name]
		if m.Example == nil && len(m.Examples) == 0 {
			l.report(cmpOrigin(m.Origin, origin), id, "example_missing", what+" ("+name+") has no example",
				"add example or examples")
		}
		if m.Schema == nil && strings.Contains(name, "json") {
			l.report(cmpOrigin(m.Origin, origin), id, "schema_missing", what+" ("+name+") has no schema",
				"describe the JSON")
		}
	}
}

func cmpOrigin(a, b *openapi3.Origin) *openapi3.Origin {
	if a != nil {
		return a
	}
	return b
}

// known lists our extensions. Any other name that begins alike is a spelling mistake.
var known = []string{
	"x-sparring-api", "x-sparring-source", "x-sparring-errors", "x-sparring-provenance", "x-sparring-aliases",
	"x-sparring-page", "x-sparring-rules", "x-sparring-stream", "x-sparring-words", "x-sparring-keys",
}

func (l *linter) extensions(origin *openapi3.Origin, id string, extensions map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(extensions)) {
		if strings.HasPrefix(name, "x-sparring") && !slices.Contains(known, name) {
			l.report(origin, id, "extension_unknown", name+" is not an extension of ours",
				"one of "+strings.Join(known, ", "))
		}
	}
}

// allSchemas checks each schema.
func (l *linter) allSchemas() {
	err := l.document.T.WalkSchemas(func(pointer string, s *openapi3.SchemaRef) error {
		l.provenance(s.Value.Origin, "", pointer, text(s.Extensions["x-sparring-provenance"]), false)
		l.schema(pointer, s.Value)
		return nil
	})
	if err != nil {
		l.report(nil, "", "schemas", err.Error(), "")
	}
}

func (l *linter) schema(pointer string, s *openapi3.Schema) {
	l.provenance(s.Origin, "", pointer, text(s.Extensions["x-sparring-provenance"]), false)
	l.extensions(s.Origin, "", s.Extensions)
	l.ruleMarks(pointer, s)
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		origin, extensions := s.Origin, p.Extensions
		if p.Value != nil && p.Ref == "" {
			origin, extensions = p.Value.Origin, p.Value.Extensions
		}
		l.field(origin, "", pointer+"/properties/"+name, extensions)
	}
	if s.Nullable && len(s.Enum) > 0 && !slices.Contains(s.Enum, any(nil)) {
		l.report(s.Origin, "", "nullable_enum", pointer+": nullable, but its enum does not list null",
			"add null to the enum")
	}
	for _, part := range s.AllOf {
		if part.Value != nil && closed(part.Value) {
			l.report(s.Origin, "", "closed_all_of", pointer+": a part of allOf has additionalProperties: false",
				"it refuses the other parts' properties; write one object")
		}
	}
	if len(s.AllOf) > 0 && closed(s) && len(s.Properties) == 0 {
		l.report(s.Origin, "", "closed_all_of", pointer+": allOf beside additionalProperties: false",
			"it refuses the parts' properties; write one object")
	}
	if s.Pattern != "" {
		if text(s.Extensions["x-sparring-words"]) == "" {
			l.report(s.Origin, "", "pattern_words", pointer+": the pattern "+s.Pattern+" has no words for people",
				`add x-sparring-words, such as "4 digits": messages show them`)
		}
		if strings.Contains(s.Pattern, "(?=") || strings.Contains(s.Pattern, "(?!") ||
			strings.Contains(s.Pattern, "(?<") {
			l.report(s.Origin, "", "lookaround", pointer+": the pattern looks around", "write it without")
		}
		if _, err := CompilePattern(s.Pattern); err != nil {
			l.report(s.Origin, "", "pattern", pointer+": "+err.Error(), "an ECMAScript regular expression")
		}
	}
	for _, name := range s.Required {
		if _, ok := s.Properties[name]; !ok && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 && closed(s) {
			l.report(s.Origin, "", "required_unknown", pointer+": requires "+name+", which it forbids",
				"declare the property")
		}
	}
}

func closed(s *openapi3.Schema) bool {
	has := s.AdditionalProperties.Has
	return has != nil && !*has
}

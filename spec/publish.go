package spec

import (
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// publish checks what people and generators need of a document beyond a valid one: a description of everything, names
// for all that becomes a type, and who publishes it under which licence.
func (l *linter) publish() {
	d := l.document
	if strings.HasSuffix(d.Name, ".overlay") {
		return
	}
	var origin *openapi3.Origin
	if info := d.T.Info; info != nil {
		origin = info.Origin
		if info.Contact == nil || info.Contact.Name == "" {
			l.report(origin, "", "contact_missing", "info.contact has no name",
				"whom to ask about the API or this description")
		}
		if info.License == nil || info.License.Name == "" || info.License.URL == "" {
			l.report(origin, "", "licence_missing", "info.license has no name or no url",
				"the licence of this description")
		}
		if info.Description == "" {
			l.report(origin, "", "description_missing", "info.description is missing",
				"what the API is for, and its conventions")
		}
	}
	tags := map[string]bool{}
	for _, tag := range d.T.Tags {
		tags[tag.Name] = true
		if tag.Description == "" {
			l.report(origin, "", "description_missing", "the tag "+tag.Name+" has no description",
				"what its operations have in common")
		}
	}
	d.each(func(_ string, item *openapi3.PathItem, _ string, op *openapi3.Operation) {
		l.publishOperation(tags, item, op)
	})
	if c := d.T.Components; c != nil {
		l.names(c)
	}
}

func (l *linter) publishOperation(tags map[string]bool, item *openapi3.PathItem, op *openapi3.Operation) {
	id := op.OperationID
	missing := func(what, hint string) {
		l.report(op.Origin, id, "description_missing", what+" has no description", hint)
	}
	if strings.ContainsAny(id, " \t/") {
		l.report(op.Origin, id, "operation_id_blank", "the operationId has a blank or a slash",
			"generators make names of it: one word")
	}
	if op.Summary == "" || op.Description == "" {
		missing("the operation", "a summary of one line, and what it does, when it fails and what it changes")
	}
	if op.Security == nil && l.document.T.Security == nil {
		l.report(op.Origin, id, "security_missing", "no security is stated",
			"write security: [] if no credential is needed")
	}
	for _, tag := range op.Tags {
		if !tags[tag] {
			l.report(op.Origin, id, "tag_unknown", "the tag "+tag+" is not declared",
				"add it to tags, with a description")
		}
	}
	if len(op.Tags) == 0 {
		l.report(op.Origin, id, "tag_missing", "has no tag", "generators group operations by their tag")
	}
	for _, list := range []openapi3.Parameters{item.Parameters, op.Parameters} {
		for _, p := range list {
			if p.Value.Description == "" {
				l.report(p.Value.Origin, id, "description_missing", "the parameter "+p.Value.Name+" has no description",
					"meaning, unit, limits, and what its absence means")
			}
			l.inner("parameter "+p.Value.Name+" of "+id, p.Value.Schema)
		}
	}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		l.contentTypes(id+": the request body", op.RequestBody.Value.Content)
	}
	responses := op.Responses.Map()
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		r := responses[status].Value
		if r == nil {
			continue
		}
		if r.Description == nil || *r.Description == "" {
			missing("the response "+status, "when it comes")
		}
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			if h := r.Headers[name].Value; h != nil && h.Description == "" {
				missing("the header "+name+" of the response "+status, "meaning, and when it is absent")
			}
		}
		l.contentTypes(id+": the response "+status, r.Content)
	}
}

func (l *linter) contentTypes(what string, content openapi3.Content) {
	for _, name := range slices.Sorted(maps.Keys(content)) {
		l.inner(what+" ("+name+")", content[name].Schema)
	}
}

// names checks the named parts: each schema is described, and no parameter has the name of a schema.
func (l *linter) names(c *openapi3.Components) {
	for _, name := range slices.Sorted(maps.Keys(c.Schemas)) {
		s := c.Schemas[name]
		if s.Ref != "" || s.Value == nil {
			continue
		}
		if s.Value.Description == "" {
			l.report(s.Value.Origin, "", "description_missing", "the schema "+name+" has no description",
				"what it is, and what uses it")
		}
		l.shape("#/components/schemas/"+name, s.Value)
		for _, kind := range []struct {
			name  string
			names iter.Seq[string]
		}{
			{"parameter", maps.Keys(c.Parameters)}, {"response", maps.Keys(c.Responses)},
			{"request body", maps.Keys(c.RequestBodies)}, {"header", maps.Keys(c.Headers)},
		} {
			for other := range kind.names {
				if strings.EqualFold(name, other) {
					l.report(s.Value.Origin, "", "name_shared", "a "+kind.name+" is called "+other+", a schema "+name,
						"generators make one type of each name: use two names that differ not only in case")
				}
			}
		}
	}
}

// inner checks a schema that is not one of components/schemas by itself.
func (l *linter) inner(where string, s *openapi3.SchemaRef) {
	if s == nil || s.Ref != "" || s.Value == nil {
		return
	}
	switch {
	case len(s.Value.OneOf)+len(s.Value.AnyOf) > 0:
		l.report(s.Value.Origin, "", "schema_unnamed", where+" is a union without a name",
			"move it to components/schemas")
	case len(s.Value.Properties) > 0:
		l.report(s.Value.Origin, "", "schema_unnamed", where+" is an object without a name",
			"move it to components/schemas")
	case s.Value.Type == nil && len(s.Value.AllOf) == 0:
		l.report(s.Value.Origin, "", "type_missing", where+" has no type",
			"write its type, or name a schema for any value")
	}
	l.shape(where, s.Value)
}

// shape checks what a schema contains. Only a named schema may be without a type: then it takes any value.
func (l *linter) shape(where string, s *openapi3.Schema) {
	if s.Nullable && s.Type == nil {
		l.report(s.Origin, "", "type_missing", where+" is nullable and has no type",
			"nullable counts only beside a type")
	}
	if len(s.OneOf) > 0 &&
		!slices.ContainsFunc(s.OneOf, func(v *openapi3.SchemaRef) bool { return !isScalar(v.Value) }) {
		l.report(s.Origin, "", "one_of_scalars", where+" is oneOf texts, numbers or booleans",
			"write anyOf: generated Java clients read \"1\" as a text and as a number, and refuse what fits twice")
	}
	spelled := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p, at := s.Properties[name], where+"/properties/"+name
		if p.Value == nil {
			continue
		}
		if p.Value.Description == "" {
			l.report(cmpOrigin(p.Value.Origin, s.Origin), "", "description_missing", at+" has no description",
				"meaning, unit, limits, what its absence means; beside a reference the schema's description counts")
		}
		lower := strings.ToLower(name)
		if other := spelled[lower]; other != "" {
			l.report(s.Origin, "", "key_twice", where+" has "+other+" and "+name,
				"one spelling; x-sparring-keys allows the other")
		}
		spelled[lower] = name
		l.inner(at, p)
	}
	if s.Items != nil {
		l.inner(where+"/items", s.Items)
	}
	if more := s.AdditionalProperties.Schema; more != nil {
		l.inner(where+"/additionalProperties", more)
	}
	for _, variants := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		for _, v := range variants {
			if v.Ref == "" && v.Value != nil && len(v.Value.Properties)+len(v.Value.OneOf)+len(v.Value.AnyOf) > 0 {
				l.report(v.Value.Origin, "", "schema_unnamed", where+" has a variant without a name",
					"move it to components/schemas")
			}
			if v.Value != nil && v.Value.Type == nil && len(v.Value.OneOf)+len(v.Value.AnyOf)+len(v.Value.AllOf) == 0 {
				l.report(cmpOrigin(v.Value.Origin, s.Origin), "", "type_missing",
					where+" has a variant without a type", "write its type")
			}
		}
	}
}

// isScalar reports whether a schema takes texts, numbers or booleans only.
func isScalar(s *openapi3.Schema) bool {
	return s != nil && s.Type != nil && !s.Type.Includes("object") && !s.Type.Includes("array")
}

// localPath returns the path of a server of ours, and false for one that belongs to the vendor: a path alone, or a URL
// of the loopback address.
func localPath(server string) (string, bool) {
	u, err := url.Parse(server)
	if err != nil || u.Host != "" && u.Hostname() != "127.0.0.1" {
		return server, false
	}
	return u.Path, true
}

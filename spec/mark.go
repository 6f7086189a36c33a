package spec

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Mark is the origin of a fact of a document: how far it may be trusted, and where a reader can look it up.
type Mark struct {
	Provenance Provenance
	Source     string // bonder#L182, B-42, rfc9110; see docs/sources.md
}

// RuleMark returns the mark of one value rule (pattern, enum, required and so on) from the x-sparring-rules beside a
// schema, and reports whether the rule has a mark of its own. The names type and nullable mark a value of another type
// and a null, if their marks differ from that of the field.
func RuleMark(extensions map[string]any, keyword string) (Mark, bool) {
	rules, _ := extensions["x-sparring-rules"].(map[string]any)
	written, _ := rules[keyword].(string)
	provenance, source, _ := strings.Cut(strings.TrimSpace(written), " ")
	return Mark{Provenance(provenance), strings.TrimSpace(source)}, provenance != ""
}

// FieldMark returns the mark that a schema, parameter or header carries itself, and reports whether it has one.
func FieldMark(extensions map[string]any) (Mark, bool) {
	m := Mark{Provenance(text(extensions["x-sparring-provenance"])), text(extensions["x-sparring-source"])}
	return m, m.Provenance != ""
}

// marksFields reports whether each field of a document needs its own mark. In our own document the mark of info holds
// for all fields.
func (l *linter) marksFields() bool { return l.document.API != "control" }

// source is one part of a citation: a text's slug with its lines or its section, or an id of the register of gaps.
var source = regexp.MustCompile(
	`^(?:[a-z0-9][a-z0-9.-]*(?:#L[0-9]+(?:-L?[0-9]+)?| §[^,]+)?|[BQRT]-[0-9]{2,3})$`)

// cited checks that a source can be looked up.
func (l *linter) cited(origin *openapi3.Origin, operation, what string, m Mark) {
	if m.Source == "" {
		l.report(origin, operation, "source_missing", what+" has no source", "slug#L12, slug §section or a register id")
		return
	}
	for part := range strings.SplitSeq(m.Source, ",") {
		if part = strings.TrimSpace(part); !source.MatchString(part) {
			l.report(origin, operation, "source_unknown", what+" has the source "+part,
				"slug#L12, slug#L12-L15, slug §section or a register id such as B-42, separated by commas")
		}
	}
}

// field checks the mark of one property, parameter or header.
func (l *linter) field(origin *openapi3.Origin, operation, what string, extensions map[string]any) {
	if !l.marksFields() {
		return
	}
	m, ok := FieldMark(extensions)
	if !ok {
		l.report(origin, operation, "field_unmarked", what+" has no provenance of its own",
			"x-sparring-provenance and x-sparring-source")
		return
	}
	l.cited(origin, operation, what, m)
}

// ruleMarks checks that each value rule of a schema has a mark, and that each mark has a rule.
func (l *linter) ruleMarks(pointer string, s *openapi3.Schema) {
	if !l.marksFields() {
		return
	}
	written, _ := s.Extensions["x-sparring-rules"].(map[string]any)
	has := rulesOf(s)
	for _, keyword := range has {
		l.ruleMark(s.Origin, pointer, keyword, s.Extensions)
	}
	for _, keyword := range slices.Sorted(maps.Keys(written)) {
		if !slices.Contains(has, keyword) && !slices.Contains([]string{"type", "nullable", "required"}, keyword) {
			l.report(s.Origin, "", "rule_missing",
				pointer+": x-sparring-rules marks "+keyword+", which the schema does not have",
				"take the mark out or add the rule")
		}
	}
	for _, name := range s.Required {
		if _, ok := RuleMark(s.Extensions, "required"); ok {
			break // one mark for all required properties of the object
		}
		p := s.Properties[name]
		if p == nil {
			l.report(s.Origin, "", "rule_unmarked", pointer+": requires "+name+" without a mark",
				"x-sparring-rules: {required: …}")
			continue
		}
		if _, ok := RuleMark(p.Extensions, "required"); !ok {
			l.ruleMark(p.Value.Origin, pointer+"/properties/"+name, "required", p.Value.Extensions)
		}
	}
}

func (l *linter) ruleMark(origin *openapi3.Origin, pointer, keyword string, extensions map[string]any) {
	m, ok := RuleMark(extensions, keyword)
	if !ok {
		l.report(origin, "", "rule_unmarked", pointer+": the rule "+keyword+" has no mark",
			"x-sparring-rules: {"+keyword+": derived B-42}")
		return
	}
	what := pointer + ": the rule " + keyword
	l.provenance(origin, "", what, string(m.Provenance), true)
	l.cited(origin, "", what, m)
}

// rulesOf returns the keywords by which a schema refuses values of its type, or supplies one.
func rulesOf(s *openapi3.Schema) []string {
	var list []string
	add := func(has bool, keyword string) {
		if has {
			list = append(list, keyword)
		}
	}
	add(len(s.Enum) > 0, "enum")
	add(s.Pattern != "", "pattern")
	add(s.Format != "", "format")
	add(s.Min != nil, "minimum")
	add(s.Max != nil, "maximum")
	add(s.ExclusiveMin.IsSet(), "exclusiveMinimum")
	add(s.ExclusiveMax.IsSet(), "exclusiveMaximum")
	add(s.MultipleOf != nil, "multipleOf")
	add(s.MinLength > 0, "minLength")
	add(s.MaxLength != nil, "maxLength")
	add(s.MinItems > 0, "minItems")
	add(s.MaxItems != nil, "maxItems")
	add(s.UniqueItems, "uniqueItems")
	add(s.MinProps > 0, "minProperties")
	add(s.MaxProps != nil, "maxProperties")
	add(s.Default != nil, "default")
	add(closed(s), "additionalProperties")
	return list
}

package param

import (
	"math"
)

// Schema is a JSON schema as OpenAPI 3.0 writes it, with its members in the order in which they are to be shown. A
// value is a string, a bool, an int64, a list of strings or of schemas, or a schema.
type Schema []Member

// Member of a schema.
type Member struct {
	Name  string
	Value any
}

// Schema describes the values that Parse takes. Without defaults it says nothing about a value that is left out.
func (p *Param) Schema(defaults bool) Schema {
	s := p.types()
	if v := Shown(p.Default); defaults && v != nil {
		if n, isInt := v.(int); isInt {
			v = int64(n)
		}
		s = append(s, Member{"default", v})
	}
	if p.Doc != "" {
		s = append(s, Member{"description", p.Doc})
	}
	return s
}

func (p *Param) types() Schema {
	if len(p.Values) > 0 {
		return Schema{{"type", "string"}, {"enum", p.Values}}
	}
	switch p.Type {
	case Bool:
		return Schema{{"type", "boolean"}}
	case Int, Integer:
		return append(Schema{{"type", "integer"}}, p.bounds()...)
	case Duration:
		return Schema{{"type", "string"}, {"example", p.example()}}
	case URL:
		return Schema{{"type", "string"}}
	case Object:
		return Schema{{"type", "object"}, {"additionalProperties", true}}
	case Texts:
		s := Schema{{"type", "array"}, {"items", Schema{{"type", "string"}, {"minLength", int64(1)}}}}
		if p.Once {
			s = append(s, Member{"uniqueItems", true})
		}
		return s
	case Number:
		return Schema{{"type", "number"}}
	case Array:
		return Schema{{"type", "array"}, {"items", Schema{}}}
	case Any:
		return nil
	default:
		if p.Empty {
			return Schema{{"type", "string"}}
		}
		return Schema{{"type", "string"}, {"minLength", int64(1)}}
	}
}

func (p *Param) bounds() (s Schema) {
	if p.Range == (Range{}) {
		return nil
	}
	s = append(s, Member{"minimum", p.Range.Min})
	if p.Range.Max != math.MaxInt64 {
		s = append(s, Member{"maximum", p.Range.Max})
	}
	return s
}

// example is a duration that fits.
func (p *Param) example() string {
	if text, ok := Shown(p.Default).(string); ok {
		return text
	}
	return "30s"
}

// Object is the schema of an object with these parameters. Some of its members may be given first.
func (l List) Object(defaults bool, first ...Member) Schema {
	var required []string
	properties := Schema(first)
	for _, m := range first {
		required = append(required, m.Name)
	}
	for i := range l {
		properties = append(properties, Member{l[i].Name, l[i].Schema(defaults)})
		if l[i].Required {
			required = append(required, l[i].Name)
		}
	}
	s := Schema{{"type", "object"}, {"additionalProperties", false}}
	if len(required) > 0 {
		s = append(s, Member{"required", required})
	}
	if len(properties) > 0 {
		s = append(s, Member{"properties", properties})
	}
	return s
}

package contract

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/pointer"
)

// spelling reads the keys of a request that may be in lower camel case, where the document has them in Pascal case.
type spelling struct {
	sent map[string]string // the key as it was sent, by the pointer that the document's spelling gives
}

// rename gives the keys of a decoded value the document's spelling. It changes value in place.
func (s *spelling) rename(ref *openapi3.SchemaRef, value any, path []string) {
	if ref == nil || ref.Value == nil || len(path) > 64 {
		return
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			s.rename(ref.Value.Items, item, append(path, number(i)))
		}
	case map[string]any:
		properties := make(map[string]string, len(ref.Value.Properties))
		for name := range ref.Value.Properties {
			properties[strings.ToLower(name)] = name
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			name := key
			if property, known := properties[strings.ToLower(key)]; known && isCamel(key, property) {
				if _, taken := v[property]; !taken {
					name = property
				}
			}
			if ref.Value.Properties[name] == nil {
				continue
			}
			at := append(slices.Clone(path), name)
			if name != key {
				v[name] = v[key]
				delete(v, key)
				if s.sent == nil {
					s.sent = map[string]string{}
				}
				s.sent[pointer.Format(at...)] = key
			}
			s.rename(ref.Value.Properties[name], v[name], at)
		}
	}
}

// path returns a path in the document's spelling as the request has it.
func (s *spelling) path(path []string) []string {
	if len(s.sent) == 0 {
		return path
	}
	out := slices.Clone(path)
	for i := range path {
		if key, ok := s.sent[pointer.Format(path[:i+1]...)]; ok {
			out[i] = key
		}
	}
	return out
}

// isCamel reports whether key is property in lower camel case: localId and localID for LocalId, fcr for FCR.
func isCamel(key, property string) bool {
	if key == property || !strings.EqualFold(key, property) || key[0] != strings.ToLower(key)[0] {
		return false
	}
	rest := key[1:]
	if cut, ok := strings.CutSuffix(rest, "ID"); ok && strings.HasSuffix(property, "Id") {
		rest = cut + "Id"
	}
	return rest == property[1:] || property == strings.ToUpper(property) && key == strings.ToLower(key)
}

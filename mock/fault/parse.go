package fault

import (
	"slices"
	"strings"
)

// Parse reads a fault as a person writes it: an error code of the operation ("DATABASE_ERROR"), or a kind with its
// parameters ("delay duration=2s", "status status=503 body={"ok":false}"), parted by blanks or semicolons. Errors:
// *Refusal.
func Parse(text string) (Spec, error) {
	return ParseWords(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == ';' }))
}

// ParseWords is Parse for words that are parted already: a value may hold blanks. Errors: *Refusal.
func ParseWords(words []string) (Spec, error) {
	if len(words) == 0 {
		return Spec{}, &Refusal{Field: field("fault", "kind"),
			Reason: "expected an error code, or a kind and its parameters"}
	}
	all := Kinds()
	i := slices.IndexFunc(all, func(k KindInfo) bool { return k.Kind == words[0] })
	if i < 0 {
		if len(words) > 1 {
			return Spec{}, (&Spec{Kind: words[0]}).unknown()
		}
		return Spec{Kind: "error", Parameters: map[string]any{"code": words[0]}}, nil
	}
	out := Spec{Kind: words[0], Parameters: map[string]any{}}
	for _, word := range words[1:] {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			return Spec{}, &Refusal{Field: field("fault"), Reason: "expected name=value, got " + show(word)}
		}
		out.Parameters[name] = all[i].Parameters.FromText(name, value)
	}
	return out, nil
}

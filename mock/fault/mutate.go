package fault

import (
	"encoding/json"
	"slices"
	"strings"

	"sparring/mock/param"
	"sparring/mock/pointer"
)

// mutateAction makes one change that a client should survive, or notice.
type mutateAction struct {
	plain
	edit    string
	pointer *string
	path    []string
}

func mutateKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "mutate", Doc: "handles the request, then changes one place of the JSON answer; the edits are proposed by the document's schema of the answer, one is chosen by the world's chance", Handled: true,
			Parameters: param.List{
				{Name: "edit", Type: param.String, Values: []string{"unknown_value", "extra_field", "missing_field", "null", "other_type"}, Doc: "only edits of this kind"},
				{Name: "pointer", Type: param.String, Empty: true, Doc: "only the edit at this JSON pointer into the body"},
			},
		},
		stage: After,
		build: func(p params) (action, *Refusal) {
			a := mutateAction{edit: p.Text("edit")}
			at, given := p["pointer"].(string)
			if !given {
				return a, nil
			}
			path, err := pointer.Parse(at)
			if err != nil {
				return nil, &Refusal{Field: field("fault", "pointer"), Reason: `expected a JSON pointer such as "/result/phone", got ` + show(at)}
			}
			a.pointer, a.path = &at, path
			return a, nil
		},
	}
}

func (a mutateAction) detail() string {
	parts := []string{"mutate"}
	if a.edit != "" {
		parts = []string{a.edit}
	}
	if a.pointer != nil {
		parts = append(parts, "at "+show(*a.pointer))
	}
	return strings.Join(parts, " ")
}

// fits tells whether the operation's answers may hold what the pointer points to, or an object that takes a new field.
func (a mutateAction) fits(c Catalogue, api, operation string) bool {
	if len(a.path) == 0 {
		return true
	}
	if may, _ := c.Describes(api, operation, a.path); may {
		return true
	}
	if a.edit != "extra_field" {
		return false
	}
	may, _ := c.Describes(api, operation, a.path[:len(a.path)-1])
	return may
}

func (a mutateAction) misfit(c Catalogue, among []key) *Refusal {
	known := []string{}
	for _, k := range among {
		_, beside := c.Describes(k.api, k.operation, a.path)
		for _, pointer := range beside {
			if !slices.Contains(known, pointer) {
				known = append(known, pointer)
			}
		}
	}
	return &Refusal{
		Field: field("fault", "pointer"), Reason: "no answer that the rule matches has anything at " + show(*a.pointer), Known: known,
	}
}

// change applies one of the edits that fit the rule and tells which. Where the document proposes none, the rule's own
// wish is carried out if it is complete: a kind and a pointer to something that stands in the answer.
func (a mutateAction) change(body []byte, edits []Edit, pick func(int) int) (changed []byte, detail string) {
	if !json.Valid(body) {
		return body, a.detail() + ": the answer is no JSON, nothing was changed"
	}
	fit := []Edit{}
	for _, e := range edits {
		if (a.edit == "" || e.Kind == a.edit) && (a.pointer == nil || e.Pointer == *a.pointer) {
			fit = append(fit, e)
		}
	}
	if len(fit) == 0 && a.edit != "" && a.pointer != nil {
		fit = append(fit, a.own(body))
	}
	for len(fit) > 0 {
		i := 0
		if len(fit) > 1 {
			i = pick(len(fit))
		}
		if out, done := apply(body, fit[i]); done != "" {
			return out, done
		}
		fit = slices.Delete(fit, i, i+1) // an edit of something that is not there
	}
	return body, a.detail() + ": no edit fits this answer, nothing was changed"
}

// own is the edit that the rule itself describes.
func (a mutateAction) own(body []byte) Edit {
	e := Edit{Kind: a.edit, Pointer: *a.pointer, Value: "unexpected"}
	if at, ok := locate(body, a.path); ok && body[at.start] == '"' && a.edit == "other_type" {
		e.Value = 1
	}
	return e
}

// apply makes one edit, everything else stays as it was written. done names it; empty where it could not be made.
func apply(body []byte, e Edit) (out []byte, done string) {
	path, err := pointer.Parse(e.Pointer)
	if err != nil {
		return body, ""
	}
	at, found := locate(body, path)
	done = e.Kind + " at " + show(e.Pointer)
	switch {
	case e.Kind == "extra_field":
		return addField(body, e, path, at, found)
	case !found:
		return body, ""
	case e.Kind == "missing_field" && len(path) > 0:
		return remove(body, at), done
	case e.Kind == "null":
		return replace(body, at, []byte("null")), done
	case e.Kind == "unknown_value" || e.Kind == "other_type":
		value := encode(e.Value)
		return replace(body, at, value), done + ": " + show(json.RawMessage(value))
	}
	return body, ""
}

// addField adds a field: the one that the pointer names, or a new one of the object that it points to.
func addField(body []byte, e Edit, path []string, at span, found bool) (out []byte, done string) {
	name := "unexpected_field"
	if !found && len(path) > 0 {
		name = path[len(path)-1]
		path = path[:len(path)-1]
		at, found = locate(body, path)
	}
	if !found || body[at.start] != '{' {
		return body, ""
	}
	for _, taken := descend(body, at.start, name); taken; _, taken = descend(body, at.start, name) {
		name += "_"
	}
	if e.Value == nil {
		e.Value = "unexpected"
	}
	return insert(body, at, name, encode(e.Value)), e.Kind + " at " + show(field(append(path, name)...))
}

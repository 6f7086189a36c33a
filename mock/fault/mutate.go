package fault

import (
	"encoding/json"
	"slices"
	"strings"

	"sparring/mock/message"
	"sparring/mock/param"
	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// Mutate makes one change of the response that a client should survive, or notice.
type Mutate struct {
	// Only is the kind of the edit: "unknown_value", "extra_field", "missing_field", "null" or "other_type"; empty:
	// any.
	Only string `json:"edit"`
	// Pointer is the place of the edit, a JSON pointer into the body; nil: any.
	Pointer *string `json:"pointer"`

	path []string // of Pointer
}

func (m *Mutate) describe() KindInfo {
	return KindInfo{
		Kind: "mutate", Handled: true,
		Doc: "handles the request, then changes one place of the JSON answer; the edits are proposed by the " +
			"document's schema of the answer, one is chosen by the world's chance",
		Parameters: param.List{
			{
				Name: "edit", Type: param.String, To: &m.Only, Doc: "only edits of this kind",
				Values: []string{"unknown_value", "extra_field", "missing_field", "null", "other_type"},
			},
			{
				Name: "pointer", Type: param.String, Empty: true, To: &m.Pointer,
				Doc: "only the edit at this JSON pointer into the body",
			},
		},
	}
}

func (m *Mutate) check() *Refusal {
	if m.Pointer == nil {
		return nil
	}
	var err error
	if m.path, err = pointer.Parse(*m.Pointer); err != nil {
		reason := `expected a JSON pointer such as "/result/phone", got ` + show(*m.Pointer)
		return &Refusal{Field: field("fault", "pointer"), Reason: reason}
	}
	return nil
}

// Detail is what edits may be made.
func (m *Mutate) Detail() string {
	parts := []string{"mutate"}
	if m.Only != "" {
		parts = []string{m.Only}
	}
	if m.Pointer != nil {
		parts = append(parts, "at "+show(*m.Pointer))
	}
	return strings.Join(parts, " ")
}

// Edit is one change of a finished response that Mutate may make.
type Edit struct {
	Kind    string `json:"kind"`    // unknown_value, extra_field, missing_field, null, other_type
	Pointer string `json:"pointer"` // JSON pointer into the body
	Value   any    `json:"value,omitempty"`
}

// fits reports whether the operation's responses may hold what the pointer points to, or an object that takes a new
// field.
func (m *Mutate) fits(c Catalogue, api, operation string) bool {
	if len(m.path) == 0 {
		return true
	}
	if may, _ := c.Describes(api, operation, m.path); may {
		return true
	}
	if m.Only != "extra_field" {
		return false
	}
	may, _ := c.Describes(api, operation, m.path[:len(m.path)-1])
	return may
}

func (m *Mutate) misfit(c Catalogue, among []key) *Refusal {
	known := []string{}
	for _, k := range among {
		_, beside := c.Describes(k.api, k.operation, m.path)
		for _, pointer := range beside {
			if !slices.Contains(known, pointer) {
				known = append(known, pointer)
			}
		}
	}
	return &Refusal{
		Field: field("fault", "pointer"), Known: known,
		Reason: "no answer that the rule matches has anything at " + show(*m.Pointer),
	}
}

// Edit applies one of the edits that fit the rule to a response in order, and notes which. If the document proposes
// none, the rule's own edit is made if it is complete: a kind and a pointer to a value that the response has.
func (m *Mutate) Edit(f *Firing, response message.Response, edits []Edit) message.Response {
	response.Body, f.Detail = m.change(response.Body, edits, f.set.pick)
	return response
}

func (m *Mutate) change(body []byte, edits []Edit, pick func(int) int) (changed []byte, detail string) {
	if !json.Valid(body) {
		return body, m.Detail() + ": the answer is not JSON, nothing was changed"
	}
	fit := []Edit{}
	for _, e := range edits {
		if (m.Only == "" || e.Kind == m.Only) && (m.Pointer == nil || e.Pointer == *m.Pointer) {
			fit = append(fit, e)
		}
	}
	if len(fit) == 0 && m.Only != "" && m.Pointer != nil {
		fit = append(fit, m.own(body))
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
	return body, m.Detail() + ": no edit fits this answer, nothing was changed"
}

// own is the edit that the rule itself describes.
func (m *Mutate) own(body []byte) Edit {
	e := Edit{Kind: m.Only, Pointer: *m.Pointer, Value: "unexpected"}
	if at, ok := rawjson.Locate(body, m.path); ok && body[at.Start] == '"' && m.Only == "other_type" {
		e.Value = 1
	}
	return e
}

// apply makes one edit; everything else stays as it was written. done names it, and is empty if it could not be made.
func apply(body []byte, e Edit) (out []byte, done string) {
	path, err := pointer.Parse(e.Pointer)
	if err != nil {
		return body, ""
	}
	at, found := rawjson.Locate(body, path)
	done = e.Kind + " at " + show(e.Pointer)
	switch {
	case e.Kind == "extra_field":
		return addField(body, e, path, at, found)
	case !found:
		return body, ""
	case e.Kind == "missing_field" && len(path) > 0:
		return rawjson.Remove(body, at), done
	case e.Kind == "null":
		return rawjson.Replace(body, at, []byte("null")), done
	case e.Kind == "unknown_value" || e.Kind == "other_type":
		value := rawjson.Encode(e.Value)
		return rawjson.Replace(body, at, value), done + ": " + show(json.RawMessage(value))
	}
	return body, ""
}

// addField adds a field: the one that the pointer names, or a new one of the object that it points to.
func addField(body []byte, e Edit, path []string, at rawjson.Place, found bool) (out []byte, done string) {
	name := "unexpected_field"
	if !found && len(path) > 0 {
		name = path[len(path)-1]
		path = path[:len(path)-1]
		at, found = rawjson.Locate(body, path)
	}
	if !found || body[at.Start] != '{' {
		return body, ""
	}
	for at.Has(body, name) {
		name += "_"
	}
	if e.Value == nil {
		e.Value = "unexpected"
	}
	return rawjson.Insert(body, at, name, rawjson.Encode(e.Value)), e.Kind + " at " + show(field(append(path, name)...))
}

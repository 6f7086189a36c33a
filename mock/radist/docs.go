package radist

import (
	"html/template"
	"net/http"
	"slices"
	"sparring/mock/fake"
)

type docsScreen struct {
	Title  string
	Style  template.CSS
	Tags   []docsTag
	Script template.JS

	Language string
	Say      func(english string) string
}

type docsTag struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	Tag, ID, Method, Path, Summary, Scope string
	Also                                  []docsAnchor
}

type docsAnchor struct{ Tag, ID string }

// docsPage lists the operations under the anchors that the vendor's text links to
// (#/Connections/ConnectionsCreateItem).
// Source: radist#L3. Differs: no Swagger UI, and no document of the vendor's to show.
func (x *exchange) docsPage() (fake.Response, error) {
	s := docsScreen{Title: "Public API v2", Style: styleText(), Language: "en",
		Say: func(english string) string { return english }}
	for _, op := range table() {
		i := slices.IndexFunc(s.Tags, func(t docsTag) bool { return t.Name == op.tag })
		if i < 0 {
			i = len(s.Tags)
			s.Tags = append(s.Tags, docsTag{Name: op.tag})
		}
		o := docsOperation{Tag: op.tag, ID: op.id, Method: op.method, Path: "/v2" + op.path, Summary: op.summary,
			Scope: op.scope}
		for _, id := range anchors(op.id) {
			o.Also = append(o.Also, docsAnchor{op.tag, id})
		}
		s.Tags[i].Operations = append(s.Tags[i].Operations, o)
	}
	return x.html(http.StatusOK, "docs", s)
}

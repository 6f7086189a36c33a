package spec

import (
	"strconv"
	"strings"

	"github.com/oasdiff/yaml"
	yaml3 "github.com/oasdiff/yaml3"
)

// overlayLines finds the lines of a document as judged in the files that it was made from.
type overlayLines struct {
	merged   []byte         // the document as judged, each member on a line of its own
	members  map[int]string // the member on each line of merged
	document map[string]int // the line of each member in the document
	overlay  map[string]int // the line of each member, and of each target, in the overlay
}

// newOverlayLines reads the lines of a document, its overlay, and the document as judged.
func newOverlayLines(text, overlay, judged []byte) (*overlayLines, error) {
	merged, err := yaml.JSONToYAML(judged) // of JSON, no lines are known
	if err != nil {
		return nil, err
	}
	o := &overlayLines{
		merged: merged, members: map[int]string{}, document: map[string]int{}, overlay: map[string]int{},
	}
	err = eachMember(o.merged, func(path []string, line int, _ *yaml3.Node) { o.members[line] = member(path) })
	if err != nil {
		return nil, err
	}
	err = eachMember(text, func(path []string, line int, _ *yaml3.Node) { o.document[member(path)] = line })
	if err != nil {
		return nil, err
	}
	var target []string // it is written before its update
	err = eachMember(overlay, func(path []string, line int, value *yaml3.Node) {
		switch {
		case len(path) == 3 && path[2] == "target":
			target, _ = action{Target: value.Value}.path()
			o.overlay[member(target)] = line
		case len(path) > 3 && path[0] == "actions" && path[2] == "update":
			o.overlay[member(append(target[:len(target):len(target)], path[3:]...))] = line
		}
	})
	return o, err
}

// place returns a problem of the document as judged with the line that people know: that of the overlay, if it writes
// or changes the member on the problem's line, else that of the document.
func (o *overlayLines) place(p Problem, name string) Problem {
	at := o.members[p.Line]
	for inside := at; inside != ""; inside = inside[:max(0, strings.LastIndex(inside, "\n"))] {
		if p.Line = o.overlay[inside]; p.Line > 0 {
			return p
		}
	}
	if p.Line = o.document[at]; p.Line > 0 {
		p.Document = name
		p.Hint += ", only wrong with " + name + ".overlay.yaml"
	}
	return p
}

// member is a path as a key: no name of a member has a line break.
func member(path []string) string { return strings.Join(path, "\n") }

// eachMember visits the members of a text in YAML or JSON, with the paths of their names and their lines; items of
// lists are members with numbers.
func eachMember(text []byte, visit func(path []string, line int, value *yaml3.Node)) error {
	var root yaml3.Node
	if err := yaml3.Unmarshal(text, &root); err != nil {
		return err
	}
	var walk func(n *yaml3.Node, path []string)
	walk = func(n *yaml3.Node, path []string) {
		path = path[:len(path):len(path)]
		for i, c := range n.Content {
			switch n.Kind {
			case yaml3.MappingNode:
				if i%2 == 1 {
					name := n.Content[i-1]
					visit(append(path, name.Value), name.Line, c)
					walk(c, append(path, name.Value))
				}
			case yaml3.SequenceNode:
				visit(append(path, strconv.Itoa(i)), c.Line, c)
				walk(c, append(path, strconv.Itoa(i)))
			default:
				walk(c, path)
			}
		}
	}
	walk(&root, nil)
	return nil
}

package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Provenance is the kind of origin of a fact. Only documented and observed facts may fail a client.
type Provenance string

// The marks.
const (
	Documented Provenance = "documented" // stated by the vendor, the source is named
	Observed   Provenance = "observed"   // seen in the vendor's own clients or on the wire
	Derived    Provenance = "derived"    // stated nowhere: our reading
)

// Operation is an operation of a document.
type Operation struct {
	Document    string   // name of the document that describes it
	API         string   // bonder, iqchannels, radist, timconnect
	ID          string   // the vendor's operationId, verbatim
	Aliases     []string // further ids of the same operation
	Method      string   // upper case
	Path        string   // template behind "/{api}", as registered: "/v2/companies/{company_id}/connections/"
	PathAliases []string // further templates of the path; may omit parameters
	Errors      []string // codes of the catalogue that its response may have
	Readings    []string // those of Errors that are derived: no text names them for this operation
	Provenance  Provenance
	Source      string // where in the document's source text
	Summary     string
	Secured     bool // needs a credential
	Page        bool // a page for people: journalled, not judged
	Stream      bool // responds with text/event-stream
}

// Error is a code of a document's error catalogue. Fault rules refer to it by its code.
type Error struct {
	Document   string
	Code       string
	Status     int    // HTTP status it is sent with
	Meaning    string // as the vendor has it
	Advice     string // what a client should do, one of advices
	Provenance Provenance
	Source     string
}

// Route is a path template with its operations, one for each method.
type Route struct {
	Path       string
	Operations []Operation
}

// APIs returns the faked APIs in the order of their documents. The control API, which is ours, is not among them.
func APIs() []string { return slices.Clone(apiNames) }

// Operations returns the operations of an API in matching order: a router that registers them in this order follows
// OpenAPI (concrete paths before templated ones). It returns nil for an unknown API; "control" is known. The slices of
// the elements are shared and must not be changed.
func Operations(api string) []Operation { return slices.Clone(operationsOf(api)) }

// Find returns the operation of an API with an id or alias, and reports whether there is one.
func Find(api, id string) (Operation, bool) {
	for _, op := range operationsOf(api) {
		if op.ID == id || slices.Contains(op.Aliases, id) {
			return op, true
		}
	}
	return Operation{}, false
}

// Errors returns the error codes of an API from all its documents, in the order of the documents.
func Errors(api string) []Error { return slices.Clone(errorsOf(api)) }

// Routes returns the path templates of an API, aliases included, in matching order, each with its operations. If an
// alias is the own path of another operation with the same method, that operation is the one.
func Routes(api string) []Route {
	var routes []Route
	at := map[string]int{}
	add := func(path string, op Operation) {
		i, ok := at[path]
		if !ok {
			i = len(routes)
			at[path] = i
			routes = append(routes, Route{Path: path})
		}
		if !slices.ContainsFunc(routes[i].Operations, func(o Operation) bool { return o.Method == op.Method }) {
			routes[i].Operations = append(routes[i].Operations, op)
		}
	}
	operations := operationsOf(api)
	for _, op := range operations {
		add(op.Path, op)
	}
	for _, op := range operations {
		for _, path := range op.PathAliases {
			add(path, op)
		}
	}
	slices.SortStableFunc(routes, func(a, b Route) int { return matchingOrder(a.Path, b.Path) })
	return routes
}

// matchingOrder compares two paths as OpenAPI orders them, segment by segment, concrete before templated; then by name.
func matchingOrder(a, b string) int {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	for i := range min(len(as), len(bs)) {
		at, bt := strings.Contains(as[i], "{"), strings.Contains(bs[i], "{")
		if at != bt {
			if at {
				return 1
			}
			return -1
		}
	}
	return cmp.Or(cmp.Compare(strings.Count(a, "{"), strings.Count(b, "{")), cmp.Compare(a, b))
}

// listOperations returns the operations of a document.
func (d *Document) listOperations() []Operation {
	var list []Operation
	d.each(func(path string, _ *openapi3.PathItem, method string, op *openapi3.Operation) {
		prefix := d.prefix()
		codes, readings := codesOf(op)
		ids, paths := aliases(op)
		for i := range paths {
			paths[i] = prefix + paths[i]
		}
		list = append(list, Operation{
			Document: d.Name, API: d.API, ID: op.OperationID, Aliases: ids,
			Method: method, Path: prefix + path, PathAliases: paths,
			Errors:     codes,
			Readings:   readings,
			Provenance: Provenance(text(op.Extensions["x-sparring-provenance"])),
			Source:     text(op.Extensions["x-sparring-source"]),
			Summary:    op.Summary,
			Secured:    d.secured(op),
			Page:       op.Extensions["x-sparring-page"] == true,
			Stream:     op.Extensions["x-sparring-stream"] == true,
		})
	})
	return list
}

// codesOf returns the error codes that an operation names, and those of them that are derived. A plain code has the
// mark of the operation; one that is an object has its own.
func codesOf(op *openapi3.Operation) (codes, derived []string) {
	list, _ := op.Extensions["x-sparring-errors"].([]any)
	for _, item := range list {
		m, marked := item.(map[string]any)
		if !marked {
			codes = append(codes, text(item))
			continue
		}
		codes = append(codes, text(m["code"]))
		if Provenance(text(m["provenance"])) == Derived {
			derived = append(derived, text(m["code"]))
		}
	}
	return codes, derived
}

// listErrors returns the error catalogue of a document.
func (d *Document) listErrors() []Error {
	entries, _ := d.T.Extensions["x-sparring-errors"].([]any)
	list := make([]Error, 0, len(entries))
	for _, entry := range entries {
		m, _ := entry.(map[string]any)
		status := 0
		switch n := m["status"].(type) {
		case float64:
			status = int(n)
		case int:
			status = n
		case uint64:
			status = int(n)
		case int64:
			status = int(n)
		}
		list = append(list, Error{
			Document: d.Name, Code: text(m["code"]), Status: status, Meaning: text(m["meaning"]),
			Advice: text(m["advice"]), Provenance: Provenance(text(m["provenance"])), Source: text(m["source"]),
		})
	}
	return list
}

// prefix returns the part between "/{api}" and the document's paths: "" or "/v2". A path item's own server wins.
func (d *Document) prefix() string {
	if len(d.T.Servers) == 0 {
		return ""
	}
	path, _ := localPath(d.T.Servers[0].URL)
	path = strings.TrimSuffix(path, "/")
	if rest, ok := strings.CutPrefix(path, "/"+d.API); ok && (rest == "" || rest[0] == '/') {
		return rest
	}
	return path
}

// secured reports whether an operation needs a credential.
func (d *Document) secured(op *openapi3.Operation) bool {
	requirements := d.T.Security
	if op.Security != nil {
		requirements = *op.Security
	}
	for _, r := range requirements {
		if len(r) == 0 {
			return false
		}
	}
	return len(requirements) > 0
}

func aliases(op *openapi3.Operation) (ids, paths []string) {
	m, _ := op.Extensions["x-sparring-aliases"].(map[string]any)
	return texts(m["ids"]), texts(m["paths"])
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v) // a bare 418 in YAML is a number
	}
}

func texts(v any) []string {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = text(e)
	}
	return out
}

// Package spec holds the contracts of the faked APIs: one OpenAPI 3.0.3 document per vendor text, the list of
// operations and error codes made from them, and their lint. A vendor's document holds that vendor's contract and
// nothing else; pages that only the fake has are in a document of their own, <api>-pages, and readings that switches
// choose are in an overlay, <name>.overlay.yaml, which is applied for judging.
//
// Use [Operations] and [Errors] for the plain list (no parsing), [Load] for a parsed document (parsed when first asked
// for), [Text] and [JSON] for the document itself, [Lint] to check one. It knows nothing of requests: judging them is
// the work of package contract.
package spec

import (
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Each document is named, so that a missing one fails the build.
//
//go:embed bonder.yaml
//go:embed bonder.overlay.yaml
//go:embed bonder-pages.yaml
//go:embed iqchannels-auth.yaml
//go:embed iqchannels-chat.yaml
//go:embed iqchannels-chat.overlay.yaml
//go:embed radist.yaml
//go:embed radist.overlay.yaml
//go:embed radist-pages.yaml
//go:embed timconnect.yaml
//go:embed timconnect.overlay.yaml
//go:embed kittn.yaml
//go:embed control.yaml
var files embed.FS

// read returns an embedded file. A release embeds the files packed (.ci/packed), since they are a thirtieth of it.
func read(name string) ([]byte, error) {
	data, err := files.ReadFile(name)
	if err != nil || !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) { // gzip, RFC 1952
		return data, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

// documents are all there are, in the order of the vendors.
var documents = []document{
	named("bonder"), named("bonder-pages"), named("iqchannels-auth"), named("iqchannels-chat"), named("radist"),
	named("radist-pages"), named("timconnect"), named("kittn"), named("control"),
}

// document has two loaders; each parses at most once. Parsing takes up to 0.1 s, and few ask for what is published.
type document struct {
	name      string
	load      func() (*Document, error)
	published func() (*openapi3.T, error) // without the overlay
}

func named(name string) document {
	load := sync.OnceValues(func() (*Document, error) { return parse(name) })
	return document{name, load, sync.OnceValues(func() (*openapi3.T, error) { return published(name, load) })}
}

// Document is one parsed contract. It is shared and must not be changed.
type Document struct {
	Name   string // the file's name without its ending: "iqchannels-auth"
	API    string // the API it describes: "iqchannels"; "control" for our own
	Source string // the vendor's text it was made from
	Title  string
	T      *openapi3.T // as requests and responses are judged by it: with the overlay
	// Directional reports whether a schema is readOnly or writeOnly, so that requests and responses differ.
	Directional bool
	// CamelKeys reports whether a request may have each key of its body in lower camel case as well. It is set by
	// info.x-sparring-keys: camel.
	CamelKeys bool

	operations map[string]place
}

type place struct {
	item      *openapi3.PathItem
	operation *openapi3.Operation
}

// Names returns the names of the documents in the order of the vendors.
func Names() []string {
	names := make([]string, len(documents))
	for i, d := range documents {
		names[i] = d.name
	}
	return names
}

// Text returns a document as it is written, in YAML. The error for an unknown name lists the known ones.
func Text(name string) ([]byte, error) {
	if _, err := find(name); err != nil {
		return nil, err
	}
	return read(name + ".yaml")
}

// JSON returns a document as it is published, as JSON with its references kept.
func JSON(name string) ([]byte, error) {
	d, err := find(name)
	if err != nil {
		return nil, err
	}
	t, err := d.published()
	if err != nil {
		return nil, err
	}
	return json.Marshal(t)
}

// Load parses a document, with its overlay, when it is first asked for; later calls return the same value.
// Whether the document is valid is the question of [Lint], answered by a test and not at start-up.
func Load(name string) (*Document, error) {
	d, err := find(name)
	if err != nil {
		return nil, err
	}
	return d.load()
}

// Operation returns the operation with an id or alias, and its path item; nil if the document has no such operation.
func (d *Document) Operation(id string) (*openapi3.PathItem, *openapi3.Operation) {
	p := d.operations[id]
	return p.item, p.operation
}

func find(name string) (document, error) {
	if i := slices.IndexFunc(documents, func(d document) bool { return d.name == name }); i >= 0 {
		return documents[i], nil
	}
	return document{}, fmt.Errorf("no document %q; there are %s", name, strings.Join(Names(), ", "))
}

func parse(name string) (*Document, error) {
	text, err := read(name + ".yaml")
	if err != nil {
		return nil, err
	}
	applied, err := judged(name, text)
	if err != nil {
		return nil, err
	}
	return parseText(name, applied, false)
}

func published(name string, load func() (*Document, error)) (*openapi3.T, error) {
	if _, err := read(name + ".overlay.yaml"); err == nil {
		text, err := read(name + ".yaml")
		if err != nil {
			return nil, err
		}
		load = func() (*Document, error) { return parseText(name, text, false) }
	}
	d, err := load()
	if err != nil {
		return nil, err
	}
	return d.T, nil
}

// parseText parses a document. With lines, its parts know their lines: these cost memory, only lint needs them.
func parseText(name string, text []byte, lines bool) (*Document, error) {
	loader := openapi3.NewLoader()
	loader.Context = context.Background()
	loader.IncludeOrigin = lines
	t, err := loader.LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", name, err)
	}
	d := &Document{Name: name, T: t, operations: map[string]place{}}
	if t.Info != nil {
		d.Title = t.Info.Title
		d.API, _ = t.Info.Extensions["x-sparring-api"].(string)
		d.Source, _ = t.Info.Extensions["x-sparring-source"].(string)
		d.CamelKeys = t.Info.Extensions["x-sparring-keys"] == "camel"
	}
	d.each(func(_ string, item *openapi3.PathItem, _ string, op *openapi3.Operation) {
		d.operations[op.OperationID] = place{item, op}
		ids, _ := aliases(op)
		for _, id := range ids {
			d.operations[id] = place{item, op}
		}
	})
	err = t.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
		d.Directional = d.Directional || s.Value.ReadOnly || s.Value.WriteOnly
		return nil
	})
	return d, err
}

// each calls visit for each operation: paths in matching order, methods in a fixed order.
func (d *Document) each(visit func(path string, item *openapi3.PathItem, method string, op *openapi3.Operation)) {
	for _, path := range d.T.Paths.InMatchingOrder() {
		item := d.T.Paths.Value(path)
		if item == nil {
			continue
		}
		for _, method := range methods {
			if op := item.GetOperation(method); op != nil {
				visit(path, item, method, op)
			}
		}
	}
}

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions, http.MethodTrace,
}

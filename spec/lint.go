package spec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Problem is a mistake in a document.
type Problem struct {
	Document  string
	Line      int    // in the YAML; 0 if unknown
	Operation string // operationId, "" for the document as a whole
	Code      string // stable, snake_case
	Message   string
	Hint      string // what to do about it
}

// String returns the problem on one line: document.yaml:12: saveCard: message (hint) [code]. The line is left out if it
// is unknown.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Document + ".yaml:")
	if p.Line > 0 {
		fmt.Fprintf(&b, "%d:", p.Line)
	}
	b.WriteString(" ")
	if p.Operation != "" {
		b.WriteString(p.Operation + ": ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString(" (" + p.Hint + ")")
	}
	return b.String() + " [" + p.Code + "]"
}

// Lint checks one document; no problems means none found. It parses the document anew, with line numbers, and the other
// documents of the same API, whose operation ids must differ. A document with an overlay is checked twice, as published
// and as judged; what only the second check finds comes from the overlay, and has its line. The error is that of an
// unknown name only.
func Lint(name string) ([]Problem, error) {
	text, err := Text(name)
	if err != nil {
		return nil, err
	}
	d, err := Load(name)
	if err != nil {
		return []Problem{notLoadable(name, err)}, nil
	}
	var siblings []*Document
	for _, other := range Names() {
		if s, err := Load(other); other != name && err == nil && s.API == d.API {
			siblings = append(siblings, s)
		}
	}
	problems := lint(name, text, siblings)
	overlay, err := read(name + ".overlay.yaml")
	if err != nil {
		return problems, nil //nolint:nilerr // it has no overlay
	}
	return append(problems, lintOverlay(name, text, overlay, siblings, problems)...), nil
}

// lintOverlay returns those problems of a document as judged that it does not have as published.
func lintOverlay(name string, text, overlay []byte, siblings []*Document, published []Problem) []Problem {
	merged, err := applyOverlay(name, text, overlay)
	if err != nil {
		return []Problem{notLoadable(name+".overlay", err)}
	}
	lines, err := newOverlayLines(text, overlay, merged)
	if err != nil {
		return []Problem{notLoadable(name+".overlay", err)}
	}
	var out []Problem
	for _, p := range lint(name+".overlay", lines.merged, siblings) {
		p = lines.place(p, name)
		if !slices.ContainsFunc(published, func(known Problem) bool {
			return known.Operation == p.Operation && known.Code == p.Code && known.Message == p.Message
		}) {
			out = append(out, p)
		}
	}
	return out
}

func notLoadable(name string, err error) Problem {
	return Problem{Document: name, Line: lineIn(err.Error()), Code: "not_loadable", Message: oneLine(err.Error()),
		Hint: "must be an OpenAPI 3.0.3 document in YAML"}
}

type linter struct {
	document *Document
	problems []Problem
	marks    map[string]bool // codes named by an operation
	schemas  map[*openapi3.Schema]bool
}

func lint(name string, text []byte, siblings []*Document) []Problem {
	d, err := parseText(name, text, true)
	if err != nil {
		return []Problem{notLoadable(name, err)}
	}
	l := &linter{document: d, marks: map[string]bool{}, schemas: map[*openapi3.Schema]bool{}}
	l.valid()
	l.head()
	ids := map[string]string{}
	for _, s := range siblings {
		s.each(func(_ string, _ *openapi3.PathItem, _ string, op *openapi3.Operation) {
			also, _ := aliases(op)
			for _, id := range append(also, op.OperationID) {
				ids[id] = "document " + s.Name
			}
		})
	}
	d.each(func(path string, item *openapi3.PathItem, method string, op *openapi3.Operation) {
		l.operation(method+" "+path, item, op, ids)
	})
	l.paths(siblings)
	l.catalogue()
	l.allSchemas()
	l.publish()
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Code, b.Code))
	})
	return slices.Compact(l.problems)
}

func (l *linter) report(origin *openapi3.Origin, operation, code, message, hint string) {
	line := 0
	if origin != nil && origin.Key != nil {
		line = origin.Key.Line
	}
	l.problems = append(l.problems, Problem{l.document.Name, line, operation, code, message, hint})
}

// valid reports what kin-openapi finds, in examples too.
func (l *linter) valid() {
	err := l.document.T.Validate(context.Background(),
		openapi3.EnableMultiError(), openapi3.SetRegexCompiler(CompilePattern), openapi3.AllowExtensionsWithRef())
	for _, err := range leaves(err) {
		code, line, message := "invalid", 0, oneLine(err.Error())
		var coded openapi3.CodedError
		if errors.As(err, &coded) {
			code = strings.ReplaceAll(coded.Code(), "-", "_")
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if n := originLine(e); n > 0 {
				line = n
			}
		}
		l.problems = append(l.problems, Problem{Document: l.document.Name, Line: line, Code: code, Message: message,
			Hint: "see the OpenAPI 3.0.3 specification"})
	}
}

func (l *linter) head() {
	d := l.document
	var origin *openapi3.Origin
	if d.T.Info != nil {
		origin = d.T.Info.Origin
		l.extensions(origin, "", d.T.Info.Extensions)
		if keys := d.T.Info.Extensions["x-sparring-keys"]; keys != nil && keys != "camel" {
			l.report(origin, "", "keys_unknown", "info.x-sparring-keys is "+text(keys), "camel, or leave it out")
		}
	}
	l.extensions(origin, "", d.T.Extensions)
	if !strings.HasPrefix(d.T.OpenAPI, "3.0.") {
		l.report(origin, "", "version", "openapi is "+d.T.OpenAPI, "write 3.0.3: 3.1 is validated 50 times slower")
	}
	if d.API == "" {
		l.report(origin, "", "api_missing", "info.x-sparring-api is missing",
			"bonder, iqchannels, radist, timconnect or control")
	}
	if d.Source == "" {
		l.report(origin, "", "source_missing", "info.x-sparring-source is missing", "the name of the vendor's text")
	}
	l.servers()
}

// address is where `sparring serve` listens by default.
const address = "http://127.0.0.1:8080"

// servers checks that a generated client finds this server by itself: first its default address, then the
// path alone, for a client that loads the document from a server elsewhere. The vendor's own hosts may follow.
func (l *linter) servers() {
	d := l.document
	if len(d.T.Servers) < 2 {
		l.report(nil, "", "server_missing", fmt.Sprintf("has %d servers", len(d.T.Servers)),
			"first "+address+"/"+d.API+", then /"+d.API)
		return
	}
	first, second := d.T.Servers[0], d.T.Servers[1]
	if first.URL != address+second.URL {
		l.report(first.Origin, "", "server_default", "the first server is "+first.URL, "write "+address+second.URL)
	}
	l.server(second)
	for _, s := range d.T.Servers[2:] {
		if _, local := localPath(s.URL); local {
			l.server(s)
		}
	}
	for path, item := range d.T.Paths.Map() {
		if len(item.Servers) > 0 {
			l.report(item.Origin, "", "server_of_path", path+" has servers of its own, which generated clients ignore",
				"move the path to a document with that server")
		}
	}
}

func (l *linter) server(s *openapi3.Server) {
	prefix := "/" + l.document.API
	if l.document.API == "control" {
		prefix = "/_sparring"
	}
	if s.URL != prefix && !strings.HasPrefix(s.URL, prefix+"/") {
		l.report(s.Origin, "", "server_prefix", "server "+s.URL+" does not begin with "+prefix,
			"paths stand behind the API's prefix")
	}
}

var advices = []string{"retry_now", "retry_later", "reauthorize", "fix_request", "contact_support", "none"}

// catalogue checks the error codes against the operations that name them, which operation has collected in marks.
func (l *linter) catalogue() {
	var origin *openapi3.Origin
	if info := l.document.T.Info; info != nil {
		origin = info.Origin
	}
	seen := map[string]bool{}
	for _, e := range l.document.listErrors() {
		bad := func(code, message, hint string) { l.report(origin, "", code, "error "+e.Code+": "+message, hint) }
		switch {
		case e.Code == "":
			bad("error_code_missing", "a catalogue entry has no code", "every entry of x-sparring-errors is named")
		case seen[e.Code]:
			bad("error_twice", "is listed twice", "one entry per code")
		case !l.marks[e.Code]:
			bad("error_not_named", "no operation names it", "add it to the x-sparring-errors of an operation")
		}
		seen[e.Code] = true
		if e.Status < 100 || e.Status > 599 {
			bad("error_status", "status "+strconv.Itoa(e.Status)+" is not an HTTP status",
				"give the status it is sent with")
		}
		if !slices.Contains(advices, e.Advice) {
			bad("error_advice", "advice is "+strconv.Quote(e.Advice), "one of "+strings.Join(advices, ", "))
		}
		if e.Meaning == "" {
			bad("error_meaning_missing", "has no meaning", "say what the vendor says")
		}
		l.provenance(origin, "", "error "+e.Code, string(e.Provenance), true)
		if l.marksFields() {
			l.cited(origin, "", "error "+e.Code, Mark{e.Provenance, e.Source})
		}
	}
	for _, op := range l.document.listOperations() {
		for _, code := range op.Errors {
			if !seen[code] {
				_, o := l.document.Operation(op.ID)
				l.report(o.Origin, op.ID, "error_not_in_catalogue", "code "+code+" is not in the catalogue",
					"add it to the document's x-sparring-errors")
			}
		}
	}
}

func (l *linter) provenance(origin *openapi3.Origin, operation, what, mark string, required bool) {
	switch Provenance(mark) {
	case Documented, Observed, Derived:
	case "":
		if required {
			l.report(origin, operation, "provenance_missing", what+" has no provenance",
				"documented, observed or derived")
		}
	default:
		l.report(origin, operation, "provenance_unknown", what+" has the provenance "+strconv.Quote(mark),
			"documented, observed or derived")
	}
}

// leaves returns the errors that have a code from a tree of kin-openapi's multi errors.
func leaves(err error) []error {
	if err == nil {
		return nil
	}
	if multi, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // a coded error may wrap another list
		var out []error
		for _, e := range multi {
			out = append(out, leaves(e)...)
		}
		return out
	}
	if _, ok := err.(openapi3.CodedError); !ok { //nolint:errorlint // the outermost code is wanted
		if inner := errors.Unwrap(err); inner != nil {
			return leaves(inner)
		}
	}
	return []error{err}
}

// originLine returns the line of an error of kin-openapi, which has a field for it but no method; 0 if unknown.
func originLine(err error) int {
	v := reflect.Indirect(reflect.ValueOf(err))
	if v.Kind() != reflect.Struct {
		return 0
	}
	f := v.FieldByName("Origin")
	if !f.IsValid() || !f.CanInterface() {
		return 0
	}
	if o, ok := f.Interface().(*openapi3.Origin); ok && o != nil && o.Key != nil {
		return o.Key.Line
	}
	return 0
}

var lineNumber = regexp.MustCompile(`line (\d+)`)

func lineIn(message string) int {
	if m := lineNumber.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n
	}
	return 0
}

// oneLine returns a message on one line of at most 300 characters, without kin-openapi's dump of schema and value.
func oneLine(message string) string {
	message, _, _ = strings.Cut(message, "\nSchema:")
	message = strings.Join(strings.Fields(message), " ")
	if r := []rune(message); len(r) > 300 {
		message = string(r[:300]) + "…"
	}
	return message
}

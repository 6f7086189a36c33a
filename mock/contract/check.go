// Package contract judges a finished journal entry by the document of its operation: the request as it was received and
// the answer as it was meant. Use [Check], a pure function that any number of goroutines may call; it is meant
// for when an entry is read, not for the request's path. [Edits] proposes changes of a response for the fault "mutate".
//
// Nothing is refused because of a finding. Rules of a vendor that OpenAPI cannot express are in the fakes.
package contract

import (
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/spec"
)

// maxFindings bounds the findings about one half of an entry: a body can hold a thousand unknown fields.
const maxFindings = 64

// Check returns where a finished entry departs from the document of its operation: violations by the client in the
// request of an exchange, defects of the fake in its response, and violations by the service in the response to an
// outgoing look-up or in one that a real server gave. Not judged are pages for people, responses that a fault wrote and
// requests whose client left before the response; what the entry's own findings say is not repeated. The findings come
// in a fixed order.
func Check(op spec.Operation, e *journal.Record) []journal.Finding {
	if e == nil || e.Unjudged || op.Page || e.State == journal.Open || e.State == journal.Late {
		return nil
	}
	if e.Kind != journal.Exchange && (e.Kind != journal.Outgoing || e.Peer != journal.Service) {
		return nil
	}
	document, err := spec.Load(op.Document)
	if err != nil {
		return []journal.Finding{unusable(op, err.Error())}
	}
	item, operation := document.Operation(op.ID)
	if operation == nil {
		return []journal.Finding{unusable(op, "the document "+op.Document+" has no operation "+op.ID)}
	}
	var found []journal.Finding
	if e.Kind == journal.Exchange {
		if e.Request != nil && (e.State != journal.Aborted || e.Response != nil) {
			found = judgeRequest(document, op, item, operation, e)
		}
		if e.Response != nil && !e.Arbitrary {
			kind, by := journal.Defect, journal.ByFake
			if e.Passed {
				kind, by = journal.Violation, journal.ByService
			}
			found = append(found, judgeResponse(document, op, operation, e, kind, by)...)
		}
		return found
	}
	if e.Response != nil && !e.Arbitrary {
		found = judgeResponse(document, op, operation, e, journal.Violation, journal.ByService)
	}
	return found
}

func unusable(op spec.Operation, message string) journal.Finding {
	return journal.Finding{
		Kind: journal.Defect, By: journal.ByFake, Code: "document_unusable",
		Expected: "a document that describes " + op.ID,
		Actual:   "none", Message: message, Provenance: journal.Derived, Source: op.Source,
	}
}

// judge collects the findings about one half of an entry.
type judge struct {
	op        spec.Operation
	kind      journal.FindingKind
	by        journal.Party
	request   bool
	prefix    string    // before the pointers of bodies: "" or "messages/3"
	mark      spec.Mark // of what the schema has no mark for
	skip      []journal.Finding
	raw       []byte // the JSON text that is being judged
	keys      spelling
	camelKeys bool // the request's keys may be in lower camel case
	found     []journal.Finding
	options   []openapi3.SchemaValidationOption
}

// half returns the name of what is judged, for messages.
func (j *judge) half() string {
	if j.request {
		return "request"
	}
	return "answer"
}

// derived is the mark of rules that no document has: our own reading of HTTP.
var derived = spec.Mark{Provenance: spec.Derived}

// add records a finding with the judge's mark.
func (j *judge) add(code, pointer, expected, actual, message string) {
	j.marked(code, pointer, expected, actual, j.mark, message)
}

// marked records a finding with a mark of its own; the zero Mark means that of the judge.
func (j *judge) marked(code, pointer, expected, actual string, mark spec.Mark, message string) {
	if slices.ContainsFunc(j.skip, func(f journal.Finding) bool { return f.Pointer == pointer }) {
		return
	}
	j.record(code, pointer, expected, actual, mark, message)
}

// record is marked for a fact of its own, even if the fake has a finding at the same place.
func (j *judge) record(code, pointer, expected, actual string, mark spec.Mark, message string) {
	if len(j.found) >= maxFindings {
		return
	}
	if len(j.found) == maxFindings-1 {
		code, pointer, expected, actual = "more_findings", "", "fewer departures from the document",
			"more than are listed"
		mark, message = derived, "the "+j.half()+" has more findings than are listed; correct these first"
	}
	if mark.Provenance == "" {
		mark = j.mark
	}
	if mark.Provenance == "" {
		mark.Provenance = spec.Derived
	}
	if mark.Source == "" {
		mark.Source = j.op.Source
	}
	j.found = append(j.found, journal.Finding{
		Kind: j.kind, By: j.by, Code: code, Pointer: pointer, Expected: expected, Actual: actual,
		Message: message, Provenance: journal.Provenance(mark.Provenance), Source: mark.Source,
	})
}

// validation returns the options of every call. kin-openapi distinguishes requests from responses only for readOnly and
// writeOnly, and then copies the value for every variant and judges the matching one twice: it is told only if a
// document needs it.
func validation(d *spec.Document, request bool) []openapi3.SchemaValidationOption {
	options := []openapi3.SchemaValidationOption{
		openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails(),
		openapi3.SetSchemaRegexCompiler(spec.CompilePattern),
		openapi3.WithStringFormatValidators(formats),
	}
	switch {
	case !d.Directional:
	case request:
		options = append(options, openapi3.VisitAsRequest())
	default:
		options = append(options, openapi3.VisitAsResponse())
	}
	return options
}

func judgeRequest(d *spec.Document, op spec.Operation, item *openapi3.PathItem, operation *openapi3.Operation,
	e *journal.Record) []journal.Finding {
	j := &judge{
		op: op, kind: journal.Violation, by: journal.ByClient, request: true, options: validation(d, true),
		mark: spec.Mark{Provenance: op.Provenance, Source: op.Source}, camelKeys: d.CamelKeys,
	}
	for _, f := range e.Findings {
		if f.By == journal.ByClient {
			j.skip = append(j.skip, f)
		}
	}
	requirements, schemes := security(d, operation)
	parameters := parametersOf(item, operation)
	j.parameters(parameters, securityQuery(requirements, schemes), e)
	j.credentials(requirements, schemes, e.Request.Header)
	if repeated(e.Request.Header) {
		j.repeatedHeaders(e.Request.Header, declaredHeaders(parameters, requirements, schemes))
	}
	body := operation.RequestBody
	if body == nil || body.Value == nil {
		if len(e.Request.Body) > 0 {
			j.marked("body_not_expected", "", "no body", size(e.Request.Body), derived,
				"the operation takes no body; send none")
		}
		return j.found
	}
	if m, ok := spec.FieldMark(body.Value.Extensions); ok {
		j.mark = m
	}
	if len(e.Request.Body) == 0 {
		if body.Value.Required {
			required, _ := spec.RuleMark(body.Value.Extensions, "required")
			j.marked("missing_body", "", "a body of type "+mediaTypes(body.Value.Content), "no body", required,
				"the operation needs a body; send one")
		}
		return j.found
	}
	contentType, ok := spec.RuleMark(body.Value.Extensions, "contentType")
	if !ok {
		contentType = derived
	}
	j.body(body.Value.Content, contentType, e.Request.Header, e.Request.Body)
	return j.found
}

func judgeResponse(d *spec.Document, op spec.Operation, operation *openapi3.Operation, e *journal.Record,
	kind journal.FindingKind,
	by journal.Party) []journal.Finding {
	j := &judge{op: op, kind: kind, by: by, mark: spec.Mark{Provenance: op.Provenance, Source: op.Source},
		options: validation(d, false)}
	for _, f := range e.Findings { // the fake's own rules say more about the same fact
		if f.By == by {
			j.skip = append(j.skip, f)
		}
	}
	status := e.Response.Status
	if status == 0 {
		status = http.StatusOK
	}
	ref := operation.Responses.Status(status)
	if ref == nil {
		ref = operation.Responses.Default()
	}
	if ref == nil || ref.Value == nil {
		j.add("undocumented_status", "status", statuses(operation), number(status),
			"the document does not list this status for "+op.ID)
		return j.found
	}
	if m, ok := spec.FieldMark(ref.Value.Extensions); ok {
		j.mark = m
	}
	j.headers(ref.Value.Headers, e.Response.Header)
	if e.Passed {
		j.unknownHeaders(ref.Value.Headers, e.Response.Header)
	}
	j.repeatedHeaders(e.Response.Header, nil)
	if e.Method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified ||
		status < 200 {
		if len(e.Response.Body) > 0 {
			j.add("body_not_expected", "", "no body", size(e.Response.Body), "this answer cannot have a body")
		}
		return j.found
	}
	content := ref.Value.Content
	switch stream := content["text/event-stream"]; {
	case len(content) == 0:
		if len(e.Response.Body) > 0 && by == journal.ByFake {
			j.add("body_not_expected", "", "no body", size(e.Response.Body), "the document has no body for this status")
		}
	case stream != nil && mediaType(e.Response.Header) == "text/event-stream":
		j.stream(stream, e.Messages)
	case len(e.Response.Body) == 0 && status >= 300 && (by == journal.ByService || content["*/*"] != nil):
		// OpenAPI cannot say that a body is optional, and a service's error may come without one.
	case len(e.Response.Body) == 0 && isFile(content.Get(mediaType(e.Response.Header))):
		// An empty file is a body of no bytes.
	case len(e.Response.Body) == 0:
		j.add("missing_body", "", "a body of type "+mediaTypes(content), "no body", "the document promises a body")
	default:
		j.body(content, j.mark, e.Response.Header, e.Response.Body)
	}
	return j.found
}

// isFile reports whether a body is any bytes, as those of a file are.
func isFile(media *openapi3.MediaType) bool {
	return media != nil && media.Schema != nil && media.Schema.Value != nil && media.Schema.Value.Format == "binary"
}

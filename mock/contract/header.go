package contract

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/spec"
)

// single are the headers that HTTP defines and whose value is not a list: a message has at most one line of each. A
// header that no document and no standard defines may be a list of its own. Cookie: rfc6265 §5.4.
var single = map[string]bool{
	"Access-Control-Allow-Credentials": true, "Access-Control-Allow-Origin": true, "Access-Control-Max-Age": true,
	"Access-Control-Request-Method": true, "Age": true, "Authorization": true, "Content-Disposition": true,
	"Content-Length": true, "Content-Location": true, "Content-Range": true, "Content-Type": true, "Cookie": true,
	"Date": true,
	"Etag": true, "Expires": true, "From": true, "Host": true, "If-Modified-Since": true, "If-Range": true,
	"If-Unmodified-Since": true, "Last-Event-Id": true, "Last-Modified": true, "Location": true, "Max-Forwards": true,
	"Origin": true, "Proxy-Authorization": true, "Range": true, "Referer": true, "Retry-After": true,
	"Sec-Fetch-Dest": true, "Sec-Fetch-Mode": true, "Sec-Fetch-Site": true, "Sec-Fetch-User": true, "Server": true,
	"Upgrade-Insecure-Requests": true, "User-Agent": true,
}

// repeated reports whether any header has several lines.
func repeated(header http.Header) bool {
	for _, lines := range header {
		if len(lines) > 1 {
			return true
		}
	}
	return false
}

// repeatedHeaders reports each header that is sent in several lines and is not a list: a reader may take the first
// line, the last, or all. declared are the headers of the document, with their marks.
func (j *judge) repeatedHeaders(header http.Header, declared map[string]headerMark) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		times := len(header[name])
		if times < 2 {
			continue
		}
		known, ok := declared[name]
		if !ok && !single[name] || known.list {
			continue
		}
		shown, mark := name, spec.Mark{Provenance: spec.Derived, Source: "rfc9110 §5.3"}
		if ok {
			shown = known.name
		}
		if known.mark.Provenance != "" {
			mark = known.mark
		}
		j.record("repeated_header", "header/"+escape(shown), "once", number(times)+" times", mark,
			"the header "+shown+" is sent in several lines and is not a list (RFC 9110 §5.3); send one")
	}
}

// usual are the headers that servers and gateways send of their own accord, beside those of single: they say nothing
// about an API.
var usual = map[string]bool{
	"Accept-Ch": true, "Accept-Ranges": true, "Alt-Svc": true, "Cache-Control": true, "Connection": true,
	"Content-Encoding": true, "Content-Language": true, "Content-Security-Policy": true,
	"Cross-Origin-Embedder-Policy": true, "Cross-Origin-Opener-Policy": true, "Cross-Origin-Resource-Policy": true,
	"Keep-Alive": true, "Last-Modified": true, "Nel": true, "Permissions-Policy": true, "Pragma": true,
	"Referrer-Policy": true, "Report-To": true, "Reporting-Endpoints": true, "Server-Timing": true,
	"Strict-Transport-Security": true, "Trailer": true, "Transfer-Encoding": true, "Upgrade": true, "Vary": true,
	"Via": true, "X-Accel-Buffering": true, "X-Content-Type-Options": true, "X-Frame-Options": true,
	"X-Powered-By": true, "X-Xss-Protection": true,
}

// unknownHeaders reports the headers of a real server's response that the document does not name and that
// HTTP does not define.
func (j *judge) unknownHeaders(declared openapi3.Headers, sent http.Header) {
	known := map[string]bool{}
	for name := range declared {
		known[http.CanonicalHeaderKey(name)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if known[name] || single[name] || usual[name] || strings.HasPrefix(name, "Access-Control-") {
			continue
		}
		j.marked("unknown_header", "header/"+escape(name), "no such header", "present", derived,
			"the document of "+j.op.ID+" lists no header "+name)
	}
}

// headerMark is what a document says of a request's header.
type headerMark struct {
	name string // as the document writes it
	mark spec.Mark
	list bool
}

// declaredHeaders returns the headers of parameters and of the only security scheme, by their canonical names.
func declaredHeaders(
	parameters []*openapi3.Parameter, requirements openapi3.SecurityRequirements,
	schemes map[string]*openapi3.SecurityScheme,
) map[string]headerMark {
	out := map[string]headerMark{}
	for _, p := range parameters {
		if p.In != openapi3.ParameterInHeader {
			continue
		}
		mark, ok := spec.FieldMark(p.Extensions)
		if !ok {
			mark = fieldMark(p.Schema)
		}
		list := p.Schema != nil && p.Schema.Value != nil && p.Schema.Value.Type.Is(openapi3.TypeArray)
		out[http.CanonicalHeaderKey(p.Name)] = headerMark{p.Name, mark, list}
	}
	for _, requirement := range requirements {
		for name := range requirement {
			if s := schemes[name]; s != nil && s.Type == "apiKey" && s.In == openapi3.ParameterInHeader {
				mark, _ := spec.FieldMark(s.Extensions)
				out[http.CanonicalHeaderKey(s.Name)] = headerMark{s.Name, mark, false}
			}
		}
	}
	return out
}

package mock

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/message"
	"sparring/mock/world"
	"sparring/spec"
)

const allowOrigin = "Access-Control-Allow-Origin"

// corsOrigins checks the origins whose pages may call the APIs. Each is exactly what a browser sends as Origin.
func corsOrigins(given []string) ([]string, error) {
	var origins []string
	for _, text := range given {
		u, err := url.Parse(text)
		exact := err == nil && u.Scheme != "" && u.Hostname() != "" && strings.EqualFold(text, u.Scheme+"://"+u.Host)
		if text != "null" && !exact {
			return nil, fmt.Errorf("origin %q: expected what a browser sends as Origin, such as http://localhost:3000:"+
				" a scheme, a host, its port unless it is the default one, and nothing behind; or null for pages of"+
				" files", text)
		}
		origins = append(origins, strings.ToLower(text))
	}
	return origins, nil
}

// allowed returns the origin of the page that sent a request if it may call the APIs, else "".
func (s *Server) allowed(r *http.Request) string {
	if len(s.origins) == 0 {
		return ""
	}
	origin := r.Header.Get("Origin")
	if !slices.Contains(s.origins, strings.ToLower(origin)) {
		return ""
	}
	return origin
}

// share lets the page of an origin read a response. The headers that a page may read have to be listed, because
// "*" does not work with credentials.
func share(h http.Header, origin string) {
	h.Set(allowOrigin, origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Add("Vary", "Origin")
	names := slices.Sorted(maps.Keys(h))
	names = slices.DeleteFunc(names, func(name string) bool {
		return strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" || name == "Vary"
	})
	if len(names) > 0 {
		h.Set("Access-Control-Expose-Headers", strings.Join(names, ", "))
	}
}

// preflight is a question that a browser asks on its own (CORS) before a page's request to another origin.
type preflight struct {
	target  *spec.Operation // of the request that would follow; nil if it matches none
	text    string          // the question and, when it is known, the answer
	granted bool            // the page may send its request
}

// share returns a response that the sending page may read, unless the vendor's own response says who may. The headers
// may belong to several responses, and are copied.
func (x *exchange) share(r message.Response) message.Response {
	if x.origin == "" || r.Header.Get(allowOrigin) != "" {
		return r
	}
	if r.Header = r.Header.Clone(); r.Header == nil {
		r.Header = http.Header{}
	}
	share(r.Header, x.origin)
	return r
}

// answerPreflight responds to a browser's preflight. The client did not make that request: its entry has no operation
// and no findings. If a page may call the APIs, every method and header is allowed, so that the vendor's own rules are
// seen to refuse them.
func (x *exchange) answerPreflight(a world.Answer) world.Answer {
	if a.Status/100 != 2 && x.origin != "" {
		a = world.Answer{Response: message.Response{Status: http.StatusNoContent, Header: http.Header{
			"Access-Control-Allow-Methods": {x.r.Header.Get("Access-Control-Request-Method")},
			"Access-Control-Max-Age":       {"600"},
		}}}
		if asked := x.r.Header.Values("Access-Control-Request-Headers"); len(asked) > 0 {
			a.Header["Access-Control-Allow-Headers"] = asked
		}
		if x.r.Header.Get("Access-Control-Request-Private-Network") != "" {
			a.Header.Set("Access-Control-Allow-Private-Network", "true")
		}
	}
	a.Operation, a.Findings = "", nil
	if reason := refusedBy(x.share(a.Response), x.r); reason != "" {
		x.preflight.text += "; it sends nothing, because " + reason
	} else {
		x.preflight.granted = true
		x.preflight.text += "; it may"
	}
	return a
}

// newPreflight returns the question whether a page may send a request of the method.
func (x *exchange) newPreflight(method string) *preflight {
	p := &preflight{
		target: x.router.find(method, x.request.Path).Operation,
		text:   "a browser asks whether a page of " + x.r.Header.Get("Origin") + " may send " + method,
	}
	if p.target != nil {
		p.text += " (" + p.target.ID + ")"
	}
	return p
}

// refusedBy returns why a browser does not send the request after this response to its preflight, "" if it does.
// Source: the Fetch standard, "CORS-preflight fetch".
func refusedBy(a message.Response, r *http.Request) string {
	method, origin := r.Header.Get("Access-Control-Request-Method"), a.Header.Get(allowOrigin)
	switch {
	case origin == "":
		return "the API has no CORS: serve --cors " + r.Header.Get("Origin") + " lets the page call it"
	case origin != "*" && origin != r.Header.Get("Origin"):
		return "only pages of " + origin + " may"
	case a.Status/100 != 2:
		return "the answer is " + strconv.Itoa(a.Status)
	case !slices.Contains([]string{"GET", "HEAD", "POST"}, method) && // a browser sends these unasked
		!listed(a.Header.Values("Access-Control-Allow-Methods"), method):
		return "the method is not in Access-Control-Allow-Methods"
	}
	for _, line := range r.Header.Values("Access-Control-Request-Headers") {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name != "" &&
				!listed(a.Header.Values("Access-Control-Allow-Headers"), name) {
				return "the header " + name + " is not in Access-Control-Allow-Headers"
			}
		}
	}
	return ""
}

// listed reports whether a name is in a list of several lines, without regard to case.
func listed(lines []string, name string) bool {
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			if item = strings.TrimSpace(item); strings.EqualFold(item, name) || item == "*" {
				return true
			}
		}
	}
	return false
}

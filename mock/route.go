package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gorilla/mux"

	"sparring/mock/problem"
	"sparring/spec"
)

// router finds the operation of a request: one per API, shared by all worlds and servers, since it does not change. One
// mux route per path template, methods matched here, because mux answers 404 for a wrong method in a sub-router and
// sends no Allow.
//
// mux asks one route after the other, which took a third of a short request. So the router asks only those that may
// match, and decides itself where nothing is escaped: TestRouteIndex compares. mux decides the rest.
type router struct {
	api   string
	index map[int][]candidate // by the number of slashes, in matching order
}

// candidate is a route with what a path must have to match it: as many segments, the fixed ones equal.
type candidate struct {
	spec.Route
	mux      *mux.Route
	segments []string // of the template
	simple   bool     // each variable is a whole segment
	literals []string // if it is simple: what is before each variable, and behind the last one
	names    []string // of the variables
}

// found is what a router knows about a request. Operation is nil if none matches; then Allow has the methods of the
// path and Beside one of its operations, both empty if the path is unknown.
type found struct {
	Operation *spec.Operation
	Beside    string
	Alias     bool
	Vars      map[string]string
	Allow     []string
}

// routers has those made so far, by API: compiling routes takes milliseconds, and tests start hundreds of servers.
var routers sync.Map

func routerOf(api string) (*router, error) {
	if known, ok := routers.Load(api); ok {
		return known.(*router), nil
	}
	r, err := newRouter(api)
	if err == nil {
		routers.Store(api, r)
	}
	return r, err
}

func newRouter(api string) (*router, error) {
	r := &router{api: api, index: map[int][]candidate{}}
	routes := mux.NewRouter().UseEncodedPath().SkipClean(true)
	none := http.NotFoundHandler() // mux does not match a route without a handler
	for _, route := range spec.Routes(api) {
		m := routes.Path(route.Path).Handler(none)
		if err := m.GetError(); err != nil {
			return nil, err
		}
		c := newCandidate(route, m)
		slashes := len(c.segments) - 1
		r.index[slashes] = append(r.index[slashes], c)
	}
	return r, nil
}

func newCandidate(route spec.Route, m *mux.Route) candidate {
	c := candidate{Route: route, mux: m, segments: strings.Split(route.Path, "/"), simple: true}
	for _, s := range c.segments {
		if strings.Contains(s, "{") &&
			(s[0] != '{' || strings.IndexByte(s, '}') != len(s)-1 || strings.Contains(s, ":")) {
			c.simple = false
		}
	}
	before, rest, found := strings.Cut(route.Path, "{")
	for found {
		var name string
		name, rest, _ = strings.Cut(rest, "}")
		c.literals, c.names = append(c.literals, before), append(c.names, name)
		before, rest, found = strings.Cut(rest, "{")
	}
	c.literals = append(c.literals, before)
	return c
}

// match does for a path without escapes what mux does, if the template is simple: a variable is a segment that is not
// empty.
func (c *candidate) match(path string) (vars map[string]string, ok bool) {
	const most = 8
	var values [most]string
	if len(c.names) > most {
		return nil, false
	}
	for i := range c.names {
		rest, fits := strings.CutPrefix(path, c.literals[i])
		end := strings.IndexByte(rest, '/')
		if end < 0 {
			end = len(rest)
		}
		if !fits || end == 0 {
			return nil, false
		}
		values[i], path = rest[:end], rest[end:]
	}
	if path != c.literals[len(c.names)] {
		return nil, false
	}
	if len(c.names) > 0 {
		vars = make(map[string]string, len(c.names))
	}
	for i, name := range c.names {
		vars[name] = values[i]
	}
	return vars, true
}

// mayMatch reports whether the fixed segments of the route are those of an escaped path with as many segments.
func (c *candidate) mayMatch(path string) bool {
	for _, own := range c.segments {
		segment, rest, _ := strings.Cut(path, "/")
		if own != segment && !strings.Contains(own, "{") {
			return false
		}
		path = rest
	}
	return true
}

// find looks up a method and an escaped path behind the API's prefix.
func (r *router) find(method, path string) found {
	if isPlain(path) {
		return r.findPlain(method, path)
	}
	plain, err := url.PathUnescape(path)
	if err != nil {
		return found{}
	}
	address := url.URL{Path: plain, RawPath: path}
	escaped := address.EscapedPath() // as mux sees it
	candidates := r.index[strings.Count(escaped, "/")]
	for i := range candidates {
		c := &candidates[i]
		if !c.mayMatch(escaped) {
			continue
		}
		var match mux.RouteMatch
		if c.mux.Match(&http.Request{Method: method, URL: &address}, &match) {
			return c.found(method, unescape(match.Vars))
		}
	}
	return found{}
}

// findPlain is find for a path that is the same escaped and not.
func (r *router) findPlain(method, path string) found {
	candidates := r.index[strings.Count(path, "/")]
	for i := range candidates {
		c := &candidates[i]
		if c.simple {
			if vars, ok := c.match(path); ok {
				return c.found(method, vars)
			}
		} else if c.mayMatch(path) {
			var match mux.RouteMatch
			if c.mux.Match(&http.Request{Method: method, URL: &url.URL{Path: path}}, &match) {
				return c.found(method, match.Vars)
			}
		}
	}
	return found{}
}

// found returns the operation of the route for a method.
func (c *candidate) found(method string, vars map[string]string) found {
	for i := range c.Operations {
		if op := &c.Operations[i]; op.Method == method {
			return found{Operation: op, Alias: op.Path != c.Path, Vars: vars}
		}
	}
	var allow []string
	for _, op := range c.Operations {
		allow = append(allow, op.Method)
	}
	slices.Sort(allow)
	return found{Allow: allow, Beside: c.Operations[0].ID, Vars: vars}
}

func unescape(vars map[string]string) map[string]string {
	for name, v := range vars {
		if strings.Contains(v, "%") {
			if plain, err := url.PathUnescape(v); err == nil {
				vars[name] = plain
			}
		}
	}
	return vars
}

// nearest returns the operation whose path is most like the one asked for, of several the one with the same method: a
// hint for people. Pages are left out.
func (r *router) nearest(method, path string) string {
	asked := segments(path)
	asked = asked[:min(len(asked), maxSegments)]
	const unlike = -1000
	best, score := "", unlike
	for _, op := range spec.Operations(r.api) {
		if op.Page {
			continue
		}
		s := unlike
		if own := segments(op.Path); related(own, asked) {
			s = 2 * likeness(own, asked)
		}
		if op.Method == method {
			s++
		}
		if best == "" || s > score {
			best, score = op.ID, s
		}
	}
	return best
}

func segments(path string) []string {
	return strings.Split(strings.Trim(singleSlashes(path), "/"), "/")
}

// singleSlashes returns a path with one slash in place of several.
func singleSlashes(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// related reports whether a name in one path is like one in the other; variable parts do not count.
func related(own, asked []string) bool {
	return slices.ContainsFunc(own, func(o string) bool {
		return !strings.HasPrefix(o, "{") && slices.ContainsFunc(asked, func(a string) bool { return alike(o, a) > 0 })
	})
}

// likeness returns how similar two paths are in the best alignment of their segments: a missing or additional prefix
// costs less than a segment that differs.
func likeness(own, asked []string) int {
	const skipped = -2
	row := make([]int, len(asked)+1)
	for j := range row {
		row[j] = skipped * j
	}
	for i := range own {
		diagonal := row[0]
		row[0] = skipped * (i + 1)
		for j := range asked {
			best := max(diagonal+alike(own[i], asked[j]), row[j+1]+skipped, row[j]+skipped)
			diagonal, row[j+1] = row[j+1], best
		}
	}
	return row[len(asked)]
}

// alike returns how similar a segment of a template is to one of the request.
func alike(own, asked string) int {
	variable := strings.HasPrefix(own, "{")
	switch {
	case own == asked:
		return 12
	case strings.EqualFold(own, asked):
		return 10
	case variable && asked != "":
		return 2
	case variable, len(asked) > maxCompared:
		return -3
	}
	longer, shorter := max(len(own), len(asked)), min(len(own), len(asked))
	if shorter >= 3 && (strings.HasPrefix(own, asked) || strings.HasPrefix(asked, own)) { // auth, authorize
		return 5
	}
	if distance := problem.Distance(strings.ToLower(own), strings.ToLower(asked)); 2*distance < longer {
		return 8 - 8*distance/longer
	}
	return -3
}

// Bounds of what is compared of a client's path, which may be as long as a header block: segments, and bytes of each.
const (
	maxSegments = 32
	maxCompared = 64
)

// guess returns the variables of a path without an operation, as the nearest operation has them: a secret in it must be
// masked, too. A last variable takes the rest of the path, as if its slashes were escaped.
func (r *router) guess(path, nearest string) map[string]string {
	asked := strings.Split(strings.Trim(path, "/"), "/")
	var near map[string]string
	for _, op := range spec.Operations(r.api) {
		own := strings.Split(strings.Trim(op.Path, "/"), "/")
		vars, fits := align(own, asked)
		if fits {
			return unescape(vars)
		}
		if op.ID == nearest && len(own) == len(asked) {
			near = vars
		}
	}
	return unescape(near)
}

// align returns the variables of a template in a path, and reports whether all other segments match.
func align(own, asked []string) (vars map[string]string, fits bool) {
	if len(asked) < len(own) || len(asked) > maxSegments {
		return nil, false
	}
	vars, fits = map[string]string{}, true
	for i, name := range own {
		switch {
		case !strings.HasPrefix(name, "{"):
			fits = fits && strings.EqualFold(name, asked[i])
		case i == len(own)-1:
			vars[strings.Trim(name, "{}")] = strings.Join(asked[i:], "/")
		default:
			vars[strings.Trim(name, "{}")] = asked[i]
		}
	}
	last := own[len(own)-1]
	return vars, fits && len(vars) > 0 && (len(asked) == len(own) || strings.HasPrefix(last, "{"))
}

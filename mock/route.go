package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"sparring/mock/problem"
	"sparring/spec"
)

// router finds the operation of a request: one per API, shared by all worlds. One mux route per path template, methods
// matched here, because mux answers 404 for a wrong method in a sub-router and sends no Allow.
type router struct {
	api    string
	mux    *mux.Router
	routes map[string]spec.Route // by path template, which is also the name of the mux route
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

func newRouter(api string) (*router, error) {
	r := &router{api: api, mux: mux.NewRouter().UseEncodedPath().SkipClean(true), routes: map[string]spec.Route{}}
	none := http.NotFoundHandler() // mux does not match a route without a handler
	for _, route := range spec.Routes(api) {
		m := r.mux.Path(route.Path).Name(route.Path).Handler(none)
		if err := m.GetError(); err != nil {
			return nil, err
		}
		r.routes[route.Path] = route
	}
	return r, nil
}

// find looks up a method and an escaped path behind the API's prefix.
func (r *router) find(method, path string) found {
	plain, err := url.PathUnescape(path)
	if err != nil {
		return found{}
	}
	var match mux.RouteMatch
	probe := http.Request{Method: method, URL: &url.URL{Path: plain, RawPath: path}}
	if !r.mux.Match(&probe, &match) || match.Route == nil {
		return found{}
	}
	route := r.routes[match.Route.GetName()]
	var allow []string
	for i := range route.Operations {
		if op := &route.Operations[i]; op.Method == method {
			return found{Operation: op, Alias: op.Path != route.Path, Vars: unescape(match.Vars)}
		}
		allow = append(allow, route.Operations[i].Method)
	}
	slices.Sort(allow)
	return found{Allow: allow, Beside: route.Operations[0].ID, Vars: unescape(match.Vars)}
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

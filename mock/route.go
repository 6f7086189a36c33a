package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"sparring/spec"
)

// router finds the operation of a request: one per API, shared by all worlds. One mux route per path template, methods
// matched here, because mux answers 404 for a wrong method in a sub-router and sends no Allow.
type router struct {
	api    string
	mux    *mux.Router
	routes map[string]spec.Route // by path template, which is also the name of the mux route
}

// found is what a router knows about a request. Operation is nil where none fits; then Allow holds the methods that the
// path takes and Beside is an operation of it; both are empty where the path is unknown.
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

// nearest gives the operation whose path and method look most like the ones asked for: a hint for people.
func (r *router) nearest(method, path string) string {
	asked := strings.Split(strings.Trim(path, "/"), "/")
	best, score := "", -1
	for _, op := range spec.Operations(r.api) {
		if op.Page {
			continue
		}
		if s := likeness(op, method, asked); s > score {
			best, score = op.ID, s
		}
	}
	return best
}

func likeness(op spec.Operation, method string, asked []string) int {
	own := strings.Split(strings.Trim(op.Path, "/"), "/")
	score := 0
	for i := range min(len(own), len(asked)) {
		switch {
		case own[i] == asked[i]:
			score += 4
		case strings.EqualFold(own[i], asked[i]):
			score += 3
		case alike(own[i], asked[i]):
			score += 2
		case strings.HasPrefix(own[i], "{"):
			score++
		}
	}
	if len(own) == len(asked) {
		score += 2
	}
	if op.Method == method {
		score++
	}
	return score
}

// alike tells whether two names begin alike, by more than half: "repository" and "repositories".
func alike(a, b string) bool {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= 3 && 2*n > max(len(a), len(b))
}

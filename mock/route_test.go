package mock_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"sparring/mock"
	"sparring/spec"
)

// TestRouteIndex compares what the router finds with what mux finds when it asks every route in order, for paths that
// fit a template and for their neighbours.
func TestRouteIndex(t *testing.T) {
	for _, api := range spec.APIs() {
		routes := spec.Routes(api)
		all := mux.NewRouter().UseEncodedPath().SkipClean(true)
		for i := range routes {
			all.Path(routes[i].Path).Name(routes[i].Path).Handler(http.NotFoundHandler())
		}
		find, matched := mock.Finder(t, api), map[string]bool{}
		for _, path := range neighbours(routes) {
			want, vars := byMux(t, all, path)
			i := slices.IndexFunc(routes, func(r spec.Route) bool { return r.Path == want })
			method, operation := "BREW", ""
			if i >= 0 {
				method, operation = routes[i].Operations[0].Method, routes[i].Operations[0].ID
				matched[want] = true
			}
			found, _, has := find(method, path)
			if found != operation || !maps.Equal(vars, has) {
				t.Errorf("%s %s %q: %q with %v, mux finds %q with %v", api, method, path, found, has, operation, vars)
			}
			_, allow, _ := find("BREW", path)
			if i >= 0 && len(allow) != len(routes[i].Operations) || i < 0 && allow != nil {
				t.Errorf("%s %q: allows %v for %q", api, path, allow, want)
			}
		}
		if len(matched) != len(routes) {
			t.Errorf("%s: %d of %d templates were matched", api, len(matched), len(routes))
		}
	}
}

// neighbours returns paths that fit the templates, and others that nearly do.
func neighbours(routes []spec.Route) []string {
	set := map[string]bool{"": true, "/": true, "//": true, "/%": true}
	for _, route := range routes {
		segments := strings.Split(route.Path, "/")
		for _, value := range []string{"1", "a%2Fb", "%D0%B6", `a"b`, "x:y", "", "local", "a.json"} {
			filled := slices.Clone(segments)
			for i, s := range filled {
				if strings.Contains(s, "{") {
					filled[i] = value
				}
			}
			path := strings.Join(filled, "/")
			for _, p := range []string{
				path, path + "/", path + "//", "/" + path, path + "/x", strings.ToUpper(path), path + "%zz",
				strings.TrimSuffix(path, "/"), strings.Join(filled[:len(filled)-1], "/"),
				strings.Replace(path, "/", "%2F", 2),
			} {
				set[p] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// byMux returns the template that mux finds by asking every route, and the variables, unescaped.
func byMux(t *testing.T, all *mux.Router, path string) (template string, vars map[string]string) {
	t.Helper()
	plain, err := url.PathUnescape(path)
	if err != nil {
		return "", nil
	}
	var match mux.RouteMatch
	if !all.Match(&http.Request{Method: "BREW", URL: &url.URL{Path: plain, RawPath: path}}, &match) {
		return "", nil
	}
	for name, v := range match.Vars {
		if match.Vars[name], err = url.PathUnescape(v); err != nil {
			t.Fatal(err)
		}
	}
	return match.Route.GetName(), match.Vars
}

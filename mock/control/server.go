package control

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"sparring/mock/control/wire"
	"sparring/mock/problem"
)

// health reports whether the server is ready: 503 if it is not. It needs no token; the version is for callers with the
// token.
func health(c *call) (answer, error) {
	reason := c.Server.Unready()
	h := wire.Health{Ready: reason == "", Reason: reason}
	if c.trusted(c.r) {
		h.Version = c.Version
	}
	if !h.Ready {
		return answer{status: http.StatusServiceUnavailable, body: h}, nil
	}
	return ok(h)
}

// getMetrics returns what the server counts.
func getMetrics(c *call) (answer, error) {
	var b bytes.Buffer
	c.Server.WriteMetrics(&b)
	send(c.w, http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
	return answer{written: true}, nil
}

// listAPIs returns the catalogue.
func listAPIs(c *call) (answer, error) {
	list := wire.APIs{APIs: []wire.API{}, Bounds: full(c.Server.Bounds())}
	for _, a := range c.Server.APIs() {
		list.APIs = append(list.APIs, sayAPI(filled(a), c.saying()))
	}
	return ok(list)
}

// getAPI returns one API of the catalogue.
func getAPI(c *call) (answer, error) {
	var known []string
	for _, a := range c.Server.APIs() {
		if a.Name == c.vars["api"] {
			return ok(sayAPI(filled(a), c.saying()))
		}
		known = append(known, a.Name)
	}
	return answer{}, problem.Unknown(problem.UnknownAPI, "API", c.vars["api"], known)
}

// filled has no list that is null.
func filled(a wire.API) wire.API {
	a.Documents = full(a.Documents)
	a.Operations = full(slices.Clone(a.Operations)) // the server's own are shared
	for i := range a.Operations {
		a.Operations[i].Aliases, a.Operations[i].Codes = full(a.Operations[i].Aliases), full(a.Operations[i].Codes)
	}
	a.Errors, a.Switches = full(a.Errors), full(a.Switches)
	a.Events, a.Faults = full(slices.Clone(a.Events)), full(slices.Clone(a.Faults))
	a.Bounds = full(a.Bounds)
	for i := range a.Events {
		a.Events[i].Args = full(a.Events[i].Args)
	}
	for i := range a.Faults {
		a.Faults[i].Parameters = full(a.Faults[i].Parameters)
	}
	return a
}

func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// getDocument returns an OpenAPI document as JSON.
func getDocument(c *call) (answer, error) {
	doc, found := c.Server.Document(c.vars["name"])
	if !found {
		return answer{}, problem.Unknown(problem.UnknownDocument, "document", c.vars["name"], c.Server.Documents())
	}
	return ok(json.RawMessage(doc))
}

// getAuthority returns the certificate authority that signed the server's certificates.
func getAuthority(c *call) (answer, error) {
	pem := c.Server.Authority()
	if pem == nil {
		return answer{}, problem.New(problem.NoAuthority, "this server signs no certificates")
	}
	send(c.w, http.StatusOK, "application/x-pem-file", pem)
	return answer{written: true}, nil
}

package control_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/control/client"
	"sparring/spec"
)

// judge is a transport that checks every answer against spec/control.yaml, and remembers what it saw.
type judge struct {
	t    testing.TB
	next http.RoundTripper
	seen *sightings
}

// sightings are the operations and problem codes that were answered.
type sightings struct {
	mu                sync.Mutex
	operations, codes map[string]bool
}

func (s *sightings) add(operation, code string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.operations[operation] = true
	s.codes[code] = true
}

// RoundTrip calls and judges.
func (j *judge) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := j.next.RoundTrip(r)
	if err != nil || resp.Header.Get("Content-Type") == "text/event-stream" {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if r.Method == http.MethodHead {
		return resp, nil
	}
	op := find(r.Method, strings.TrimPrefix(r.URL.EscapedPath(), client.Prefix))
	var p client.Problem
	if resp.Header.Get("Content-Type") == "application/problem+json" {
		if err := json.Unmarshal(body, &p); err != nil || p.Status != resp.StatusCode || p.Title == "" {
			j.t.Errorf("%s %s: %v: %s", r.Method, r.URL, err, body)
		}
	}
	if op == nil {
		if p.Code() != client.UnknownPath && p.Code() != client.MethodNotAllowed &&
			resp.StatusCode != http.StatusUnauthorized && resp.StatusCode != http.StatusForbidden {
			j.t.Errorf("%s %s answered %d, and the document does not know it", r.Method, r.URL, resp.StatusCode)
		}
		j.seen.add("", p.Code())
		return resp, nil
	}
	j.seen.add(op.OperationID, p.Code())
	j.check(r, op, resp, body, p)
	return resp, nil
}

func (j *judge) check(r *http.Request, op *openapi3.Operation, resp *http.Response, body []byte, p client.Problem) {
	where := r.Method + " " + r.URL.String()
	described := op.Responses.Status(resp.StatusCode)
	if described == nil {
		j.t.Errorf("%s: operation %s does not describe status %d: %s", where, op.OperationID, resp.StatusCode, body)
		return
	}
	if resp.StatusCode == http.StatusNoContent {
		if len(body) > 0 {
			j.t.Errorf("%s: 204 with a body: %s", where, body)
		}
		return
	}
	media := described.Value.Content.Get(resp.Header.Get("Content-Type"))
	if media == nil {
		j.t.Errorf("%s: operation %s does not describe %s for %d", where, op.OperationID,
			resp.Header.Get("Content-Type"), resp.StatusCode)
		return
	}
	var v any = string(body)
	if err := json.Unmarshal(body, &v); err != nil && strings.HasSuffix(resp.Header.Get("Content-Type"), "json") {
		j.t.Errorf("%s: %v: %s", where, err, body)
		return
	}
	if err := media.Schema.Value.VisitJSON(v, openapi3.MultiErrors(),
		openapi3.SetSchemaRegexCompiler(spec.CompilePattern)); err != nil {
		j.t.Errorf("%s: %v\n%s", where, err, body)
	}
	if p.Type != "" {
		i := slices.IndexFunc(spec.Operations("control"), func(o spec.Operation) bool { return o.ID == op.OperationID })
		if codes := spec.Operations("control")[i].Errors; !slices.Contains(codes, p.Code()) {
			j.t.Errorf("%s: operation %s does not name the code %s", where, op.OperationID, p.Code())
		}
	}
	for name, h := range described.Value.Headers {
		if resp.Header.Get(name) == "" {
			j.t.Errorf("%s: no header %s (%s)", where, name, h.Value.Description)
		}
	}
}

// find returns the operation of the document for a path behind the prefix.
func find(method, path string) *openapi3.Operation {
	d, err := spec.Load("control")
	if err != nil {
		panic(err)
	}
	for _, template := range d.T.Paths.InMatchingOrder() {
		if fits(strings.Split(template, "/"), strings.Split(path, "/")) {
			if op := d.T.Paths.Value(template).GetOperation(method); op != nil {
				return op
			}
		}
	}
	return nil
}

func fits(template, path []string) bool {
	if len(template) != len(path) {
		return false
	}
	for i := range template {
		open, end := strings.Index(template[i], "{"), strings.Index(template[i], "}")
		if open < 0 {
			if template[i] != path[i] {
				return false
			}
			continue
		}
		if !strings.HasPrefix(path[i], template[i][:open]) || !strings.HasSuffix(path[i], template[i][end+1:]) ||
			path[i] == "" {
			return false
		}
	}
	return true
}

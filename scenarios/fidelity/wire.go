package fidelity

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/pointer"
	"sparring/spec"
)

// key names a body that was decoded.
type key struct {
	seq  int64
	side Side
}

// at returns the value at a place of an exchange, and whether there is one.
func (j *judge) at(e *journal.Entry, p Place, args map[string]any) (any, bool) {
	in, name, isParameter := strings.Cut(p.At, "/")
	if !isParameter || in == "" {
		value, has := pointer.Lookup(j.body(e, p.Side), tokens(p.At, args))
		if !has && j.api.CamelKeys && p.Side == Request {
			value, has = pointer.Lookup(j.body(e, p.Side), camel(tokens(p.At, args)))
		}
		return value, has
	}
	m := e.Request
	if p.Side == Response {
		m = e.Response
	}
	switch in {
	case "path":
		return pathValue(j.api.Name, e, name)
	case "query":
		u, err := url.Parse(e.URL)
		if err != nil || !u.Query().Has(name) {
			return nil, false
		}
		return u.Query().Get(name), true
	default: // header
		if m == nil || len(m.Header.Values(name)) == 0 {
			return nil, false
		}
		return m.Header.Get(name), true
	}
}

// camel returns tokens in lower camel case.
func camel(tokens []string) []string {
	out := slices.Clone(tokens)
	for i, token := range out {
		if token != "" {
			out[i] = strings.ToLower(token[:1]) + token[1:]
		}
	}
	return out
}

// tokens returns those of a pointer, with {NAME} replaced by arguments.
func tokens(at string, args map[string]any) []string {
	list, _ := pointer.Parse(at) // a test reads every declaration
	for i, token := range list {
		if name, ok := strings.CutPrefix(token, "{"); ok {
			list[i] = literal(args[strings.TrimSuffix(name, "}")])
		}
	}
	return list
}

// body returns the decoded body of a request, or of a response as it was sent; nil if it is not JSON or a form.
func (j *judge) body(e *journal.Entry, side Side) any {
	k := key{e.Seq, side}
	if value, ok := j.bodies[k]; ok {
		return value
	}
	var value any
	switch {
	case side == Request && e.Request != nil && e.Request.Withheld == "":
		if strings.HasPrefix(e.Request.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			value = form(e.Request.Body)
		} else {
			value = decode(e.Request.Body)
		}
	case side == Response:
		if sent, whole := arrived(e); whole {
			value = decode(sent)
		}
	}
	j.bodies[k] = value
	return value
}

// arrived returns the body of a response as it was sent, and whether it arrived whole.
func arrived(e *journal.Entry) ([]byte, bool) {
	switch {
	case e.State != journal.Closed, e.Response == nil:
		return nil, false
	case e.Sent != nil:
		return e.Sent.Body, e.Sent.End == "" && e.Sent.Bytes >= int64(len(e.Sent.Body))
	}
	return e.Response.Body, e.Response.Withheld == ""
}

// status returns that of a response as it was sent.
func status(e *journal.Entry) int {
	switch {
	case e.Sent != nil && e.Sent.Status != 0:
		return e.Sent.Status
	case e.Response != nil:
		return e.Response.Status
	}
	return 0
}

// said reports whether a response has arrived, can be read, and has done what was asked.
func (j *judge) said(e *journal.Entry) bool {
	if _, whole := arrived(e); !whole {
		return false
	}
	if e.Sent != nil && j.body(e, Response) == nil && decode(e.Response.Body) != nil {
		return false // a fault has put something else in its place
	}
	if j.api.Said != nil {
		return j.api.Said(status(e), j.body(e, Response))
	}
	return status(e)/100 == 2
}

// decode reads one JSON value, nil if the text is not one. Numbers stay as they were written.
func decode(text []byte) any {
	var value any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return nil
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil
	}
	return value
}

func form(text []byte) any {
	values, err := url.ParseQuery(string(text))
	if err != nil {
		return nil
	}
	out := map[string]any{}
	for name, list := range values {
		out[name] = list[0]
	}
	return out
}

// pathValue returns a variable of the path as the operation's template names it, unescaped.
func pathValue(api string, e *journal.Entry, name string) (any, bool) {
	op, found := spec.Find(api, e.Operation)
	u, err := url.Parse(e.URL)
	if !found || err != nil {
		return nil, false
	}
	path := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for _, template := range append([]string{op.Path}, op.PathAliases...) {
		if values := variables(strings.Split(strings.Trim(template, "/"), "/"), path); values != nil {
			if value, ok := values[name]; ok {
				return value, true
			}
		}
	}
	return nil, false
}

// variables fits a template to the end of a path; nil if it does not fit.
func variables(template, path []string) map[string]string {
	if len(path) < len(template) {
		return nil
	}
	path = path[len(path)-len(template):]
	out := map[string]string{}
	for i, part := range template {
		name, variable := strings.CutPrefix(part, "{")
		if !variable {
			if part != path[i] {
				return nil
			}
			continue
		}
		value, err := url.PathUnescape(path[i])
		if err != nil {
			return nil
		}
		out[strings.TrimSuffix(name, "}")] = value
	}
	return out
}

// trial is a call with the exchanges that can belong to it.
type trial struct {
	*Call

	ability Ability
	mine    []*journal.Entry // of the operations that the ability declares, in order
	all     []*journal.Entry // of the API while the call went on, whatever they are
	shared  []*Call          // calls of the same API that went on meanwhile
}

// attribute finds the exchanges of a call.
func (j *judge) attribute(c *Call, a Ability) *trial {
	t := &trial{Call: c, ability: a}
	for i := range j.Calls {
		if other := &j.Calls[i]; other != c && other.API == c.API && overlap(c, other) {
			t.shared = append(t.shared, other)
		}
	}
	for i := range j.Entries {
		e := &j.Entries[i]
		if e.Kind != journal.Exchange || e.API != c.API || e.Preflight() || e.Seq <= c.After || e.Seq > c.Until {
			continue
		}
		t.all = append(t.all, e)
		if a.uses(e.Operation) && (len(t.shared) == 0 || j.fits(t, e)) {
			t.mine = append(t.mine, e)
		}
	}
	return t
}

// overlap reports whether two calls went on at once.
func overlap(a, b *Call) bool {
	return (b.Until < 0 || a.After < b.Until) && (a.Until < 0 || b.After < a.Until)
}

// uses reports whether an operation has a place of the ability.
func (a Ability) uses(operation string) bool {
	return slices.ContainsFunc(slices.Concat(a.Args, a.Values), func(f Fact) bool {
		return slices.ContainsFunc(f.Places, func(p Place) bool { return p.Operation == operation })
	})
}

// fits reports whether a request carries, in its path and query, the arguments of a call, and as a login its
// credentials.
func (j *judge) fits(t *trial, e *journal.Entry) bool {
	for _, s := range j.api.Sessions {
		if s.Issued.Operation == e.Operation && !j.hasAccount(s, e, t.Call) {
			return false
		}
	}
	for _, f := range t.ability.Args {
		given, ok := f.of(t.Args)
		if !ok {
			continue
		}
		for _, p := range f.Places {
			if p.Side != Request || p.Operation != e.Operation || !p.holds(t.Args) || strings.HasPrefix(p.At, "/") {
				continue
			}
			if value, ok := j.at(e, p, t.Args); !ok || !j.same(given, value, p.Same, nil) {
				return false
			}
		}
	}
	return true
}

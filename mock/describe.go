package mock

import (
	"slices"

	"sparring/mock/control/wire"
	"sparring/mock/fault"
	"sparring/mock/limit"
	"sparring/mock/world"
	"sparring/spec"
)

// APIs returns the catalogue of what every server fakes. It has the types of what a command line holds as text.
func APIs() []wire.API {
	var out []wire.API
	for _, a := range fakes() {
		out = append(out, describe(a))
	}
	return out
}

// describe returns the catalogue of one API, from its documents and its fake.
func describe(a *world.API) wire.API {
	out := wire.API{Name: a.Name, Faults: fault.Kinds()}
	if a.Passed {
		out.Faults = slices.DeleteFunc(out.Faults, func(k fault.KindInfo) bool { return k.Kind == "expire" })
	}
	for _, op := range spec.Operations(a.Name) {
		if !slices.Contains(out.Documents, op.Document) {
			out.Documents = append(out.Documents, op.Document)
		}
		out.Operations = append(out.Operations, wire.Operation{
			ID: op.ID, Document: op.Document, Aliases: append([]string{}, op.Aliases...),
			Method: op.Method, Path: "/" + a.Name + op.Path, Codes: append([]string{}, codesOf(a, op)...),
			Provenance: string(op.Provenance), Summary: op.Summary, Page: op.Page, Stream: op.Stream,
		})
	}
	for _, e := range spec.Errors(a.Name) {
		out.Errors = append(out.Errors, wire.ErrorCode{
			Code: e.Code, Status: e.Status, Meaning: e.Meaning, Advice: e.Advice,
			Provenance: string(e.Provenance), Source: e.Source,
		})
	}
	for _, sw := range a.Switches {
		sw = sw.Shown()
		sw.Values = append([]string{}, sw.Values...)
		out.Switches = append(out.Switches, sw)
	}
	for _, e := range a.Events {
		info := wire.EventInfo{Name: e.Name, Doc: e.Doc, Args: []wire.EventArg{}}
		for _, arg := range e.Args {
			info.Args = append(info.Args, wire.EventArg(arg.Shown()))
		}
		out.Events = append(out.Events, info)
	}
	for _, b := range a.Bounds {
		out.Bounds = append(out.Bounds, shown(b))
	}
	return out
}

// shown returns a bound as the catalogue shows it.
func shown(b limit.Bound) limit.Bound {
	if b.Per == "" {
		b.Per = limit.PerWorld
	}
	return b
}

// codesOf returns the error codes of an operation that a fault can force. Behind a proxy those are left out that come
// with a success, which only the real server can give.
func codesOf(a *world.API, op spec.Operation) []string {
	if !a.Passed {
		return op.Errors
	}
	return slices.DeleteFunc(
		slices.Clone(op.Errors),
		func(code string) bool { return slices.Contains(a.Warnings, code) },
	)
}

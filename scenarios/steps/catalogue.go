package steps

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// errorCode checks the code of a fault on an operation.
func errorCode(op, code int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		api, id, err := q.Catalogue.Operation(q.Args[op])
		if err != nil || q.Catalogue == nil {
			return err
		}
		return catalogue.HasCode(q.Catalogue, api, id, q.Args[code])
	}
}

// faultKind checks the kind of a fault on an operation and its parameters.
func faultKind(op, kind int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		api, id, err := q.Catalogue.Operation(q.Args[op])
		if err != nil || q.Catalogue == nil {
			return err
		}
		faults := q.Catalogue[api].Faults
		i := slices.IndexFunc(faults, func(k fault.KindInfo) bool { return k.Kind == q.Args[kind] })
		if i < 0 {
			var kinds []string
			for _, k := range faults {
				kinds = append(kinds, k.Kind)
			}
			return feature.Usagef(
				"no kind of fault is called %q; the nearest are %s",
				q.Args[kind],
				strings.Join(feature.NearestThree(q.Args[kind], kinds), ", "),
			)
		}
		if err := catalogue.Fitting(
			"the fault "+faults[i].Kind, q.Catalogue.FaultTakes(api, faults[i].Kind), q.Table,
		); err != nil {
			return err
		}
		for _, row := range q.Table {
			if faults[i].Kind == "error" && row[0] == "code" && !feature.HasPlaceholder(row[1]) {
				return catalogue.HasCode(q.Catalogue, api, id, row[1])
			}
		}
		return nil
	}
}

// event checks an event of an API and its arguments.
func event(name, api int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if err := q.Catalogue.Knows(q.Args[api]); err != nil || q.Catalogue == nil {
			return err
		}
		events := q.Catalogue[q.Args[api]].Events
		i := slices.IndexFunc(events, func(e client.EventInfo) bool { return e.Name == q.Args[name] })
		if i < 0 {
			var names []string
			for _, e := range events {
				names = append(names, e.Name)
			}
			return feature.Usagef(
				"%s has no event %q; the nearest are %s (sparring event list %s has all)",
				q.Args[api],
				q.Args[name],
				strings.Join(feature.NearestThree(q.Args[name], names), ", "),
				q.Args[api],
			)
		}
		return catalogue.Fitting("the event "+q.Args[name], q.Catalogue.EventTakes(q.Args[api], q.Args[name]), q.Table)
	}
}

// aSwitch checks a switch of an API and its value.
func aSwitch(name, api, value int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if err := q.Catalogue.Knows(q.Args[api]); err != nil || q.Catalogue == nil {
			return err
		}
		return q.Catalogue.Reading(q.Args[api], q.Args[name], q.Args[value])
	}
}

// aCredential checks that a group names a credential of the API of another.
func aCredential(name, api int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if err := q.Catalogue.Knows(q.Args[api]); err != nil || q.Catalogue == nil {
			return err
		}
		names := q.Catalogue[q.Args[api]].Credentials
		if len(names) > 0 && !slices.Contains(names, q.Args[name]) {
			return feature.Usagef(
				"the credentials for %s have no %q; they have %s",
				q.Args[api],
				q.Args[name],
				strings.Join(names, ", "),
			)
		}
		return nil
	}
}

// anError checks a code that the client is expected to report: it is a vendor's, an HTTP status, or in a body that
// the scenario plants. Any other would fail a correct client.
func anError(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		code := q.Args[group]
		if q.Catalogue == nil || feature.HasPlaceholder(code) || q.Mentions(code) {
			return nil
		}
		var codes []string
		for _, api := range slices.Sorted(maps.Keys(q.Catalogue)) {
			codes = append(codes, q.Catalogue.Codes(api, "*")...)
		}
		if n, err := strconv.Atoi(code); slices.Contains(codes, code) || err == nil && n >= 100 && n < 600 {
			return nil
		}
		return feature.Usagef(
			"no vendor has the error %q, and the scenario plants no body with it; the nearest are %s",
			code,
			strings.Join(feature.NearestThree(code, codes), ", "),
		)
	}
}
